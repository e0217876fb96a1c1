// What lies in the database, read beside the gateway: its own rows of one merchant, but for its tills' (upay/rows.ts) and its
// shop's (bluepay/rows.ts), and the books of the sandbox's bank. The biller's are in paycools/rows.ts.
import type { Sql } from '../../src/store/database.ts';

export interface PaymentRow {
  readonly id: string;
  readonly reference: string;
  readonly instrumentId: string | null;
  readonly channel: string;
  readonly amountMinor: bigint;
  readonly status: string;
}

export interface PayoutRow {
  readonly id: string;
  readonly reference: string;
  readonly channel: string;
  readonly amountMinor: bigint;
  readonly status: string;
  /** What is held for it now: booked to `held` and not yet away from it. */
  readonly heldMinor: bigint;
}

export interface BankPayoutRow {
  readonly id: string;
  readonly channel: string;
  readonly destination: string;
  readonly amountMinor: bigint;
  readonly status: string;
  /** How often the gateway handed it over, and how often of those the bank had it already. */
  readonly sent: number;
  readonly replays: number;
}

export interface Rows {
  readonly payments: PaymentRow[];
  readonly instruments: { readonly id: string; readonly reference: string; readonly paymentId: string | null }[];
  readonly payouts: PayoutRow[];
  readonly accounts: { readonly kind: string; readonly debits: bigint; readonly credits: bigint }[];
  readonly credits: { readonly paymentId: string; readonly channel: string; readonly amountMinor: bigint }[];
  readonly bankPayouts: BankPayoutRow[];
}

/** Where all rows of a merchant are: its id says in which cell it lives. */
export function schemaOf(merchantId: string): string {
  return `cell_${merchantId.slice(1, 3)}`;
}

export async function readRows(sql: Sql, merchantId: string): Promise<Rows> {
  const cell = schemaOf(merchantId);
  const query = async <Row>(text: string) => [...(await sql.unsafe<Row>(text, [merchantId]))];
  return {
    payments: await query(
      `select id, reference, instrument_id as "instrumentId", channel, amount_minor as "amountMinor", ${status}
       from ${cell}.payments where merchant_id = $1 and currency = 'PHP' order by id`,
    ),
    instruments: await query(
      `select id, reference, payment_id as "paymentId" from ${cell}.instruments
       where merchant_id = $1 and currency = 'PHP' order by id`,
    ),
    payouts: await query(
      `with held as (
         select cause_id, sum(case when credit_account = $1 || ':PHP:held' then amount_minor else -amount_minor end) as sum
         from ${cell}.transfers where merchant_id = $1 and $1 || ':PHP:held' in (credit_account, debit_account)
         group by cause_id
       )
       select p.id, reference, channel, amount_minor as "amountMinor", ${status}, coalesce(sum, -1)::bigint as "heldMinor"
       from ${cell}.payouts p left join held on cause_id = p.id
       where merchant_id = $1 and currency = 'PHP' order by p.id`,
    ),
    accounts: await query(
      `select kind, debits, credits from ${cell}.accounts where merchant_id = $1 and currency = 'PHP' order by kind`,
    ),
    credits: await query(
      `select payment_id as "paymentId", channel, amount_minor as "amountMinor"
       from sandbox_bank.credits where merchant_id = $1 and currency = 'PHP' order by payment_id`,
    ),
    bankPayouts: await query(
      `with sent as (
         select order_id, count(*) as times, count(*) filter (where replay) as replays
         from sandbox_bank.requests where kind = 'send-payout' group by order_id
       )
       select id, channel, destination, amount_minor as "amountMinor",
         case status when 'done' then 'paid' else status end as status,
         coalesce(times, 0)::int as sent, coalesce(replays, 0)::int as replays
       from sandbox_bank.orders left join sent on order_id = id
       where kind = 'payout' and merchant_id = $1 and currency = 'PHP' order by id`,
    ),
  };
}

/** Statuses in PayCools' words, so that rows and answers compare. */
const status = `case status when 'pending' then 'PENDING' when 'completed' then 'COMPLETE' when 'failed' then 'FAILED'
  else 'CLOSED' end as status`;
