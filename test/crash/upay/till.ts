// A till of the shop and the calls of its client, over an Upay app of the merchant that is made through the admin API.
import { AssertionError } from 'node:assert';
import { createUpayClient, isFromPlatform, type UpayAnswer } from '../../support/upay-client.ts';
import type { Merchant } from '../merchant.ts';

export interface Till {
  /** Undefined when no answer came, or one that says nothing (layer 1, 500): then nobody knows what was done. */
  call(request: string, fields: object): Promise<UpayAnswer | undefined>;
  /** Plays the payer or the bank; the answer may be that there is nothing to play. */
  act(sn: string, outcome: 'paid' | 'failed'): Promise<void>;
  isFromPlatform(body: string, signature: string): boolean;
}

/**
 * A till whose payer hesitates is answered soon, what nobody pays is taken back soon, and the test moves the clock: days may end
 * meanwhile.
 */
const switches = { payHoldSeconds: 1, payExpirySeconds: 30, orderExpirySeconds: 60, sameDayCancel: false };
const timeoutMs = 20_000;

/** `onProblem` hears of answers that no client should ever get. */
export async function openTill(
  merchant: Merchant,
  baseUrl: string,
  callbackUrl: string,
  onProblem: (problem: string) => void,
): Promise<Till> {
  const made = await merchant.ask('POST', '/admin/apps', { merchantId: merchant.id, dialect: 'upay' });
  if (made?.status !== 200) throw new Error(`The Upay app was not made: ${JSON.stringify(made)}`);
  const { appId, vendorSn, vendorKey, terminalSn, terminalKey, platformPublicKey } = made.body as Record<
    string,
    string
  >;
  await merchant.ask('PATCH', `/admin/apps/${appId}`, { switches, callbackUrls: { merchant: callbackUrl } });
  const client = createUpayClient({
    baseUrl,
    vendor: { sn: vendorSn ?? '', key: vendorKey ?? '' },
    terminal: { sn: terminalSn ?? '', key: terminalKey ?? '' },
    fetch: (input, init) => fetch(input, { ...init, signal: AbortSignal.timeout(timeoutMs) }),
  });
  return {
    async call(request, fields) {
      const said = `${request} ${JSON.stringify(fields)}`;
      try {
        const answer = await client.call(`/upay/v2/${request}`, { operator: 'op1', ...fields });
        if (answer.httpStatus !== 200) onProblem(`${said} was answered with HTTP ${answer.httpStatus}`);
        if (answer.body.result_code === '400') onProblem(`${said} was refused: ${answer.outcome} ${answer.message}`);
        return answer.body.result_code === '200' ? answer : undefined;
      } catch (error) {
        const isTimeout = error instanceof Error && error.name === 'TimeoutError';
        if (isTimeout) onProblem(`${said} was not answered within ${timeoutMs / 1000} s`);
        const isUnreadable = error instanceof AssertionError || error instanceof SyntaxError;
        if (isUnreadable) onProblem(`${said} was answered with what no client reads: ${error.message}`);
        return undefined;
      }
    },
    async act(sn, outcome) {
      await merchant.ask('POST', '/sandbox/act', { reference: sn, outcome });
    },
    isFromPlatform: (body, signature) => isFromPlatform(body, signature, platformPublicKey ?? ''),
  };
}
