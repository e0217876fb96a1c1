// What is still open in the database though nothing keeps it open, and what waits for somebody's act for as long as it takes.
import { clockOffsetSetting } from '../../src/gateway-core.ts';
import type { Sql } from '../../src/store/database.ts';
import { cells } from './gateway-process.ts';
import { debitScenarios } from './paycools/book.ts';
import { openDigits } from './upay/book.ts';

export interface OpenWork {
  /** Which kind of thing it is, and its row. */
  readonly what: string;
  readonly id: string;
  readonly more: string;
}

export async function readOpenWork(sql: Sql): Promise<OpenWork[]> {
  const schemas = Array.from({ length: cells }, (_, cell) => `cell_${String(cell).padStart(2, '0')}`);
  const queries = [...schemas.map(openInCell), openAtBank];
  return [...(await sql.unsafe<OpenWork>(queries.join('\nunion all\n')))];
}

function openInCell(cell: string): string {
  return `
    select 'task' as what, t.id, format('due %s, payout %s, payment %s, refund %s', t.due_at, d.status, p.status, r.status) as more
    from ${cell}.tasks t left join ${cell}.payouts d on d.id = t.subject_id
      left join ${cell}.payments p on p.id = t.subject_id left join ${cell}.refunds r on r.id = t.subject_id
    where not coalesce(d.status = 'pending' and d.amount_minor % 10000 = 9020, false)
      and not coalesce(p.status = 'pending' and (${mayStayOpen.payments}), false)
      and not coalesce(r.status = 'pending' and ${mayStayOpen.refunds}, false)
    union all
    select 'pending payout', id, format('of %s, created %s', amount_minor, created_at)
    from ${cell}.payouts where status = 'pending' and amount_minor % 10000 <> 9020
    union all
    select 'pending payment that its channel has', id, format('of %s, created %s', amount_minor, created_at)
    from ${cell}.payments p where status = 'pending' and entry <> 'page' and not (${mayStayOpen.payments})
    union all
    select 'pending refund', id, format('%s of %s, created %s', kind, amount_minor, created_at)
    from ${cell}.refunds r where status = 'pending' and not (${mayStayOpen.refunds})
    union all
    select 'pending share', id, format('of %s, created %s', amount_minor, created_at)
    from ${cell}.shares where status = 'pending'
    union all
    select 'pending return of a share', id, format('of %s, created %s', amount_minor, created_at)
    from ${cell}.share_returns where status = 'pending'
    union all
    select 'pending payout that the bank has finished', p.id, b.status
    from ${cell}.payouts p join sandbox_bank.orders b on b.id = p.id where p.status = 'pending' and b.status <> 'accepted'
    union all
    select 'pending refund that the bank has finished', r.id, b.status
    from ${cell}.refunds r join sandbox_bank.orders b on b.id = r.id where r.status = 'pending' and b.status <> 'accepted'
    union all
    select 'pending payment whose money has arrived', p.id, format('told: %s', c.answer)
    from ${cell}.payments p join sandbox_bank.credits c on c.payment_id = p.id where p.status = 'pending'
    union all
    select 'open checkout that is paid', c.id, p.id
    from ${cell}.checkouts c join ${cell}.payments p on p.checkout_id = c.id where c.status = 'open' and p.status = 'completed'
    union all
    select 'notification', id, format('%s after %s tries, due %s', status, attempts, due_at)
    from ${cell}.notifications where status not in ('delivered', 'superseded')
    union all
    ${(['payments', 'instruments', 'checkouts', 'mandates', 'identity_checks'] as const).map((table) => endingSoon(cell, table)).join(' union all ')}`;
}

/** What would end by itself between the reading of its row and the question for it. */
function endingSoon(cell: string, table: string): string {
  return `select '${aboutToEnd}, of ${table}', id, format('%s, at %s', status, expires_at)
    from ${cell}.${table} where status in ('pending', 'active', 'open', 'requested')
      and expires_at < now() + interval '${checksSeconds} s' + (
        select coalesce(max(value::text::numeric), 0) * interval '1 ms' from directory.settings where key = '${clockOffsetSetting}')`;
}

/** Longer than a round's checks take. */
export const checksSeconds = 45;

export function isEnding({ what }: OpenWork): boolean {
  return what.startsWith(aboutToEnd);
}

const aboutToEnd = 'about to end';

function digitsAreIn(column: string, digits: readonly number[]): string {
  return `${column} % 10000 in (${digits.join(', ')})`;
}

/** What a debit's own trouble keeps open as well: its reversal, and the refund of all of it. */
const openReversals = [...openDigits.orders, ...debitScenarios.open.filter((digits) => digits !== 9020)];
const openRefunds = [...openDigits.refunds, ...debitScenarios.open];

/** Conditions on a row's own amount. */
const mayStayOpen = {
  payments: `${digitsAreIn('p.amount_minor', openDigits.orders)}
    or (p.entry = 'debit' and ${digitsAreIn('p.amount_minor', debitScenarios.open)})`,
  refunds: `case r.kind when 'refund' then ${digitsAreIn('r.amount_minor', openRefunds)}
    else ${digitsAreIn('r.amount_minor', openReversals)} end`,
  bankOrders: `case when o.kind = 'payout' then ${digitsAreIn('o.amount_minor', [9020])}
    when o.kind = 'refund' then ${digitsAreIn('o.amount_minor', openRefunds)}
    when o.kind = 'reversal' then ${digitsAreIn('o.amount_minor', openReversals)}
    when o.currency = 'PHP' then ${digitsAreIn('o.amount_minor', debitScenarios.open)}
    else ${digitsAreIn('o.amount_minor', openDigits.orders)} end`,
} as const;

// What the gateway finds out by asking for an order, nobody tells it, and it never confirms.
const openAtBank = `
    select 'credit that the gateway has not confirmed', payment_id, format('due %s', due_at)
    from sandbox_bank.credits c where confirmed_at is null
      and (due_at is not null or not exists (select from sandbox_bank.orders o where o.id = c.payment_id))
    union all
    select 'order at the bank', id, format('%s %s, due %s', kind, status, due_at)
    from sandbox_bank.orders o where due_at is not null or (status = 'accepted' and not (${mayStayOpen.bankOrders}))`;
