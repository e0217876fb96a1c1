// A try: the payment, and the code where there is one, by which the payer of a checkout pays in the way that he picked.
import type { Instant } from '../../kernel/clock.ts';
import type { Channel } from '../channel/channel.ts';
import { type Instrument, paymentOn, qrSlot } from '../instrument/instrument.ts';
import { type Payment, untouched } from '../payment/payment.ts';
import type { CellState, Keys } from '../state.ts';
import type { Checkout } from './checkout.ts';

/** What names a new try, and what its payer scans or types where its channel is paid so. */
export interface NewTry {
  readonly paymentId: string;
  readonly code: { readonly instrumentId: string; readonly presentation: string } | null;
}

/** All tries have the reference of their checkout; each has it in its own name. */
function scopeOf(paymentId: string): string {
  return `${paymentId}.try`;
}

/** The rows of the newest try. */
export function tryKeys(checkout: Checkout | undefined): Keys {
  if (checkout === undefined || checkout.paymentId === null) return {};
  const { paymentId, reference } = checkout;
  return { payments: [[paymentId]], instrumentsByReference: [[scopeOf(paymentId), reference, qrSlot]] };
}

/** The newest try while it waits for its payer, whether or not its time is up. */
export function waitingTry(state: CellState, { paymentId }: Checkout): Payment | undefined {
  const payment = paymentId === null ? undefined : state.payments.get(paymentId);
  return payment?.status === 'pending' ? payment : undefined;
}

export function isOverdue(state: CellState, payment: Payment, now: Instant): boolean {
  const expiresAt = payment.expiresAt ?? codeOf(state, payment)?.expiresAt ?? null;
  return expiresAt !== null && expiresAt <= now;
}

/** It ends with its channel's time, at the latest with its checkout's. */
export function beginTry(
  state: CellState,
  checkout: Checkout,
  channel: Channel,
  { paymentId, code }: NewTry,
  now: Instant,
): Payment {
  const { merchantId, appId, reference, currency, amountMinor, notifyUrl } = checkout;
  // The payer picked it, so that the merchant hears of it first when he is told of the payment.
  const details = { ...checkout.details, channelType: channel.type ?? null };
  const ownTime = channel.expirySeconds === undefined ? Infinity : now + channel.expirySeconds * 1000;
  const order = { merchantId, appId, reference, currency, amountMinor, notifyUrl, details, createdAt: now };
  const common = {
    ...order,
    referenceScope: scopeOf(paymentId),
    channel: channel.code,
    expiresAt: Math.min(checkout.expiresAt, ownTime),
  };
  const belongs = { checkoutId: checkout.id, returnUrl: checkout.returnUrl };
  const payment: Payment = code
    ? { ...paymentOn(insertCode(state, { ...common, paymentId }, code), paymentId, amountMinor, now), ...belongs }
    : { ...untouched, ...common, ...belongs, id: paymentId, instrumentId: null, entry: 'page' };
  state.payments.insert(payment);
  return payment;
}

/** Closes a try that waits, and the code by which it could be paid. Money that comes later is nobody's (`suspense.ts`). */
export function closeTry(state: CellState, waiting: Payment, now: Instant): void {
  state.payments.update({ ...waiting, status: 'closed', finalAt: now });
  const code = codeOf(state, waiting);
  if (code?.status === 'active') state.instruments.update({ ...code, status: 'cancelled', updatedAt: now });
}

function codeOf(state: CellState, { instrumentId }: Payment): Instrument | undefined {
  return instrumentId === null ? undefined : state.instruments.get(instrumentId);
}

type CodeOfTry = Omit<Instrument, 'id' | 'presentation' | 'updatedAt' | keyof typeof openCode>;

const openCode = {
  slot: qrSlot,
  generation: 0,
  status: 'active',
  minAmountMinor: null,
  maxAmountMinor: null,
} as const satisfies Partial<Instrument>;

function insertCode(
  state: CellState,
  common: CodeOfTry,
  { instrumentId, presentation }: NonNullable<NewTry['code']>,
): Instrument {
  const instrument: Instrument = {
    ...common,
    ...openCode,
    id: instrumentId,
    presentation,
    updatedAt: common.createdAt,
  };
  state.instruments.insert(instrument);
  return instrument;
}
