// Books money that a bank says has arrived: for a waiting payment, or for an instrument that can be paid many times.
// Money is booked whatever state its payment is in: what nobody waits for goes to suspense, where an operator sees it.
import type { Instant } from '../../kernel/clock.ts';
import { accept } from '../../kernel/outcome.ts';
import { endCapture } from '../authorisation/end-capture.ts';
import { endCalls } from '../call/call.ts';
import { announceUnpaid } from '../checkout/checkout.ts';
import { type Instrument, isWithinBounds, paymentOn, useUp } from '../instrument/instrument.ts';
import { mergeKeys } from '../keys.ts';
import { returnUsage, usageKeys } from '../limits/daily-usage.ts';
import { supersede } from '../notification/supersede.ts';
import { refuse } from '../reasons.ts';
import type { CellState, Decider, Keys } from '../state.ts';
import { completePayment, completionKeys } from './complete-payment.ts';
import type { Payment, Receipt } from './payment.ts';
import { bookSuspense, findSuspense, suspenseKeys } from './suspense.ts';

export interface ConfirmCredit {
  /** The payment that waits; for an instrument the id derived from the bank's reference, new or seen before. */
  readonly paymentId: string;
  /** The instrument that was paid, where it can be paid many times. */
  readonly instrumentId?: string | undefined;
  /** The bank's own name for the credit; the same name is the same money. */
  readonly bankReference: string;
  readonly amountMinor: bigint;
  /** What the bank says about it, where it says anything. */
  readonly receipt?: Receipt | undefined;
}

/** What became of the money. A repeated confirmation answers what the first one did. */
export interface CreditBooked {
  readonly payment: Payment;
  readonly booked: 'completed' | 'repeated' | 'suspense';
}

/** Refuses only a payment or instrument that does not exist. */
export const confirmCredit: Decider<ConfirmCredit, CreditBooked> = {
  needs: ({ paymentId, instrumentId }) => ({
    payments: [[paymentId]],
    ...(instrumentId === undefined ? {} : { instruments: [[instrumentId]] }),
  }),

  follow(state, { paymentId, instrumentId, bankReference, amountMinor }, now): Keys {
    const known = state.payments.get(paymentId);
    const instrument = instrumentId === undefined ? undefined : state.instruments.get(instrumentId);
    const payment = known ?? (instrument && paymentOn(instrument, paymentId, amountMinor, now));
    if (!payment) return {};
    return mergeKeys([
      completionKeys(state, payment, now),
      suspenseKeys(payment, bankReference),
      usageKeys(state, payment, payment.createdAt),
    ]);
  },

  decide(state, command, now) {
    const known = state.payments.get(command.paymentId);
    const instrument = command.instrumentId === undefined ? undefined : state.instruments.get(command.instrumentId);
    const payment = known ?? (instrument && creditedPayment(instrument, command, now));
    if (!payment) return refuse('payment_not_found');
    if (payment.bankReference === command.bankReference || findSuspense(state, payment, command.bankReference)) {
      return accept({ payment, booked: 'repeated' });
    }
    if (!known) state.payments.insert(payment);
    if (payment.status === 'pending' && payment.amountMinor === command.amountMinor) {
      const { bankReference, receipt = null } = command;
      return accept({ payment: completePayment(state, payment, { bankReference, receipt }, now), booked: 'completed' });
    }
    const ended = payment.status === 'pending' ? failForAmount(state, payment, command, now) : payment;
    bookSuspense(state, ended, command, now);
    return accept({ payment: ended, booked: 'suspense' });
  },
};

/** Another amount than asked for pays nothing: the merchant must not deliver, and the payer must get it back. */
function failForAmount(state: CellState, pending: Payment, { bankReference }: ConfirmCredit, now: Instant): Payment {
  const ended = { status: 'failed', failure: 'params_error', doubt: null, finalAt: now } as const;
  const payment: Payment = { ...pending, ...ended, bankReference };
  state.payments.update(payment);
  if (payment.entry !== 'page') endCalls(state, 'payment', payment.id);
  endCapture(state, payment);
  useUp(state, payment, now);
  returnUsage(state, payment);
  if (payment.lastRefundId !== null) supersede(state, payment.id);
  announceUnpaid(state, 'payment.failed', payment);
  return payment;
}

/**
 * The payment that a credit to an instrument makes. It waits for the instrument's amount, where that is fixed; on one that was closed
 * before the money came, or whose merchant wants less or more, it is closed as well: the money is booked, the merchant is told of no
 * payment.
 */
function creditedPayment(instrument: Instrument, { paymentId, amountMinor }: ConfirmCredit, now: Instant): Payment {
  const payment = paymentOn(instrument, paymentId, instrument.amountMinor ?? amountMinor, now);
  const isTaken = instrument.status === 'active' && isWithinBounds(instrument, amountMinor);
  return isTaken ? payment : { ...payment, status: 'closed', finalAt: now };
}
