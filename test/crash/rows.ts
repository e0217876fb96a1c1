// What lies in the database, read beside the gateway: its own rows of one merchant, but for its tills' (upay/rows.ts) and its
// shop's (bluepay/rows.ts), and the books of the sandbox's bank.
import type { Sql } from '../../src/store/database.ts';
import { mayStayOpen } from './upay/rows.ts';

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

export async function readRows(sql: Sql, merchantId: string): Promise<Rows> {
  const query = async <Row>(text: string) => [...(await sql.unsafe<Row>(text, [merchantId]))];
  return {
    payments: await query(
      `select id, reference, instrument_id as "instrumentId", channel, amount_minor as "amountMinor", ${status}
       from cell_00.payments where merchant_id = $1 and currency = 'PHP' order by id`,
    ),
    instruments: await query(
      `select id, reference, payment_id as "paymentId" from cell_00.instruments where merchant_id = $1 order by id`,
    ),
    payouts: await query(
      `with held as (
         select cause_id, sum(case when credit_account = $1 || ':PHP:held' then amount_minor else -amount_minor end) as sum
         from cell_00.transfers where merchant_id = $1 and $1 || ':PHP:held' in (credit_account, debit_account)
         group by cause_id
       )
       select p.id, reference, channel, amount_minor as "amountMinor", ${status}, coalesce(sum, -1)::bigint as "heldMinor"
       from cell_00.payouts p left join held on cause_id = p.id
       where merchant_id = $1 and currency = 'PHP' order by p.id`,
    ),
    accounts: await query(
      `select kind, debits, credits from cell_00.accounts where merchant_id = $1 and currency = 'PHP' order by kind`,
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

/** Work that is still open though nothing keeps it open: `what` names the kind, `id` the row. */
export async function readOpenWork(sql: Sql): Promise<{ what: string; id: string; more: string }[]> {
  return [
    ...(await sql.unsafe<{ what: string; id: string; more: string }>(
      `select 'task' as what, t.id, format('due %s, payout %s, payment %s, refund %s', t.due_at, d.status, p.status, r.status) as more
       from cell_00.tasks t left join cell_00.payouts d on d.id = t.subject_id
         left join cell_00.payments p on p.id = t.subject_id left join cell_00.refunds r on r.id = t.subject_id
       where not coalesce(d.status = 'pending' and d.amount_minor % 10000 = 9020, false)
         and not coalesce(p.status = 'pending' and ${mayStayOpen.payments}, false)
         and not coalesce(r.status = 'pending' and ${mayStayOpen.refunds}, false)
       union all
       select 'pending payout', id, format('of %s, created %s', amount_minor, created_at)
       from cell_00.payouts where status = 'pending' and amount_minor % 10000 <> 9020
       union all
       select 'pending payment that its channel has', id, format('of %s, created %s', amount_minor, created_at)
       from cell_00.payments p where status = 'pending' and entry <> 'page' and not (${mayStayOpen.payments})
       union all
       select 'pending refund', id, format('%s of %s, created %s', kind, amount_minor, created_at)
       from cell_00.refunds r where status = 'pending' and not (${mayStayOpen.refunds})
       union all
       select 'pending payout that the bank has finished', p.id, b.status
       from cell_00.payouts p join sandbox_bank.orders b on b.id = p.id where p.status = 'pending' and b.status <> 'accepted'
       union all
       select 'pending refund that the bank has finished', r.id, b.status
       from cell_00.refunds r join sandbox_bank.orders b on b.id = r.id where r.status = 'pending' and b.status <> 'accepted'
       union all
       select 'pending payment whose money has arrived', p.id, format('told: %s', c.answer)
       from cell_00.payments p join sandbox_bank.credits c on c.payment_id = p.id where p.status = 'pending'
       union all
       select 'notification', id, format('%s after %s tries, due %s', status, attempts, due_at)
       from cell_00.notifications where status not in ('delivered', 'superseded')
       union all
       -- What the gateway finds out by asking, nobody tells it, and it never confirms.
       select 'credit that the gateway has not confirmed', payment_id, format('due %s', due_at)
       from sandbox_bank.credits where confirmed_at is null and (due_at is not null or currency <> 'CNY')
       union all
       select 'order at the bank', id, format('%s %s, due %s', kind, status, due_at)
       from sandbox_bank.orders o where due_at is not null or (status = 'accepted' and not (${mayStayOpen.bankOrders}))`,
    )),
  ];
}
