// A cashier's order as merchants name it: by their own number or by the platform's (bluepay.md 3b.4, 3b.6).
import { Type } from 'typebox';
import type { Checkout } from '../../../core/checkout/checkout.ts';
import { type Outcome, refuse } from '../../../core/reasons.ts';
import type { Engine } from '../../../engine/engine.ts';
import { accept } from '../../../kernel/outcome.ts';
import { currencyOfCountry } from '../countries.ts';
import type { Caller } from '../operation.ts';
import { mchOrderId, text } from '../schemas.ts';
import type { ObjectRules } from '../../strict-fields.ts';

const eitherOf: ObjectRules = { eitherOf: ['mchOrderId', 'checkoutId'] };

export const cashierOrderNames = Type.Object(
  { mchOrderId: Type.Optional(mchOrderId), checkoutId: Type.Optional(text(32)) },
  eitherOf,
);

export interface CashierOrderNames {
  readonly mchOrderId?: string | undefined;
  readonly checkoutId?: string | undefined;
}

/** Refuses what is another app's or another country's, and two names that do not mean the same. */
export async function findCashierOrder(
  { app, merchant, country }: Pick<Caller, 'app' | 'merchant' | 'country'>,
  { mchOrderId: reference, checkoutId }: CashierOrderNames,
  engine: Pick<Engine, 'find'>,
): Promise<Outcome<Checkout>> {
  const { cell } = merchant;
  const found =
    checkoutId === undefined
      ? await engine.find(cell, 'checkoutsByReference', app.id, reference ?? '')
      : await engine.find(cell, 'checkouts', checkoutId);
  const isMeant = reference === undefined || found?.reference === reference;
  if (found?.appId !== app.id || found.currency !== currencyOfCountry(country) || !isMeant) {
    return refuse('checkout_not_found');
  }
  return accept(found);
}
