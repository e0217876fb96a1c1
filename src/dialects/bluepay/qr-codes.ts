// QR codes: how one comes to be, and what became of its payment (bluepay.md 3.4; 7, row 30).
import { type Instrument, qrSlot } from '../../core/instrument/instrument.ts';
import { outsideLimits } from '../../core/limits/amount-limits.ts';
import type { Details, Payment } from '../../core/payment/payment.ts';
import { type Outcome, refuse } from '../../core/reasons.ts';
import { secondMs } from '../../kernel/clock.ts';
import { openChannelOf } from '../open-channel-of.ts';
import { isStaticQr } from './channels.ts';
import type { BluepayDeps } from './deps.ts';
import type { Call } from './operation.ts';

export interface QrOrder {
  readonly channelCode: string;
  readonly mchOrderId: string;
  /** Left aside by a static code. */
  readonly amount: number | undefined;
  readonly expireSeconds: number;
  readonly notifyUrl: string | null;
  readonly details: Details;
}

/**
 * A dynamic code is for one payment, which waits from the beginning; a static one stays until it is cancelled. The order's number
 * is used up whatever becomes of the code, and by a page of that number as well (2.9).
 */
export async function createQrCode(
  { app, merchant, now }: Pick<Call<unknown>, 'app' | 'merchant' | 'now'>,
  { channelCode, mchOrderId, amount, expireSeconds, notifyUrl, details }: QrOrder,
  deps: BluepayDeps,
): Promise<Outcome<Instrument>> {
  const { engine, ids } = deps;
  const dynamic = !isStaticQr(channelCode);
  if (dynamic && amount === undefined) return refuse('amount_missing', 'amount is required for a dynamic QR code');
  const amountMinor = dynamic && amount !== undefined ? BigInt(amount) : null;
  const open = openChannelOf(deps, app, { channelCode, amountMinor, types: ['qr'] });
  if (!open.ok) return open;
  const { channel, connector } = open.value;
  if (!channel.enabled) return refuse('channel_unavailable');
  // Before a code is made of it, which has room for twelve digits.
  const outside = amountMinor === null ? undefined : outsideLimits(amountMinor, channel, merchant.limits, 'payment');
  if (outside) return outside;
  const id = ids.next('QR', merchant.cell, now);
  const presentation = connector.presentCode?.(channel, { id, merchant, amountMinor, dynamic });
  if (presentation === undefined) return refuse('channel_unavailable');

  const created = await engine.execute(merchant.cell, 'create-instrument', {
    id,
    paymentId: dynamic ? ids.next('C', merchant.cell, now) : null,
    merchantId: merchant.id,
    appId: app.id,
    referenceScope: app.id,
    reference: mchOrderId,
    // One number, one order, whichever way it is paid (2.9).
    numberedWith: ['payment', 'checkout'],
    slot: qrSlot,
    channel: channel.code,
    amountMinor,
    expirySeconds: dynamic ? expireSeconds : null,
    presentation,
    notifyUrl,
    details: { ...details, expireSeconds: dynamic ? expireSeconds : null },
    repeat: 'never',
  });
  if (created.ok && created.value.paymentId !== null && amountMinor !== null) {
    deps.onCreated?.({ id: created.value.paymentId, amountMinor });
  }
  return created;
}

/** Whether a closed payment's time was up; otherwise its merchant closed it, and needs no telling (3.7). */
export function ranOutOfTime({ expiresAt, finalAt, createdAt, details }: Payment): boolean {
  if (finalAt === null) return false;
  if (expiresAt !== null) return finalAt >= expiresAt;
  const { expireSeconds } = details;
  return typeof expireSeconds === 'number' && finalAt >= createdAt + expireSeconds * secondMs;
}
