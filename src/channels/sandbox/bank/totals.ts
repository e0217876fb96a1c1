// What the bank's own books add up to, for whoever compares them with the ledger.
import type { Query } from './database.ts';

/** Sums of one merchant and channel, in minor units: what the ledger's `channel:<code>` account has debited and credited. */
export interface BankTotals {
  readonly merchantId: string;
  readonly channel: string;
  readonly currency: string;
  readonly paidInMinor: bigint;
  readonly paidOutMinor: bigint;
  readonly credits: number;
  /** Payouts, refunds and reversals by which money went out. */
  readonly payouts: number;
  /** Credits and finished orders that the gateway has not confirmed. What had a lost answer stays among them. */
  readonly unconfirmed: number;
}

type Row = { readonly [Name in keyof BankTotals]: string | number | bigint };

/** Sums of one merchant, or of all when none is named, by merchant and channel. */
export async function readTotals(query: Query, merchantId?: string): Promise<BankTotals[]> {
  const rows = await query<Row>(totalsText, [merchantId ?? null]);
  return rows.map((row) => ({
    merchantId: String(row.merchantId),
    channel: String(row.channel),
    currency: String(row.currency),
    paidInMinor: BigInt(row.paidInMinor),
    paidOutMinor: BigInt(row.paidOutMinor),
    credits: Number(row.credits),
    payouts: Number(row.payouts),
    unconfirmed: Number(row.unconfirmed),
  }));
}

/** A charge that was paid is confirmed as its credit; one that was stopped, by its reversal. */
const totalsText = `
  select merchant_id as "merchantId", channel, currency,
    sum(paid_in)::text as "paidInMinor", sum(paid_out)::text as "paidOutMinor",
    count(*) filter (where paid_in > 0) as credits, count(*) filter (where paid_out > 0) as payouts,
    count(*) filter (where confirmed_at is null) as unconfirmed
  from (
    select merchant_id, channel, currency, amount_minor as paid_in, 0 as paid_out, confirmed_at
    from sandbox_bank.credits
    union all
    select merchant_id, channel, currency, 0,
      case when kind in ('payout', 'refund', 'reversal') then moved_minor else 0 end, confirmed_at
    from sandbox_bank.orders
    where status <> 'accepted' and (status = 'refused' or kind not in ('charge', 'order', 'capture', 'payment'))
  ) moved
  where $1::text is null or merchant_id = $1::text
  group by merchant_id, channel, currency
  order by merchant_id, channel, currency`;
