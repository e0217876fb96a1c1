// The bank's book of money to be paid out, and its log of what the gateway asked. Written in groups, one statement each.
import { createBatcher } from '../../../kernel/batcher.ts';
import type { Instant } from '../../../kernel/clock.ts';
import type { Failure } from '../../../core/failure.ts';
import { type Query, timestamp } from './database.ts';
import { createMarks, type Told } from './marks.ts';

/** A payout as the gateway asks for it. */
export interface PayoutOrder {
  /** The gateway's id of the payout: asked for again, it is the same payout, paid once. */
  readonly id: string;
  /** The bank's own name for it. */
  readonly reference: string;
  readonly cell: number;
  readonly merchantId: string;
  readonly channel: string;
  readonly currency: string;
  readonly amountMinor: bigint;
  readonly destination: string;
  readonly acceptedAt: Instant;
  /** When it finishes by itself; null: never. */
  readonly dueAt: Instant | null;
}

export interface BankPayout {
  readonly id: string;
  readonly reference: string;
  readonly cell: number;
  readonly amountMinor: bigint;
  readonly status: 'accepted' | 'paid' | 'refused';
  readonly failure: Failure | null;
  /** Finished by somebody's act rather than by itself. */
  readonly acted: boolean;
}

export interface Finish {
  readonly id: string;
  /** Null: the money is paid out. */
  readonly failure: Failure | null;
  readonly acted: boolean;
  readonly at: Instant;
  /** When the gateway is told again unless it has confirmed; null: it is never told. */
  readonly dueAt: Instant | null;
}

export interface Payouts {
  /** Takes a payout, durably; false when it was taken before. */
  accept(order: PayoutOrder): Promise<boolean>;
  /** Finishes an accepted payout; undefined when it is unknown or finished already. */
  finish(finish: Finish): Promise<BankPayout | undefined>;
  /** What the gateway is answered when it asks; its asking is logged. */
  ask(id: string, at: Instant): Promise<BankPayout | undefined>;
  find(id: string): Promise<BankPayout | undefined>;
  markTold(told: Told): Promise<void>;
  /** Accepted ones that should have finished, and finished ones of which the gateway must be told again. */
  listDue(now: Instant, limit: number): Promise<BankPayout[]>;
  drained(): Promise<void>;
}

type Row = Omit<BankPayout, 'amountMinor'> & { readonly amountMinor: string | bigint };

export function createPayouts(query: Query): Payouts {
  const read = async (text: string, values: unknown[]): Promise<BankPayout[]> =>
    (await query<Row>(text, values)).map((row) => ({ ...row, amountMinor: BigInt(row.amountMinor) }));

  const orders = createBatcher<PayoutOrder, boolean>(async (group) => {
    const taken = await query<{ reference: string }>(acceptText, [
      group.map((order) => order.id),
      group.map((order) => order.reference),
      group.map((order) => order.cell),
      group.map((order) => order.merchantId),
      group.map((order) => order.channel),
      group.map((order) => order.currency),
      group.map((order) => String(order.amountMinor)),
      group.map((order) => order.destination),
      group.map((order) => timestamp(order.acceptedAt)),
      group.map((order) => (order.dueAt === null ? null : timestamp(order.dueAt))),
    ]);
    const references = new Set(taken.map(({ reference }) => reference));
    return group.map(({ reference }) => references.has(reference));
  });
  const finishes = createBatcher<Finish, BankPayout | undefined>(async (group) => {
    // One payout, finished twice in one group: the first to arrive decides.
    const first = new Map<string, Finish>();
    for (const finish of group) if (!first.has(finish.id)) first.set(finish.id, finish);
    const unique = [...first.values()];
    const finished = await read(finishText, [
      unique.map(({ id }) => id),
      unique.map(({ failure }) => failure),
      unique.map(({ acted }) => String(acted)),
      unique.map(({ at }) => timestamp(at)),
      unique.map(({ dueAt }) => (dueAt === null ? null : timestamp(dueAt))),
    ]);
    const byId = new Map(finished.map((payout) => [payout.id, payout]));
    return group.map((finish) => (first.get(finish.id) === finish ? byId.get(finish.id) : undefined));
  });
  const questions = createBatcher<{ id: string; at: Instant }, BankPayout | undefined>(async (group) => {
    const known = await read(askText, [group.map(({ id }) => id), group.map(({ at }) => timestamp(at))]);
    const byId = new Map(known.map((payout) => [payout.id, payout]));
    return group.map(({ id }) => byId.get(id));
  });
  const marks = createMarks(query, markText);

  return {
    accept: orders.add,
    finish: finishes.add,
    ask: (id, at) => questions.add({ id, at }),
    find: async (id) => (await read(`select ${columns} from sandbox_bank.payouts p where id = $1::text`, [id]))[0],
    markTold: marks.add,
    listDue: (now, limit) =>
      read(
        `select ${columns} from sandbox_bank.payouts p where due_at <= $1::timestamptz order by due_at limit $2::int`,
        [timestamp(now), limit],
      ),
    async drained() {
      await Promise.all([orders.drained(), finishes.drained(), questions.drained(), marks.drained()]);
    },
  };
}

const columns = `p.id, p.reference, p.cell, p.amount_minor as "amountMinor", p.status, p.failure, p.acted`;

const acceptText = `
  with asked as (
    select * from unnest($1::text[], $2::text[], $3::int[], $4::text[], $5::text[], $6::text[], $7::bigint[],
      $8::text[], $9::timestamptz[], $10::timestamptz[])
      as a (id, reference, cell, merchant_id, channel, currency, amount_minor, destination, accepted_at, due_at)
  ), taken as (
    insert into sandbox_bank.payouts (id, reference, cell, merchant_id, channel, currency, amount_minor, destination,
      accepted_at, due_at, status)
    select asked.*, 'accepted' from asked
    on conflict (id) do nothing
    returning reference
  ), logged as (
    insert into sandbox_bank.requests (at, kind, payout_id, replay)
    select accepted_at, 'send-payout', id, reference not in (select reference from taken) from asked
  )
  select reference from taken`;

const finishText = `
  update sandbox_bank.payouts p
  set status = case when f.failure is null then 'paid' else 'refused' end, failure = f.failure,
    acted = f.acted::boolean, finished_at = f.at, due_at = f.due_at
  from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[])
    as f (id, failure, acted, at, due_at)
  where p.id = f.id and p.status = 'accepted'
  returning ${columns}`;

const askText = `
  with logged as (
    insert into sandbox_bank.requests (at, kind, payout_id, replay)
    select at, 'query-payout', id, false from unnest($1::text[], $2::timestamptz[]) as a (id, at)
  )
  select ${columns} from sandbox_bank.payouts p where p.id = any($1::text[])`;

const markText = `
  update sandbox_bank.payouts p set due_at = null, confirmed_at = told.at, answer = told.answer
  from unnest($1::text[], $2::text[], $3::timestamptz[]) as told (id, answer, at)
  where p.id = told.id and p.confirmed_at is null and p.status <> 'accepted'`;
