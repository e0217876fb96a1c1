// What must hold at any instant of accounts, mandates, identity checks, authorisations and shares, whatever happened before.
import assert from 'node:assert/strict';
import { isWithinBounds } from '../../src/core/instrument/instrument.ts';
import type { Outside } from './expected-transfers.ts';
import { groupBy, type Rows } from './rows.ts';

/** Throws an assertion error that names what is broken. */
export function checkProducts(rows: Rows, outside: Outside): void {
  checkBounds(rows, outside);
  checkMandates(rows);
  checkIdentityChecks(rows);
  checkAuthorisations(rows);
  checkShares(rows);
  checkTransit(rows);
}

/** What is outside an account's bounds completes no payment: the money is in suspense. */
function checkBounds({ instruments, payments, transfers }: Rows, { credits }: Outside): void {
  const accounts = new Map(instruments.map((instrument) => [instrument.id, instrument]));
  const stray = new Set(transfers.filter(({ code }) => code === 'suspense').map(({ causeId }) => causeId));
  const came = groupBy(credits, ({ command }) => command.paymentId);
  for (const { id, instrumentId, status, amountMinor } of payments) {
    const account = accounts.get(instrumentId ?? '');
    if (!account || account.paymentId !== null || isWithinBounds(account, amountMinor)) continue;
    assert.equal(status, 'closed', `${id} is outside the bounds of ${account.id}`);
    const isStray = came.get(id)?.some(({ channel, command }) => stray.has(`${channel}.${command.bankReference}`));
    assert.ok(isStray, `the money of ${id} is not in suspense`);
  }
}

/** Money is taken only by a mandate of its app and channel, while that is given. */
function checkMandates({ mandates, payments }: Rows): void {
  const known = new Map(mandates.map((mandate) => [mandate.id, mandate]));
  for (const { id, entry, payerCode, appId, channel, createdAt } of payments) {
    if (entry !== 'debit') continue;
    const mandate = known.get(payerCode ?? '');
    assert.deepEqual([mandate?.appId, mandate?.channel], [appId, channel], `${id} has no mandate`);
    const isGiven = (mandate?.decidedAt ?? Infinity) <= createdAt && mandate?.status !== 'declined';
    assert.ok(isGiven && createdAt <= (mandate?.endedAt ?? Infinity), `${id} was taken while it had no mandate`);
  }
  for (const { id, status, cancelledBy, createdAt, decidedAt, endedAt, expiresAt } of mandates) {
    const isOver = status !== 'requested' && status !== 'active';
    assert.equal(endedAt !== null, isOver, `${id} is ${status} and ended at ${endedAt}`);
    assert.equal(cancelledBy !== null, status === 'cancelled', `${id} is ${status}`);
    if (status === 'requested') assert.equal(decidedAt, null, `${id} is not decided`);
    if (status === 'active' || status === 'cancelled') assert.ok((decidedAt ?? 0) >= createdAt, `${id} was not given`);
    if (status === 'expired') assert.ok((endedAt ?? 0) >= expiresAt, `${id} expired too early`);
  }
}

/** A verdict comes in time, and only it says who somebody is. */
function checkIdentityChecks({ identityChecks }: Rows): void {
  for (const { id, status, person, failure, finalAt, expiresAt } of identityChecks) {
    assert.equal(finalAt !== null, status !== 'pending', `${id} is ${status}`);
    assert.equal(failure !== null, status === 'rejected', `the failure of ${id}, which is ${status}`);
    if (status === 'passed') assert.ok(person, `${id} passed as nobody`);
    if (status === 'pending' || status === 'expired') assert.equal(person, null, `${id} is ${status}`);
    if (status === 'expired') assert.ok((finalAt ?? 0) >= expiresAt, `${id} expired too early`);
    else assert.ok((finalAt ?? 0) < expiresAt, `${id} was decided too late`);
  }
}

