// Writes docs/codes.md: every code a merchant can meet, what causes it and what to do. `node scripts/write-codes.ts`.
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { exactFailures, type Failure } from '../src/core/failure.ts';
import type { Reason } from '../src/core/reasons.ts';
import { codes, failureCodes, success } from '../src/dialects/paycools/codes.ts';
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

const paycools: Chapter = {
  title: 'PayCools',
  lead: 'HTTP status is 200; the outcome is `code`.',
  accepted: success,
  refusals: codes,
  // Refunds, authorisations and charges of a code are no part of it yet.
  unmet: [
    ...exactFailures,
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

const chapters: readonly Chapter[] = [paycools, upayChapter];

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
