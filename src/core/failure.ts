// Why money did not move, as the channel or bank said it, in neutral words; each dialect writes them in its own way.

/** The eleven for which several of the APIs print the same numbers, -10000 to -10010, in that order. */
export const numberedFailures = [
  'service_error',
  'limit_exceeded',
  'params_error',
  'balance_insufficient',
  'channel_rejected',
  'destination_account_error',
  'network_rejected',
  'channel_closed',
  'merchant_unavailable',
  'recipient_blocked',
  'refund_failed',
] as const;

/** What channels that charge a payer directly say more exactly. */
export const exactFailures = [
  'payer_code_invalid',
  'payer_code_expired',
  'payer_code_used',
  'payer_balance_insufficient',
  'payer_daily_limit',
  'payer_single_limit',
  'payee_daily_limit',
  'payee_balance_insufficient',
  'refund_amount_invalid',
  'refund_forbidden',
  'unknown_at_channel',
  'timed_out',
] as const;

export const failures = [...numberedFailures, ...exactFailures] as const;

export type Failure = (typeof failures)[number];
