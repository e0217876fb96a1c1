// How PayCools' API answers by who asks, whatever is asked (paycools.md 2.8, 6.1): each code over HTTP.
import { makeKeyPair } from './merchant.ts';
import { createPaycoolsClient, type PaycoolsAnswer } from './paycools-client.ts';
import { dataOf, openPaycoolsDesk, type PaycoolsDesk } from './paycools-desk.ts';

/** Answers what was said with a code, each time. */
export type Way = () => Promise<PaycoolsAnswer | readonly PaycoolsAnswer[]>;

const balance = '/api/v1/account/checkBalance';
const payment = '/api/v1/payment';

export function callerWays({ gateway, merchant, get }: PaycoolsDesk) {
  const manageApp = (of: PaycoolsDesk, change: object) => gateway.manage('PATCH', `/apps/${of.merchant.appId}`, change);
  const manageMerchant = (of: PaycoolsDesk, status: string) =>
    gateway.manage('PATCH', `/merchants/${of.merchant.merchantId}`, { status });
  const clientWith = (change: { readonly appId?: string; readonly privateKeyPem?: string }) =>
    createPaycoolsClient({ baseUrl: gateway.url, ...merchant, ...change });

  return {
    1000: () => get(balance),
    1001: () => clientWith({ appId: 'f'.repeat(32) }).call('GET', balance),
    // Until the address is on the list, alone or in a block. What a client says of its own address counts behind a trusted proxy only.
    async 1002() {
      const elsewhere = await openPaycoolsDesk(gateway);
      await manageApp(elsewhere, { ipAllowlist: ['203.0.113.9', '10.0.0.0/8'] });
      const forbidden = await elsewhere.get(balance);
      const headers = { 'x-forwarded-for': '203.0.113.9' };
      const url = `${gateway.url}${balance}?${elsewhere.merchant.client.signedQuery({})}`;
      const pretended = await fetch(url, { headers });
      const said = (await pretended.json()) as Pick<PaycoolsAnswer, 'code' | 'message' | 'data'>;
      for (const ipAllowlist of [['127.0.0.1'], ['127.0.0.0/8'], []]) {
        await manageApp(elsewhere, { ipAllowlist });
        dataOf(await elsewhere.get(balance));
      }
      return [forbidden, { ...said, httpStatus: pretended.status }];
    },
    1003() {
      const forger = clientWith(makeKeyPair());
      return inTurn(
        () => forger.call('GET', balance),
        () => forger.call('POST', payment, merchant.aPayment()),
        () => forger.call('POST', '/api/v2/checkout/query', { param: '{"mchOrderId":"A"}' }),
      );
    },
    async 1004() {
      const suspended = await openPaycoolsDesk(gateway);
      await manageMerchant(suspended, 'suspended');
      const refused = await inTurn(
        () => suspended.get(balance),
        () => suspended.post(payment, suspended.merchant.aPayment()),
      );
      await manageMerchant(suspended, 'active');
      dataOf(await suspended.get(balance));
      return refused;
    },
    async 1005() {
      const disabled = await openPaycoolsDesk(gateway);
      await manageApp(disabled, { enabled: false });
      const refused = await disabled.get(balance);
      await manageApp(disabled, { enabled: true });
      dataOf(await disabled.get(balance));
      return refused;
    },
  } as const satisfies Readonly<Record<number, Way>>;
}

/** 1013: beyond the rate of the app, until time has passed. */
export async function beyondRate({ gateway }: PaycoolsDesk): Promise<PaycoolsAnswer> {
  const hasty = await openPaycoolsDesk(gateway);
  const limit = (rateLimit: object | null) => gateway.manage('PATCH', `/apps/${hasty.merchant.appId}`, { rateLimit });
  await limit({ perSecond: 0.01, burst: 3 });
  for (let count = 0; count < 3; count++) dataOf(await hasty.get(balance));
  const beyond = await hasty.get(balance);
  await gateway.advance(100);
  dataOf(await hasty.get(balance));
  await limit(null);
  for (let count = 0; count < 5; count++) dataOf(await hasty.get(balance));
  return beyond;
}

/** Asks one after the other. */
export async function inTurn(...asked: (() => Promise<PaycoolsAnswer>)[]): Promise<readonly PaycoolsAnswer[]> {
  const answers: PaycoolsAnswer[] = [];
  for (const ask of asked) answers.push(await ask());
  return answers;
}
