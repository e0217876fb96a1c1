// What a hosted page is about: a payment, an instrument that payers scan, or a checkout.
import type { Checkout } from '../core/checkout/checkout.ts';
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
  /** What the payer may quote. */
  readonly id: string;
  readonly merchantId: string;
  readonly appId: string;
  /** Null: none was chosen. */
  readonly channel: string | null;
  readonly currency: string;
  readonly amountMinor: bigint | null;
  /** `choosing`: a checkout that waits for its payer to pick a channel. */
  readonly status: PageStatus | 'choosing';
  /** The status, and of a checkout which try it is about: once it is another, what a payer sees is old. */
  readonly state: string;
  /** When its time is or was up. */
  readonly expiresAt: number | null;
  /** What the payer scans. */
  readonly presentation: string | undefined;
  /** The payment whose end sends the payer back; of a checkout its newest try. */
  readonly payment: Payment | undefined;
  readonly checkout: Checkout | undefined;
  /** The row whose change is news. */
  readonly watched: Watched;
}

type Watched = Payment | Instrument | Checkout;

/** Undefined when the id names none of them. Rejects when the database does not answer. */
export async function findPageSubject(engine: Engine, id: string): Promise<PageSubject | undefined> {
  const cell = cellOfId(id);
  if (cell === undefined || cell >= engine.cells) return undefined;
  switch (prefixOfId(id)) {
    case 'C': {
      const payment = await engine.find(cell, 'payments', id);
      return payment && subjectOf(engine, cell, payment);
    }
    case 'QR': {
      const instrument = await engine.find(cell, 'instruments', id);
      return instrument && subjectOfInstrument(engine, cell, instrument);
    }
    case 'CH': {
      const checkout = await engine.find(cell, 'checkouts', id);
      return checkout && subjectOfCheckout(engine, cell, checkout);
    }
    default:
      return undefined;
  }
}

/** Resolves when what a page shows of it may be old, or when `timeoutMs` have passed, or when the gateway stops. */
export async function untilNews(engine: Engine, { watched }: PageSubject, timeoutMs: number): Promise<void> {
  const lookup = ({ C: 'payments', QR: 'instruments', CH: 'checkouts' } as const)[prefixOf(watched)];
  const before = marksOf(watched);
  await engine.until(cellOfId(watched.id) ?? 0, lookup, watched.id, (row) => marksOf(row) !== before, timeoutMs);
}

function prefixOf({ id }: Watched): 'C' | 'QR' | 'CH' {
  const prefix = prefixOfId(id);
  return prefix === 'QR' || prefix === 'CH' ? prefix : 'C';
}

/** What of a row makes a difference to a page. */
function marksOf(row: Watched | undefined): string {
  if (!row) return '';
  if (!('entry' in row)) return `${row.status} ${row.paymentId}`;
  return `${row.status} ${row.acceptedAt} ${row.lastRefundId} ${row.refundedMinor}`;
}

async function subjectOf(engine: Engine, cell: number, payment: Payment): Promise<PageSubject> {
  const { lastRefundId } = payment;
  const last = lastRefundId === null ? undefined : await engine.find(cell, 'refunds', lastRefundId);
  const reversal = last?.kind === 'reversal' ? last : undefined;
  const status = statusOfPayment(payment, reversal);
  // A payment whose time was up is taken back, and then ends when that does: its own time is forgotten.
  const expiresAt = reversal?.initiator === 'gateway' ? reversal.createdAt : payment.expiresAt;
  const alone = { presentation: undefined, checkout: undefined };
  return { ...payment, ...alone, status, state: status, expiresAt, payment, watched: payment };
}

async function subjectOfInstrument(engine: Engine, cell: number, instrument: Instrument): Promise<PageSubject> {
  const payment = instrument.paymentId === null ? undefined : await engine.find(cell, 'payments', instrument.paymentId);
  const status = statusOfInstrument(instrument, payment);
  return { ...instrument, status, state: status, payment, checkout: undefined, watched: payment ?? instrument };
}

/** A checkout is its try while that can be paid and once it was paid; before and in between a channel can be chosen. */
async function subjectOfCheckout(engine: Engine, cell: number, checkout: Checkout): Promise<PageSubject> {
  const payment = checkout.paymentId === null ? undefined : await engine.find(cell, 'payments', checkout.paymentId);
  if (payment && (checkout.status === 'completed' || (checkout.status === 'open' && payment.status === 'pending'))) {
    const attempt = await subjectOf(engine, cell, payment);
    const code =
      payment.instrumentId === null ? undefined : await engine.find(cell, 'instruments', payment.instrumentId);
    return {
      ...attempt,
      checkout,
      state: `${attempt.status} ${payment.id}`,
      presentation: code?.presentation,
      expiresAt: attempt.expiresAt ?? code?.expiresAt ?? null,
    };
  }
  const isOpen = checkout.status === 'open';
  const isExpired = !isOpen && checkout.finalAt !== null && checkout.finalAt >= checkout.expiresAt;
  return {
    ...checkout,
    checkout,
    payment,
    status: isOpen ? 'choosing' : 'closed',
    state: `${isOpen ? 'choosing' : 'closed'} ${checkout.paymentId}`,
    channel: null,
    presentation: undefined,
    expiresAt: isOpen || isExpired ? checkout.expiresAt : null,
    watched: checkout,
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
