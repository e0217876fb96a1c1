// Voids, as both versions make them: all of a payment, on its own day, before it is settled (bluepay.md 3.12). Which situation has
// which code:
//
//   unknown original                            21006   payment_not_found
//   mchVoidOrderId used before                  21505   void_repeated
//   original not completed                      21500   payment_not_completed
//   the channel cannot, or does not             21501   void_unsupported, payment_not_reversible
//   something of it was refunded                21501   payment_not_reversible
//   original settled                            21502   payment_settled
//   original of an earlier day, of its country  21503   reversal_window_over
//   voided, or being voided                     21504   payment_reversed
import type { Payment } from '../../core/payment/payment.ts';
import { type Outcome, refuse } from '../../core/reasons.ts';
import type { Refund } from '../../core/refund/refund.ts';
import { secondMs } from '../../kernel/clock.ts';
import { accept } from '../../kernel/outcome.ts';
import type { BluepayDeps } from './deps.ts';
import { localTime, localTimeOrNull } from './local-time.ts';
import type { Call } from './operation.ts';
import { type TransactionStatus, transactionStatuses } from './statuses.ts';

/** How long the answer waits for the channel. */
const answerMs = 8 * secondMs;

export interface VoidFields {
  readonly mchVoidOrderId: string;
  readonly remark?: string | undefined;
}

export interface Void {
  readonly original: Payment;
  /** Completed, or pending where the channel did not answer in time. */
  readonly reversal: Refund;
}

/** `original`: as it was found, if it was. A void that is repeated while it is under way waits for the same answer. */
export async function voidPayment(
  { app, merchant, fields }: Call<VoidFields>,
  original: Payment | undefined,
  { engine }: BluepayDeps,
): Promise<Outcome<Void>> {
  const { mchVoidOrderId, remark } = fields;
  if (!original) return refuse('payment_not_found');
  const asked = await engine.execute(merchant.cell, 'reverse-payment', {
    paymentId: original.id,
    merchantId: merchant.id,
    sameDay: true,
    asVoid: { referenceScope: `${app.id}/void`, reference: mchVoidOrderId },
    details: { remark: remark ?? null },
  });
  if (!asked.ok) return asked;
  const { refund } = asked.value;
  const ended = await engine.until(merchant.cell, 'refunds', refund.id, (row) => row?.status !== 'pending', answerMs);
  const reversal = ended ?? refund;
  return reversal.status === 'failed' ? refuse('payment_not_reversible') : accept({ original, reversal });
}

/** `done` is what a completed void is called: v1 has no word of its own for it (3.12). */
export function voidData({ original, reversal }: Void, done: TransactionStatus) {
  const { currency } = reversal;
  return {
    mchVoidOrderId: reversal.reference,
    voidTransactionId: reversal.id,
    originalTransactionId: original.id,
    mchOrderId: original.reference,
    amount: Number(reversal.amountMinor),
    transactionStatus: reversal.status === 'completed' ? done : transactionStatuses[reversal.status],
    createTime: localTime(reversal.createdAt, currency),
    returnTime: localTimeOrNull(reversal.finalAt, currency),
  };
}
