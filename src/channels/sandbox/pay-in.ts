// Books a payer's money at the bank, then tells the gateway, when and as often as the amount's scenario says.
import { accept } from '../../kernel/outcome.ts';
import { cellOfId, derivedId } from '../../kernel/id.ts';
import type { Instant } from '../../kernel/clock.ts';
import { type ActDeps, type ActResult, notPossible } from './act-request.ts';
import { newBankReference } from './bank-reference.ts';
import type { BookedCredit } from './bank/credits.ts';
import { type Course, lateDelayMs, resendAfterMs } from './scenarios.ts';

export interface PayIn {
  /** Null: the instrument can be paid many times, and each credit is a payment of its own. */
  readonly paymentId: string | null;
  readonly instrumentId: string | null;
  readonly merchantId: string;
  readonly channel: string;
  readonly currency: string;
  readonly amountMinor: bigint;
  readonly course: Course;
  readonly expiresAt: Instant | null;
}

export async function payIn(deps: ActDeps, order: PayIn): Promise<ActResult> {
  const { course } = order;
  const credit = creditOf(deps, order);
  const booked = await deps.bank.credits.book(credit);
  if (!booked) return notPossible(`The bank has taken the money for ${credit.paymentId} already.`);
  if (course.kind === 'answer_lost' || course.kind === 'confirmed_late') return accept(undefined);

  const { outcome } = await deps.teller.credit(credit);
  // Money that came while its payment became final otherwise is booked, but it paid nothing.
  const paidNothing =
    outcome.ok && outcome.value.booked === 'suspense' && outcome.value.payment.bankReference !== credit.reference;
  if (paidNothing) return notPossible(`${credit.paymentId} was final when the money arrived: it is in suspense.`);
  if (!outcome.ok)
    deps.log.warn({ reason: outcome.reason, paymentId: credit.paymentId }, 'The gateway did not book a credit.');
  return accept(undefined);
}

/** The payment's id follows from the bank's reference and time of booking, so that a repeat names the same payment. */
function creditOf({ clock, ids }: ActDeps, order: PayIn): BookedCredit {
  const { paymentId, instrumentId, merchantId, channel, currency, amountMinor, course, expiresAt } = order;
  const cell = cellOfId(paymentId ?? instrumentId ?? '');
  if (cell === undefined) throw new Error('A credit needs a payment or an instrument.');
  const bookedAt = clock.now();
  const reference = newBankReference(ids, cell, bookedAt);
  const isLate = course.kind === 'confirmed_late';
  return {
    paymentId: paymentId ?? derivedId('C', cell, bookedAt, reference),
    reference,
    cell,
    merchantId,
    channel,
    currency,
    instrumentId,
    amountMinor,
    payer: null,
    awaitsExpiry: isLate && expiresAt !== null,
    bookedAt,
    dueAt: isLate ? (expiresAt ?? bookedAt + lateDelayMs) : bookedAt + resendAfterMs,
  };
}
