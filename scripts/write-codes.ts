// Writes docs/codes.md: every code a merchant can meet, what causes it and what to do. `node scripts/write-codes.ts`.
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Failure } from '../src/core/failure.ts';
import type { Reason } from '../src/core/reasons.ts';
import * as bluepay from '../src/dialects/bluepay/codes.ts';
import type { Version } from '../src/dialects/bluepay/version.ts';
import { failureCodes } from '../src/dialects/failure-codes.ts';
import { failureNotes, type Note, reasonNotes } from './code-notes.ts';
import { paycoolsChapter } from './paycools-codes.ts';
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
  /** Failures that mean something else as well there. */
  readonly failureCauses?: Partial<Record<Failure, Note>>;
  /** Codes of requests that are not in its table of refusals. */
  readonly others?: readonly (Published & Note)[];
  /** Reasons and failures that nothing it can be asked for meets, though its tables have to answer them. */
  readonly unmet: readonly (Reason | Failure)[];
  readonly failuresLead: string;
  readonly failuresHead: readonly [code: string, message: string];
  readonly failures: Readonly<Record<Failure, Published>>;
  /** What an accepted request can come to, where that has a code of its own. */
  readonly results?: readonly (readonly [code: string, meaning: string, remedy: string])[];
}

const authorisations = ['authorisation_not_found', 'authorisation_not_open', 'authorisation_exceeded'] as const;
const splits = ['receiver_not_found', 'split_not_found', 'split_exceeds_rest'] as const;
/** What PayCools' calls alone can meet, or its bank and its payers. */
const paycoolsOnly = [
  'app_mismatch',
  'refund_switched_off',
  'refund_not_whole',
  'identity_check_not_found',
  'payment_declined',
] as const;

const chapters: readonly Chapter[] = [
  paycoolsChapter,
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
    unmet: [...authorisations, ...paycoolsOnly, ...unmet, 'notification_not_found', 'refund_conflict'],
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
  const { title, lead, accepted, refusals, notes = {}, failureCauses = {}, others = [], unmet, results } = chapter;
  const { failuresLead, failuresHead, failures } = chapter;
  const isMet = ([name]: [Reason | Failure, Published]) => !unmet.includes(name);
  const refused = entriesOf(refusals).filter(isMet);
  const failed = entriesOf(failures).filter(isMet);
  return [
    `## ${title}`,
    '',
    lead,
    '',
    ...head('code', 'message', 'cause', 'what to do'),
    ...(accepted ? [row({ ...accepted, ...done })] : []),
    ...explain([
      ...refused.map(([reason, published]) => ({ ...published, ...(notes[reason] ?? reasonNotes[reason]) })),
      ...others,
    ]),
    '',
    failuresLead,
    '',
    ...head(...failuresHead, 'cause', 'what to do'),
    ...explain(
      failed.map(([failure, published]) => ({ ...published, ...(failureCauses[failure] ?? failureNotes[failure]) })),
    ),
    '',
    ...(results ? ['What an accepted request comes to (`biz_response.result_code`):', ''] : []),
    ...(results ? [...head('result_code', 'meaning', 'what to do'), ...results.map(cells), ''] : []),
  ];
}

const done: Note = { cause: 'Accepted.', remedy: 'Nothing; what happens later comes by notification and query.' };

/** A row for each cause; those of one code stand together, numbers in their order, others as they are first named. */
function explain(explained: readonly (Published & Note)[]): string[] {
  const inOrder = [...Map.groupBy(explained, ({ code }) => code)].sort(([a], [b]) =>
    typeof a === 'number' && typeof b === 'number' ? Math.abs(a) - Math.abs(b) : 0,
  );
  return [...new Set(inOrder.flatMap(([, same]) => same.map(row)))];
}

function entriesOf<Name extends string, Value>(record: Readonly<Record<Name, Value>>): [Name, Value][] {
  return Object.entries(record) as [Name, Value][];
}

function head(...columns: string[]): string[] {
  return [cells(columns), `|${'---|'.repeat(columns.length)}`];
}

function row({ code, message, cause, remedy }: Published & Note): string {
  return cells([String(code), message, cause, remedy]);
}

function cells(texts: readonly string[]): string {
  return `| ${texts.join(' | ')} |`;
}

export const codesPath = fileURLToPath(new URL('../docs/codes.md', import.meta.url));

if (import.meta.main) await writeFile(codesPath, renderCodes());
