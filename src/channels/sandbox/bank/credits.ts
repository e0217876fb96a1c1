// The bank's book of money that payers paid in. Everything is written in groups, and each group by one statement.
import { createBatcher } from '../../../kernel/batcher.ts';
import type { Instant } from '../../../kernel/clock.ts';
import { type Query, timestamp } from './database.ts';
import { createMarks, type Told } from './marks.ts';

export interface Credit {
  /** The payment it is for; the bank takes money for one payment once. */
  readonly paymentId: string;
  /** The bank's own name for it. */
  readonly reference: string;
  readonly cell: number;
  readonly merchantId: string;
  readonly channel: string;
  readonly currency: string;
  /** The instrument that was paid, where it can be paid many times. */
  readonly instrumentId: string | null;
  /** What really moved. */
  readonly amountMinor: bigint;
  readonly awaitsExpiry: boolean;
  /** Who paid, where the gateway is told of it. */
  readonly payer: string | null;
  readonly bookedAt: Instant;
}

/** The credit of a page or instrument; what orders bring in is booked with them. */
export interface BookedCredit extends Credit {
  readonly payer: null;
  /** When the gateway is told (again) unless it has confirmed. */
  readonly dueAt: Instant;
}

export interface Credits {
  /** False when money for that payment was taken before: nothing is booked. Rejects when the database does not answer. */
  book(credit: BookedCredit): Promise<boolean>;
  markTold(told: Told): Promise<void>;
  listDue(now: Instant, limit: number): Promise<Credit[]>;
  has(paymentId: string): Promise<boolean>;
  drained(): Promise<void>;
}

type Row = Omit<Credit, 'amountMinor' | 'bookedAt'> & {
  readonly amountMinor: string | bigint;
  readonly bookedAt: string | bigint;
};

export function createCredits(query: Query): Credits {
  const bookings = createBatcher<BookedCredit, boolean>(async (group) => {
    const booked = await query<{ reference: string }>(bookText, [
      group.map((credit) => credit.paymentId),
      group.map((credit) => credit.reference),
      group.map((credit) => credit.cell),
      group.map((credit) => credit.merchantId),
      group.map((credit) => credit.channel),
      group.map((credit) => credit.currency),
      group.map((credit) => credit.instrumentId),
      group.map((credit) => String(credit.amountMinor)),
      group.map((credit) => String(credit.awaitsExpiry)),
      group.map((credit) => timestamp(credit.bookedAt)),
      group.map((credit) => timestamp(credit.dueAt)),
    ]);
    const references = new Set(booked.map(({ reference }) => reference));
    return group.map(({ reference }) => references.has(reference));
  });
  const marks = createMarks(query, markText);

  return {
    book: bookings.add,
    markTold: marks.add,
    async listDue(now, limit) {
      const rows = await query<Row>(
        `select ${creditColumns} from sandbox_bank.credits where due_at <= $1::timestamptz order by due_at limit $2::int`,
        [timestamp(now), limit],
      );
      return rows.map((row) => ({
        ...row,
        amountMinor: BigInt(row.amountMinor),
        bookedAt: Number(row.bookedAt),
      }));
    },
    async has(paymentId) {
      return (await query('select 1 from sandbox_bank.credits where payment_id = $1::text', [paymentId])).length > 0;
    },
    async drained() {
      await Promise.all([bookings.drained(), marks.drained()]);
    },
  };
}

const creditColumns = `payment_id as "paymentId", reference, cell, merchant_id as "merchantId", channel, currency,
  instrument_id as "instrumentId", amount_minor as "amountMinor", awaits_expiry as "awaitsExpiry", payer,
  (extract(epoch from booked_at) * 1000)::bigint as "bookedAt"`;

const bookText = `
  insert into sandbox_bank.credits (payment_id, reference, cell, merchant_id, channel, currency, instrument_id,
    amount_minor, awaits_expiry, booked_at, due_at)
  select payment_id, reference, cell, merchant_id, channel, currency, instrument_id, amount_minor,
    awaits_expiry::boolean, booked_at, due_at
  from unnest($1::text[], $2::text[], $3::int[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[],
    $9::text[], $10::timestamptz[], $11::timestamptz[])
    as paid (payment_id, reference, cell, merchant_id, channel, currency, instrument_id, amount_minor, awaits_expiry,
      booked_at, due_at)
  on conflict (payment_id) do nothing
  returning reference`;

const markText = `
  update sandbox_bank.credits c set due_at = null, confirmed_at = told.at, answer = told.answer
  from unnest($1::text[], $2::text[], $3::timestamptz[]) as told (id, answer, at)
  where c.payment_id = told.id and c.confirmed_at is null`;
