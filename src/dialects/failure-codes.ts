// Why money did not move, in the eleven numbers that PayCools and both versions of BluePay print alike (paycools.md 6.3, bluepay.md 6.5).
import type { Failure, numberedFailures } from '../core/failure.ts';

export interface FailureCode {
  readonly code: number;
  readonly message: string;
}

const numbered: Readonly<Record<(typeof numberedFailures)[number], FailureCode>> = {
  service_error: { code: -10000, message: 'Transaction Service Error' },
  limit_exceeded: { code: -10001, message: 'Transaction Exceed Limit' },
  params_error: { code: -10002, message: 'Transaction Params Error' },
  balance_insufficient: { code: -10003, message: 'Transaction Insufficient Balance' },
  channel_rejected: { code: -10004, message: 'Transaction Channel Rejected' },
  destination_account_error: { code: -10005, message: 'Transaction Destination Account Error' },
  network_rejected: { code: -10006, message: 'Transaction Network Reject' },
  channel_closed: { code: -10007, message: 'Transaction Channel Temporarily Close' },
  merchant_unavailable: { code: -10008, message: 'Merchant Unavailable Error' },
  recipient_blocked: { code: -10009, message: 'Recipient Account Blocked' },
  refund_failed: { code: -10010, message: 'Channel Refund Failed' },
};

/** In queries and notifications; what is said more exactly goes under the nearest. */
export const failureCodes: Readonly<Record<Failure, FailureCode>> = {
  ...numbered,
  payer_code_invalid: numbered.params_error,
  payer_code_expired: numbered.params_error,
  payer_code_used: numbered.channel_rejected,
  payer_balance_insufficient: numbered.balance_insufficient,
  payer_daily_limit: numbered.limit_exceeded,
  payer_single_limit: numbered.limit_exceeded,
  payee_daily_limit: numbered.limit_exceeded,
  payee_balance_insufficient: numbered.balance_insufficient,
  refund_amount_invalid: numbered.params_error,
  refund_forbidden: numbered.refund_failed,
  unknown_at_channel: numbered.params_error,
  timed_out: numbered.channel_rejected,
};
