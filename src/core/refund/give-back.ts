// Money of a payment went back through its channel. Where the gateway had not heard that it came, both are booked now, one
// after the other.
import type { Instant } from '../../kernel/clock.ts';
import { mergeKeys } from '../keys.ts';
import { accountKeys, post } from '../ledger/ledger.ts';
import { completePayment } from '../payment/complete-payment.ts';
import type { Payment } from '../payment/payment.ts';
import { bookSuspense, findSuspense, suspenseKeys } from '../payment/suspense.ts';
import type { CellState, Keys } from '../state.ts';
import { closeStopped, endReversal } from './end-reversal.ts';
import { sendHeld } from './hold-refund.ts';
import type { Refund } from './refund.ts';

export interface GivenBack {
  readonly bankReference: string;
  /** The credit by which the money had come; a reversal that found one of which the gateway had not heard names it. */
  readonly creditReference?: string | undefined;
  /** What went back, where that is not what the payment asked for. */
  readonly amountMinor?: bigint | undefined;
}

/** The rows that are touched besides those of a refund and of a completion. */
export function giveBackKeys(payment: Payment, { creditReference }: GivenBack): Keys {
  const credit = creditReference ?? payment.bankReference;
  return mergeKeys([
    { accounts: accountKeys(payment.merchantId, payment.currency, ['suspense']) },
    credit === null ? undefined : suspenseKeys(payment, credit),
  ]);
}

export function giveBack(state: CellState, before: Payment, pending: Refund, given: GivenBack, now: Instant): Refund {
  if (before.status === 'failed' || before.status === 'closed')
    return giveBackStray(state, before, pending, given, now);
  const { bankReference, creditReference, amountMinor = before.amountMinor } = given;
  if (before.status === 'pending' && creditReference === undefined) {
    throw new Error(`The channel gave back ${before.id} and does not say by which credit it had come.`);
  }
  // Another amount than asked for never paid it (see confirm-credit.ts).
  if (before.status === 'pending' && amountMinor !== before.amountMinor) {
    return giveBackStray(state, closeStopped(state, before, now), pending, given, now);
  }
  const payment =
    before.status === 'pending'
      ? completePayment(state, before, { bankReference: creditReference ?? '', receipt: null }, now)
      : before;
  // To complete it was to hold this very reversal.
  const held = state.refunds.get(pending.id) ?? pending;
  const sent = sendHeld(state, payment, held, now);
  const refund = complete(state, held, bankReference, now);
  if (refund.kind === 'reversal') endReversal(state, sent, refund);
  else state.announce({ kind: 'refund.completed', refund, payment: sent });
  return refund;
}

/** What came for a payment that is final otherwise waits in suspense, if it was heard of at all; it leaves from there. */
function giveBackStray(state: CellState, payment: Payment, pending: Refund, given: GivenBack, now: Instant): Refund {
  const { bankReference, creditReference } = given;
  const credit = creditReference ?? payment.bankReference;
  const kept = credit === null ? undefined : findSuspense(state, payment, credit);
  const amountMinor = given.amountMinor ?? kept?.amountMinor ?? pending.amountMinor;
  if (creditReference !== undefined && !kept) {
    bookSuspense(state, payment, { bankReference: creditReference, amountMinor }, now);
  }
  const { id: causeId, merchantId, currency, channel } = pending;
  const sides = { debit: 'suspense', credit: `channel:${channel}` } as const;
  post(state, { merchantId, currency, causeId, ...sides, amountMinor, code: 'refund' }, now);
  const refund = complete(state, pending, bankReference, now);
  endReversal(state, payment, refund);
  return refund;
}

function complete(state: CellState, pending: Refund, bankReference: string, now: Instant): Refund {
  const refund: Refund = { ...pending, status: 'completed', bankReference, doubt: null, finalAt: now };
  state.refunds.update(refund);
  return refund;
}
