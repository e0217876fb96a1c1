// Finds what a reference names, whichever of its names an operator has at hand.
import { qrSlot, type Instrument } from '../core/instrument/instrument.ts';
import type { App } from '../core/merchant/merchant.ts';
import type { Payment } from '../core/payment/payment.ts';
import type { Engine } from '../engine/engine.ts';
import { cellOfId } from '../kernel/id.ts';
import type { AdminDeps } from './route.ts';

export interface Subjects {
  readonly cell: number;
  /** Ids of payments and payouts, each once. */
  readonly subjectIds: readonly string[];
}

/**
 * `reference` is the id of a payment, payout or instrument; with an app it may also be the merchant's own. An instrument
 * stands for its payments, the first hundred of them. Nothing found is an empty list.
 */
export async function findSubjects(deps: AdminDeps, reference: string, app: App | undefined): Promise<Subjects> {
  const { engine, directory } = deps;
  const merchant = app && (await directory.findMerchant(app.merchantId));
  const cell = merchant?.cell ?? cellOfId(reference);
  const cells = cell === undefined ? Array.from({ length: engine.cells }, (_, index) => index) : [cell];
  for (const candidate of cells.filter((index) => index < engine.cells)) {
    const ids = await idsIn(engine, candidate, reference);
    if (app)
      for (const scope of [app.id, app.merchantId])
        ids.push(...(await idsByReference(engine, candidate, scope, reference)));
    if (ids.length > 0) return { cell: candidate, subjectIds: [...new Set(ids)] };
  }
  return { cell: 0, subjectIds: [] };
}

const mostPayments = 100;

async function idsIn(engine: Engine, cell: number, id: string): Promise<string[]> {
  const [payment, payout, instrument] = await Promise.all([
    engine.find(cell, 'payments', id),
    engine.find(cell, 'payouts', id),
    engine.find(cell, 'instruments', id),
  ]);
  const ofInstrument = instrument ? await paymentsOf(engine, cell, instrument) : [];
  const own = ofInstrument.filter(({ instrumentId }) => instrumentId === id);
  return [...idOf(payment), ...idOf(payout), ...own.map((paid) => paid.id)];
}

/** References are unique per app, or per merchant in dialects whose terminals share them. */
async function idsByReference(engine: Engine, cell: number, scope: string, reference: string): Promise<string[]> {
  const [payment, payout, ofInstruments] = await Promise.all([
    engine.find(cell, 'paymentsByReference', scope, reference),
    engine.find(cell, 'payoutsByReference', scope, reference),
    paymentsOf(engine, cell, { referenceScope: scope, reference, slot: qrSlot }),
  ]);
  return [...idOf(payment), ...idOf(payout), ...ofInstruments.map((paid) => paid.id)];
}

function paymentsOf(
  engine: Engine,
  cell: number,
  { referenceScope, reference, slot }: Pick<Instrument, 'referenceScope' | 'reference' | 'slot'>,
): Promise<Payment[]> {
  return engine.store(cell).listPaymentsOfReference(referenceScope, reference, slot, 0, endOfTime, mostPayments);
}

/** 2100-01-01T00:00:00Z. */
const endOfTime = 4_102_444_800_000;

function idOf(row: { readonly id: string } | undefined): string[] {
  return row ? [row.id] : [];
}
