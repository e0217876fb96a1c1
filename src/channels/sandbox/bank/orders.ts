// The bank's book of orders, and its log of what the gateway asked. Written in groups; whatever decides is one statement.
import { createBatcher } from '../../../kernel/batcher.ts';
import type { Instant } from '../../../kernel/clock.ts';
import type { Failure } from '../../../core/failure.ts';
import { type Query, timestamp } from './database.ts';
import { createMarks, type Told } from './marks.ts';
import type { AcceptedOrder, BankOrder, OrderKind } from './order.ts';
import { acceptText, askText, columns, finishText, markText, standInText } from './order-statements.ts';
import { inRounds } from './rounds.ts';

export interface Finish {
  readonly id: string;
  readonly targetId: string | null;
  /** Null: it is done, as far as what it draws on allows. */
  readonly failure: Failure | null;
  /** What moves where that is not what was asked for. */
  readonly movedMinor: bigint | null;
  readonly acted: boolean;
  readonly at: Instant;
  /** When the gateway is told again unless it has confirmed; null: it is never told. */
  readonly dueAt: Instant | null;
  /** It is told of a credit only after its payment's time has passed. */
  readonly awaitsExpiry: boolean;
}

export interface Orders {
  /** Takes an order, durably; false when it was taken, or stopped, before. */
  accept(order: AcceptedOrder): Promise<boolean>;
  /**
   * Finishes an accepted order, in one statement with all that follows: the credit of what was paid, what a refund takes from its
   * payment, the payment that a reversal stops. Undefined when it is unknown or finished already.
   */
  finish(finish: Finish): Promise<BankOrder | undefined>;
  /** What the gateway is answered when it asks; its asking is logged. */
  ask(kind: OrderKind, id: string, at: Instant): Promise<BankOrder | undefined>;
  find(id: string): Promise<BankOrder | undefined>;
  /**
   * Accepted orders about one target that somebody may decide, oldest first, reversals before all others. A reversal that the bank
   * is about to decide by itself is nobody else's.
   */
  listOpenAbout(targetId: string): Promise<BankOrder[]>;
  markTold(told: Told): Promise<void>;
  /** Accepted ones that should have finished, and finished ones of which the gateway must be told again. */
  listDue(now: Instant, limit: number): Promise<BankOrder[]>;
  drained(): Promise<void>;
}

type Row = Omit<BankOrder, 'amountMinor' | 'movedMinor' | 'finishedAt'> & {
  readonly amountMinor: string | bigint;
  readonly movedMinor: string | bigint;
  readonly finishedAt: string | bigint | null;
};

export function createOrders(query: Query): Orders {
  const read = async (text: string, values: unknown[]): Promise<BankOrder[]> =>
    (await query<Row>(text, values)).map(orderOf);

  const acceptances = createBatcher<AcceptedOrder, boolean>(async (group) => {
    const taken = await query<{ reference: string }>(acceptText, [
      group.map((order) => order.id),
      group.map((order) => order.kind),
      group.map((order) => order.reference),
      group.map((order) => order.cell),
      group.map((order) => order.merchantId),
      group.map((order) => order.channel),
      group.map((order) => order.currency),
      group.map((order) => String(order.amountMinor)),
      group.map((order) => order.targetId),
      group.map((order) => order.payerCode),
      group.map((order) => order.destination),
      group.map((order) => timestamp(order.acceptedAt)),
      group.map((order) => optionalTimestamp(order.dueAt)),
    ]);
    const references = new Set(taken.map(({ reference }) => reference));
    return group.map(({ reference }) => references.has(reference));
  });

  async function finishAll(round: readonly Finish[], last: boolean): Promise<BankOrder[]> {
    return read(finishText, [
      round.map(({ id }) => id),
      round.map(({ targetId }) => targetId),
      round.map(({ failure }) => failure),
      round.map(({ movedMinor }) => (movedMinor === null ? null : String(movedMinor))),
      round.map(({ acted }) => String(acted)),
      round.map(({ at }) => timestamp(at)),
      round.map(({ dueAt }) => optionalTimestamp(dueAt)),
      round.map(({ awaitsExpiry }) => String(awaitsExpiry)),
      String(last),
    ]);
  }

  const finishes = createBatcher<Finish, BankOrder | undefined>(async (group) => {
    const finished = new Map<Finish, BankOrder>();
    for (const round of inRounds(group, ({ id, targetId }) => (targetId === null ? [id] : [id, targetId]))) {
      const decided = await finishAll(round, false);
      // What draws on something that has no row yet is decided once it has one.
      const ids = new Set(decided.map(({ id }) => id));
      const rest = round.filter(({ id, targetId }) => targetId !== null && !ids.has(id));
      if (rest.length > 0) {
        await query(standInText, [rest.map(({ id }) => id)]);
        decided.push(...(await finishAll(rest, true)));
      }
      const byId = new Map(decided.map((order) => [order.id, order]));
      for (const finish of round) {
        const order = byId.get(finish.id);
        if (order) finished.set(finish, order);
      }
    }
    return group.map((finish) => finished.get(finish));
  });

  const questions = createBatcher<{ id: string; kind: string; at: Instant }, BankOrder | undefined>(async (group) => {
    const known = await read(askText, [
      group.map(({ id }) => id),
      group.map(({ kind }) => kind),
      group.map(({ at }) => timestamp(at)),
    ]);
    const byId = new Map(known.map((order) => [order.id, order]));
    return group.map(({ id }) => byId.get(id));
  });
  const marks = createMarks(query, markText);

  return {
    accept: acceptances.add,
    finish: finishes.add,
    ask: (kind, id, at) => questions.add({ kind, id, at }),
    find: async (id) => (await read(`select ${columns} from sandbox_bank.orders o where id = $1::text`, [id]))[0],
    listOpenAbout: (targetId) =>
      read(
        `select ${columns} from sandbox_bank.orders o where target_id = $1::text and status = 'accepted'
           and (kind <> 'reversal' or due_at is null)
         order by kind <> 'reversal', accepted_at, id`,
        [targetId],
      ),
    markTold: marks.add,
    listDue: (now, limit) =>
      read(
        `select ${columns} from sandbox_bank.orders o where due_at <= $1::timestamptz order by due_at limit $2::int`,
        [timestamp(now), limit],
      ),
    async drained() {
      await Promise.all([acceptances.drained(), finishes.drained(), questions.drained(), marks.drained()]);
    },
  };
}

function orderOf(row: Row): BankOrder {
  return {
    ...row,
    amountMinor: BigInt(row.amountMinor),
    movedMinor: BigInt(row.movedMinor),
    finishedAt: row.finishedAt === null ? null : Number(row.finishedAt),
  };
}

function optionalTimestamp(at: Instant | null): string | null {
  return at === null ? null : timestamp(at);
}
