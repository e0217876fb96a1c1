// Signed requests made ahead: an RSA signature takes longer than what is measured, and belongs to the merchant's machine.
import { createPrivateKey, sign } from 'node:crypto';
import { promisify } from 'node:util';
import { textToSign } from '../../test/support/paycools-client.ts';
import type { LoadTarget } from './messages.ts';
import { writePost } from './http-message.ts';

export interface Stock {
  /** Signs until there are that many. */
  fill(count: number): Promise<void>;
  /** The bytes of a `POST /api/v1/payment` that was never sent before; undefined: used up. */
  take(): Buffer | undefined;
}

const signAsync = promisify(sign) as (
  algorithm: string,
  data: Buffer,
  key: ReturnType<typeof createPrivateKey>,
) => Promise<Buffer>;
/** Signatures under way at a time: enough for the threads of the pool. */
const signers = 8;

export function createStock({ apps, privateKey }: Pick<LoadTarget, 'apps' | 'privateKey'>, callbackUrl: string): Stock {
  const key = createPrivateKey(privateKey);
  const requests: Buffer[] = [];
  const series = Date.now().toString(36).toUpperCase();
  let made = 0;
  let taken = 0;

  async function makeOne(): Promise<Buffer> {
    const app = apps[made % apps.length];
    if (!app) throw new Error('The load needs an app.');
    const fields = {
      appId: app.appId,
      appName: 'Bench Store',
      mchOrderId: `B${series}${String(made++).padStart(8, '0')}`,
      amount: 50_010,
      channelCode: 'GCASH_URL',
      customerName: 'Juan Dela Cruz',
      email: 'juan@example.com',
      mobile: '09171234567',
      callbackUrl,
      redirectUrl: 'https://shop.example/thanks',
    };
    const signature = await signAsync('sha256', Buffer.from(textToSign(fields)), key);
    const body = JSON.stringify({ ...fields, sign: signature.toString('base64') });
    return Buffer.from(writePost('/api/v1/payment', body), 'latin1');
  }

  return {
    async fill(count) {
      let missing = count - (requests.length - taken);
      const signer = async () => {
        while (missing-- > 0) requests.push(await makeOne());
      };
      await Promise.all(Array.from({ length: signers }, signer));
    },
    take() {
      const request = requests[taken];
      // What was sent is let go, so that the load process stays small.
      if (request) requests[taken++] = undefined as never;
      return request;
    },
  };
}
