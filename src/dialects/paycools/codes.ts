// PayCools' codes (paycools.md 6): what each neutral reason is called in its answers.
import type { Reason } from '../../core/reasons.ts';
import type { Refused } from '../../kernel/outcome.ts';

export interface Code {
  readonly code: number;
  readonly message: string;
}

export const success: Code = { code: 1000, message: 'success' };

const paramsInvalid: Code = {
  code: 1009,
  message: 'request params invalid(pls refer to the specific return message)',
};
const limitExceeded: Code = { code: 1007, message: 'transaction exceed limit' };
const refundForbidden: Code = { code: 1505, message: 'Refund is not allow' };
const refundTooLarge: Code = {
  code: 1506,
  message: 'The refund amount is greater than the amount that can be refunded',
};
const refundRepeated: Code = { code: 1515, message: 'Merchant refund order id is repeat' };
const notFound: Code = { code: 1008, message: 'transaction not found' };
const networkFailed: Code = { code: 1018, message: 'network failed, please retry' };

/** What `reference_repeated` is called where accounts are opened (paycools.md 4.1, 6.1). */
export const virtualAccountExists: Code = { code: 1017, message: 'the static virtual account exist' };
export const transferAccountExists: Code = { code: 1019, message: 'the bank transfer account exist' };

/** The published code and text of every reason (paycools.md 6.1). */
export const codes: Readonly<Record<Reason, Code>> = {
  app_unknown: { code: 1001, message: 'merchant appid is invalid' },
  address_forbidden: { code: 1002, message: 'merchant white ip forbidden' },
  signature_invalid: { code: 1003, message: 'request sign is invalid' },
  merchant_suspended: { code: 1004, message: 'merchant unavailable' },
  app_disabled: { code: 1005, message: 'merchant institute unavailable' },
  balance_insufficient: { code: 1006, message: 'merchant balance insufficient' },
  amount_over_limit: limitExceeded,
  payment_not_found: notFound,
  payout_not_found: notFound,
  instrument_not_found: notFound,
  refund_not_found: notFound,
  authorisation_not_found: notFound,
  authorisation_not_open: refundForbidden,
  authorisation_exceeded: refundForbidden,
  payment_not_completed: { code: 1516, message: 'The original transaction is not completed' },
  refund_unsupported: { code: 1507, message: 'The original transaction channel does not support refunds' },
  full_refund_unsupported: { code: 1510, message: 'The original transaction channel not support refund' },
  partial_refund_unsupported: { code: 1511, message: 'The original transaction channel not support partial refund' },
  second_refund_unsupported: {
    code: 1508,
    message: 'The original transaction channel only allows one refund to be initiated',
  },
  void_unsupported: refundForbidden,
  void_repeated: refundRepeated,
  payment_settled: refundForbidden,
  payment_paid_or_closed: paramsInvalid,
  mandate_not_found: notFound,
  identity_check_not_found: notFound,
  payment_declined: paramsInvalid,
  app_mismatch: { code: 1504, message: 'AppId is not match' },
  refunds_disabled: refundForbidden,
  refund_switched_off: {
    code: 1510,
    message: 'The original transaction channel not support refund',
  },
  refund_not_whole: {
    code: 1512,
    message: 'The full refund transaction amount must be the same as the original transaction',
  },
  payer_balance_insufficient: { code: 1006, message: 'merchant balance insufficient' },
  checkout_not_found: notFound,
  receiver_not_found: notFound,
  split_not_found: notFound,
  split_exceeds_rest: refundTooLarge,
  timestamp_missing: paramsInvalid,
  timestamp_expired: paramsInvalid,
  country_not_open: { code: 1011, message: 'merchant channel unavailable' },
  amount_invalid: { code: 1513, message: 'Refund amount invalid' },
  pay_method_unknown: paramsInvalid,
  transfer_code_unknown: { code: 1010, message: 'request bank name invalid' },
  payment_not_refundable: { code: 1516, message: 'The original transaction is not completed' },
  payment_refunded: refundTooLarge,
  refund_exceeds_rest: refundTooLarge,
  payment_reversed: refundForbidden,
  payment_not_reversible: refundForbidden,
  reversal_window_over: refundForbidden,
  refund_repeated: refundRepeated,
  refund_conflict: refundRepeated,
  refund_under_way: { code: 1502, message: 'Refund is processing' },
  refund_processing: { code: 1502, message: 'Refund is processing' },
  refund_window_over: { code: 1509, message: 'Transactions 60 days ago cannot initiate refunds' },
  daily_amount_exceeded: limitExceeded,
  daily_count_exceeded: limitExceeded,
  notification_not_found: notFound,
  request_malformed: paramsInvalid,
  amount_under_limit: paramsInvalid,
  already_final: paramsInvalid,
  bank_unknown: { code: 1010, message: 'request bank name invalid' },
  channel_unavailable: { code: 1011, message: 'merchant channel unavailable' },
  creation_failed: { code: 1011, message: 'merchant channel unavailable' },
  reference_repeated: { code: 1012, message: 'merchant order id is repeat' },
  rate_exceeded: { code: 1013, message: 'merchant access frequency limit' },
  idempotency_key_repeated: { code: 1014, message: 'merchant payout idempoteny repeat' },
  email_invalid: { code: 1015, message: 'request email invalid' },
  wallet_unknown: { code: 1016, message: 'request ewallet name invalid' },
  unavailable: networkFailed,
  internal: networkFailed,
  amount_missing: { code: 1020, message: 'dynamic qrcode amount is null' },
};

/** A refusal's code; 1009 alone says in its own words what is wrong, in at most 100 characters (paycools.md 2.4, 6.1). */
export function codeOf({ reason, detail }: Refused<Reason>): Code {
  const answer = codes[reason];
  if (answer !== paramsInvalid || detail === undefined) return answer;
  return {
    code: answer.code,
    message: `request params invalid: ${asClause(detail)}`.slice(0, longestMessage).toWellFormed(),
  };
}

const longestMessage = 100;

/** Details are sentences or clauses; behind the colon both read as a clause. */
function asClause(detail: string): string {
  return detail.replace(/^The /, 'the ').replace(/\.$/, '');
}
