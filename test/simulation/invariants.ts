// What must hold at any instant, whatever happened before: the money, then what is owed, told and named.
import assert from 'node:assert/strict';
import type { Release } from '../../src/core/authorisation/authorisation.ts';
import type { Mandate } from '../../src/core/mandate/mandate.ts';
import type { Payment } from '../../src/core/payment/payment.ts';
import type { Refund } from '../../src/core/refund/refund.ts';
import type { Outside } from './expected-transfers.ts';
import { checkMoney } from './money-invariants.ts';
import { checkProducts } from './product-invariants.ts';
import { groupBy, type Rows } from './rows.ts';

/** Throws an assertion error that names what is broken. */
export function checkRows(rows: Rows, outside: Outside): void {
  checkMoney(rows, outside);
  checkProducts(rows, outside);
  checkInstruments(rows);
  checkTimes(rows);
  checkTasks(rows);
  checkNotifications(rows);
  checkNames(rows);
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
  for (const { id, status, expiresAt, finalAt, entry } of rows.payments)
    if (entry === 'page' && status === 'closed' && expiresAt !== null)
      assert.ok((finalAt ?? 0) >= expiresAt, `${id} expired too early`);
  const closed = rows.instruments.filter(({ status }) => status === 'expired' || status === 'cancelled');
  const closedAt = new Map(closed.map(({ id, updatedAt }) => [id, updatedAt]));
  for (const { id, status, expiresAt, updatedAt } of closed)
    if (status === 'expired') assert.ok(updatedAt >= (expiresAt ?? Infinity), `${id} expired too early`);
  for (const { id, status, instrumentId, createdAt } of rows.payments) {
    const isLate = createdAt > (closedAt.get(instrumentId ?? '') ?? Infinity);
    assert.ok(!isLate || status === 'closed', `${id} came on a closed code and is ${status}`);
  }
}

/** Whatever waits for the gateway to ask has exactly one task, and nothing else has any. */
function checkTasks(rows: Rows): void {
  // A page is nothing to the channel before it is paid.
  const asked = rows.payments.filter(({ entry }) => entry !== 'page');
  const calls = [
    ...rows.payouts,
    ...rows.refunds,
    ...asked,
    ...rows.authorisations,
    ...rows.shares,
    ...rows.shareReturns,
  ];
  const waiting = [...calls, ...rows.releases.filter(isItsTurn(rows))].filter(({ status }) => status === 'pending');
  // An order that was taken is told of by its channel; a doubt that came later is asked about nevertheless.
  const taken = new Set(asked.filter(({ entry, acceptedAt }) => entry === 'order' && acceptedAt).map(({ id }) => id));
  const owed = rows.tasks.map(({ subjectId }) => subjectId);
  assertUnique(owed.map((id) => `a task of ${id}`));
  const owedOf = new Set(owed);
  const expected = waiting.map(({ id }) => id).filter((id) => owedOf.has(id) || !taken.has(id));
  assert.deepEqual(owed.sort(), expected.sort(), 'what is to be asked has one task, and only that');
}

/** A release waits for its authorisation to be decided, where it cancels that, or for the capture whose rest it is. */
function isItsTurn({ payments, authorisations }: Rows): (release: Release) => boolean {
  const pending = new Set(
    [...payments, ...authorisations].filter(({ status }) => status === 'pending').map(({ id }) => id),
  );
  return ({ referenceScope, reference }) => {
    const [id = '', what] = referenceScope.split('.');
    return reference !== '' || (what !== 'cancel' && what !== 'rest') || !pending.has(id);
  };
}

