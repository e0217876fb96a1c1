// The notifications that merchants get, as documents describe them (bluepay.md 4). `v1/notifications.ts` and `v2/notifications.ts` write
// them: members that are null are left out.
import { type TProperties, Type } from 'typebox';
import type { WebhookDescription } from '../../kernel/openapi.ts';
import { exactly, wordOf } from '../answer-types.ts';
import { failureCodes } from '../failure-codes.ts';
import { codeList, paramText } from '../openapi.ts';
import {
  amount,
  channelCode,
  channelType,
  countryCode,
  currency,
  mchOrderId,
  refund as refundSaid,
  time,
  transactionId,
} from './answers.ts';
import { success } from './codes.ts';
import type { Version } from './version.ts';

const text = Type.String();
const offsetTime = Type.String({
  pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}[+-]\\d{2}:\\d{2}$',
  description: 'With its offset: 2026-01-31T14:14:47+08:00.',
});
const failure = {
  failedCode: Type.Optional(codeList(Object.values(failureCodes))),
  failedMessage: Type.Optional(text),
};
const sign = Type.String({ description: "The platform's signature of `param`, base64." });
const received = Type.Object({ code: Type.Enum([success.code, String(success.code)]), message: Type.Optional(text) });

/** Each version tells under the same address and envelope. */
export function webhooksOf(version: Version): readonly WebhookDescription[] {
  return version === 'v1' ? webhooksV1 : webhooksV2;
}

function webhook(name: string, summary: string, members: TProperties): WebhookDescription {
  const param = exactly({ eventName: wordOf([name]), ...members });
  return { name, summary, body: exactly({ sign, param: paramText(param) }), answer: received };
}

type Outcome = 'COMPLETED' | 'FAILED';

/** Of one kind of money: that it has moved, and that it has not and will not. */
function bothOf(event: string, what: string, membersOf: (status: Outcome) => TProperties): WebhookDescription[] {
  return [
    webhook(`${event}.success`, `${what}: the money has moved.`, membersOf('COMPLETED')),
    webhook(`${event}.failed`, `${what}: no money has moved, and none will.`, membersOf('FAILED')),
  ];
}

function transaction(status: string, at: typeof time, own: TProperties = {}): TProperties {
  return {
    mchOrderId,
    transactionId,
    amount,
    transactionStatus: wordOf([status]),
    createTime: at,
    returnTime: at,
    remark: Type.Optional(text),
    ...own,
  };
}

const because = (status: Outcome) => (status === 'FAILED' ? failure : {});

function refund(status: Outcome, at: typeof time): TProperties {
  return {
    mchRefundOrderId: refundSaid.mchRefundOrderId,
    refundTransactionId: refundSaid.refundTransactionId,
    originalTransactionId: refundSaid.originalTransactionId,
    refundAmount: amount,
    feeRefunded: refundSaid.feeRefunded,
    refundStatus: wordOf([status === 'COMPLETED' ? 'COMPLETE' : 'FAILED']),
    refundCreateTime: at,
    refundReturnTime: at,
    refundReason: Type.Optional(text),
    ...because(status),
  };
}

function tokens(at: typeof time): WebhookDescription[] {
  const request = { userId: text, requestId: text, channelCode };
  const token = {
    ...request,
    paytoken: Type.String({ description: 'With which the user is debited; documented with this small t.' }),
    payToken: Type.String({ description: 'The same.' }),
    tokenStatus: wordOf(['ACTIVED', 'INACTIVED']),
    expiresTime: at,
  };
  const ended = {
    inactiveTime: at,
    inactiveType: wordOf(['MCH_CANCEL', 'PLATFORM_CANCEL', 'USER_CANCEL', 'EXPIRED']),
  };
  return [
    webhook('token.create.success', 'A user has permitted debits.', token),
    webhook('token.create.failed', 'A user has not permitted debits.', request),
    webhook('token.cancel.success', 'A permission has ended.', { ...token, ...ended }),
  ];
}

const webhooksV1: readonly WebhookDescription[] = [
  ...bothOf('disbursement', 'Payout', (status) => transaction(status, time, because(status))),
  ...bothOf('qrcode.payment', 'QR code', (status) => transaction(status, time, { channelCode, ...because(status) })),
  ...bothOf('order.payment', 'Hosted page', (status) => transaction(status, time, { channelCode })),
  ...bothOf('payment.refund', 'Refund', (status) => refund(status, time)),
  ...tokens(time),
  ...bothOf('direct.debit', 'Direct debit', (status) =>
    transaction(status, offsetTime, { channelCode, ...because(status) }),
  ),
];

const where = { countryCode, currency };
const collected = { ...where, channelCode, channelType };
const checkoutId = Type.String({ description: "The platform's number of the cashier's order." });

/** Its order may have run out of time before a channel was picked; then there is no transaction. */
function cashier(status: Outcome): TProperties {
  const all = transaction(status, offsetTime, { ...collected, checkoutId, ...because(status) });
  if (status === 'COMPLETED') return all;
  return {
    ...all,
    transactionId: Type.Optional(transactionId),
    channelCode: Type.Optional(channelCode),
    channelType: Type.Optional(channelType),
  };
}

/** A debit that was taken and went back is told as failed, and its status says so. */
function collection(status: Outcome): TProperties {
  const all = transaction(status, offsetTime, { ...collected, ...because(status) });
  return status === 'COMPLETED' ? all : { ...all, transactionStatus: wordOf(['FAILED', 'VOIDED']) };
}

/** The names of collections and of the cashier are those that an app has unless an operator chose others (4.2). */
const webhooksV2: readonly WebhookDescription[] = [
  ...bothOf('payment', 'Collection', collection),
  ...bothOf('checkout.payment', 'Cashier', cashier),
  ...bothOf('disbursement', 'Payout', (status) => transaction(status, offsetTime, { ...where, ...because(status) })),
  ...bothOf('payment.refund', 'Refund', (status) => ({ ...refund(status, offsetTime), ...where })),
  ...tokens(offsetTime),
];
