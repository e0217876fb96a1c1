// What a hosted page is about: a payment, or an instrument that payers scan.
import type { Instrument } from '../core/instrument/instrument.ts';
import type { Payment, PaymentStatus } from '../core/payment/payment.ts';
import type { Engine } from '../engine/engine.ts';
import { cellOfId, prefixOfId } from '../kernel/id.ts';

export interface PageSubject {
  readonly id: string;
  readonly merchantId: string;
  readonly appId: string;
  readonly channel: string;
  readonly currency: string;
  readonly amountMinor: bigint | null;
  readonly status: PaymentStatus;
  readonly expiresAt: number | null;
  /** What the payer scans. */
  readonly presentation: string | undefined;
  /** The payment whose end sends the payer back. */
  readonly payment: Payment | undefined;
}

/** Undefined when the id names neither. Rejects when the database does not answer. */
export async function findPageSubject(engine: Engine, id: string): Promise<PageSubject | undefined> {
  const cell = cellOfId(id);
  if (cell === undefined || cell >= engine.cells) return undefined;
  if (prefixOfId(id) === 'C') {
    const payment = await engine.find(cell, 'payments', id);
    return payment && { ...payment, presentation: undefined, payment };
  }
  if (prefixOfId(id) !== 'QR') return undefined;
  const instrument = await engine.find(cell, 'instruments', id);
  if (!instrument) return undefined;
  const payment = instrument.paymentId === null ? undefined : await engine.find(cell, 'payments', instrument.paymentId);
  return { ...instrument, status: statusOf(instrument, payment), payment };
}

function statusOf(instrument: Instrument, payment: Payment | undefined): PaymentStatus {
  if (payment) return payment.status;
  return instrument.status === 'active' ? 'pending' : 'closed';
}
