// The payment that a request of version 2 means: of the country that it names, and paid at a cashier or not (bluepay.md 3b.9).
import type { Payment } from '../../../core/payment/payment.ts';
import type { Engine } from '../../../engine/engine.ts';
import { currencyOfCountry } from '../countries.ts';
import type { Caller } from '../operation.ts';
import { findPayment, type PaymentNames } from '../orders.ts';

type Whose = Pick<Caller, 'app' | 'merchant' | 'country'>;

/** Undefined for what is another app's or another country's, and where two names do not mean the same. */
export async function findPaymentIn(
  caller: Whose,
  names: PaymentNames,
  engine: Pick<Engine, 'find'>,
): Promise<Payment | undefined> {
  const payment = (await findPayment(caller, names, engine)) ?? (await findLastTry(caller, names, engine));
  return payment?.currency === currencyOfCountry(caller.country) ? payment : undefined;
}

/** The number of a cashier's order names the newest of its tries, which is the one that paid it. */
async function findLastTry(
  { app, merchant }: Whose,
  { transactionId, mchOrderId }: PaymentNames,
  engine: Pick<Engine, 'find'>,
): Promise<Payment | undefined> {
  if (transactionId !== undefined || mchOrderId === undefined) return undefined;
  const checkout = await engine.find(merchant.cell, 'checkoutsByReference', app.id, mchOrderId);
  return checkout?.paymentId ? engine.find(merchant.cell, 'payments', checkout.paymentId) : undefined;
}
