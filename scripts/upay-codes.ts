// What docs/codes.md says of Upay: its codes come from the tables that answer them, the words are here.
import { failureErrors, requestErrors, upayErrors } from '../src/dialects/upay/codes.ts';
import type { Chapter } from './write-codes.ts';

export const upayChapter: Chapter = {
  title: 'Shouqianba Upay',
  lead:
    'HTTP status is 200. A code with a number is `error_code` of the first layer, beside that `result_code`: the request was not ' +
    'accepted. One without is `biz_response.error_code`, beside `FAIL` (nothing was done) or the `…_FAIL` of the action.',
  refusals: published(),
  notes: {
    request_malformed: {
      cause:
        'Fields are missing or of the wrong form, an activation code is unknown, used up or too old; the message says which.',
      remedy: 'Correct what it names.',
    },
    app_unknown: {
      cause: 'There is no such terminal, the body names another than the signature, or another device checks in.',
      remedy: 'Check `terminal_sn`; a new device needs a new activation code.',
    },
    signature_invalid: {
      cause:
        'The signature does not fit the bytes as they were received, or was made with a key older than the last but one.',
      remedy: 'In the sandbox, `POST /sandbox/explain` says why it fails. Without a valid key, activate again.',
    },
    app_disabled: {
      cause: 'The operator has switched the app off, or the terminal has nothing to trade with.',
      remedy: 'Ask the operator.',
    },
    merchant_suspended: {
      cause: 'The terminal is disabled, its store closed, or the merchant suspended or not accepted yet.',
      remedy: 'Ask the operator.',
    },
    reference_repeated: {
      cause: '`client_sn` was used before, or a number of a pre-authorization or of its operation.',
      remedy: 'Query that order; for a new one use a new number.',
    },
    channel_unavailable: {
      cause:
        'The provider is not known, is switched off, or takes nothing right now, or this is no way to pay with it.',
      remedy: 'Use another provider, or try later.',
    },
    payment_not_found: { cause: 'The merchant has no order of that number.', remedy: 'Nothing was charged.' },
    refund_not_found: { cause: 'The order has no refund of that number.', remedy: 'Check the number.' },
    authorisation_not_found: {
      cause: 'The merchant has no pre-authorization, or no operation, of that number.',
      remedy: 'Check the number.',
    },
    refund_conflict: {
      cause: 'The refund number was used before with another amount, and that refund did not succeed.',
      remedy: 'Repeat it with that amount; for another refund use a new number.',
    },
    payment_reversed: { cause: 'The order was cancelled, or was never paid.', remedy: 'Nothing is left to do.' },
    balance_insufficient: {
      cause: "The merchant's available balance does not cover the refund; what is held is not available.",
      remedy: 'Repeat it when the balance does.',
    },
  },
  others: [
    {
      code: 'UPAY_MERCHANT_NOT_EXISTS',
      message: '商户不存在',
      cause: 'The vendor applied for no such merchant.',
      remedy: 'Check `merchant_sn`.',
    },
    {
      code: '403 INVALID_PARAMS',
      message: '身份不匹配…',
      cause: 'Onboarding: `vendor_app_id` is of another vendor.',
      remedy: 'Use your own.',
    },
    {
      code: '409 INVALID_PARAMS',
      message: '参数冲突…',
      cause: 'Onboarding: parameters contradict what is there, such as a `client_sn` used before.',
      remedy: 'Ask for that merchant with `info`.',
    },
    {
      code: '413 INVALID_PARAMS',
      message: '请求内容过长',
      cause: 'Onboarding: a picture is over 1 MB, a body over its limit.',
      remedy: 'Send less.',
    },
  ],
  // Payouts, instruments and what a page asks of its payer are no part of it.
  unmet: [
    'app_mismatch',
    'refunds_disabled',
    'refund_switched_off',
    'refund_not_whole',
    'identity_check_not_found',
    'payment_declined',
    'amount_missing',
    'bank_unknown',
    'wallet_unknown',
    'email_invalid',
    'idempotency_key_repeated',
    'payout_not_found',
    'instrument_not_found',
    'notification_not_found',
    'already_final',
    'timestamp_missing',
    'timestamp_expired',
    'country_not_open',
    'amount_invalid',
    'pay_method_unknown',
    'transfer_code_unknown',
    'creation_failed',
    'checkout_not_found',
    'receiver_not_found',
    'split_not_found',
    'split_exceeds_rest',
    'mandate_not_found',
    'payer_balance_insufficient',
    'payment_not_completed',
    'payment_settled',
    'payment_paid_or_closed',
    'refund_unsupported',
    'full_refund_unsupported',
    'partial_refund_unsupported',
    'second_refund_unsupported',
    'refund_processing',
    'void_unsupported',
    'void_repeated',
  ],
  failuresLead:
    'Why money did not move (`biz_response.error_code` of an action that failed, and of a query for an order that did):',
  failuresHead: ['error_code', 'error_message'],
  failures: failureErrors,
  results: [
    ['PAY_SUCCESS, REFUND_SUCCESS, PRECREATE_SUCCESS, CANCEL_SUCCESS', 'Done.', 'Go on.'],
    ['CANCEL_ABORT_SUCCESS', 'A charge that was under way was stopped.', 'Nothing was charged.'],
    ['PAY_FAIL, PRECREATE_FAIL', 'Failed, and nothing was charged.', 'A new order, with a new `client_sn`.'],
    ['REFUND_FAIL', 'Refused; the order is as it was.', 'Read `error_code`.'],
    [
      'PAY_IN_PROGRESS, REFUND_IN_PROGRESS, CANCEL_IN_PROGRESS, CANCEL_ABORT_IN_PROGRESS',
      'Not decided yet.',
      'Query every few seconds.',
    ],
    [
      'PAY_FAIL_IN_PROGRESS, PRECREATE_FAIL_IN_PROGRESS',
      'Failed, and is being taken back.',
      'Query until the order is final; deliver nothing.',
    ],
    [
      'PAY_FAIL_ERROR, PRECREATE_FAIL_ERROR, REFUND_ERROR, CANCEL_ERROR, CANCEL_ABORT_ERROR',
      'Nobody knows yet what became of it; the gateway goes on asking.',
      'Query later, a refund under the same number; deliver nothing.',
    ],
    ['SUCCESS', 'The query, or the operation of a pre-authorization, went well.', 'Read `order_status`, `status`.'],
    [
      'INIT, CLOSED, UNKNOWN',
      'Pre-authorization: under way; failed; not known yet.',
      'Query; a new number; query later.',
    ],
    ['FAIL', 'Refused, nothing was done.', 'Read `error_code`.'],
  ],
};

/** With the number of the first layer where a code belongs there. */
function published(): Chapter['refusals'] {
  const all = Object.entries(upayErrors).map(([reason, error]) => {
    if (!('request' in error)) return [reason, error];
    const { resultCode, code, message } = requestErrors[error.request];
    return [reason, { code: `${resultCode} ${code}`, message }];
  });
  return Object.fromEntries(all) as Chapter['refusals'];
}
