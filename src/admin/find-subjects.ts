// Finds what a reference names, whichever of its names an operator has at hand.
import { qrSlot, type Instrument } from '../core/instrument/instrument.ts';
import type { App } from '../core/merchant/merchant.ts';
import type { Payment } from '../core/payment/payment.ts';
import type { Engine } from '../engine/engine.ts';
import { cellOfId } from '../kernel/id.ts';
import type { AdminDeps } from './route.ts';

export interface Subjects {
  readonly cell: number;
  /** Ids of payments, refunds and payouts, each once. */
  readonly subjectIds: readonly string[];
}

/**
 * `reference` is the id of a payment, refund, payout, instrument or authorisation; with an app it may also be the merchant's
 * own. A payment stands for its refunds as well, an instrument for its payments, an authorisation for its captures, the first
 * hundred of them. Nothing found is an empty list.
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
  const [payment, refund, payout, instrument, authorisation] = await Promise.all([
    engine.find(cell, 'payments', id),
    engine.find(cell, 'refunds', id),
    engine.find(cell, 'payouts', id),
    engine.find(cell, 'instruments', id),
    engine.find(cell, 'authorisations', id),
  ]);
  const ofInstrument = instrument ? await paymentsOf(engine, cell, instrument) : [];
  const own = ofInstrument.filter(({ instrumentId }) => instrumentId === id);
  return [...present(payment, refund, payout), ...own, ...(await capturesOf(engine, cell, authorisation))];
}

/** References are unique per app, or per merchant in dialects whose terminals share them. */
async function namedByReference(engine: Engine, cell: number, scope: string, reference: string): Promise<Named[]> {
  const [payment, payout, refund, authorisation, ofInstruments] = await Promise.all([
    engine.find(cell, 'paymentsByReference', scope, reference),
    engine.find(cell, 'payoutsByReference', scope, reference),
    engine.find(cell, 'refundsByReference', scope, reference),
    engine.find(cell, 'authorisationsByReference', scope, reference),
    paymentsOf(engine, cell, { referenceScope: scope, reference, slot: qrSlot }),
  ]);
  return [...present(payment, payout, refund), ...ofInstruments, ...(await capturesOf(engine, cell, authorisation))];
}

function paymentsOf(
  engine: Engine,
  cell: number,
  { referenceScope, reference, slot }: Pick<Instrument, 'referenceScope' | 'reference' | 'slot'>,
): Promise<Payment[]> {
  return engine.store(cell).listPaymentsOfReference(referenceScope, reference, slot, 0, endOfTime, mostListed);
}

async function capturesOf(engine: Engine, cell: number, authorisation: Named | undefined): Promise<Payment[]> {
  return authorisation ? engine.store(cell).listCaptures(authorisation.id, mostListed) : [];
}

/** 2100-01-01T00:00:00Z. */
const endOfTime = 4_102_444_800_000;

function present(...rows: readonly (Named | undefined)[]): Named[] {
  return rows.filter((row) => row !== undefined);
}
