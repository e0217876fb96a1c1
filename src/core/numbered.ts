// Orders of several kinds that share a merchant's numbers: who uses one number for a page, a code and a cashier means one order
// (bluepay.md 2.9, paycools.md 2.8).
import { qrSlot } from './instrument/instrument.ts';
import type { CellState, Keys } from './state.ts';

export type NumberedKind = 'payment' | 'checkout' | 'code';

export interface Numbered {
  readonly referenceScope: string;
  readonly reference: string;
  /** Kinds of orders, other than its own, whose number it must not have; absent: none. */
  readonly numberedWith?: readonly NumberedKind[] | undefined;
}

export function numberKeys({ referenceScope: scope, reference, numberedWith = [] }: Numbered): Keys {
  return {
    ...(numberedWith.includes('payment') ? { paymentsByReference: [[scope, reference]] } : {}),
    ...(numberedWith.includes('checkout') ? { checkoutsByReference: [[scope, reference]] } : {}),
    ...(numberedWith.includes('code') ? { instrumentsByReference: [[scope, reference, qrSlot]] } : {}),
  };
}

/** Whether an order of one of those kinds has the number, whatever became of it. */
export function isNumberTaken(
  state: CellState,
  { referenceScope: scope, reference, numberedWith = [] }: Numbered,
): boolean {
  return numberedWith.some((kind) => {
    switch (kind) {
      case 'payment':
        return state.payments.find('paymentsByReference', scope, reference);
      case 'checkout':
        return state.checkouts.find('checkoutsByReference', scope, reference);
      case 'code':
        return state.instruments.find('instrumentsByReference', scope, reference, qrSlot);
    }
  });
}
