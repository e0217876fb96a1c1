// Every reason for which Polypay refuses a request, in neutral words. Each dialect answers each of them: its map from
// reason to code does not compile while one is missing.
import { type Refused, refuse as refuseWith } from '../kernel/outcome.ts';
import type { Outcome as AnyOutcome } from '../kernel/outcome.ts';

export type Reason =
  // who asks
  | 'request_malformed'
  | 'app_unknown'
  | 'app_disabled'
  | 'merchant_suspended'
  | 'address_forbidden'
  | 'rate_exceeded'
  | 'signature_invalid'
  | 'timestamp_missing'
  | 'timestamp_expired'
  | 'country_not_open'
  // what is asked
  | 'daily_amount_exceeded'
  | 'daily_count_exceeded'
  | 'amount_missing'
  | 'amount_invalid'
  | 'pay_method_unknown'
  | 'transfer_code_unknown'
  | 'amount_under_limit'
  | 'amount_over_limit'
  | 'bank_unknown'
  | 'wallet_unknown'
  | 'email_invalid'
  | 'channel_unavailable'
  /** The channel gave nothing to pay with. */
  | 'creation_failed'
  // what is there already
  | 'reference_repeated'
  | 'idempotency_key_repeated'
  | 'payment_not_found'
  /** Its merchant does not want the payer's money. */
  | 'payment_declined'
  | 'payout_not_found'
  | 'instrument_not_found'
  | 'refund_not_found'
  | 'authorisation_not_found'
  | 'payment_not_completed'
  | 'refund_unsupported'
  /** Nothing goes back of any payment of this app. */
  | 'refunds_disabled'
  /** The channel could, and an operator does not let it. */
  | 'refund_switched_off'
  /** It could only go back as a whole. */
  | 'refund_not_whole'
  /** It is another app's of the same merchant. */
  | 'app_mismatch'
  | 'full_refund_unsupported'
  | 'partial_refund_unsupported'
  | 'second_refund_unsupported'
  | 'void_unsupported'
  | 'void_repeated'
  | 'payment_settled'
  | 'payment_paid_or_closed'
  | 'mandate_not_found'
  | 'identity_check_not_found'
  | 'payer_balance_insufficient'
  | 'checkout_not_found'
  | 'receiver_not_found'
  | 'split_not_found'
  | 'split_exceeds_rest'
  | 'payment_not_refundable'
  | 'payment_refunded'
  | 'payment_reversed'
  | 'payment_not_reversible'
  | 'refund_repeated'
  | 'refund_conflict'
  | 'refund_under_way'
  | 'refund_processing'
  | 'refund_exceeds_rest'
  | 'refund_window_over'
  | 'reversal_window_over'
  | 'authorisation_not_open'
  | 'authorisation_exceeded'
  | 'notification_not_found'
  | 'balance_insufficient'
  | 'already_final'
  // what is neither the merchant's fault nor a rule
  | 'unavailable'
  | 'internal';

export type Outcome<Value> = AnyOutcome<Value, Reason>;

export const refuse: (reason: Reason, detail?: string) => Refused<Reason> = refuseWith;
