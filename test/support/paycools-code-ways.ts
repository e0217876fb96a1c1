// How each common code of PayCools' API is reached over HTTP, whichever call answers it (paycools.md 6.1).
import assert from 'node:assert/strict';
import { eventually } from './gateway.ts';
import { anOrderId } from './merchant.ts';
import { beyondRate, callerWays, inTurn, type Way } from './paycools-caller-ways.ts';
import type { Params, PaycoolsAnswer } from './paycools-client.ts';
import type { commonCodes } from './paycools-code-lists.ts';
import { dataOf, openPaycoolsDesk, type PaycoolsDesk } from './paycools-desk.ts';
import { takeDatabaseAway } from './take-database-away.ts';

type Code = keyof typeof commonCodes;
/** Those that others would notice: the clock moves on, or the database is away. */
export const harshCommonCodes = [1013, 1018] as const;
type Harsh = (typeof harshCommonCodes)[number];

const balance = '/api/v1/account/checkBalance';
const payment = '/api/v1/payment';
const payout = '/api/v1/payout';
const qrcode = '/api/v1/qrcode';
const bill = '/api/v1/paymentCode';
const bills = '/api/v1/batch/paymentCode';
const transfers = '/api/v1/batch/paymentAccount';
const debits = '/api/v1/direct/debit';
const checks = '/api/v1/ekyc';

