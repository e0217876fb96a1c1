// What the drivers of both versions of BluePay share: refunds, voids, payouts and envelopes (bluepay.md 2, 3.10 to 3.12, 4, 6).
import {
  type BluepayAnswer,
  type BluepayClient,
  type BluepayFields,
  createBluepayClient,
} from '../support/bluepay-client.ts';
import type { TestGateway } from '../support/gateway.ts';
import { type KeyPair, makeKeyPair } from '../support/merchant.ts';
import { shownOf, type Statuses } from './shown.ts';
import type { Answer, Asked, Disguise, Member, Named, Said, Shown, Speaker, Told } from './speaker.ts';

export const says = (code: number, message: string, httpStatus = 200): Said => ({
  httpStatus,
  code: String(code),
  message,
});
const success = says(10000, 'Success');
const malformed = (httpStatus?: number) => says(21002, 'Request param error', httpStatus);
const notFound = says(21006, 'Merchant transaction not found');

/** What the versions say in their own ways. */
export interface Version {
  readonly version: 'v1' | 'v2';
  readonly payInPath: string;
  readonly payInFields: BluepayFields;
  readonly payoutFields: BluepayFields;
  readonly queryPath: string;
  /** What a query names the payment by. */
  queryFields(payment: Named): BluepayFields;
  readonly paidEvent: string;
  readonly tooOften: Said;
}

export function speakerOf(own: Version, channel: string): Speaker {
  const { version, payInPath, tooOften } = own;
  return {
    dialect: `bluepay-${version}`,
    currency: 'THB',
    channel,
    lacks: { charge: 'no operation takes the code that a payer shows' },
    accepts: { payIn: success, query: success, refund: success, takeBack: success, payout: success },
    refuses: {
      forged: says(21001, 'Request sign error'),
      stranger: says(21003, 'Request appId error'),
      addressForbidden: says(21016, 'Merchant ip forbidden'),
      tooOften,
      suspended: says(21004, 'Merchant is unavailable'),
      appOff: says(21004, 'Merchant is unavailable'),
      channelOff: says(21005, 'Merchant channel is unavailable'),
      overLimit: says(21010, 'The amount exceeds the limit'),
      noPath: malformed(404),
      noMethod: malformed(405),
      tooLong: malformed(413),
      notJson: malformed(),
      payInRepeated: says(21007, 'Duplicate merchant order id'),
      refundRepeated: says(21407, 'MchRefundOrderId is repeat'),
      refundTooLarge: says(21406, 'Refund amount invalid'),
      noPayment: notFound,
      noPaymentToRefund: notFound,
      noRefund: notFound,
      noPaymentToTakeBack: notFound,
      payoutKeyRepeated: says(21015, 'Duplicate idempotencyId'),
      payoutNumberRepeated: says(21007, 'Duplicate merchant order id'),
      balanceTooSmall: says(21014, 'Merchant balance insufficient'),
      noPayout: notFound,
    },
    acknowledgement: { body: '{"code":10000,"message":"Success"}' },
    tellsAfterSeconds: [0, 15],
    returnsFee: false,
    payInPath,
    strangePath: '/open-api/nowhere',
    readAnswer(httpStatus, text) {
      const { code, message } = JSON.parse(text) as { code: number; message: string };
      return says(code, message, httpStatus);
    },
    join: (gateway, merchantId, notifyUrl) => join(own, gateway, merchantId, notifyUrl),
  };
}

/** Two pairs a process: making keys is slow. */
let keys: { readonly own: KeyPair; readonly others: KeyPair } | undefined;

