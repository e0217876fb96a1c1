// Checks what the biller's receiver got: all that is final and told of, nothing else, always the same signed bytes (paycools.md 4.2).
import { checkHeard, type Expected } from '../check-notifications.ts';
import type { Receiver, Told } from '../receiver.ts';
import { isTakenBack } from './check-orders.ts';
import { bank, billers } from './requests.ts';
import type { BillerPaymentRow, BillerRows } from './rows.ts';

/** Reads a notification; throws at what is none. */
export function readBillerNotification(verify: (body: string) => boolean) {
  return (body: string): Told => {
    const told = JSON.parse(body) as Record<string, string | undefined>;
    const { transactionId, refundTransactionId, ekycId, paytoken, requestId, eventName } = told;
    const subjectId = transactionId ?? refundTransactionId ?? ekycId ?? paytoken ?? requestId;
    if (subjectId === undefined || eventName === undefined) throw new Error('It names nothing.');
    const status = told['transactionStatus'] ?? told['refundStatus'] ?? told['status'] ?? told['tokenStatus'] ?? '';
    const amountMinor = Number(told['amount'] ?? told['refundAmount'] ?? 0);
    return { subjectId, eventName, status, amountMinor, signatureValid: verify(body) };
  };
}

export function checkBillerNotifications(receiver: Receiver, rows: BillerRows, found: string[]): void {
  const expected = new Map<string, Expected>();
  const expect = (id: string, event: string, status: string, amountMinor = 0n) =>
    expected.set(`${id} ${event}`, { status, amountMinor });

  const refundsOf = Map.groupBy(rows.refunds, ({ paymentId }) => paymentId);
  const lastTries = new Set(rows.checkouts.flatMap(({ status, paymentId }) => (status === 'closed' ? paymentId : [])));
  for (const payment of rows.payments) {
    const { id, amountMinor, checkoutId, instrumentId } = payment;
    const event = eventOf(payment);
    // A try that failed is told of when its checkout ends so; what nobody could pay under a number is never told of.
    const isToldFailed = checkoutId === null ? instrumentId === null : lastTries.has(id);
    const status = isTakenBack(refundsOf.get(id) ?? []) ? 'failed' : payment.status;
    if (status === 'completed') expect(id, `${event}.success`, 'COMPLETE', amountMinor);
    if (status === 'failed' && isToldFailed) expect(id, `${event}.failed`, 'FAILED', amountMinor);
  }
  for (const { id, kind, status, amountMinor } of rows.refunds) {
    if (kind === 'reversal' || status === 'pending') continue;
    const isDone = status === 'completed';
    expect(id, `payment.refund.${isDone ? 'success' : 'failed'}`, isDone ? 'COMPLETE' : 'FAILED', amountMinor);
  }
  for (const { id, reference, status, given } of rows.tokens) {
    if (given) expect(id, 'token.create.success', 'ACTIVED');
    else if (status !== 'requested') expect(reference, 'token.create.failed', '');
    if (given && status !== 'active') expect(id, 'token.cancel.success', 'INACTIVED');
  }
  for (const { id, status } of rows.identities) {
    if (status === 'passed') expect(id, 'ekyc.success', 'COMPLETE');
    if (status === 'rejected') expect(id, 'ekyc.failed', 'FAILED');
  }
  checkHeard(receiver, expected, found);
}

function eventOf({ checkoutId, entry, channel }: BillerPaymentRow): string {
  if (checkoutId !== null) return 'checkout.payment';
  if (entry === 'debit') return 'directdebit.payment';
  if (channel === bank) return 'transfer.payment';
  return (billers as readonly string[]).includes(channel) ? 'payment' : 'h5.payment';
}