export function calmWays(desk: PaycoolsDesk): Readonly<Record<Exclude<Code, Harsh>, Way>> {
  const { gateway, merchant, post, get, checkout } = desk;
  const { aPayment, aQrcode, aPayout } = merchant;

  return {
    ...callerWays(desk),
    // A refusal uses nothing up: the same order goes through once there is enough.
    async 1006() {
      const poor = await openPaycoolsDesk(gateway, { settings: { fees: { payout: { fixed: 1 } } } });
      await poor.merchant.fund(10_000);
      const request = poor.merchant.aPayout({ amount: 10_000 });
      const refused = await poor.post(payout, request);
      await poor.merchant.fund(1);
      dataOf(await poor.post(payout, request));
      return refused;
    },
    async 1007() {
      const settings = { limits: { payment: { max: 20_000, dailyAmount: 30_000 } } };
      const limited = await openPaycoolsDesk(gateway, { settings });
      const ask = (amount: number) => limited.post(payment, limited.merchant.aPayment({ amount }));
      dataOf(await ask(20_000));
      const token = await desk.token('u1007');
      return inTurn(
        () => post(payment, aPayment({ amount: 5_000_001 })),
        () => post(qrcode, aQrcode({ amount: 5_000_001 })),
        () => post(payout, aPayout({ amount: 500_000_001 })),
        () => post(`${debits}/pay`, desk.aDebit(token, { amount: 5_000_001 })),
        () => checkout('generate', desk.aCheckout({ amount: 5_000_001 })),
        () => ask(20_001),
        () => ask(10_001),
      );
    },
    1008() {
      const order = { mchOrderId: 'NOSUCHORDER' };
      const dates = { startDate: '2026-01-01', endDate: '2026-01-02' };
      const channelCode = 'GCASH_STATIC_VA';
      return inTurn(
        () => get(`${payout}/check`, order),
        () => post(`${bills}/NOSUCHORDER/update`, { channelCode }),
        () => post(`${bill}/shortUrl`, order),
        () => get(`${bill}/NOSUCHORDER/payments`, dates),
        () => post(`${bill}/cancel`, order),
        () => post(`${transfers}/NOSUCHORDER/update`, { channelCode: 'INSTA_TRANSFER_ACC' }),
        () => get('/api/v1/paymentAccount/NOSUCHORDER/payments', dates),
        () => get(`${qrcode}/detail`, order),
        () => get(`${qrcode}/NOSUCHORDER`),
        () => get(`${qrcode}/NOSUCHORDER/payments`, dates),
        () => post(`${qrcode}/cancel`, order),
        () => post(`${qrcode}/update`, { ...order, customerName: 'Juan' }),
        () => get(`${payment}/C000000000000000000000000`),
        () => get(`${payment}/nonsense`),
        () => get('/api/payment/refund/query', { mchRefundOrderId: 'NOSUCHREFUND' }),
        () => get('/api/payment/refund/query', { originalTransactionId: 'C000000000000000000000000' }),
        () => checkout('query', order),
        () => checkout('close', order),
        () => post(`${debits}/token/cancel`, { userId: 'u1', payToken: 'TKNOBODYS' }),
        () => post(`${debits}/query`, { transactionId: 'C000000000000000000000000' }),
        () => post(`${checks}/query`, { requestId: 'NOSUCHCHECK' }),
      );
    },
    async 1009() {
      const asked: readonly [says: string, ask: () => Promise<PaycoolsAnswer>][] = [
        ['mobile is required', () => post(payment, aPayment({ mobile: null }))],
        ['mobile must be 11 digits starting with 09', () => post(payment, aPayment({ mobile: '12' }))],
        ['amount must not be below 100', () => post(payment, aPayment({ amount: 99 }))],
        ['amount must be an integer', () => post(payment, aPayment({ amount: 1.5 }))],
        ['mchOrderId must be 1 to 32 letters and digits', () => post(payment, aPayment({ mchOrderId: 'with-dash' }))],
        ['bankCode is required when payMethodCode is BANK', () => post(payout, aPayout({ bankCode: null }))],
        ['expireSeconds must be 60 to 3600', () => post(qrcode, aQrcode({ expireSeconds: 59 }))],
        ['param must be a string of JSON', () => post('/api/v2/checkout/generate', { mchOrderId: 'A' })],
        [
          'timestamp must be within 10 minutes of now',
          () => checkout('generate', desk.aCheckout({ timestamp: gateway.gateway.core.clock.now() - 601_000 })),
        ],
        ['payToken is no active token for this channel', () => post(`${debits}/pay`, desk.aDebit('TKNOBODYS'))],
        ['requestId or ekycId is required', () => post(`${checks}/query`)],
      ];
      const answers: PaycoolsAnswer[] = [];
      for (const [says, ask] of asked) {
        const answer = await ask();
        assert.equal(answer.message, `request params invalid: ${says}`);
        answers.push(answer);
      }
      return answers;
    },
    1010: () => post(payout, aPayout({ bankCode: 'NOBANK' })),
    // Unknown, of another product, away (a sandbox scenario), or switched off by an operator.
    async 1011() {
      const unknown = { channelCode: 'NOSUCHCHANNEL' };
      const refused = await inTurn(
        () => post(payment, aPayment(unknown)),
        () => post(qrcode, aQrcode(unknown)),
        () => post(bill, desk.anAccount(unknown)),
        () => post(bills, desk.anAccount({ channelCode: 'GCASH_STATIC_VA,INSTA_TRANSFER_ACC' })),
        () => post(transfers, desk.anAccount()),
        () => checkout('generate', desk.aCheckout({ channelCodeList: ['NOSUCHCHANNEL'] })),
        () => post(`${debits}/token/apply`, desk.aTokenRequest(unknown)),
        () => post(`${checks}/init`, desk.anIdentityCheck(unknown)),
        () => post(payment, aPayment({ amount: 19_022 })),
        () => post(qrcode, aQrcode({ amount: 19_022 })),
        () => post(payout, aPayout({ amount: 19_022 })),
      );
      await gateway.manage('PATCH', '/channels/GRPY_URL', { enabled: false });
      const request = aPayment({ channelCode: 'GRPY_URL' });
      const off = await post(payment, request);
      const { data } = await get(`${payment}/channels`);
      const listed = (data as Params[]).find(({ channelCode }) => channelCode === 'GRPY_URL');
      assert.equal(listed?.['status'], 'INACTIVE');
      await gateway.manage('PATCH', '/channels/GRPY_URL', { enabled: true });
      dataOf(await post(payment, request));
      return [...refused, off];
    },
    async 1012() {
      const first = aPayout();
      const token = await desk.token('u1012');
      const asked: readonly (readonly [path: string, first: Params, second?: Params])[] = [
        [payout, first, { ...first, idempotencyId: `${String(first['idempotencyId'])}B` }],
        [payment, aPayment()],
        [qrcode, aQrcode()],
        [`${debits}/token/apply`, desk.aTokenRequest()],
        [`${debits}/pay`, desk.aDebit(token)],
        [`${checks}/init`, desk.anIdentityCheck()],
      ];
      const refused: PaycoolsAnswer[] = [];
      for (const [path, once, again = once] of asked) {
        dataOf(await post(path, once));
        refused.push(await post(path, again));
      }
      const order = desk.aCheckout();
      dataOf(await checkout('generate', order));
      refused.push(await checkout('generate', order));
      // Of many at the same time one is taken.
      const same = aPayment();
      const racing = await Promise.all(Array.from({ length: 8 }, () => post(payment, same)));
      const losers = racing.filter(({ code }) => code !== 1000);
      assert.equal(losers.length, 7);
      return [...refused, ...losers];
    },
    // Before the order's number is looked at.
    async 1014() {
      const request = aPayout();
      dataOf(await post(payout, request));
      return inTurn(
        () => post(payout, request),
        () => post(payout, aPayout({ idempotencyId: request['idempotencyId'] ?? null })),
      );
    },
    1015() {
      const email = 'nobody at example';
      return inTurn(
        () => post(payment, aPayment({ email })),
        () => post(payout, aPayout({ email })),
        () => post(qrcode, aQrcode({ email })),
        () => post(bill, desk.anAccount({ email })),
        () => checkout('generate', desk.aCheckout({ email })),
      );
    },
    1016: () => post(payout, aPayout({ payMethodCode: 'EWALLET', ewalletCode: 'NOWALLET', accountNo: '09171234567' })),
    async 1017() {
      const account = desk.anAccount();
      dataOf(await post(bill, account));
      return inTurn(
        () => post(bill, account),
        () => post(bills, { ...account, customerName: 'Maria Clara' }),
      );
    },
    async 1019() {
      const account = desk.anAccount({ channelCode: 'INSTA_TRANSFER_ACC' });
      dataOf(await post(transfers, account));
      return post(transfers, account);
    },
    1020: () =>
      inTurn(
        () => post(qrcode, aQrcode({ channelCode: 'QRPH_DYNAMIC_QR', amount: null })),
        () => post(qrcode, aQrcode({ channelCode: 'QRPH_HYBRID_QR', amount: null })),
      ),
  };
}

export function harshWays(desk: PaycoolsDesk): Readonly<Record<Harsh, Way>> {
  const { gateway, merchant, post, get } = desk;
  return {
    1013: () => beyondRate(desk),
    // And everything works again when it is back.
    async 1018() {
      const request = merchant.aPayment({ mchOrderId: anOrderId() });
      const bringBack = await takeDatabaseAway(gateway.database);
      let refused: readonly PaycoolsAnswer[];
      try {
        assert.equal((await fetch(`${gateway.url}/healthz`)).status, 200);
        assert.equal((await fetch(`${gateway.url}/readyz`)).status, 503);
        refused = await inTurn(
          () => post(payment, request),
          () => get(balance),
        );
      } finally {
        await bringBack();
      }
      await eventually(async () => (await fetch(`${gateway.url}/readyz`)).status === 200);
      const { transactionId } = dataOf(await post(payment, request));
      await gateway.act(String(transactionId), 'paid');
      assert.equal((await gateway.manage<{ balanced: boolean }>('GET', '/ledger/check')).balanced, true);
      return refused;
    },
  };
}
