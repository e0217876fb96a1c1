// What a hosted page is about: a payment, or an instrument that payers scan.
import type { Instrument } from '../core/instrument/instrument.ts';
import type { Payment, PaymentStatus } from '../core/payment/payment.ts';
import type { Refund } from '../core/refund/refund.ts';
import type { Engine } from '../engine/engine.ts';
import { cellOfId, prefixOfId } from '../kernel/id.ts';

/**
 * As the payer sees it: `preparing` cannot be paid yet, for its channel has not said that it has the order; `reversing` is being
 * taken back and must not be paid any more; of `returned` all has gone back.
 */
export type PageStatus = PaymentStatus | 'preparing' | 'reversing' | 'returned';

export interface PageSubject {
  readonly id: string;
  readonly merchantId: string;
  readonly appId: string;
  readonly channel: string;
  readonly currency: string;
  readonly amountMinor: bigint | null;
  readonly status: PageStatus;
  /** When its time is or was up. */
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
    if (!payment) return undefined;
    const { lastRefundId } = payment;
    const last = lastRefundId === null ? undefined : await engine.find(cell, 'refunds', lastRefundId);
    return subjectOf(payment, last?.kind === 'reversal' ? last : undefined);
  }
  if (prefixOfId(id) !== 'QR') return undefined;
  const instrument = await engine.find(cell, 'instruments', id);
  if (!instrument) return undefined;
  const payment = instrument.paymentId === null ? undefined : await engine.find(cell, 'payments', instrument.paymentId);
  return { ...instrument, status: statusOfInstrument(instrument, payment), payment };
}

function subjectOf(payment: Payment, reversal: Refund | undefined): PageSubject {
  return {
    ...payment,
    status: statusOfPayment(payment, reversal),
    // A payment whose time was up is taken back, and then ends when that does: its own time is forgotten.
    expiresAt: reversal?.initiator === 'gateway' ? reversal.createdAt : payment.expiresAt,
    presentation: undefined,
    payment,
  };
}

function statusOfPayment(payment: Payment, reversal: Refund | undefined): PageStatus {
  const { status, entry, amountMinor, refundedMinor, acceptedAt } = payment;
  if (status === 'completed' && refundedMinor === amountMinor) return 'returned';
  if (reversal?.status === 'pending') return 'reversing';
  if (status !== 'pending') return status;
  // Where the channel refused to stop it, the gateway will try again.
  if (reversal) return 'reversing';
  return entry === 'order' && acceptedAt === null ? 'preparing' : 'pending';
}

function statusOfInstrument(instrument: Instrument, payment: Payment | undefined): PaymentStatus {
  if (payment) return payment.status;
  return instrument.status === 'active' ? 'pending' : 'closed';
}
