// Checks what the shop's receiver got: all that is final and told of, nothing else, always the same signed bytes (bluepay.md 4).
import { checkHeard, type Expected } from '../check-notifications.ts';
import type { Receiver, Told } from '../receiver.ts';
import { counterChannel } from './requests.ts';
import type { ShopRows } from './rows.ts';
import type { Shop } from './shop.ts';

/** Reads a notification; throws at what is none. */
export function readShopNotification(shop: Pick<Shop, 'readNotification'>) {
  return (body: string): Told => {
    const genuine = shop.readNotification(body);
    const { param } = JSON.parse(body) as { param: string };
    const told = genuine ?? (JSON.parse(param) as Record<string, unknown>);
    return {
      subjectId: String(told['refundTransactionId'] ?? told['transactionId']),
      eventName: String(told['eventName']),
      status: String(told['refundStatus'] ?? told['transactionStatus']),
      amountMinor: Number(told['refundAmount'] ?? told['amount']),
      signatureValid: genuine !== undefined,
    };
  };
}

export function checkShopNotifications(receiver: Receiver, rows: ShopRows, found: string[]): void {
  const expected = new Map<string, Expected>();
  const expect = (
    name: string,
    { id, status, amountMinor }: { readonly id: string; readonly status: string; readonly amountMinor: bigint },
    done = 'COMPLETED',
  ) => {
    if (status === 'pending') return;
    const isDone = status === 'completed';
    expected.set(`${id} ${name}.${isDone ? 'success' : 'failed'}`, { status: isDone ? done : 'FAILED', amountMinor });
  };
  const cancelled = new Set(rows.cancelled);
  for (const payment of rows.payments) {
    // A code that the shop cancelled is not told of: it has the answer (bluepay.md 3.7).
    const isCode = payment.channel === counterChannel;
    if (!isCode || payment.status !== 'closed' || !cancelled.has(payment.id))
      expect(isCode ? 'qrcode.payment' : 'payment', payment);
  }
  for (const payout of rows.payouts) expect('disbursement', payout);
  // Of a void nobody is told: its merchant has the answer.
  for (const refund of rows.refunds) if (refund.kind === 'refund') expect('payment.refund', refund, 'COMPLETE');
  checkHeard(receiver, expected, found);
}
