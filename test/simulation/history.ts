// What may not change from one instant to a later one: what is final, what is booked, what was promised.
import assert from 'node:assert/strict';
import type { Authorisation } from '../../src/core/authorisation/authorisation.ts';
import type { Payment } from '../../src/core/payment/payment.ts';
import type { Share } from '../../src/core/split/split.ts';
import type { TableName } from '../../src/core/state.ts';
import type { Rows } from './rows.ts';

/** Throws when a row that was there vanished, or changed what may not change. */
export function checkHistory(before: Rows, after: Rows): void {
  keep(before.payments.map(withoutReturns), after.payments.map(withoutReturns), 'payments', isFinal);
  keep(before.refunds, after.refunds, 'refunds', isFinal);
  keep(before.payouts, after.payouts, 'payouts', isFinal);
  keep(before.mandates, after.mandates, 'mandates', ({ status }) => status !== 'requested' && status !== 'active');
  keep(before.identityChecks, after.identityChecks, 'identityChecks', isFinal);
  keep(before.authorisations, after.authorisations, 'authorisations', isEnded);
  keep(before.releases, after.releases, 'releases', isFinal);
  keep(before.shares.map(withoutReturned), after.shares.map(withoutReturned), 'shares', isFinal);
  keep(before.shareReturns, after.shareReturns, 'shareReturns', isFinal);
  keep(before.legs, after.legs, 'legs', () => true);
  keep(before.receivers, after.receivers, 'receivers', () => false);
  keep(before.instruments, after.instruments, 'instruments', ({ status }) => status !== 'active');
  keep(before.settlements, after.settlements, 'settlements', ({ status }) => status === 'settled');
  keep(before.transfers, after.transfers, 'transfers', () => true);
  keep(before.attempts, after.attempts, 'attempts', () => true);
  keep(before.accounts, after.accounts, 'accounts', () => false);
  keep(before.notifications, after.notifications, 'notifications', () => false);

  checkDebits(before, after);
  const notifications = byId(after.notifications);
  for (const { id, url, body, event, deliveredAt, attempts } of before.notifications) {
    const now = notifications.get(id);
    assert.deepEqual([now?.url, now?.body, now?.event], [url, body, event], `${id} says something else now`);
    if (deliveredAt !== null) assert.equal(now?.deliveredAt, deliveredAt, `${id} was delivered before`);
    assert.ok((now?.attempts ?? 0) >= attempts, `${id} was tried more often before`);
  }
  const accounts = byId(after.accounts);
  for (const { id, debits, credits } of before.accounts) {
    const now = accounts.get(id);
    assert.ok(now && now.debits >= debits && now.credits >= credits, `${id} has lost a booking`);
  }
}

/** What has ended takes no debit any more. */
function checkDebits(before: Rows, after: Rows): void {
  const mandates = byId(before.mandates);
  const known = byId(before.payments);
  for (const { id, entry, payerCode } of after.payments) {
    if (entry !== 'debit' || known.has(id)) continue;
    const { status = 'requested' } = mandates.get(payerCode ?? '') ?? {};
    assert.ok(status === 'requested' || status === 'active', `${id} was taken by a mandate that is ${status}`);
  }
}

function isFinal({ status }: { readonly status: string }): boolean {
  return status !== 'pending';
}

function isEnded({ status }: Authorisation): boolean {
  return status === 'failed' || status === 'closed';
}

/** What of a payment stays when money of it goes back, or on to others. */
function withoutReturns(payment: Payment): Payment {
  const back = { refundedMinor: 0n, refundingMinor: 0n, feeReturnedMinor: 0n, lastRefundId: null };
  return { ...payment, ...back, splitMinor: 0n, splitEnded: false };
}

function withoutReturned(share: Share): Share {
  return { ...share, returnedMinor: 0n, returningMinor: 0n };
}

function keep<Row extends { readonly id: string }>(
  before: readonly Row[],
  after: readonly Row[],
  table: TableName,
  isFinal: (row: Row) => boolean,
): void {
  const rows = byId(after);
  for (const row of before) {
    const now = rows.get(row.id);
    assert.ok(now, `${table} ${row.id} vanished`);
    if (isFinal(row)) assert.deepEqual(now, row, `${table} ${row.id} was final`);
  }
}

function byId<Row extends { readonly id: string }>(rows: readonly Row[]): Map<string, Row> {
  return new Map(rows.map((row) => [row.id, row]));
}
