// An instrument: something that can be paid, shown to payers for longer than one request: a QR code that stands on a
// counter (many payments), one bound to a customer until it expires (many), or one for a single purchase; a number at a biller or a
// bank (many).
import type { Instant } from '../../kernel/clock.ts';
import { type Details, type Payment, untouched } from '../payment/payment.ts';
import type { CellState } from '../state.ts';

/** `active` is the only state that is left. */
export type InstrumentStatus = 'active' | 'used' | 'expired' | 'cancelled';

export interface Instrument {
  readonly id: string;
  readonly merchantId: string;
  readonly appId: string;
  readonly referenceScope: string;
  readonly reference: string;
  /** What one reference can hold at a time: one QR code, one virtual account per channel. */
  readonly slot: string;
  /** How often this slot of this reference was filled before: a closed instrument makes room for the next one. */
  readonly generation: number;
  readonly channel: string;
  /** The one payment of a single-use instrument, which exists from the beginning; null: it can be paid many times. */
  readonly paymentId: string | null;
  readonly currency: string;
  /** Null: the payer enters the amount. */
  readonly amountMinor: bigint | null;
  /** The least and the most that one payment may be, where its merchant bounds what the payer enters. */
  readonly minAmountMinor: bigint | null;
  readonly maxAmountMinor: bigint | null;
  readonly status: InstrumentStatus;
  /** What the payer scans or types, made when it was created. */
  readonly presentation: string;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
  readonly expiresAt: Instant | null;
  readonly notifyUrl: string | null;
  readonly details: Details;
}

/** What one reference of a merchant holds at a time. */
export const qrSlot = 'qr';

/** Whether an amount lies within what its merchant lets payers enter. */
export function isWithinBounds(
  { minAmountMinor, maxAmountMinor }: Pick<Instrument, 'minAmountMinor' | 'maxAmountMinor'>,
  amountMinor: bigint,
): boolean {
  const isEnough = minAmountMinor === null || amountMinor >= minAmountMinor;
  return isEnough && (maxAmountMinor === null || amountMinor <= maxAmountMinor);
}

/** A payment of an instrument, waiting. It has no expiry of its own: the instrument's closes it. */
export function paymentOn(instrument: Instrument, id: string, amountMinor: bigint, now: Instant): Payment {
  const { merchantId, appId, referenceScope, reference, channel, currency, notifyUrl, details } = instrument;
  return {
    ...untouched,
    id,
    merchantId,
    appId,
    referenceScope,
    reference,
    instrumentId: instrument.id,
    entry: 'page',
    channel,
    currency,
    amountMinor,
    createdAt: now,
    expiresAt: null,
    notifyUrl,
    returnUrl: null,
    details,
  };
}

/** Closes a single-use instrument whose payment has become final; others stay open. */
export function useUp(state: CellState, payment: Payment, now: Instant): void {
  const instrument = payment.instrumentId === null ? undefined : state.instruments.get(payment.instrumentId);
  if (instrument?.paymentId !== payment.id || instrument.status !== 'active') return;
  state.instruments.update({ ...instrument, status: 'used', updatedAt: now });
}