async function join(own: Version, gateway: TestGateway, merchantId: string, notifyUrl: string): Promise<Member> {
  keys ??= { own: makeKeyPair(), others: makeKeyPair() };
  const pairs = keys;
  const { appId, platformPublicKey } = await gateway.manage<Record<'appId' | 'platformPublicKey', string>>(
    'POST',
    '/apps',
    { merchantId, dialect: `bluepay-${own.version}`, publicKey: pairs.own.publicKeyPem },
  );
  await gateway.manage('PATCH', `/apps/${appId}`, { callbackUrls: { merchant: notifyUrl } });
  const client = ({ forged = false, stranger = false, fetch = globalThis.fetch }: Disguise = {}) =>
    createBluepayClient({
      baseUrl: gateway.url,
      version: own.version,
      appId: stranger ? 'f'.repeat(32) : appId,
      merchantPrivateKey: (forged ? pairs.others : pairs.own).privateKeyPem,
      platformPublicKey,
      now: () => gateway.gateway.core.clock.now(),
      fetch,
    });
  return {
    appId,
    voice: (disguise) => voiceOf(own, client(disguise), notifyUrl),
    told({ body }) {
      const fields = client().readNotification(body);
      return fields && toldIn(own, fields);
    },
  };
}

function voiceOf(own: Version, client: BluepayClient, notifyUrl: string) {
  const ask = async (path: string, fields: BluepayFields, shownIn: (data: BluepayFields) => Shown) =>
    answerOf(await client.call(path, fields), shownIn);
  return {
    payIn: ({ number, amountMinor }: Asked) =>
      ask(own.payInPath, { ...own.payInFields, mchOrderId: number, amount: amountMinor, notifyUrl }, paymentOf),
    query: (payment: Named) => ask(own.queryPath, own.queryFields(payment), paymentOf),
    refund: ({ id }: Named, { number, amountMinor }: Asked) =>
      ask(
        '/open-api/payment/refund',
        {
          mchRefundOrderId: number,
          originalTransactionId: id,
          refundAmount: amountMinor,
          refundCallbackUrl: notifyUrl,
        },
        refundOf,
      ),
    queryRefund: (_payment: Named, number: string) =>
      ask('/open-api/payment/refund/query', { mchRefundOrderId: number }, refundOf),
    takeBack: ({ id }: Named, number: string) =>
      ask('/open-api/payment/void', { mchVoidOrderId: number, originalTransactionId: id }, paymentOf),
    payout: ({ number, amountMinor }: Asked, idempotencyKey: string) =>
      ask(
        '/open-api/disbursement/transfer',
        { ...own.payoutFields, mchOrderId: number, idempotencyId: idempotencyKey, amount: amountMinor },
        paymentOf,
      ),
    queryPayout: (number: string) => ask('/open-api/disbursement/check', { mchOrderId: number }, paymentOf),
    async balance() {
      const { data } = await client.call('/open-api/account/balance');
      // With two decimals, in main units.
      return Number(String(data['balance']).replace('.', ''));
    },
    send: async (text: string) => answerOf(await client.send(own.payInPath, text), paymentOf),
  };
}

/** Of refunds too: theirs alone is `COMPLETE` (5.4). */
const statuses: Statuses = { PENDING: 'pending', COMPLETED: 'completed', COMPLETE: 'completed', FAILED: 'failed' };

function answerOf(answer: BluepayAnswer, shownIn: (data: BluepayFields) => Shown): Answer {
  const { httpStatus, code, message, data, list } = answer;
  return { ...says(code, message, httpStatus), shown: shownIn(list[0] ?? data), body: answer };
}

/** Of a payout as well. */
function paymentOf(data: BluepayFields): Shown {
  const { transactionId: id, mchOrderId: number, amount: amountMinor, transactionStatus: status } = data;
  return shownOf(statuses, { id, number, amountMinor, status });
}

function refundOf(data: BluepayFields): Shown {
  const { refundTransactionId: id, mchRefundOrderId: number, refundAmount: amountMinor, refundStatus: status } = data;
  return shownOf(statuses, { id, number, amountMinor, status });
}

function toldIn({ paidEvent }: Version, fields: BluepayFields): Told {
  switch (fields['eventName']) {
    case paidEvent:
      return { about: 'payment', ...paymentOf(fields) };
    case 'payment.refund.success':
      return { about: 'refund', ...refundOf(fields) };
    case 'disbursement.success':
      return { about: 'payout', ...paymentOf(fields) };
    default:
      throw new Error(`Nobody expects ${JSON.stringify(fields)}.`);
  }
}
