// What must hold at any instant, whatever happened before: about money first, then about what is owed and named.
import assert from 'node:assert/strict';
import type { AccountKind } from '../../src/core/ledger/ledger.ts';
import type { Payment } from '../../src/core/payment/payment.ts';
import { daysOf, expectedFee, expectedTransfers, type Outside } from './expected-transfers.ts';
import { groupBy, type Rows } from './rows.ts';

/** Throws an assertion error that names what is broken. */
export function checkRows(rows: Rows, outside: Outside): void {
  checkTransfers(rows, outside);
  checkBalances(rows, outside);
  checkCredits(rows, outside);
  checkFees(rows, outside);
  checkSettlements(rows, outside);
  checkInstruments(rows);
  checkTimes(rows);
  checkTasks(rows);
  checkNotifications(rows);
  checkNames(rows);
}

/** Every transfer has its cause, and every cause has all of its transfers. */
function checkTransfers(rows: Rows, outside: Outside): void {
  const actual = rows.transfers.map(
    ({ id, debitAccount, creditAccount, amountMinor }) =>
      [id, `${debitAccount} > ${creditAccount}: ${amountMinor}`] as const,
  );
  const expected = expectedTransfers(rows, outside);
  for (const [id, booked] of actual)
    assert.equal(booked, expected.get(id), `the transfer ${id} is not what its cause asks for`);
  const ids = new Set(actual.map(([id]) => id));
  for (const id of expected.keys()) assert.ok(ids.has(id), `the transfer ${id} is missing`);
}

/** Accounts are the sums of their transfers, all of them together are zero, and no merchant's is below it. */
function checkBalances(rows: Rows, outside: Outside): void {
  const debits = groupBy(rows.transfers, (transfer) => transfer.debitAccount);
  const credits = groupBy(rows.transfers, (transfer) => transfer.creditAccount);
  for (const account of rows.accounts) {
    assert.equal(account.debits, sum(debits.get(account.id)), `the debits of ${account.id}`);
    assert.equal(account.credits, sum(credits.get(account.id)), `the credits of ${account.id}`);
    if (['available', 'pending', 'held', 'suspense'].includes(account.kind))
      assert.ok(account.credits >= account.debits, `${account.id} is below zero`);
  }
  const total = rows.accounts.reduce((rest, account) => rest + account.credits - account.debits, 0n);
  assert.equal(total, 0n, 'all accounts together must be zero');
  for (const { id } of outside.merchants) {
    const pending = rows.payouts.filter(({ merchantId, status }) => merchantId === id && status === 'pending');
    const held = pending.reduce((rest, { amountMinor, feeMinor }) => rest + amountMinor + feeMinor, 0n);
    assert.equal(balance(rows, id, 'held'), held, `what is held of ${id} is not what its pending payouts need`);
  }
}

/** The bank's credits are booked at most once each, and nothing else came in by a channel. */
function checkCredits(rows: Rows, { credits, merchants }: Outside): void {
  const byReference = new Map(credits.map((credit) => [`${credit.channel}.${credit.command.bankReference}`, credit]));
  const paid = new Map<string, Payment>();
  for (const payment of rows.payments.filter(({ status }) => status === 'completed')) {
    const name = `${payment.channel}.${payment.bankReference}`;
    assert.ok(!paid.has(name), `the credit ${name} completed two payments`);
    paid.set(name, payment);
    const { merchantId, command } = byReference.get(name) ?? {};
    assert.deepEqual([payment.merchantId, payment.amountMinor], [merchantId, command?.amountMinor], `${name} is not`);
  }
  const booked = new Set(rows.transfers.map(({ id }) => id));
  const came = new Map(merchants.map(({ id }) => [id, 0n]));
  for (const [name, { merchantId, command }] of byReference) {
    const isInSuspense = booked.has(`${name}/suspense`);
    assert.ok(!(isInSuspense && paid.has(name)), `the credit ${name} is booked twice`);
    if (isInSuspense || paid.has(name)) came.set(merchantId, (came.get(merchantId) ?? 0n) + command.amountMinor);
  }
  for (const [merchantId, amountMinor] of came) {
    const channels = rows.accounts.filter((row) => row.merchantId === merchantId && row.kind.startsWith('channel:'));
    const debits = channels.reduce((rest, account) => rest + account.debits, 0n);
    assert.equal(debits, amountMinor, `what came in for ${merchantId} is not what the bank told of`);
  }
}

