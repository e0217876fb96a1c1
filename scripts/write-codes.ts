// Writes docs/codes.md: every code a merchant can meet, what causes it and what to do. `node scripts/write-codes.ts`.
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { exactFailures, type Failure } from '../src/core/failure.ts';
import type { Reason } from '../src/core/reasons.ts';
import * as bluepay from '../src/dialects/bluepay/codes.ts';
import type { Version } from '../src/dialects/bluepay/version.ts';
import { failureCodes } from '../src/dialects/failure-codes.ts';
import { codes, success } from '../src/dialects/paycools/codes.ts';
import { failureNotes, type Note, reasonNotes } from './code-notes.ts';
import { upayChapter } from './upay-codes.ts';

export interface Published {
  readonly code: string | number;
  readonly message: string;
}

/** What the page says of one dialect. Codes of a table appear in the order in which it names them, numbers in theirs. */
export interface Chapter {
  readonly title: string;
  readonly lead: string;
  readonly accepted?: Published;
  readonly refusals: Readonly<Record<Reason, Published>>;
  /** Reasons that mean something narrower there. */
  readonly notes?: Partial<Record<Reason, Note>>;
  /** Codes of requests that stand for no reason of the core. */
  readonly others?: readonly (Published & Note)[];
  /** Reasons and failures that nothing it can be asked for meets, though its tables have to answer them. */
  readonly unmet: readonly (Reason | Failure)[];
  readonly failuresLead: string;
  readonly failuresHead: readonly [code: string, message: string];
  readonly failures: Readonly<Record<Failure, Published>>;
  /** What an accepted request can come to, where that has a code of its own. */
  readonly results?: readonly (readonly [code: string, meaning: string, remedy: string])[];
}

/** Reasons by what only some of the APIs have. */
export const authorisations = ['authorisation_not_found', 'authorisation_not_open', 'authorisation_exceeded'] as const;
export const refunds = [
  'refund_not_found',
  'refund_unsupported',
  'full_refund_unsupported',
  'partial_refund_unsupported',
  'second_refund_unsupported',
  'payment_not_refundable',
  'payment_refunded',
  'refund_repeated',
  'refund_conflict',
  'refund_under_way',
  'refund_processing',
  'refund_exceeds_rest',
  'refund_window_over',
] as const;
export const voids = [
  'payment_not_completed',
  'payment_reversed',
  'payment_not_reversible',
  'payment_settled',
  'reversal_window_over',
  'void_unsupported',
  'void_repeated',
] as const;
export const debits = ['mandate_not_found', 'payer_balance_insufficient'] as const;
export const splits = ['receiver_not_found', 'split_not_found', 'split_exceeds_rest'] as const;

const paycools: Chapter = {
  title: 'PayCools',
  lead: 'HTTP status is 200; the outcome is `code`.',
  accepted: success,
  refusals: codes,
  // Refunds, checkouts and whatever another API has alone are no part of it yet.
  unmet: [
    ...exactFailures,
    ...authorisations,
    ...refunds,
    ...voids,
    ...debits,
    ...splits,
    'timestamp_missing',
    'timestamp_expired',
    'country_not_open',
    'amount_invalid',
    'pay_method_unknown',
    'transfer_code_unknown',
    'checkout_not_found',
    'payment_paid_or_closed',
    'notification_not_found',
  ],
  failuresLead: 'Why money did not move (`failedCode` in queries and callbacks):',
  failuresHead: ['failedCode', 'failedMessage'],
  failures: failureCodes,
};

const chapters: readonly Chapter[] = [
  paycools,
  upayChapter,
  bluepayOf('v1', [
    ...splits,
    'checkout_not_found',
    'transfer_code_unknown',
    'payment_paid_or_closed',
    'email_invalid',
  ]),
  bluepayOf('v2', ['email_invalid']),
];

/** Its messages are fixed texts: what is wrong with a field is for the log (bluepay.md 6.1). */
function bluepayOf(version: Version, unmet: readonly Reason[]): Chapter {
  const reasons = Object.keys(bluepay.codes) as Reason[];
  const refusals = Object.fromEntries(reasons.map((reason) => [reason, bluepay.codeOf(reason, version)]));
  return {
    title: `BluePay ${version}`,
    lead: 'HTTP status is 200; the outcome is `code`. The message is the one that is printed here, whatever is wrong.',
    accepted: bluepay.success,
    refusals: refusals as Record<Reason, Published>,
    unmet: [...authorisations, ...unmet, 'notification_not_found', 'refund_conflict'],
    failuresLead: 'Why money did not move (`failedCode` in queries and notifications):',
    failuresHead: ['failedCode', 'failedMessage'],
    failures: failureCodes,
  };
}

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
  const { title, lead, accepted, refusals, notes = {}, others = [], unmet, results } = chapter;
  const { failuresLead, failuresHead, failures } = chapter;
  const isMet = ([name]: [Reason | Failure, Published]) => !unmet.includes(name);
  const noteOf = (reason: Reason) => notes[reason] ?? reasonNotes[reason];
  return [
    `## ${title}`,
    '',
    lead,
    '',
    ...head('code', 'message', 'cause', 'what to do'),
    ...(accepted ? [row(accepted, 'Accepted.', 'Nothing; what happens later comes by notification and query.')] : []),
    ...explain(entriesOf(refusals).filter(isMet), noteOf),
    ...others.map(({ cause, remedy, ...code }) => row(code, cause, remedy)),
    '',
    failuresLead,
    '',
    ...head(...failuresHead, 'cause', 'what to do'),
    ...explain(entriesOf(failures).filter(isMet), (failure) => failureNotes[failure]),
    '',
    ...(results ? ['What an accepted request comes to (`biz_response.result_code`):', ''] : []),
    ...(results ? [...head('result_code', 'meaning', 'what to do'), ...results.map(cells), ''] : []),
  ];
}

/** A row for each cause; those of one code stand together, in the order in which the table first names it. */
function explain<Name extends string>(named: [Name, Published][], noteOf: (name: Name) => Note): string[] {
  const byCode = Map.groupBy(named, ([, { code }]) => code);
  const inOrder = [...byCode].sort(([a], [b]) =>
    typeof a === 'number' && typeof b === 'number' ? Math.abs(a) - Math.abs(b) : 0,
  );
  const rows = inOrder.flatMap(([, same]) =>
    same.map(([name, published]) => {
      const { cause, remedy } = noteOf(name);
      return row(published, cause, remedy);
    }),
  );
  return [...new Set(rows)];
}

function entriesOf<Name extends string, Value>(record: Readonly<Record<Name, Value>>): [Name, Value][] {
  return Object.entries(record) as [Name, Value][];
}

function head(...columns: string[]): string[] {
  return [cells(columns), `|${'---|'.repeat(columns.length)}`];
}

function row({ code, message }: Published, ...more: string[]): string {
  return cells([String(code), message, ...more]);
}

function cells(texts: readonly string[]): string {
  return `| ${texts.join(' | ')} |`;
}

export const codesPath = fileURLToPath(new URL('../docs/codes.md', import.meta.url));

if (import.meta.main) await writeFile(codesPath, renderCodes());
