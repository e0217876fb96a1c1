// The merchant's number of an order, which orders of several kinds share (bluepay.md 2.9, paycools.md 2.8).
import { qrSlot } from '../core/instrument/instrument.ts';
import type { App, Merchant } from '../core/merchant/merchant.ts';
import type { Engine } from '../engine/engine.ts';

export type NumberedKind = 'payment' | 'checkout' | 'code';

/** Whether an order of one of these kinds has the number. Of the kind that is to be made the core knows itself. */
export async function isNumberUsed(
  { app, merchant }: { readonly app: Pick<App, 'id'>; readonly merchant: Pick<Merchant, 'cell'> },
  number: string,
  kinds: readonly NumberedKind[],
  { engine }: { readonly engine: Pick<Engine, 'find'> },
): Promise<boolean> {
  const found = await Promise.all(kinds.map((kind) => findOfKind(engine, merchant.cell, app.id, number, kind)));
  return found.some((order) => order !== undefined);
}

function findOfKind(
  engine: Pick<Engine, 'find'>,
  cell: number,
  appId: string,
  number: string,
  kind: NumberedKind,
): Promise<object | undefined> {
  switch (kind) {
    case 'payment':
      return engine.find(cell, 'paymentsByReference', appId, number);
    case 'checkout':
      return engine.find(cell, 'checkoutsByReference', appId, number);
    case 'code':
      return engine.find(cell, 'instrumentsByReference', appId, number, qrSlot);
  }
}
