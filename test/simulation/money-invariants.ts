// What must hold of the money at any instant, whatever happened before.
import assert from 'node:assert/strict';
import type { AccountKind } from '../../src/core/ledger/ledger.ts';
import type { Payment } from '../../src/core/payment/payment.ts';
import type { Refund } from '../../src/core/refund/refund.ts';
import { dayMs } from '../../src/kernel/clock.ts';
import { daysOf, expectedFee, expectedTransfers, type Outside, releasedTo } from './expected-transfers.ts';
import { groupBy, type Rows } from './rows.ts';

/** Throws an assertion error that names what is broken. */
export function checkMoney(rows: Rows, outside: Outside): void {
  checkTransfers(rows, outside);
  checkBalances(rows, outside);
  checkCredits(rows, outside);
  checkFees(rows, outside);
  checkSettlements(rows, outside);
  checkUsages(rows, outside);
  checkRefunds(rows);
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
    const payouts = pending.reduce((rest, { amountMinor, feeMinor }) => rest + amountMinor + feeMinor, 0n);
    const refunds = rows.refunds.filter(
      ({ merchantId, status, heldFrom }) => merchantId === id && status === 'pending' && heldFrom !== null,
    );
    const shares = rows.shares.filter(({ merchantId, status }) => merchantId === id && status === 'pending');
    const held = payouts + sum(refunds) + sum(shares);
    assert.equal(balance(rows, id, 'held'), held, `what is held of ${id} is not what is pending of it`);
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

/** What counts on a merchant's day is what was asked for on it and was paid or can be. */
function checkUsages(rows: Rows, { merchants }: Outside): void {
  const counted = new Map<string, { amountMinor: bigint; count: number }>();
  const single = new Set(rows.instruments.map(({ paymentId }) => paymentId));
  for (const { id: paymentId, merchantId, currency, instrumentId, status, amountMinor, createdAt } of rows.payments) {
    const { dailyAmount, dailyCount } = merchants.find(({ id }) => id === merchantId)?.limits.payment ?? {};
    if (instrumentId !== null && !single.has(paymentId)) continue;
    if (dailyAmount === undefined && dailyCount === undefined) continue;
    const id = `${merchantId}:${currency}:${manilaDay(createdAt)}`;
    const before = counted.get(id) ?? { amountMinor: 0n, count: 0 };
    const isCounted = status === 'pending' || status === 'completed';
    const after = isCounted ? { amountMinor: before.amountMinor + amountMinor, count: before.count + 1 } : before;
    counted.set(id, after);
    assert.ok(after.amountMinor <= (dailyAmount ?? after.amountMinor), `${id} has taken in too much`);
    assert.ok(after.count <= (dailyCount ?? after.count), `${id} has taken in too often`);
  }
  const actual = new Map(rows.usages.map(({ id, amountMinor, count }) => [id, { amountMinor, count }]));
  assert.deepEqual(sorted(actual), sorted(counted), 'a day does not count what was asked for on it');
}

/** A payment says of its refunds what they say themselves; what was taken back was taken back once, and wholly. */
function checkRefunds(rows: Rows): void {
  const refundsOf = groupBy(rows.refunds, ({ paymentId }) => paymentId);
  for (const payment of rows.payments) {
    const { id, status, amountMinor, feeMinor } = payment;
    const refunds = refundsOf.get(id) ?? [];
    const held = refunds.filter(({ heldFrom }) => heldFrom !== null);
    const [pending, completed] = (['pending', 'completed'] as const).map((now) =>
      held.filter((refund) => refund.status === now),
    ) as [Refund[], Refund[]];
    assert.equal(payment.refundingMinor, sum(pending), `what is on its way back of ${id}`);
    assert.equal(payment.refundedMinor, sum(completed), `what went back of ${id}`);
    const fees = [...pending, ...completed].reduce((rest, refund) => rest + refund.feeMinor, 0n);
    assert.equal(payment.feeReturnedMinor, fees, `what goes back of the fee of ${id}`);
    assert.ok(sum([...pending, ...completed]) <= amountMinor && fees <= feeMinor, `more of ${id} goes back than came`);
    if (held.length > 0) assert.equal(status, 'completed', `${id} was never paid`);
    assert.equal(payment.lastRefundId !== null, refunds.length > 0, `the last refund of ${id}`);

    const reversals = refunds.filter(({ kind }) => kind === 'reversal');
    assert.ok(reversals.filter((row) => row.status !== 'failed').length <= 1, `${id} is taken back twice`);
    for (const { heldFrom, amountMinor: back, feeMinor: fee } of reversals) {
      assert.deepEqual([back, fee], [amountMinor, heldFrom === null ? 0n : feeMinor], `the reversal of ${id}`);
    }
    const isReversed = reversals.some((row) => row.status === 'completed');
    if (isReversed && status === 'completed') assert.equal(payment.refundedMinor, amountMinor, `${id} was taken back`);
    assert.ok(!isReversed || status !== 'pending', `${id} was taken back and waits`);
  }
}

/** A day holds what its payments earned and what did not go back of it; what is pending is what the open days hold. */
function checkSettlements(rows: Rows, outside: Outside): void {
  const earned = new Map<string, bigint>();
  for (const { merchantId, currency, status, finalAt, amountMinor, feeMinor } of rows.payments) {
    const days = daysOf(outside, merchantId);
    if (status !== 'completed' || finalAt === null || days === 0 || amountMinor === feeMinor) continue;
    const id = `${merchantId}:${currency}:${manilaDay(finalAt + days * dayMs)}`;
    earned.set(id, (earned.get(id) ?? 0n) + amountMinor - feeMinor);
  }
  const payments = new Map(rows.payments.map((payment) => [payment.id, payment]));
  for (const refund of rows.refunds) {
    const { heldFrom, status, amountMinor, feeMinor, paymentId } = refund;
    const isBack = status === 'failed' && releasedTo(rows, refund) === 'pending';
    if (heldFrom !== 'pending' || isBack || amountMinor === feeMinor) continue;
    const day = payments.get(paymentId)?.settlementId ?? '';
    earned.set(day, (earned.get(day) ?? 0n) - (amountMinor - feeMinor));
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

function balance(rows: Rows, merchantId: string, kind: AccountKind): bigint {
  const account = rows.accounts.find((row) => row.merchantId === merchantId && row.kind === kind);
  return account ? account.credits - account.debits : 0n;
}

function sum(rows: readonly { readonly amountMinor: bigint }[] = []): bigint {
  return rows.reduce((rest, { amountMinor }) => rest + amountMinor, 0n);
}

/** The local day of all merchants here. */
function manilaDay(at: number): string {
  return new Date(at + 8 * 3_600_000).toISOString().slice(0, 10);
}

function sorted<Value>(values: ReadonlyMap<string, Value>): [string, Value][] {
  return [...values].sort(([a], [b]) => (a < b ? -1 : 1));
}
