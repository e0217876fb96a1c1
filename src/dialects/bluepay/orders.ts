// A payment as merchants name it: by the platform's id or by the number of the order, which a page and a QR code share (bluepay.md 2.9).
import type { App, Merchant } from '../../core/merchant/merchant.ts';
import { qrSlot } from '../../core/instrument/instrument.ts';
import type { Payment } from '../../core/payment/payment.ts';
import type { Engine } from '../../engine/engine.ts';

export interface Whose {
  readonly app: Pick<App, 'id'>;
  readonly merchant: Pick<Merchant, 'cell'>;
}

/** At least one of them; both must mean the same payment. */
export interface PaymentNames {
  readonly transactionId?: string | undefined;
  readonly mchOrderId?: string | undefined;
}

/** Undefined where there is none, and for the payment of another app: that does not exist. */
export async function findPayment(
  { app, merchant }: Whose,
  { transactionId, mchOrderId }: PaymentNames,
  engine: Pick<Engine, 'find'>,
): Promise<Payment | undefined> {
  if (transactionId === undefined) {
    return mchOrderId === undefined ? undefined : findPaymentOfOrder(app.id, merchant.cell, mchOrderId, engine);
  }
  const payment = await engine.find(merchant.cell, 'payments', transactionId);
  const isMeant = mchOrderId === undefined || payment?.reference === mchOrderId;
  return payment?.appId === app.id && isMeant ? payment : undefined;
}

/** A static QR code has many payments; its number names none of them. */
async function findPaymentOfOrder(appId: string, cell: number, mchOrderId: string, engine: Pick<Engine, 'find'>) {
  const payment = await engine.find(cell, 'paymentsByReference', appId, mchOrderId);
  if (payment) return payment;
  const instrument = await engine.find(cell, 'instrumentsByReference', appId, mchOrderId, qrSlot);
  return instrument?.paymentId ? engine.find(cell, 'payments', instrument.paymentId) : undefined;
}
