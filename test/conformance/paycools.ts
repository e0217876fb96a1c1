// PayCools' driver: web payments, refunds and payouts (paycools.md 2, 3.1, 3.2, 3.6, 3.7, 4, 6).
import { type KeyPair, makeKeyPair } from '../support/merchant.ts';
import { createPaycoolsClient, type PaycoolsAnswer } from '../support/paycools-client.ts';
import { shownOf, type Statuses } from './shown.ts';
import type { Answer, Disguise, Said, Shown, Speaker, Told, Voice } from './speaker.ts';

const says = (code: number, message: string, httpStatus = 200): Said => ({ httpStatus, code: String(code), message });
const success = says(1000, 'success');
const malformed = (what: string, httpStatus?: number) => says(1009, `request params invalid: ${what}`, httpStatus);
const notFound = says(1008, 'transaction not found');

export const paycools: Speaker = {
  dialect: 'paycools',
  currency: 'PHP',
  channel: 'GCASH_URL',
  lacks: {
    charge: 'no operation takes the code that a payer shows (3.4: CPM has no path)',
    takeBack: 'codes, accounts and checkouts are closed, a payment is not: its money goes back by refund (3.7)',
  },
  accepts: { payIn: success, query: success, refund: success, payout: success },
  refuses: {
    forged: says(1003, 'request sign is invalid'),
    stranger: says(1001, 'merchant appid is invalid'),
    addressForbidden: says(1002, 'merchant white ip forbidden'),
    tooOften: says(1013, 'merchant access frequency limit'),
    suspended: says(1004, 'merchant unavailable'),
    appOff: says(1005, 'merchant institute unavailable'),
    channelOff: says(1011, 'merchant channel unavailable'),
    overLimit: says(1007, 'transaction exceed limit'),
    noPath: malformed('there is no such path', 404),
    noMethod: malformed('this path takes POST, not GET', 405),
    tooLong: malformed('the body is longer than 1 MiB', 413),
    notJson: malformed('the body is not JSON'),
    payInRepeated: says(1012, 'merchant order id is repeat'),
    refundRepeated: says(1515, 'Merchant refund order id is repeat'),
    refundTooLarge: says(1506, 'The refund amount is greater than the amount that can be refunded'),
    noPayment: notFound,
    noPaymentToRefund: says(1501, 'The original transaction Id not exist'),
    noRefund: notFound,
    payoutKeyRepeated: says(1014, 'merchant payout idempoteny repeat'),
    payoutNumberRepeated: says(1012, 'merchant order id is repeat'),
    balanceTooSmall: says(1006, 'merchant balance insufficient'),
    noPayout: notFound,
  },
  acknowledgement: { body: '{"code":1,"msg":"success","data":{}}' },
  tellsAfterSeconds: [0, 60],
  returnsFee: false,
  payInPath: '/api/v1/payment',
  strangePath: '/api/v1/nowhere',
  readAnswer(httpStatus, text) {
    const { code, message } = JSON.parse(text) as { code: number; message: string };
    return says(code, message, httpStatus);
  },
  async join(gateway, merchantId, notifyUrl) {
    keys ??= { own: makeKeyPair(), others: makeKeyPair() };
    const { own, others } = keys;
    const { appId, callbackSecret } = await gateway.manage<Record<'appId' | 'callbackSecret', string>>(
      'POST',
      '/apps',
      { merchantId, dialect: 'paycools', publicKey: own.publicKeyPem },
    );
    await gateway.manage('PATCH', `/apps/${appId}`, { callbackUrls: { merchant: notifyUrl } });
    const client = ({ forged = false, stranger = false, fetch = globalThis.fetch }: Disguise = {}) =>
      createPaycoolsClient({
        baseUrl: gateway.url,
        appId: stranger ? 'f'.repeat(32) : appId,
        callbackSecret,
        privateKeyPem: (forged ? others : own).privateKeyPem,
        fetch,
      });
    return {
      appId,
      voice: (disguise) => voiceOf(client(disguise), gateway.url, notifyUrl),
      told: ({ body }) => (client().verifyCallback(body) ? toldIn(JSON.parse(body) as Data) : undefined),
    };
  },
};

