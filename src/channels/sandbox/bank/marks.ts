// What the gateway made of what the bank told it, noted in the bank's books in groups.
import { type Batcher, createBatcher } from '../../../kernel/batcher.ts';
import type { Instant } from '../../../kernel/clock.ts';
import { type Query, timestamp } from './database.ts';

export interface Told {
  readonly id: string;
  /** What the gateway made of it. */
  readonly answer: string;
  readonly at: Instant;
}

/** `update` is a statement over arrays of ids, answers and points in time. */
export function createMarks(query: Query, update: string): Batcher<Told, undefined> {
  return createBatcher<Told, undefined>(async (group) => {
    await query(update, [
      group.map(({ id }) => id),
      group.map(({ answer }) => answer),
      group.map(({ at }) => timestamp(at)),
    ]);
    return [];
  });
}
