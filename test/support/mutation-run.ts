// Sends changed requests for a while, many at once, and compares after every round what was stored with what was said to have been made.
import assert from 'node:assert/strict';
import type { Sql } from '../../src/store/database.ts';
import type { RawRequest } from './mutations.ts';
import { type RawAnswer, type Sender, show } from './raw-requests.ts';
import { createTally, type Tally } from './tally.ts';

export interface MutationRun {
  readonly sender: Sender;
  readonly seconds: number;
  /** However slow the machine is. */
  readonly fewest: number;
  readonly together: number;
  next(): RawRequest;
  /** Fails at an answer that must not be; answers what is counted. What the answer says was made, it notes in `made`. */
  read(request: RawRequest, answer: RawAnswer): string;
  /** Absent: these requests may store what they like. */
  readonly stored?: Stored;
  afterRound?(): Promise<void>;
}

export interface Stored {
  readonly made: Made;
  /** How many rows of each kind there are. */
  count(): Promise<Counts>;
  /** Of these an answer may say that one was made that had been there before. */
  readonly repeated?: readonly string[];
}

type Counts = Readonly<Record<string, number>>;

/** What answers say was made. */
export interface Made {
  /** Without an id it is one more. */
  add(what: string, id?: unknown): void;
  counts(): Counts;
}

export function createMade(): Made {
  const ids = new Map<string, Set<unknown>>();
  return {
    add(what, id = Symbol('one more')) {
      const known = ids.get(what) ?? new Set();
      ids.set(what, known.add(id));
    },
    counts: () => Object.fromEntries([...ids].map(([what, { size }]) => [what, size])),
  };
}

/** Answers how many requests were sent, and how they were answered. */
export async function runMutations(run: MutationRun): Promise<{ readonly sent: number; readonly seen: Tally }> {
  const { sender, seconds, fewest, together, stored } = run;
  const seen = createTally();
  let known = await stored?.count();
  let sent = 0;
  let last: RawRequest | undefined;
  const startedAt = performance.now();
  while (performance.now() - startedAt < seconds * 1000 || sent < fewest) {
    const requests = Array.from({ length: together }, run.next);
    // A replay: the same bytes once more.
    if (last) requests.push(last);
    last = requests[0];
    const before = stored?.made.counts();
    const answers = await Promise.all(requests.map(sender.send));
    for (const [index, request] of requests.entries()) seen.add(run.read(request, answers[index] as RawAnswer));
    if (stored && known && before) known = await compare(stored, known, before, requests);
    sent += requests.length;
    await run.afterRound?.();
  }
  return { sent, seen };
}

async function compare(
  { made, count, repeated = [] }: Stored,
  known: Counts,
  before: Counts,
  requests: readonly RawRequest[],
): Promise<Counts> {
  const [now, told] = [await count(), made.counts()];
  for (const what of new Set([...Object.keys(now), ...Object.keys(told)])) {
    const rows = (now[what] ?? 0) - (known[what] ?? 0);
    const accepted = (told[what] ?? 0) - (before[what] ?? 0);
    const fits = repeated.includes(what) ? rows <= accepted : rows === accepted;
    if (!fits) assert.fail(`${rows} ${what} for ${accepted} accepted:\n${requests.map(show).join('\n')}`);
  }
  return now;
}

/** Fails unless every one of these was answered to something. */
export function assertSeen(seen: Tally, expected: readonly string[]): void {
  for (const what of expected)
    assert.ok(seen.has(what), `Nothing was answered ${what}; the mutations are too tame or too wild.`);
}

/** Tables by name: those of the cells, of both together, and those that there are once. */
export async function countRows(
  sql: Sql,
  tables: { readonly ofCells: readonly string[]; readonly ofDirectory?: readonly string[] },
): Promise<Counts> {
  const { ofCells, ofDirectory = [] } = tables;
  const selects = [
    ...ofCells.map((table) => [table, [`cell_00.${table}`, `cell_01.${table}`]] as const),
    ...ofDirectory.map((table) => [table, [`directory.${table}`]] as const),
  ].map(
    ([table, from]) =>
      `select '${table}' as what, ${from.map((name) => `(select count(*) from ${name})`).join(' + ')} as count`,
  );
  const rows = await sql.unsafe<{ what: string; count: bigint }>(selects.join(' union all '));
  return Object.fromEntries([...rows].map(({ what, count }) => [what, Number(count)]));
}