function checkFees(rows: Rows, outside: Outside): void {
  for (const { id, merchantId, status, amountMinor, feeMinor } of rows.payments) {
    const expected = status === 'completed' ? expectedFee(outside, merchantId, 'payment', amountMinor) : 0n;
    assert.equal(feeMinor, expected, `the fee of ${id}`);
  }
  for (const { id, merchantId, amountMinor, feeMinor } of rows.payouts)
    assert.equal(feeMinor, expectedFee(outside, merchantId, 'payout', amountMinor), `the fee of ${id}`);
}

/** A day holds what its payments earned; what is pending is what the open days hold. */
function checkSettlements(rows: Rows, outside: Outside): void {
  const earned = new Map<string, bigint>();
  for (const { merchantId, currency, status, finalAt, amountMinor, feeMinor } of rows.payments) {
    const days = daysOf(outside, merchantId);
    if (status !== 'completed' || finalAt === null || days === 0 || amountMinor === feeMinor) continue;
    const manila = new Date(finalAt + (days * 24 + 8) * 3_600_000).toISOString().slice(0, 10);
    const id = `${merchantId}:${currency}:${manila}`;
    earned.set(id, (earned.get(id) ?? 0n) + amountMinor - feeMinor);
  }
  const actual = new Map(rows.settlements.map(({ id, amountMinor }) => [id, amountMinor]));
  assert.deepEqual(sorted(actual), sorted(earned), 'a day does not hold what its payments earned');
  for (const { id } of outside.merchants) {
    const open = rows.settlements.filter((day) => day.merchantId === id && day.status === 'open');
    assert.equal(balance(rows, id, 'pending'), sum(open), `what is pending of ${id} is not what its days hold`);
  }
  const settledAt = new Map(rows.transfers.map(({ id, at }) => [id, at]));
  for (const { id, dueAt } of rows.settlements)
    assert.ok((settledAt.get(`${id}/settlement`) ?? dueAt) >= dueAt, `${id} was settled too early`);
}

/** A code for one payment is open as long as its payment waits, and used when it was paid. */
function checkInstruments(rows: Rows): void {
  const payments = new Map(rows.payments.map((payment) => [payment.id, payment]));
  const expected = { active: ['pending'], used: ['completed', 'failed'], expired: ['closed'], cancelled: ['closed'] };
  for (const { id, paymentId, status } of rows.instruments) {
    if (paymentId === null) assert.notEqual(status, 'used', `${id} can be paid many times and is used up`);
    else assert.ok(expected[status].includes(payments.get(paymentId)?.status ?? ''), `${id} is ${status}`);
  }
}

/** Nothing expires before its time, and a closed code earns nothing any more. */
function checkTimes(rows: Rows): void {
  for (const { id, status, expiresAt, finalAt } of rows.payments)
    if (status === 'closed' && expiresAt !== null) assert.ok((finalAt ?? 0) >= expiresAt, `${id} expired too early`);
  const closed = rows.instruments.filter(({ status }) => status === 'expired' || status === 'cancelled');
  const closedAt = new Map(closed.map(({ id, updatedAt }) => [id, updatedAt]));
  for (const { id, status, expiresAt, updatedAt } of closed)
    if (status === 'expired') assert.ok(updatedAt >= (expiresAt ?? Infinity), `${id} expired too early`);
  for (const { id, status, instrumentId, createdAt } of rows.payments) {
    const isLate = createdAt > (closedAt.get(instrumentId ?? '') ?? Infinity);
    assert.ok(!isLate || status === 'closed', `${id} came on a closed code and is ${status}`);
  }
}

