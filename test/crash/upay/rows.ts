// What lies in the database of the tills' orders: the gateway's rows, and the bank's own book beside them.
import type { Sql } from '../../../src/store/database.ts';
import { schemaOf } from '../rows.ts';

export interface TillPaymentRow {
  readonly id: string;
  readonly reference: string;
  readonly entry: string;
  readonly channel: string;
  readonly amountMinor: bigint;
  readonly status: 'pending' | 'completed' | 'failed' | 'closed';
}

export interface TillRefundRow {
  readonly id: string;
  readonly paymentId: string;
  readonly reference: string;
  readonly kind: 'refund' | 'reversal';
  readonly initiator: 'merchant' | 'gateway';
  readonly amountMinor: bigint;
  readonly foundCompleted: boolean;
  readonly status: 'pending' | 'completed' | 'failed';
}

/** What the bank was asked to do, by the gateway's id of it. */
export interface BankOrderRow {
  readonly id: string;
  readonly kind: string;
  readonly channel: string;
  readonly targetId: string | null;
  readonly payerCode: string | null;
  /** Whose account a payout goes to. */
  readonly destination: string;
  readonly amountMinor: bigint;
  readonly movedMinor: bigint;
  readonly status: 'accepted' | 'done' | 'refused' | 'stopped';
  /** How often the gateway handed it over, and how often of those the bank had it already. */
  readonly sent: number;
  readonly replays: number;
}

export interface TillRows {
  readonly payments: TillPaymentRow[];
  readonly refunds: TillRefundRow[];
  readonly bankOrders: BankOrderRow[];
  readonly credits: { readonly paymentId: string; readonly channel: string; readonly amountMinor: bigint }[];
  readonly accounts: { readonly kind: string; readonly debits: bigint; readonly credits: bigint }[];
}

/** Of one currency, by which the merchant's apps are told apart here. */
export async function readTillRows(sql: Sql, merchantId: string, currency: 'CNY' | 'THB' | 'PHP'): Promise<TillRows> {
  const cell = schemaOf(merchantId);
  const query = async <Row>(text: string) => [...(await sql.unsafe<Row>(text, [merchantId, currency]))];
  return {
    payments: await query(
      `select id, reference, entry, channel, amount_minor as "amountMinor", status
       from ${cell}.payments where merchant_id = $1 and currency = $2 order by id`,
    ),
    refunds: await query(
      `select id, payment_id as "paymentId", reference, kind, initiator, amount_minor as "amountMinor",
         found_completed as "foundCompleted", status
       from ${cell}.refunds where merchant_id = $1 and currency = $2 order by id`,
    ),
    bankOrders: await query(
      `with sent as (
         select order_id, count(*) as times, count(*) filter (where replay) as replays
         from sandbox_bank.requests where kind like 'send-%' group by order_id
       )
       select id, kind, channel, target_id as "targetId", payer_code as "payerCode", destination, amount_minor as "amountMinor",
         moved_minor as "movedMinor", status, coalesce(times, 0)::int as sent, coalesce(replays, 0)::int as replays
       from sandbox_bank.orders left join sent on order_id = id
       where merchant_id = $1 and currency = $2 and kind <> 'payment' order by id`,
    ),
    credits: await query(
      `select payment_id as "paymentId", channel, amount_minor as "amountMinor"
       from sandbox_bank.credits where merchant_id = $1 and currency = $2 order by payment_id`,
    ),
    accounts: await query(
      `select kind, debits, credits from ${cell}.accounts
       where merchant_id = $1 and id like $1 || ':' || $2 || ':%' order by kind`,
    ),
  };
}
