// What lies in the database of the biller: its accounts, sales, tokens and identity checks, and the bank's own book beside them.
import type { Sql } from '../../../src/store/database.ts';
import { schemaOf } from '../rows.ts';
import { readTillRows, type TillPaymentRow, type TillRows } from '../upay/rows.ts';

export interface BillerPaymentRow extends TillPaymentRow {
  readonly instrumentId: string | null;
  readonly checkoutId: string | null;
  /** The token by which a debit is taken. */
  readonly payerCode: string | null;
}

export interface PayerAccountRow {
  readonly id: string;
  readonly reference: string;
  readonly channel: string;
  readonly number: string;
  readonly status: 'active' | 'cancelled';
}

export interface CheckoutRow {
  readonly id: string;
  readonly reference: string;
  readonly amountMinor: bigint;
  readonly status: 'open' | 'completed' | 'closed';
  readonly paymentId: string | null;
  readonly tries: number;
}

export interface TokenRow {
  readonly id: string;
  readonly reference: string;
  readonly status: 'requested' | 'active' | 'declined' | 'cancelled' | 'expired';
  /** Whether its user ever gave it. */
  readonly given: boolean;
}

export interface IdentityRow {
  readonly id: string;
  readonly reference: string;
  readonly status: 'pending' | 'passed' | 'rejected' | 'expired';
}

export interface BillerRows extends Omit<TillRows, 'payments'> {
  readonly payments: BillerPaymentRow[];
  readonly payerAccounts: PayerAccountRow[];
  readonly checkouts: CheckoutRow[];
  readonly tokens: TokenRow[];
  readonly identities: IdentityRow[];
}

export async function readBillerRows(sql: Sql, merchantId: string): Promise<BillerRows> {
  const cell = schemaOf(merchantId);
  const query = async <Row>(text: string) => [...(await sql.unsafe<Row>(text, [merchantId]))];
  return {
    ...(await readTillRows(sql, merchantId, 'PHP')),
    payments: await query(
      `select id, reference, entry, channel, amount_minor as "amountMinor", status, instrument_id as "instrumentId",
         checkout_id as "checkoutId", payer_code as "payerCode"
       from ${cell}.payments where merchant_id = $1 order by id`,
    ),
    payerAccounts: await query(
      `select id, reference, channel, presentation as number, status
       from ${cell}.instruments where merchant_id = $1 and payment_id is null order by id`,
    ),
    checkouts: await query(
      `select id, reference, amount_minor as "amountMinor", status, payment_id as "paymentId", tries
       from ${cell}.checkouts where merchant_id = $1 order by id`,
    ),
    tokens: await query(
      `select id, reference, status, decided_at is not null and status <> 'declined' as given
       from ${cell}.mandates where merchant_id = $1 order by id`,
    ),
    identities: await query(
      `select id, reference, status from ${cell}.identity_checks where merchant_id = $1 order by id`,
    ),
  };
}
