// Checks what the shop's receiver got: each order that was paid, told at least once and signed by the platform, and nothing that is
// not so.
import type { Heard, Receiver, Told } from '../receiver.ts';
import type { Sold } from './check-orders.ts';
import type { Till } from './till.ts';

/** Reads a callback; throws at what is none. */
export function readCallback(till: Pick<Till, 'isFromPlatform'>) {
  return (body: string, signature: string): Told => {
    const { sn, order_status: status, total_amount: amount } = JSON.parse(body) as Record<string, string>;
    if (sn === undefined || status === undefined) throw new Error('It names no order.');
    const signatureValid = till.isFromPlatform(body, signature);
    return { subjectId: sn, eventName: status, status, amountMinor: Number(amount), signatureValid };
  };
}

export function checkCallbacks(receiver: Receiver, sold: readonly Sold[], found: string[]): void {
  const known = new Map(sold.map((one) => [one.payment.id, one]));
  for (const { payment, refunds } of sold) {
    // What was paid while it was being taken back is told of once that has ended, as taken back.
    const isTakenBack = refunds.some(
      ({ kind, status, foundCompleted }) => kind === 'reversal' && !foundCompleted && status !== 'failed',
    );
    if (payment.status !== 'completed' || isTakenBack) continue;
    const heard = receiver.heard.get(`${payment.id} PAID`);
    if (!heard || heard.acknowledged === 0)
      found.push(`${payment.reference} is paid, which was never delivered (${heard?.tries ?? 0} tries came)`);
  }
  for (const [key, heard] of receiver.heard) checkHeard(key, heard, known.get(heard.subjectId), found);
  for (const body of receiver.unreadable) found.push(`a callback cannot be read: ${body.slice(0, 200)}`);
}

function checkHeard(key: string, heard: Heard, one: Sold | undefined, found: string[]): void {
  const { bodies, signatureValid, status, amountMinor } = heard;
  if (bodies.size > 1) found.push(`${key} was told in ${bodies.size} different bodies: ${[...bodies].join(' | ')}`);
  if (!signatureValid) found.push(`${key} has no valid signature: ${[...bodies][0]}`);
  if (!one || one.payment.amountMinor !== BigInt(amountMinor)) {
    found.push(`${key} was told of an order of ${amountMinor} that does not exist`);
    return;
  }
  const { payment, inMinor, outMinor } = one;
  const isSo =
    (status === 'PAID' && payment.status === 'completed') ||
    (status === 'PAY_CANCELED' && payment.status !== 'pending' && inMinor === outMinor) ||
    (status === 'INVALID_STATUS_CODE' && payment.status === 'failed') ||
    status === 'PAY_ERROR';
  if (!isSo) found.push(`${key} was told, and is not so: ${payment.status}, ${inMinor} in, ${outMinor} out`);
}
