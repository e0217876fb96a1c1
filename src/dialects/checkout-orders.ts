// Checkouts as merchants order and name them: by their own number or by the platform's (bluepay.md 3b.3 to 3b.6, paycools.md 3.8).
import type { Checkout } from '../core/checkout/checkout.ts';
import type { CreateCheckout } from '../core/checkout/create-checkout.ts';
import type { NumberedKind } from '../core/numbered.ts';
import type { App, Merchant } from '../core/merchant/merchant.ts';
import { type Outcome, refuse } from '../core/reasons.ts';
import type { Engine } from '../engine/engine.ts';
import type { Instant } from '../kernel/clock.ts';
import { accept } from '../kernel/outcome.ts';
import type { DialectDeps } from './deps.ts';
import type { ObjectRules } from './strict-fields.ts';

interface Whose {
  readonly app: Pick<App, 'id'>;
  readonly merchant: Pick<Merchant, 'id' | 'cell'>;
}

/** What a request says of a checkout. */
export type CheckoutOrder = Omit<CreateCheckout, 'id' | 'merchantId' | 'appId' | 'referenceScope' | 'numberedWith'>;

/** Refuses what the core refuses; a number that an order of one of these other kinds has is repeated. */
export function createCheckout(
  { app, merchant, now }: Whose & { readonly now: Instant },
  order: CheckoutOrder,
  numberedWith: readonly NumberedKind[],
  { engine, ids }: Pick<DialectDeps, 'engine' | 'ids'>,
): Promise<Outcome<Checkout>> {
  return engine.execute(merchant.cell, 'create-checkout', {
    ...order,
    numberedWith,
    id: ids.next('CH', merchant.cell, now),
    merchantId: merchant.id,
    appId: app.id,
    referenceScope: app.id,
  });
}

/** The page on which its payer picks a channel. */
export function checkoutUrl(
  { id }: Pick<Checkout, 'id'>,
  { baseUrl, tokens }: Pick<DialectDeps, 'baseUrl' | 'tokens'>,
) {
  return `${baseUrl()}/pay/${tokens.tokenFor(id)}`;
}

/** At least one of them; both must mean the same checkout. */
export interface CheckoutNames {
  readonly mchOrderId?: string | undefined;
  readonly checkoutId?: string | undefined;
}

export const checkoutNamed: ObjectRules = { eitherOf: ['mchOrderId', 'checkoutId'] };

/** Refuses what is another app's or in another currency, and two names that do not mean the same. */
export async function findCheckout(
  { app, merchant }: Whose,
  { mchOrderId, checkoutId }: CheckoutNames,
  currency: string,
  { engine }: { readonly engine: Pick<Engine, 'find'> },
): Promise<Outcome<Checkout>> {
  const { cell } = merchant;
  const found =
    checkoutId === undefined
      ? await engine.find(cell, 'checkoutsByReference', app.id, mchOrderId ?? '')
      : await engine.find(cell, 'checkouts', checkoutId);
  const isMeant = mchOrderId === undefined || found?.reference === mchOrderId;
  return found?.appId === app.id && found.currency === currency && isMeant
    ? accept(found)
    : refuse('checkout_not_found');
}