/** Whatever became final is told once, if there is an address; every try is on record. */
function checkNotifications(rows: Rows): void {
  const owed = rows.notifications.map(({ id }) => id);
  assert.deepEqual(owed.sort(), told(rows).sort(), 'what became final is told once');
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

/** The names of all that merchants with an address are to be told. */
function told(rows: Rows): string[] {
  const manyTimes = new Set(rows.instruments.filter(({ paymentId }) => paymentId === null).map(({ id }) => id));
  const reversals = groupBy(
    rows.refunds.filter(({ kind }) => kind === 'reversal'),
    ({ paymentId }) => paymentId,
  );
  const events: { readonly id: string; readonly notifyUrl: string | null; readonly events: readonly string[] }[] = [
    ...rows.payments.map((payment) => ({
      ...payment,
      events: [
        // Money on a closed code makes a payment that was never open: its merchant is told of none.
        ...(payment.status === 'closed' && manyTimes.has(payment.instrumentId ?? '') ? [] : endOf(payment, reversals)),
        ...eventsOfReversals(reversals.get(payment.id) ?? []),
      ],
    })),
    // The end of a reversal is told as what it means for its payment.
    ...rows.refunds.map((refund) => ({
      ...refund,
      events: refund.kind === 'reversal' && refund.status === 'completed' ? [] : [refund.status],
    })),
    ...rows.payouts.map((payout) => ({ ...payout, events: [payout.status] })),
    ...rows.mandates.map((mandate) => ({ ...mandate, events: eventsOfMandate(mandate) })),
    // Nobody is told that a check expired.
    ...rows.identityChecks.map((check) => ({ ...check, events: check.status === 'expired' ? [] : [check.status] })),
  ];
  return events
    .filter(({ notifyUrl }) => notifyUrl !== null)
    .flatMap(({ id, events: names }) => names.filter((name) => name !== 'pending').map((name) => `${id}.${name}`));
}

function endOf({ id, status }: Payment, reversals: ReadonlyMap<string, Refund[]>): string[] {
  const own = reversals.get(id) ?? [];
  // A reversal that closed it, or that was under way when it was paid and was not refused since, tells for it.
  const isClosedByReversal = status === 'closed' && own.some((refund) => refund.status === 'completed');
  const isTakenBack =
    status === 'completed' &&
    own.some((refund) => !refund.foundCompleted && refund.heldFrom !== null && refund.status !== 'failed');
  return isClosedByReversal || isTakenBack ? [] : [status];
}

function eventsOfReversals(reversals: readonly Refund[]): string[] {
  const byTime = reversals.some(({ initiator, generation }) => initiator === 'gateway' && generation === 0);
  return [
    ...(byTime ? ['reversing'] : []),
    ...(reversals.some(({ status }) => status === 'completed') ? ['reversed'] : []),
  ];
}

function eventsOfMandate({ status, decidedAt }: Mandate): string[] {
  const wasGiven = decidedAt !== null && status !== 'declined';
  const isOver = status !== 'requested' && status !== 'active';
  return [...(wasGiven ? ['created'] : []), ...(isOver ? [wasGiven ? 'cancelled' : 'declined'] : [])];
}

/** References and idempotency keys name one thing each; one code of a reference is open at a time. */
function checkNames(rows: Rows): void {
  const ownReference = rows.payments.filter(({ instrumentId }) => instrumentId === null);
  assertUnique(ownReference.map(({ referenceScope, reference }) => `payment ${referenceScope} ${reference}`));
  assertUnique(rows.payouts.map(({ referenceScope, reference }) => `payout ${referenceScope} ${reference}`));
  assertUnique(rows.payouts.map(({ referenceScope, idempotencyKey }) => `key ${referenceScope} ${idempotencyKey}`));
  assertUnique(rows.mandates.map(({ referenceScope, reference }) => `mandate ${referenceScope} ${reference}`));
  assertUnique(rows.identityChecks.map(({ referenceScope, reference }) => `check ${referenceScope} ${reference}`));
  assertUnique(
    rows.authorisations.map(({ referenceScope, reference }) => `authorisation ${referenceScope} ${reference}`),
  );
  assertUnique(rows.releases.map(({ referenceScope, reference }) => `release ${referenceScope} ${reference}`));
  assertUnique(
    rows.shares.map(({ referenceScope, reference, position }) => `${referenceScope} ${reference} ${position}`),
  );
  assertUnique(rows.shareReturns.map(({ referenceScope, reference }) => `return ${referenceScope} ${reference}`));
  const references = groupBy(rows.refunds, ({ referenceScope, reference }) => `${referenceScope} ${reference}`);
  for (const [name, refunds] of references) {
    const newest = [...refunds].sort((a, b) => b.generation - a.generation);
    assert.deepEqual(newest.map(({ generation }) => generation).reverse(), [...newest.keys()], `the tries of ${name}`);
    for (const { status } of newest.slice(1)) assert.equal(status, 'failed', `an earlier try of ${name}`);
  }
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
