// What docs/codes.md says of PayCools: its codes come from the tables that answer them, the words are here.
import { codes, success } from '../src/dialects/paycools/codes.ts';
import { operations } from '../src/dialects/paycools/operations.ts';
import { failureCodes } from '../src/dialects/failure-codes.ts';
import { type Note, reasonNotes } from './code-notes.ts';
import type { Chapter, Published } from './write-codes.ts';

/** What a refusal is called in one operation alone. */
const ownNotes: Readonly<Record<number, Note>> = {
  1017: {
    cause:
      'The order has an open account at this channel; at the batch call: at each of the channels, and for another customer.',
    remedy: 'Use the accounts that there are, or cancel them first.',
  },
  1019: {
    cause: 'The order has an open account at each of these channels.',
    remedy: 'Use the accounts that there are; the update call answers them.',
  },
  1501: { cause: 'The merchant has no transaction of that id.', remedy: 'Check `originalTransactionId`.' },
  1503: {
    cause: 'The gateway or its database did not answer a refund.',
    remedy: 'Query before you repeat; the refund may have been accepted.',
  },
};

export const paycoolsChapter: Chapter = {
  title: 'PayCools',
  lead:
    'HTTP status is 200; the outcome is `code`. In place of what stands in parentheses, 1009 says behind a colon what is wrong: ' +
    '`request params invalid: mobile is required`. The order in which a refund is checked: [PayCools](dialects/paycools.md#refunds).',
  accepted: success,
  refusals: codes,
  notes: {
    rate_exceeded: {
      cause: 'More requests a second than the app may make, or more queries of one order.',
      remedy: 'Wait and repeat, with growing pauses.',
    },
    reference_repeated: {
      cause: 'The order id, or the number of the request, was used before.',
      remedy: 'Query that order; for a new one use a new id.',
    },
    payment_paid_or_closed: { cause: 'The checkout is paid.', remedy: 'Refund it.' },
    payment_not_refundable: {
      cause: 'The transaction is not completed.',
      remedy: 'Query it; what was not paid is closed, not refunded.',
    },
    payment_reversed: { cause: 'The debit was taken back.', remedy: 'Nothing is left to do.' },
    refund_processing: reasonNotes.refund_under_way,
    refund_unsupported: {
      cause: 'The channel gives nothing back: bills, bank transfers, online banking, counters.',
      remedy: 'Pay the payer in another way.',
    },
    refund_repeated: {
      cause: 'The number of the refund was used before, whatever became of it.',
      remedy: 'Query it; for another refund use a new number.',
    },
    amount_invalid: {
      cause: '`refundAmount` is no whole number above zero.',
      remedy: 'Send centavos as a number.',
    },
    mandate_not_found: {
      cause: 'The user has no token of that name, or it has ended. A debit says 1009 instead.',
      remedy: "Query the user's tokens, or have him agree again.",
    },
  },
  failureCauses: {
    network_rejected: {
      cause: "The banks' network refused, or nobody decided a debit within its hour, and it was taken back.",
      remedy: 'Try again later, with a new order.',
    },
  },
  others: ownCodes(),
  // What another API has alone; who pays by his code is not among PayCools' payers.
  unmet: [
    'payer_code_invalid',
    'payer_code_expired',
    'payer_code_used',
    'refund_forbidden',
    'unknown_at_channel',
    'timed_out',
    'authorisation_not_found',
    'authorisation_not_open',
    'authorisation_exceeded',
    'payment_not_completed',
    'payment_not_reversible',
    'payment_settled',
    'reversal_window_over',
    'void_unsupported',
    'void_repeated',
    'receiver_not_found',
    'split_not_found',
    'split_exceeds_rest',
    'refund_conflict',
    'payer_balance_insufficient',
    'payment_declined',
    'timestamp_missing',
    'country_not_open',
    'pay_method_unknown',
    'transfer_code_unknown',
    'already_final',
    'notification_not_found',
  ],
  failuresLead: 'Why money did not move (`failedCode` in queries and callbacks):',
  failuresHead: ['failedCode', 'failedMessage'],
  failures: failureCodes,
};

function ownCodes(): readonly (Published & Note)[] {
  const published = new Map(operations.flatMap(({ ownCodes: own }) => own).map((own) => [own.code, own]));
  return [...published.values()].map((own) => {
    const note = ownNotes[own.code];
    if (!note) throw new Error(`scripts/paycools-codes.ts has no words for ${own.code}.`);
    return { ...own, ...note };
  });
}
