// Why money did not move, as the channel or bank said it. The four APIs print the same eleven codes (-10000 to -10010)
// for these; each dialect writes them in its own way.

export const failures = [
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

export type Failure = (typeof failures)[number];
