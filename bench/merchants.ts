// Makes the merchants of a run through the admin API, as an operator would.
import { generateKeyPairSync } from 'node:crypto';
import type { GatewayProcess } from './gateway-process.ts';
import type { LoadApp } from './load/messages.ts';

export interface KeyPair {
  readonly publicKey: string;
  readonly privateKey: string;
}

/** Requests to the admin API at a time. */
const width = 16;

/** RSA, 2048 bits, as PEM. */
export function createKeyPair(): KeyPair {
  return generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
}

/** Each has one app with the given public key, and pays a fee of 1.5 %, so that a payment is two transfers. */
export async function createMerchants(
  gateway: Pick<GatewayProcess, 'port' | 'demo'>,
  publicKey: string,
  count: number,
): Promise<LoadApp[]> {
  const apps: LoadApp[] = [];
  let missing = count;
  const maker = async () => {
    while (missing-- > 0) {
      const merchant = { name: 'Bench Store', fees: { payment: { basisPoints: 150 } } };
      const { merchantId } = await post(gateway, '/admin/merchants', merchant);
      const app = { merchantId, dialect: 'paycools', publicKey };
      const { appId = '', callbackSecret = '' } = await post(gateway, '/admin/apps', app);
      apps.push({ appId, callbackSecret });
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, count) }, maker));
  return apps;
}

async function post(
  { port, demo }: Pick<GatewayProcess, 'port' | 'demo'>,
  path: string,
  body: object,
): Promise<Readonly<Record<string, string | undefined>>> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${demo.adminToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as Record<string, string>;
}