/** An authorisation says of its captures and releases what they say themselves, and they are never more than it is. */
function checkAuthorisations({ authorisations, payments, releases }: Rows): void {
  const capturesOf = groupBy(payments, ({ authorisationId }) => authorisationId ?? '');
  const releasesOf = groupBy(releases, ({ authorisationId }) => authorisationId);
  for (const authorisation of authorisations) {
    const { id, status, amountMinor } = authorisation;
    const parts = [capturesOf.get(id) ?? [], releasesOf.get(id) ?? []].flatMap((own) =>
      ['pending', 'completed'].map((now) => sum(own.filter((part) => part.status === now))),
    );
    const { capturingMinor, capturedMinor, releasingMinor, releasedMinor } = authorisation;
    // What the wallet refused to keep was released by that.
    const said = [capturingMinor, capturedMinor, releasingMinor, status === 'failed' ? parts[3] : releasedMinor];
    assert.deepEqual(said, parts, `what is captured and released of ${id}`);
    const left = amountMinor - parts.reduce((all, part) => all + part, 0n);
    assert.ok(left >= 0n, `more of ${id} was taken than there is`);
    if (status !== 'authorised' && status !== 'closed')
      assert.deepEqual(capturesOf.get(id) ?? [], [], `${id} is ${status}`);
    const isUsed = left === 0n && capturingMinor === 0n && releasingMinor === 0n;
    if (status === 'authorised' || status === 'closed') assert.equal(status === 'closed', isUsed, `${id} is ${status}`);
  }
}

/** Shares are never more than the payment brought; each ends as its receiver's leg says, and no more comes back than went. */
function checkShares({ payments, shares, shareReturns, legs }: Rows): void {
  const sharesOf = groupBy(shares, ({ paymentId }) => paymentId);
  for (const { id, status, amountMinor, feeMinor, splitMinor } of payments) {
    const own = (sharesOf.get(id) ?? []).filter((share) => share.status !== 'failed');
    const back = own.reduce((all, { returnedMinor }) => all + returnedMinor, 0n);
    assert.equal(splitMinor, sum(own) - back, `what is split of ${id}`);
    assert.ok(splitMinor <= amountMinor - feeMinor, `more of ${id} is split than it brought`);
    if (own.length > 0) assert.equal(status, 'completed', `${id} was never paid`);
  }
  const returnsOf = groupBy(shareReturns, ({ shareId }) => shareId);
  for (const { id, status, amountMinor, returnedMinor, returningMinor } of shares) {
    const own = returnsOf.get(id) ?? [];
    const said = ['completed', 'pending'].map((now) => sum(own.filter((asked) => asked.status === now)));
    assert.deepEqual([returnedMinor, returningMinor], said, `what goes back of ${id}`);
    assert.ok(returnedMinor + returningMinor <= amountMinor, `more of ${id} goes back than went`);
    if (own.length > 0) assert.equal(status, 'completed', `${id} was never paid`);
  }
  const legOf = new Map(legs.map((leg) => [leg.id, leg]));
  for (const { id, status, problem, amountMinor } of [...shares, ...shareReturns]) {
    if (status === 'pending') continue;
    const leg = legOf.get(id);
    assert.deepEqual([leg?.amountMinor, leg?.problem], [amountMinor, problem], `${id} is ${status}, not so its leg`);
    assert.equal(problem === null, status === 'completed', `${id} is ${status}`);
  }
}

/** What is between two merchants was booked by one of them, and the other has not heard yet. */
function checkTransit({ accounts, shares, shareReturns, legs }: Rows): void {
  const open = new Set([...shares, ...shareReturns].filter(({ status }) => status === 'pending').map(({ id }) => id));
  const between = legs
    .filter(({ id, problem }) => problem === null && open.has(id))
    .reduce((all, { direction, amountMinor }) => (direction === 'in' ? all - amountMinor : all + amountMinor), 0n);
  const kept = accounts.filter(({ kind }) => kind === 'transit');
  const balance = kept.reduce((all, { debits, credits }) => all + credits - debits, 0n);
  assert.equal(balance, between, 'what is between merchants');
}

function sum(rows: readonly { readonly amountMinor: bigint }[]): bigint {
  return rows.reduce((all, { amountMinor }) => all + amountMinor, 0n);
}
