// Fills the gateway's database with old, completed payments, as if they had come through the API: their transfers,
// notifications, attempts and the bank's credits with them.
import type { Sql } from '../src/store/database.ts';

const portion = 100_000;

/** Ids are older than any that the gateway makes now. The books balance afterwards as before. */
export async function storePayments(sql: Sql, count: number): Promise<void> {
  for (let first = 0; first < count; first += portion) {
    const last = Math.min(first + portion, count) - 1;
    for (const statement of statements) await sql.unsafe(statement, [first, last]);
  }
  await sql.unsafe(accountsStatement, [count]);
  for (const table of ['payments', 'transfers', 'notifications', 'attempts', 'accounts'])
    await sql.unsafe(`vacuum analyze cell_00.${table}`);
  await sql.unsafe('vacuum analyze sandbox_bank.credits');
}

/** A thousand merchants in turn; a payment every ten milliseconds, from September 2020 on. */
const rows = `(
  select n, 'C00' || lpad((21000000000 + n * 10)::text, 12, '0') || '0000000000' as id,
    'M00' || lpad((n % 1000)::text, 22, '0') as merchant,
    timestamptz '2020-09-01 00:00:00+00' + n * interval '10 milliseconds' as at
  from generate_series($1::bigint, $2::bigint) n
) old`;

const statements = [
  `insert into cell_00.payments (id, merchant_id, app_id, reference_scope, reference, entry, channel, currency,
     amount_minor, fee_minor, refunded_minor, refunding_minor, fee_returned_minor, split_minor, split_ended, status, bank_reference, created_at, final_at, expires_at, notify_url, return_url, details)
   select id, merchant, 'A' || merchant, 'A' || merchant, 'OLD' || n, 'page', 'GCASH_URL', 'PHP', 50010, 750, 0, 0, 0, 0, false, 'completed',
     '42' || substr(id, 2), at, at + interval '1 minute', at + interval '1 hour', 'http://127.0.0.1:9/notify',
     'https://shop.example/thanks',
     '{"appName":"Bench Store","customerName":"Juan Dela Cruz","email":"juan@example.com","mobile":"09171234567","remark":null}'
   from ${rows}`,
  `insert into cell_00.transfers (id, merchant_id, debit_account, credit_account, amount_minor, currency, code, cause_id, at)
   select id || '/' || code, merchant, merchant || ':PHP:' || debit, merchant || ':PHP:' || credit, amount, 'PHP', code, id, at
   from ${rows}, (values ('payment', 'channel:GCASH_URL', 'available', 50010), ('payment_fee', 'available', 'fees', 750))
     as booking (code, debit, credit, amount)`,
  `insert into cell_00.notifications (id, merchant_id, app_id, subject_id, event, url, body, status, attempts, due_at,
     created_at, delivered_at)
   select id || '.completed', merchant, 'A' || merchant, id, 'payment.completed', 'http://127.0.0.1:9/notify',
     '{"eventName":"h5.payment.success","transactionId":"' || id || '","sign":"' || repeat('0', 40) || '"}' || repeat(' ', 200),
     'delivered', 1, at, at, at
   from ${rows}`,
  `insert into cell_00.attempts (id, notification_id, at, status, latency_ms, answer)
   select id || '.completed#1', id || '.completed', at, 200, 3, '{"code":1,"msg":"success","data":{}}' from ${rows}`,
  `insert into sandbox_bank.credits (payment_id, reference, cell, merchant_id, channel, currency, amount_minor,
     awaits_expiry, booked_at, confirmed_at, answer)
   select id, '42' || substr(id, 2), 0, merchant, 'GCASH_URL', 'PHP', 50010, false, at, at, 'completed' from ${rows}`,
];

const accountsStatement = `
  insert into cell_00.accounts (id, merchant_id, currency, kind, debits, credits)
  select merchant || ':PHP:' || kind, merchant, 'PHP', kind, payments * debits, payments * credits
  from (select 'M00' || lpad(m::text, 22, '0') as merchant, ($1::bigint - m + 999) / 1000 as payments
        from generate_series(0, least(999, $1::bigint - 1)) m) owners,
    (values ('channel:GCASH_URL', 50010, 0), ('available', 750, 50010), ('fees', 0, 750)) as kinds (kind, debits, credits)`;
