// The callbacks that merchants get, as documents describe them (paycools.md 4). `notifications.ts` writes them: members that are empty are
// left out.
import { type TProperties, type TSchema, Type } from 'typebox';
import type { WebhookDescription } from '../../kernel/openapi.ts';
import { exactly, wordOf } from '../answer-types.ts';
import { failureCodes } from '../failure-codes.ts';
import { codeList } from '../openapi.ts';
import { type Product, products } from './products.ts';

const text = Type.String();
const centavos = Type.Integer({ description: 'Centavos.' });
const time = Type.String({
  pattern: '^\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}:\\d{2}$',
  description: 'yyyy-MM-dd HH:mm:ss, Philippine time.',
});
const sign = Type.String({ pattern: '^[0-9a-f]{40}$', description: 'SHA-1 of the other members and the secret.' });
const failure = {
  failedCode: Type.Optional(codeList(Object.values(failureCodes))),
  failedMessage: Type.Optional(text),
};
const received = Type.Object({ code: Type.Literal(1), msg: Type.Optional(text), data: Type.Optional(Type.Object({})) });

const channelCode = text;
const number = Type.String({ description: 'The number that was paid to.' });
/** What the events of a product say beside what all say. */
const own: Readonly<Record<Product, TProperties>> = {
  payout: {},
  bills: { channelCode, referenceNumber: number, paymentCode: number },
  qr: { channelCode },
  transfer: { channelCode, paymentAccount: number },
  web: { channelCode },
  checkout: { channelCode, checkoutId: text, currency: wordOf(['PHP']), channelType: Type.Optional(text) },
  debit: { channelCode },
};
/** Money that comes to a permanent number has come, or is not told of (4.1; 7, row 24). */
const neverFail: ReadonlySet<Product> = new Set(['bills', 'transfer']);

function callback(name: string, summary: string, members: TProperties, answer: TSchema = received): WebhookDescription {
  return { name, summary, body: exactly({ eventName: wordOf([name]), ...members, sign }), answer };
}

function transactionCallbacks(product: Product): readonly WebhookDescription[] {
  const { name, event } = products[product];
  const members = (status: 'COMPLETE' | 'FAILED') => ({
    mchOrderId: text,
    transactionId: text,
    ...own[product],
    amount: centavos,
    transactionStatus: wordOf([status]),
    createTime: time,
    returnTime: time,
    remark: Type.Optional(text),
    ...(status === 'FAILED' ? failure : {}),
  });
  const succeeded = callback(`${event}.success`, `${name}: the money has moved.`, members('COMPLETE'));
  if (neverFail.has(product)) return [succeeded];
  return [succeeded, callback(`${event}.failed`, `${name}: no money has moved, and none will.`, members('FAILED'))];
}

const refund = (status: 'COMPLETE' | 'FAILED') => ({
  mchRefundOrderId: text,
  refundTransactionId: text,
  originalTransactionId: text,
  refundAmount: centavos,
  feeRefunded: Type.Integer({ description: 'What of the fee was given back, in centavos.' }),
  refundStatus: wordOf([status]),
  refundCreateTime: time,
  refundReturnTime: time,
  refundReason: Type.Optional(text),
  ...(status === 'FAILED' ? failure : {}),
});

const request = { userId: text, requestId: text, channelCode, countryCode: wordOf(['PH']) };
const token = {
  ...request,
  paytoken: Type.String({ description: 'With which the user is debited; its t is small here.' }),
  tokenStatus: wordOf(['ACTIVED', 'INACTIVED']),
  expiresTime: time,
  inactiveTime: Type.Optional(time),
  inactiveType: Type.Optional(wordOf(['MCH_CANCEL', 'PLATFORM_CANCEL', 'USER_CANCEL', 'EXPIRED'])),
};

const check = (status: 'COMPLETE' | 'FAILED') => ({
  requestId: text,
  ekycId: text,
  userId: text,
  channelCode,
  status: wordOf([status]),
  createTime: time,
  returnTime: time,
  ...(status === 'FAILED' ? failure : {}),
});

const verification = {
  mchOrderId: text,
  referenceNumber: number,
  amount: centavos,
  mobile: Type.String({ description: "The payer's; empty where it is not known, and then not signed." }),
  createTime: time,
};
const verdict = Type.Object({
  code: Type.Unsafe({
    oneOf: [
      { const: 2000, title: 'The payment may be collected.' },
      { const: 1000, title: 'It may not.' },
      { const: 1001, title: 'It may not: a parameter is wrong.' },
      { const: 1002, title: 'It may not: the amount is wrong.' },
    ],
  }),
  msg: Type.Optional(text),
});

export const callbacks: readonly WebhookDescription[] = [
  ...(Object.keys(products) as Product[]).flatMap(transactionCallbacks),
  callback('payment.verification', 'Asks whether a bill may be paid, before it is.', verification, verdict),
  callback('payment.refund.success', 'Refund: the money has gone back.', refund('COMPLETE')),
  callback('payment.refund.failed', 'Refund: the money has not gone back.', refund('FAILED')),
  callback('token.create.success', 'A user has permitted debits.', token),
  callback('token.create.failed', 'A user has not permitted debits.', request),
  callback('token.cancel.success', 'A permission has ended.', token),
  callback('ekyc.success', 'A user has shown who they are.', check('COMPLETE')),
  callback('ekyc.failed', 'A user has not shown who they are.', check('FAILED')),
];
