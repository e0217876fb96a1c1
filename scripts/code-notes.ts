// What each reason and each failure means to a merchant, and what he can do: for docs/codes.md.
import type { Failure } from '../src/core/failure.ts';
import type { Reason } from '../src/core/reasons.ts';

export interface Note {
  readonly cause: string;
  readonly remedy: string;
}

const broken: Note = {
  cause: 'The gateway or its database did not answer.',
  remedy: 'Query before you repeat; the request may have been accepted.',
};
const unknownObject: Note = {
  cause: 'No object of this app has that id or order id.',
  remedy: 'Check the id, and that it was made with the same app.',
};

export const reasonNotes: Readonly<Record<Reason, Note>> = {
  request_malformed: {
    cause: 'A field is missing or of the wrong form; the message names it.',
    remedy: 'Correct the field.',
  },
  app_unknown: { cause: 'There is no app with this id in this API.', remedy: 'Check the appId.' },
  app_disabled: { cause: 'The operator has switched the app off.', remedy: 'Ask the operator.' },
  merchant_suspended: { cause: 'The merchant is suspended.', remedy: 'Ask the operator.' },
  address_forbidden: {
    cause: "The request came from an address that is not on the app's list.",
    remedy: 'Have the address added, or call from a listed one.',
  },
  rate_exceeded: {
    cause: 'More requests a second than the app may make.',
    remedy: 'Wait and repeat, with growing pauses.',
  },
  signature_invalid: {
    cause: 'The signature does not fit the request as it was received.',
    remedy: 'In the sandbox, `POST /sandbox/explain` says what was signed over and why it fails.',
  },
  daily_amount_exceeded: {
    cause: 'With this payment the merchant would take in more than its limit for the day.',
    remedy: 'Go on the next day, or have the limit raised.',
  },
  daily_count_exceeded: {
    cause: 'With this payment the merchant would have more payments than its limit for the day.',
    remedy: 'Go on the next day, or have the limit raised.',
  },
  identity_check_not_found: unknownObject,
  app_mismatch: {
    cause: 'The payment was made with another app of the same merchant.',
    remedy: 'Ask with the app that made it.',
  },
  payment_declined: {
    cause: "The merchant does not want the payer's money collected.",
    remedy: 'Nothing: the payer was told.',
  },
  refunds_disabled: { cause: 'The operator lets nothing back to the payers of this app.', remedy: 'Ask the operator.' },
  refund_switched_off: { cause: 'The operator lets nothing back of this channel.', remedy: 'Ask the operator.' },
  refund_not_whole: {
    cause: 'The channel gives a payment back as a whole, and another amount was asked for.',
    remedy: 'Refund the whole amount.',
  },
  amount_missing: { cause: 'A code for a fixed amount was asked for without one.', remedy: 'Send the amount.' },
  amount_under_limit: {
    cause: "The amount is below the channel's or the merchant's smallest.",
    remedy: 'Send a larger amount.',
  },
  amount_over_limit: {
    cause: "The amount is above the channel's or the merchant's largest.",
    remedy: 'Send a smaller amount, or have the limit raised.',
  },
  bank_unknown: { cause: 'The bank code is not one of the list.', remedy: 'Use a listed code.' },
  wallet_unknown: { cause: 'The wallet code is not one of the list.', remedy: 'Use a listed code.' },
  email_invalid: { cause: 'The e-mail address is not one.', remedy: 'Correct it.' },
  channel_unavailable: {
    cause: 'The channel does not exist, is switched off, or takes nothing right now.',
    remedy: 'Use another channel, or try later.',
  },
  reference_repeated: {
    cause: 'The order id was used before.',
    remedy: 'Query that order; for a new one use a new id.',
  },
  idempotency_key_repeated: {
    cause: 'The idempotency id was used before.',
    remedy: 'Query the payout; for a new one use a new id.',
  },
  payment_not_found: unknownObject,
  payout_not_found: unknownObject,
  instrument_not_found: unknownObject,
  refund_not_found: unknownObject,
  authorisation_not_found: unknownObject,
  notification_not_found: unknownObject,
  payment_not_refundable: {
    cause: 'The payment was never completed, or is being reversed.',
    remedy: 'Query it; what was not paid is cancelled, not refunded.',
  },
  payment_refunded: { cause: 'All of the payment was refunded.', remedy: 'Nothing is left to do.' },
  payment_reversed: { cause: 'The payment was reversed, or was never made.', remedy: 'Nothing is left to do.' },
  payment_not_reversible: {
    cause: 'Something of the payment was refunded, or is being refunded.',
    remedy: 'Refund what is left.',
  },
  refund_repeated: {
    cause: 'The refund of this number was made.',
    remedy: 'Query it; for another refund use a new number.',
  },
  refund_conflict: {
    cause: 'The refund number was used before, for another payment or amount.',
    remedy: 'Repeat it as it was; for another refund use a new number.',
  },
  refund_under_way: {
    cause: 'Another refund of the payment is not decided yet.',
    remedy: 'Query it, and repeat when it has ended.',
  },
  refund_exceeds_rest: {
    cause: 'Less is left of the payment than was to be refunded; what is on its way back counts.',
    remedy: 'Refund at most what is left.',
  },
  refund_window_over: { cause: 'The payment is too old to be refunded.', remedy: 'Pay the payer in another way.' },
  reversal_window_over: {
    cause: 'The payment was made on an earlier day.',
    remedy: 'Refund it.',
  },
  authorisation_not_open: {
    cause: 'The authorisation is not decided yet, or was refused.',
    remedy: 'Query it.',
  },
  authorisation_exceeded: {
    cause: 'Less is left of the authorisation than was to be captured or released.',
    remedy: 'Take at most what is left.',
  },
  balance_insufficient: {
    cause: 'The available balance does not cover amount and fee; what is held is not available.',
    remedy: 'Wait for settlement, or pay in.',
  },
  timestamp_missing: {
    cause: 'The time of the request is missing, or is no number.',
    remedy: 'Send milliseconds since 1970.',
  },
  timestamp_expired: {
    cause: "The time of the request is too far from the gateway's.",
    remedy: 'Set the clock, and sign each request anew.',
  },
  country_not_open: {
    cause: 'The app may not use this country.',
    remedy: 'Name another country, or have this one opened.',
  },
  amount_invalid: { cause: 'The amount is zero, negative or too large to be one.', remedy: 'Send a positive amount.' },
  pay_method_unknown: {
    cause: 'The way to pay is not one of the list, or not the one that the channel has.',
    remedy: 'Use a listed one.',
  },
  transfer_code_unknown: { cause: 'The bank or wallet code is not one of the list.', remedy: 'Use a listed code.' },
  creation_failed: {
    cause: 'The channel gave nothing to pay with.',
    remedy: 'Use another channel, or try later.',
  },
  checkout_not_found: unknownObject,
  receiver_not_found: unknownObject,
  split_not_found: unknownObject,
  mandate_not_found: {
    cause: 'No token of this app has that name, or it has ended.',
    remedy: "Query the payer's tokens, or have him agree again.",
  },
  payer_balance_insufficient: {
    cause: "The payer's account does not cover the amount.",
    remedy: 'Try later, or let the payer pay in another way.',
  },
  payment_not_completed: { cause: 'The payment is not completed.', remedy: 'Query it.' },
  payment_settled: { cause: 'The money of the payment was settled.', remedy: 'Refund it.' },
  payment_paid_or_closed: { cause: 'It was paid or closed before.', remedy: 'Query it.' },
  refund_unsupported: {
    cause: 'The channel makes no refunds.',
    remedy: 'Pay the payer in another way, or ask the operator.',
  },
  full_refund_unsupported: {
    cause: 'The channel does not give the whole amount back.',
    remedy: 'Refund a part.',
  },
  partial_refund_unsupported: {
    cause: 'The channel gives back the whole amount alone.',
    remedy: 'Refund all of it.',
  },
  second_refund_unsupported: {
    cause: 'The channel gives money of a payment back once.',
    remedy: 'Pay the payer in another way.',
  },
  void_unsupported: { cause: 'The channel takes no payment back.', remedy: 'Refund it.' },
  void_repeated: {
    cause: 'The number of the void was used before.',
    remedy: 'Query the payment; for another void use a new number.',
  },
  split_exceeds_rest: {
    cause: 'Less is left of the payment than was to be split.',
    remedy: 'Query what is left, and split at most that.',
  },
  refund_processing: {
    cause: 'The channel has another refund of the payment and has not decided.',
    remedy: 'Query it, and repeat when it has ended.',
  },
  already_final: { cause: 'The object has ended already.', remedy: 'Query it.' },
  unavailable: broken,
  internal: broken,
};

