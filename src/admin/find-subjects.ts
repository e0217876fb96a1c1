// Finds what a reference names, whichever of its names an operator has at hand.
import type { Checkout } from '../core/checkout/checkout.ts';
import type { Instrument } from '../core/instrument/instrument.ts';
import type { App } from '../core/merchant/merchant.ts';
import type { Payment } from '../core/payment/payment.ts';
import type { Share } from '../core/split/split.ts';
import type { Engine } from '../engine/engine.ts';
import { cellOfId } from '../kernel/id.ts';
import type { AdminDeps } from './route.ts';

export interface Subjects {
  readonly cell: number;
  /** Ids of payments, refunds, payouts, checkouts, mandates and identity checks, each once. */
  readonly subjectIds: readonly string[];
}

/**
 * `reference` is the id of a payment, refund, payout, instrument, authorisation, checkout, mandate, identity
 * check or share; with an app it may also
 * be the merchant's own. A payment stands for its refunds as well, an instrument for its payments, an authorisation for its captures,
 * the first hundred of them, a checkout for its newest payment, a share, of which nothing is told, for the payment that was split.
 * Nothing found is an empty list.
 */
export async function findSubjects(deps: AdminDeps, reference: string, app: App | undefined): Promise<Subjects> {
  const { engine, directory } = deps;
  const merchant = app && (await directory.findMerchant(app.merchantId));
  const cell = merchant?.cell ?? cellOfId(reference);
  const cells = cell === undefined ? Array.from({ length: engine.cells }, (_, index) => index) : [cell];
  for (const candidate of cells.filter((index) => index < engine.cells)) {
    const found = await named(engine, candidate, reference);
    if (app)
      for (const scope of [app.id, app.merchantId])
        found.push(...(await namedByReference(engine, candidate, scope, reference)));
    if (found.length === 0) continue;
    const ids = found.map(({ id }) => id);
    // Refunds are found by the ids of their payments; the other ids are none of a payment.
    const refunds = await engine.store(candidate).listRefundsOfPayments(ids, mostListed);
    return { cell: candidate, subjectIds: [...new Set([...ids, ...refunds.map(({ id }) => id)])] };
  }
  return { cell: 0, subjectIds: [] };
}

const mostListed = 100;

interface Named {
  readonly id: string;
}

async function named(engine: Engine, cell: number, id: string): Promise<Named[]> {
  const [payment, refund, payout, mandate, check, instrument, authorisation, checkout, share] = await Promise.all([
    engine.find(cell, 'payments', id),
    engine.find(cell, 'refunds', id),
    engine.find(cell, 'payouts', id),
    engine.find(cell, 'mandates', id),
    engine.find(cell, 'identityChecks', id),
    engine.find(cell, 'instruments', id),
    engine.find(cell, 'authorisations', id),
    engine.find(cell, 'checkouts', id),
    engine.find(cell, 'shares', id),
  ]);
  const ofInstrument = instrument ? await paymentsOf(engine, cell, instrument, [instrument.slot]) : [];
  return [
    ...present(payment, refund, payout, mandate, check),
    ...ofInstrument.filter(({ instrumentId }) => instrumentId === id),
    ...(await capturesOf(engine, cell, authorisation)),
    ...withPayment(checkout),
    ...paymentOf(share),
  ];
}

/** References are unique per app, or per merchant in dialects whose terminals share them. */
async function namedByReference(engine: Engine, cell: number, scope: string, reference: string): Promise<Named[]> {
  const [payment, payout, refund, mandate, check, authorisation, checkout, [share], ofInstruments] = await Promise.all([
    engine.find(cell, 'paymentsByReference', scope, reference),
    engine.find(cell, 'payoutsByReference', scope, reference),
    engine.find(cell, 'refundsByReference', scope, reference),
    engine.find(cell, 'mandatesByReference', scope, reference),
    engine.find(cell, 'identityChecksByReference', scope, reference),
    engine.find(cell, 'authorisationsByReference', scope, reference),
    engine.find(cell, 'checkoutsByReference', scope, reference),
    engine.store(cell).listShares(scope, reference),
    paymentsOfInstruments(engine, cell, scope, reference),
  ]);
  return [
    ...present(payment, payout, refund, mandate, check),
    ...ofInstruments,
    ...(await capturesOf(engine, cell, authorisation)),
    ...withPayment(checkout),
    ...paymentOf(share),
  ];
}

function paymentsOf(
  engine: Engine,
  cell: number,
  { referenceScope, reference }: Pick<Instrument, 'referenceScope' | 'reference'>,
  slots: readonly string[],
): Promise<Payment[]> {
  return engine.store(cell).listPaymentsOfReference(referenceScope, reference, slots, 0, endOfTime, mostListed);
}

/** Of whatever a reference holds: one code, or numbers at several billers. */
async function paymentsOfInstruments(engine: Engine, cell: number, scope: string, reference: string) {
  const held = await engine.store(cell).listInstruments(scope, reference, mostListed);
  const slots = held.map(({ slot }) => slot);
  return slots.length === 0 ? [] : paymentsOf(engine, cell, { referenceScope: scope, reference }, slots);
}

async function capturesOf(engine: Engine, cell: number, authorisation: Named | undefined): Promise<Payment[]> {
  return authorisation ? engine.store(cell).listCaptures(authorisation.id, mostListed) : [];
}

function withPayment(checkout: Checkout | undefined): Named[] {
  return [...present(checkout), ...(checkout?.paymentId ? [{ id: checkout.paymentId }] : [])];
}

/** All shares of a split are of one payment. */
function paymentOf(share: Share | undefined): Named[] {
  return share ? [{ id: share.paymentId }] : [];
}

/** 2100-01-01T00:00:00Z. */
const endOfTime = 4_102_444_800_000;

function present(...rows: readonly (Named | undefined)[]): Named[] {
  return rows.filter((row) => row !== undefined);
}
