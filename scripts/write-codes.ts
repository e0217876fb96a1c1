// Writes docs/codes.md: every code a merchant can meet, what causes it and what to do. `node scripts/write-codes.ts`.
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Failure } from '../src/core/failure.ts';
import type { Reason } from '../src/core/reasons.ts';
import { codes, failureCodes, success } from '../src/dialects/paycools/codes.ts';

interface Note {
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

const reasonNotes: Readonly<Record<Reason, Note>> = {
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
  already_final: { cause: 'The object has ended already.', remedy: 'Query it.' },
  unavailable: broken,
  internal: broken,
};

const failureNotes: Readonly<Record<Failure, string>> = {
  service_error: 'The bank or wallet failed.',
  limit_exceeded: 'A limit of the payer, payee or bank was reached.',
  params_error: 'The bank refused the details, or another amount arrived than was asked for.',
  balance_insufficient: "The payer's account did not cover it.",
  channel_rejected: 'The channel or the payer declined.',
  destination_account_error: "The payee's account does not exist or takes no money.",
  network_rejected: "The banks' network refused.",
  channel_closed: 'The channel is closed for now.',
  merchant_unavailable: 'The merchant cannot be paid at the channel.',
  recipient_blocked: 'The payee is blocked.',
  refund_failed: 'The channel could not give the money back.',
  payer_code_invalid: 'The code that the payer showed is none of the channel.',
  payer_code_expired: 'The code that the payer showed is too old.',
  payer_code_used: 'The code that the payer showed has paid something else.',
  payer_balance_insufficient: "The payer's wallet did not cover it.",
  payer_daily_limit: 'The payer has paid as much as he may on one day.',
  payer_single_limit: 'It is more than the payer may pay at once.',
  payee_daily_limit: 'The merchant has taken in as much as the channel allows on one day.',
  payee_balance_insufficient: "The merchant's account at the channel did not cover the refund.",
  refund_amount_invalid: 'The channel refused to give that amount back.',
  refund_forbidden: 'The channel does not give this payment back, because of a promotion.',
  unknown_at_channel: 'The channel knows of no such payment.',
  timed_out: 'The payer did not pay in time.',
};

interface Published {
  readonly code: string | number;
  readonly message: string;
}

/** What the page says of one dialect. Codes of a table appear in the order in which it names them, numbers in theirs. */
interface Chapter {
  readonly title: string;
  readonly lead: string;
  readonly accepted: Published;
  readonly refusals: Readonly<Record<Reason, Published>>;
  /** Reasons that nothing it can be asked for meets, though its table has to answer them. */
  readonly unmet: readonly Reason[];
  readonly failuresLead: string;
  readonly failuresHead: readonly [code: string, message: string];
  readonly failures: Readonly<Record<Failure, Published>>;
}

const paycools: Chapter = {
  title: 'PayCools',
  lead: 'HTTP status is 200; the outcome is `code`.',
  accepted: success,
  refusals: codes,
  // Refunds and authorisations are no part of it yet.
  unmet: [
    'refund_not_found',
    'authorisation_not_found',
    'payment_not_refundable',
    'payment_refunded',
    'payment_reversed',
    'payment_not_reversible',
    'refund_repeated',
    'refund_conflict',
    'refund_under_way',
    'refund_exceeds_rest',
    'refund_window_over',
    'reversal_window_over',
    'authorisation_not_open',
    'authorisation_exceeded',
  ],
  failuresLead: 'Why money did not move (`failedCode` in queries and callbacks):',
  failuresHead: ['failedCode', 'failedMessage'],
  failures: failureCodes,
};

const chapters: readonly Chapter[] = [paycools];

export function renderCodes(): string {
  return [
    '# Codes',
    '',
    'Made by `node scripts/write-codes.ts` from the tables that answer them; a test compares.',
    '',
    ...chapters.flatMap(render),
  ].join('\n');
}

function render(chapter: Chapter): string[] {
  const { title, lead, accepted, refusals, unmet, failuresLead, failuresHead, failures } = chapter;
  const met = (Object.entries(refusals) as [Reason, Published][]).filter(([reason]) => !unmet.includes(reason));
  return [
    `## ${title}`,
    '',
    lead,
    '',
    ...head('code', 'message', 'cause', 'what to do'),
    row(accepted, 'Accepted.', 'Nothing; what happens later comes by notification and query.'),
    ...group(met).map(([code, reasons]) => {
      const notes = reasons.map((reason) => reasonNotes[reason]);
      return row(code, joined(notes, 'cause', ' Or: '), joined(notes, 'remedy', ' '));
    }),
    '',
    failuresLead,
    '',
    ...head(...failuresHead, 'meaning'),
    ...group(Object.entries(failures) as [Failure, Published][]).map(([code, all]) =>
      row(code, all.map((failure) => failureNotes[failure]).join(' Or: ')),
    ),
    '',
  ];
}

/** One entry a code: names that share it share the entry. */
function group<Name>(named: readonly (readonly [Name, Published])[]): [Published, Name[]][] {
  const byCode = new Map<Published['code'], [Published, Name[]]>();
  for (const [name, published] of named) {
    const entry = byCode.get(published.code) ?? [published, []];
    entry[1].push(name);
    byCode.set(published.code, entry);
  }
  return [...byCode.values()].sort(([{ code: a }], [{ code: b }]) =>
    typeof a === 'number' && typeof b === 'number' ? Math.abs(a) - Math.abs(b) : 0,
  );
}

function joined(notes: readonly Note[], field: keyof Note, separator: string): string {
  return [...new Set(notes.map((note) => note[field]))].join(separator);
}

function head(...columns: string[]): string[] {
  return [`| ${columns.join(' | ')} |`, `|${'---|'.repeat(columns.length)}`];
}

function row({ code, message }: Published, ...cells: string[]): string {
  return `| ${[code, message, ...cells].join(' | ')} |`;
}

export const codesPath = fileURLToPath(new URL('../docs/codes.md', import.meta.url));

if (import.meta.main) await writeFile(codesPath, renderCodes());