/** Two pairs a process: making keys is slow. */
let keys: { readonly own: KeyPair; readonly others: KeyPair } | undefined;

type Data = Readonly<Record<string, string | number | null>>;

function voiceOf(client: ReturnType<typeof createPaycoolsClient>, baseUrl: string, notifyUrl: string): Voice {
  const appName = 'Sari Sari Store';
  return {
    payIn: async ({ number, amountMinor }) =>
      paymentIn(
        await client.call('POST', '/api/v1/payment', {
          appName,
          mchOrderId: number,
          amount: amountMinor,
          channelCode: 'GCASH_URL',
          email: 'juan@example.com',
          mobile: '09171234567',
          callbackUrl: notifyUrl,
          redirectUrl: 'https://shop.example/done',
        }),
      ),
    query: async ({ id }) => paymentIn(await client.call('GET', `/api/v1/payment/${id}`)),
    refund: async ({ id }, { number, amountMinor }) =>
      refundIn(
        await client.call('POST', '/api/payment/refund', {
          mchRefundOrderId: number,
          originalTransactionId: id,
          refundAmount: amountMinor,
          refundCallbackUrl: notifyUrl,
        }),
      ),
    queryRefund: async (_payment, number) =>
      refundIn(await client.call('GET', '/api/payment/refund/query', { mchRefundOrderId: number })),
    payout: async ({ number, amountMinor }, idempotencyKey) =>
      paymentIn(
        await client.call('POST', '/api/v1/payout', {
          appName,
          mchOrderId: number,
          idempotencyId: idempotencyKey,
          amount: amountMinor,
          accountNo: '001234567890',
          accountName: 'Maria Clara',
          payMethodCode: 'BANK',
          bankCode: 'BDO',
        }),
      ),
    queryPayout: async (number) => paymentIn(await client.call('GET', '/api/v1/payout/check', { mchOrderId: number })),
    async balance() {
      const { data } = await client.call('GET', '/api/v1/account/checkBalance');
      return Number((data as Data)['balance']);
    },
    async send(text) {
      const response = await fetch(`${baseUrl}${paycools.payInPath}`, { method: 'POST', body: text });
      const body = await response.text();
      return { ...paycools.readAnswer(response.status, body), shown: {}, body };
    },
  };
}

const statuses: Statuses = { PENDING: 'pending', COMPLETE: 'completed', FAILED: 'failed' };

const paymentIn = (answer: PaycoolsAnswer) => answerOf(answer, paymentOf);
const refundIn = (answer: PaycoolsAnswer) => answerOf(answer, refundOf);

function answerOf(answer: PaycoolsAnswer, shownIn: (data: Data) => Shown): Answer {
  const { httpStatus, code, message, data } = answer;
  return { ...says(code, message, httpStatus), shown: shownIn((data ?? {}) as Data), body: answer };
}

/** Of a payout as well. */
function paymentOf(data: Data): Shown {
  const { transactionId: id, mchOrderId: number, amount: amountMinor, transactionStatus: status } = data;
  return shownOf(statuses, { id, number, amountMinor, status });
}

function refundOf(data: Data): Shown {
  const { refundTransactionId: id, mchRefundOrderId: number, refundAmount: amountMinor, refundStatus: status } = data;
  return shownOf(statuses, { id, number, amountMinor, status });
}

function toldIn(fields: Data): Told {
  switch (fields['eventName']) {
    case 'h5.payment.success':
      return { about: 'payment', ...paymentOf(fields) };
    case 'payment.refund.success':
      return { about: 'refund', ...refundOf(fields) };
    case 'disbursement.success':
      return { about: 'payout', ...paymentOf(fields) };
    default:
      throw new Error(`Nobody expects ${JSON.stringify(fields)}.`);
  }
}
