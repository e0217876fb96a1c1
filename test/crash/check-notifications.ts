// Checks what the merchant's receiver got: all that is final and told of, nothing else, always the same signed bytes.
import type { Heard, Receiver, Told } from './receiver.ts';
import type { Rows } from './rows.ts';

const product = { web: 'h5.payment', qr: 'qrcode.payment', payout: 'disbursement' } as const;

/** Reads a notification of PayCools; throws at what is none. */
export function readNotification(verify: (body: string) => boolean) {
  return (body: string): Told => {
    const { transactionId, eventName, transactionStatus, amount } = JSON.parse(body) as Record<string, string>;
    return {
      subjectId: String(transactionId),
      eventName: String(eventName),
      status: String(transactionStatus),
      amountMinor: Number(amount),
      signatureValid: verify(body),
    };
  };
}

export function checkNotifications(receiver: Receiver, rows: Rows, found: string[]): void {
  const expected = new Map<string, Expected>();
  const expect = (named: string, { id, status, amountMinor }: { id: string; status: string; amountMinor: bigint }) => {
    if (status !== 'COMPLETE' && status !== 'FAILED') return;
    expected.set(`${id} ${named}.${status === 'COMPLETE' ? 'success' : 'failed'}`, { status, amountMinor });
  };
  for (const payment of rows.payments) expect(payment.instrumentId === null ? product.web : product.qr, payment);
  for (const payout of rows.payouts) expect(product.payout, payout);

  checkHeard(receiver, expected, found);
}

/** What is to be told under the name of a subject and an event. */
export interface Expected {
  readonly status: string;
  readonly amountMinor: bigint;
}

/** Everything that is expected was told at least once and taken, nothing else was, and each in the same signed bytes. */
export function checkHeard(receiver: Receiver, expected: ReadonlyMap<string, Expected>, found: string[]): void {
  for (const [key, { status, amountMinor }] of expected) {
    const heard = receiver.heard.get(key);
    if (!heard || heard.acknowledged === 0) {
      found.push(`${key} was never delivered (${heard?.tries ?? 0} tries came)`);
      continue;
    }
    if (heard.status !== status || BigInt(heard.amountMinor) !== amountMinor)
      found.push(`${key} told of ${heard.status} ${heard.amountMinor}; it is ${status} ${amountMinor}`);
  }
  for (const [key, heard] of receiver.heard) {
    if (!expected.has(key)) found.push(`${key} was told, and is not so: ${[...heard.bodies][0]}`);
    checkBytes(key, heard, found);
  }
  for (const body of receiver.unreadable) found.push(`a notification cannot be read: ${body.slice(0, 200)}`);
}

function checkBytes(key: string, { bodies, signatureValid }: Heard, found: string[]): void {
  if (bodies.size > 1) found.push(`${key} was told in ${bodies.size} different bodies: ${[...bodies].join(' | ')}`);
  if (!signatureValid) found.push(`${key} has no valid signature: ${[...bodies][0]}`);
}
