// A cashier's order as merchants name it: by their own number or by the platform's (bluepay.md 3b.4, 3b.6).
import { Type } from 'typebox';
import { checkoutNamed, type CheckoutNames, findCheckout } from '../../checkout-orders.ts';
import { currencyOfCountry } from '../countries.ts';
import type { BluepayDeps } from '../deps.ts';
import type { Caller } from '../operation.ts';
import { mchOrderId, text } from '../schemas.ts';

export const cashierOrderNames = Type.Object(
  { mchOrderId: Type.Optional(mchOrderId), checkoutId: Type.Optional(text(32)) },
  checkoutNamed,
);

/** Refuses what is another app's or another country's, and two names that do not mean the same. */
export function findCashierOrder(
  caller: Pick<Caller, 'app' | 'merchant' | 'country'>,
  names: CheckoutNames,
  engine: BluepayDeps['engine'],
) {
  return findCheckout(caller, names, currencyOfCountry(caller.country), { engine });
}
