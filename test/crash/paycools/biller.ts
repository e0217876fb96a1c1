// A merchant that bills its customers by PayCools' newer products: an app of its own, made through the admin API, and its client's calls.
import type { Params, PaycoolsAnswer } from '../../support/paycools-client.ts';
import type { Merchant } from '../merchant.ts';

export interface BillerAnswer extends Omit<PaycoolsAnswer, 'data'> {
  /** An empty object where there is none. */
  readonly data: Readonly<Record<string, unknown>>;
  /** The same where it is a list; empty where it is none. */
  readonly list: readonly Readonly<Record<string, unknown>>[];
}

export interface Biller {
  readonly merchant: Merchant;
  /** Where it wants to be told. */
  readonly notifyUrl: string;
  /** Undefined when no answer came, or one that says nothing (1018, 1503): then nobody knows what was done. */
  get(path: string, params: Params): Promise<BillerAnswer | undefined>;
  /** With the time. */
  post(path: string, params: Params): Promise<BillerAnswer | undefined>;
  /** The same for the checkout, whose fields stand in `param` (paycools.md 2.3). */
  postParam(path: string, fields: object): Promise<BillerAnswer | undefined>;
  /** Plays a payer, a user or the bank; answers with the HTTP status, undefined when no answer came. */
  act(reference: string, outcome: ActOutcome, amountMinor?: number): Promise<number | undefined>;
  /** Picks a channel on the page of a checkout; whether the page was shown again. */
  pick(checkoutUrl: string, channel: string): Promise<boolean>;
}

export type ActOutcome = 'paid' | 'failed' | 'authorised' | 'passed' | 'rejected';

export const success = 1000;
export const orderRepeated = 1012;
const systemError = 1503;
const wrong = 1009;
const timeoutMs = 20_000;

/** `onProblem` hears of answers that no client should ever get. */
export async function openBiller(
  merchant: Merchant,
  notifyUrl: string,
  onProblem: (problem: string) => void,
): Promise<Biller> {
  const callbackUrls = { merchant: notifyUrl, transfer: notifyUrl };
  await merchant.ask('PATCH', `/admin/apps/${merchant.appId}`, { callbackUrls });
  /** The test moves the gateway's clock, and requests must not be older than ten minutes (paycools.md 7, row 10). */
  let aheadMs = 0;
  const now = () => Date.now() + aheadMs;

  async function once(method: 'GET' | 'POST', path: string, params: Params): Promise<BillerAnswer | undefined> {
    const answer = await merchant.call(method, path, params);
    if (!answer || answer.code === systemError) return undefined;
    const { data } = answer;
    const list = Array.isArray(data) ? (data as BillerAnswer['list']) : [];
    return { ...answer, list, data: Array.isArray(data) ? {} : ((data ?? {}) as BillerAnswer['data']) };
  }

  /** Asks anew with the right time where the clock was moved meanwhile: what was refused for its time was not done. */
  async function timed(path: string, paramsAt: (timestamp: number) => Params): Promise<BillerAnswer | undefined> {
    const isLate = (said: BillerAnswer | undefined) => said?.code === wrong && said.message.includes('timestamp');
    const answer = await once('POST', path, paramsAt(now()));
    if (!isLate(answer)) return answer;
    const reply = await merchant.ask('POST', '/sandbox/clock', { advanceSeconds: 0 });
    if (reply?.status === 200) aheadMs = Date.parse(String(reply.body['now'])) - Date.now();
    const again = await once('POST', path, paramsAt(now()));
    return isLate(again) ? undefined : again;
  }

  return {
    merchant,
    notifyUrl,
    get: (path, params) => once('GET', path, params),
    post: (path, params) => timed(path, (timestamp) => ({ ...params, timestamp })),
    postParam: (path, fields) =>
      timed(path, (timestamp) => ({ param: JSON.stringify({ ...fields, timestamp: String(timestamp) }) })),
    async act(reference, outcome, amountMinor) {
      const amount = amountMinor === undefined ? {} : { amount: amountMinor };
      return (await merchant.ask('POST', '/sandbox/act', { reference, outcome, ...amount }))?.status;
    },
    async pick(checkoutUrl, channel) {
      try {
        const { status } = await fetch(`${checkoutUrl}/channel`, {
          method: 'POST',
          redirect: 'manual',
          body: new URLSearchParams({ channel }),
          signal: AbortSignal.timeout(timeoutMs),
        });
        if (status !== 303 && status !== 503) onProblem(`${channel} was picked and answered with HTTP ${status}`);
        return status === 303;
      } catch {
        return false;
      }
    },
  };
}
