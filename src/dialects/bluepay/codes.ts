// BluePay's codes (bluepay.md 6): what each neutral reason is called, in each version. v1 never answers a code that only v2
// has.
import type { Reason } from '../../core/reasons.ts';
import type { Version } from './version.ts';

export interface Code {
  readonly code: number;
  readonly message: string;
}

export const success: Code = { code: 10000, message: 'Success' };

/** The published texts; where two stand, the first is v1's and the second v2's. */
export const published = {
  server: { code: 21000, message: 'Server error, Please try again later.' },
  sign: { code: 21001, message: 'Request sign error' },
  param: { code: 21002, message: 'Request param error' },
  appId: { code: 21003, message: 'Request appId error' },
  merchant: { code: 21004, message: 'Merchant is unavailable' },
  channel: { code: 21005, message: 'Merchant channel is unavailable' },
  notFound: { code: 21006, message: 'Merchant transaction not found' },
  orderRepeated: { code: 21007, message: 'Duplicate merchant order id' },
  timestamp: { code: 21008, message: 'Request timestamp error' },
  timestampExpiredV1: { code: 21009, message: 'Request timestamp expired error' },
  timestampExpiredV2: { code: 21009, message: 'Request timestamp error' },
  amountExceeded: { code: 21010, message: 'The amount exceeds the limit' },
  network: { code: 21011, message: 'Network error' },
  bank: { code: 21012, message: 'Request bank code error' },
  wallet: { code: 21013, message: 'Request wallet code error' },
  balance: { code: 21014, message: 'Merchant balance insufficient' },
  idempotency: { code: 21015, message: 'Duplicate idempotencyId' },
  ip: { code: 21016, message: 'Merchant ip forbidden' },
  country: { code: 21017, message: 'Merchant has not opened this national service' },
  transferCode: { code: 21018, message: 'Request transfer code error' },
  payMethod: { code: 21019, message: 'Request pay method code error' },
  tooMany: { code: 21020, message: 'Too many requests, please retry later.' },
  amountInvalid: { code: 21021, message: 'Transaction Amount Invalid' },
  volume: { code: 21022, message: 'Transaction Volume Limit' },
  createFailed: { code: 21023, message: 'Transaction create failed' },
  token: { code: 21024, message: 'Invalid access token' },
  notCancellable: { code: 21025, message: 'Not allowed to cancel' },
  customerBalance: { code: 21026, message: 'Customer Balance not enough' },
  creationLimit: { code: 21027, message: 'Transaction creation exceeds limit' },
  paidOrClosed: { code: 21028, message: 'Transaction already paid or closed' },
  refundProcessing: { code: 21401, message: 'Refund is processing' },
  refundForbidden: { code: 21402, message: 'Not allowed to refund' },
  refundTooLate: { code: 21403, message: 'Transactions 60 days ago cannot initiate refunds' },
  noFullRefund: { code: 21404, message: 'The original transaction channel not support full refund' },
  noPartialRefund: { code: 21405, message: 'The original transaction channel not support partial refund' },
  refundAmount: { code: 21406, message: 'Refund amount invalid' },
  refundRepeated: { code: 21407, message: 'MchRefundOrderId is repeat' },
  notCompleted: { code: 21408, message: 'The original transaction is not completed' },
  refundPending: { code: 21409, message: 'The original transaction already exist pending refund' },
  voidNotCompleted: { code: 21500, message: 'Original transaction status is not success' },
  voidUnsupported: { code: 21501, message: 'Cannot reverse' },
  voidSettled: { code: 21502, message: 'Original transaction has been settled' },
  voidTooLate: { code: 21503, message: 'Cannot void over the day' },
  voided: { code: 21504, message: 'Original transaction has been already voided' },
  voidRepeated: {
    code: 21505,
    message: 'Duplicate mchVoidOrderID detected. Please provide a unique mchvoidOrderID and retry.',
  },
} as const satisfies Record<string, Code>;

const p = published;

/** One code for both versions, or v1's and v2's. */
type PerVersion = Code | readonly [v1: Code, v2: Code];

export const codes: Readonly<Record<Reason, PerVersion>> = {
  request_malformed: p.param,
  app_unknown: p.appId,
  app_disabled: p.merchant,
  merchant_suspended: p.merchant,
  address_forbidden: p.ip,
  rate_exceeded: [p.server, p.tooMany],
  signature_invalid: p.sign,
  timestamp_missing: p.timestamp,
  timestamp_expired: [p.timestampExpiredV1, p.timestampExpiredV2],
  country_not_open: [p.param, p.country],
  amount_missing: p.param,
  amount_invalid: [p.param, p.amountInvalid],
  amount_under_limit: p.amountExceeded,
  amount_over_limit: p.amountExceeded,
  daily_amount_exceeded: [p.amountExceeded, p.volume],
  daily_count_exceeded: [p.amountExceeded, p.creationLimit],
  bank_unknown: p.bank,
  wallet_unknown: p.wallet,
  // Of v2 alone: v1 takes what is nobody's for a bank or wallet that it does not know.
  transfer_code_unknown: [p.bank, p.transferCode],
  pay_method_unknown: [p.param, p.payMethod],
  email_invalid: p.param,
  channel_unavailable: p.channel,
  creation_failed: [p.server, p.createFailed],
  reference_repeated: p.orderRepeated,
  idempotency_key_repeated: p.idempotency,
  payment_not_found: p.notFound,
  payout_not_found: p.notFound,
  instrument_not_found: p.notFound,
  refund_not_found: p.notFound,
  authorisation_not_found: p.notFound,
  notification_not_found: p.notFound,
  mandate_not_found: [p.param, p.token],
  identity_check_not_found: p.notFound,
  app_mismatch: p.notFound,
  payment_declined: p.param,
  checkout_not_found: p.notFound,
  receiver_not_found: p.notFound,
  split_not_found: p.notFound,
  split_exceeds_rest: [p.param, p.amountInvalid],
  balance_insufficient: p.balance,
  payer_balance_insufficient: [p.param, p.customerBalance],
  payment_not_completed: p.voidNotCompleted,
  payment_not_refundable: p.notCompleted,
  payment_refunded: p.refundAmount,
  refund_exceeds_rest: p.refundAmount,
  refund_under_way: p.refundPending,
  refund_processing: p.refundProcessing,
  refund_repeated: p.refundRepeated,
  refund_conflict: p.refundRepeated,
  refund_window_over: p.refundTooLate,
  refund_unsupported: p.refundForbidden,
  refunds_disabled: p.refundForbidden,
  refund_switched_off: p.refundForbidden,
  second_refund_unsupported: p.refundForbidden,
  full_refund_unsupported: p.noFullRefund,
  partial_refund_unsupported: p.noPartialRefund,
  refund_not_whole: p.noPartialRefund,
  payment_reversed: p.voided,
  payment_not_reversible: p.voidUnsupported,
  void_unsupported: p.voidUnsupported,
  void_repeated: p.voidRepeated,
  payment_settled: p.voidSettled,
  reversal_window_over: p.voidTooLate,
  payment_paid_or_closed: [p.param, p.paidOrClosed],
  already_final: [p.param, p.notCancellable],
  authorisation_not_open: p.param,
  authorisation_exceeded: p.param,
  unavailable: p.network,
  internal: p.server,
};

/** The code of a refusal in a version. */
export function codeOf(reason: Reason, version: Version): Code {
  const code = codes[reason];
  if ('code' in code) return code;
  return version === 'v1' ? code[0] : code[1];
}