const laterAgain = 'Try again later, with a new order.';
const otherWay = 'Let the payer pay in another way.';
const freshCode = 'Let the payer show a new code, and make a new order.';

export const failureNotes: Readonly<Record<Failure, Note>> = {
  service_error: { cause: 'The bank or wallet failed.', remedy: laterAgain },
  limit_exceeded: {
    cause: 'A limit of the payer, payee or bank was reached.',
    remedy: 'Take a smaller amount, or another way.',
  },
  params_error: {
    cause: 'The bank refused the details, or another amount arrived than was asked for.',
    remedy: 'Check the details; money of another amount waits for the operator.',
  },
  balance_insufficient: { cause: "The payer's account did not cover it.", remedy: otherWay },
  channel_rejected: { cause: 'The channel or the payer declined.', remedy: otherWay },
  destination_account_error: {
    cause: "The payee's account does not exist or takes no money.",
    remedy: 'Check the account.',
  },
  network_rejected: { cause: "The banks' network refused.", remedy: laterAgain },
  channel_closed: { cause: 'The channel is closed for now.', remedy: 'Use another channel, or try later.' },
  merchant_unavailable: { cause: 'The merchant cannot be paid at the channel.', remedy: 'Ask the operator.' },
  recipient_blocked: { cause: 'The payee is blocked.', remedy: 'Pay to another account.' },
  refund_failed: {
    cause: 'The channel could not give the money back.',
    remedy: 'Try again, or give it back in another way.',
  },
  payer_code_invalid: { cause: 'The code that the payer showed is none of the channel.', remedy: freshCode },
  payer_code_expired: { cause: 'The code that the payer showed is too old.', remedy: freshCode },
  payer_code_used: { cause: 'The code that the payer showed has paid something else.', remedy: freshCode },
  payer_balance_insufficient: { cause: "The payer's wallet did not cover it.", remedy: otherWay },
  payer_daily_limit: { cause: 'The payer has paid as much as he may on one day.', remedy: otherWay },
  payer_single_limit: { cause: 'It is more than the payer may pay at once.', remedy: otherWay },
  payee_daily_limit: {
    cause: 'The merchant has taken in as much as the channel allows on one day.',
    remedy: 'Use another channel, or go on the next day.',
  },
  payee_balance_insufficient: {
    cause: "The merchant's account at the channel did not cover the refund.",
    remedy: 'Repeat it when the account does.',
  },
  refund_amount_invalid: {
    cause: 'The channel refused to give that amount back.',
    remedy: 'Refund another amount, or all of it.',
  },
  refund_forbidden: {
    cause: 'The channel does not give this payment back, because of a promotion.',
    remedy: 'Give the money back in another way.',
  },
  unknown_at_channel: { cause: 'The channel knows of no such payment.', remedy: 'Ask the operator.' },
  timed_out: { cause: 'The payer did not pay in time.', remedy: 'Make a new order.' },
};