/** A pending payout has exactly one task, and nothing else has any. */
function checkTasks(rows: Rows): void {
  const waiting = rows.payouts.filter(({ status }) => status === 'pending').map(({ id }) => id);
  const owed = rows.tasks.map(({ subjectId }) => subjectId);
  assert.deepEqual(owed.sort(), waiting.sort(), 'a pending payout has one task, and only those have one');
}

/** Whatever became final is told once, if there is an address; every try is on record. */
function checkNotifications(rows: Rows): void {
  const manyTimes = new Set(rows.instruments.filter(({ paymentId }) => paymentId === null).map(({ id }) => id));
  // Money on a closed code makes a payment that was never open: its merchant is told of none.
  const silent = ({ status, instrumentId }: Payment) => status === 'closed' && manyTimes.has(instrumentId ?? '');
  const told = [...rows.payments.filter((payment) => !silent(payment)), ...rows.payouts]
    .filter(({ status, notifyUrl }) => status !== 'pending' && notifyUrl !== null)
    .map(({ id, status }) => `${id}.${status}`);
  const owed = rows.notifications.map(({ id }) => id);
  assert.deepEqual(owed.sort(), told.sort(), 'what became final is told once');
  const attempts = groupBy(rows.attempts, ({ notificationId }) => notificationId);
  for (const { id, attempts: tries, status, deliveredAt } of rows.notifications) {
    const numbers = (attempts.get(id) ?? []).map((attempt) => Number(attempt.id.split('#')[1])).sort((a, b) => a - b);
    assert.deepEqual(
      numbers,
      Array.from({ length: tries }, (_, index) => index + 1),
      `the tries of ${id}`,
    );
    if (status !== 'pending') assert.equal(deliveredAt !== null, status === 'delivered', `${id} is ${status}`);
  }
}

/** References and idempotency keys name one thing each; one code of a reference is open at a time. */
function checkNames(rows: Rows): void {
  const ownReference = rows.payments.filter(({ instrumentId }) => instrumentId === null);
  assertUnique(ownReference.map(({ referenceScope, reference }) => `payment ${referenceScope} ${reference}`));
  assertUnique(rows.payouts.map(({ referenceScope, reference }) => `payout ${referenceScope} ${reference}`));
  assertUnique(rows.payouts.map(({ referenceScope, idempotencyKey }) => `key ${referenceScope} ${idempotencyKey}`));
  const slots = groupBy(rows.instruments, ({ referenceScope, reference, slot }) =>
    [referenceScope, reference, slot].join(' '),
  );
  for (const [name, instruments] of slots) {
    const open = instruments.filter(({ status }) => status === 'active');
    assert.ok(open.length <= 1, `${name} has ${open.length} open codes`);
    const generations = instruments.map(({ generation }) => generation).sort((a, b) => a - b);
    assert.deepEqual(generations, [...instruments.keys()], `the generations of ${name}`);
  }
}

function assertUnique(names: readonly string[]): void {
  const seen = new Set<string>();
  for (const name of names) {
    assert.ok(!seen.has(name), `${name} names two`);
    seen.add(name);
  }
}

function balance(rows: Rows, merchantId: string, kind: AccountKind): bigint {
  const account = rows.accounts.find((row) => row.merchantId === merchantId && row.kind === kind);
  return account ? account.credits - account.debits : 0n;
}

function sum(rows: readonly { readonly amountMinor: bigint }[] = []): bigint {
  return rows.reduce((rest, { amountMinor }) => rest + amountMinor, 0n);
}

function sorted<Value>(values: ReadonlyMap<string, Value>): [string, Value][] {
  return [...values].sort(([a], [b]) => (a < b ? -1 : 1));
}
