// Books money that a bank says has arrived: for a waiting payment, or for an instrument that can be paid many times.
// Money is booked whatever state its payment is in: what nobody waits for goes to suspense, where an operator sees it.
import type { Instant } from '../../kernel/clock.ts';
import { accept } from '../../kernel/outcome.ts';
import { feeFor } from '../fees/fee.ts';
import { type Instrument, paymentOn, useUp } from '../instrument/instrument.ts';
import { type AccountKind, accountKeys, post, transferId } from '../ledger/ledger.ts';
import { refuse } from '../reasons.ts';
import { earmark, settlementOf } from '../settlement/settlement.ts';
import type { CellState, Decider, Keys } from '../state.ts';
import type { Payment } from './payment.ts';

export interface ConfirmCredit {
  /** The payment that waits; for an instrument the id derived from the bank's reference, new or seen before. */
  readonly paymentId: string;
  /** The instrument that was paid, where it can be paid many times. */
  readonly instrumentId?: string | undefined;
  /** The bank's own name for the credit; the same name is the same money. */
  readonly bankReference: string;
  readonly amountMinor: bigint;
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

  follow(state, { paymentId, instrumentId, bankReference }, now): Keys {
    const payment = state.payments.get(paymentId);
    const source = payment ?? (instrumentId === undefined ? undefined : state.instruments.get(instrumentId));
    if (!source) return {};
    const { merchantId, currency, channel } = source;
    const merchant = state.merchant(merchantId);
    const waits = merchant.settlementDays > 0;
    return {
      accounts: accountKeys(merchantId, currency, [
        waits ? 'pending' : 'available',
        'fees',
        'suspense',
        `channel:${channel}`,
      ]),
      transfers: [[transferId(suspenseCause(channel, bankReference), 'suspense')]],
      ...(waits ? { settlements: [[settlementOf(merchant, currency, now).id]] } : {}),
      ...(payment?.instrumentId ? { instruments: [[payment.instrumentId]] } : {}),
    };
  },

  decide(state, command, now) {
    const known = state.payments.get(command.paymentId);
    const instrument = command.instrumentId === undefined ? undefined : state.instruments.get(command.instrumentId);
    const payment = known ?? (instrument && creditedPayment(instrument, command, now));
    if (!payment) return refuse('payment_not_found');
    if (payment.bankReference === command.bankReference || isInSuspense(state, payment, command)) {
      return accept({ payment, booked: 'repeated' });
    }
    if (!known) state.payments.insert(payment);
    if (payment.status === 'pending' && payment.amountMinor === command.amountMinor) {
      return accept({ payment: complete(state, payment, command, now), booked: 'completed' });
    }
    const ended = payment.status === 'pending' ? failForAmount(state, payment, command, now) : payment;
    bookSuspense(state, ended, command, now);
    return accept({ payment: ended, booked: 'suspense' });
  },
};

/** Another amount than asked for pays nothing: the merchant must not deliver, and the payer must get it back. */
function failForAmount(state: CellState, pending: Payment, { bankReference }: ConfirmCredit, now: Instant): Payment {
  const payment: Payment = { ...pending, status: 'failed', failure: 'params_error', bankReference, finalAt: now };
  state.payments.update(payment);
  useUp(state, payment, now);
  state.announce({ kind: 'payment.failed', payment });
  return payment;
}

/** Completes a pending payment: its money to the merchant, the platform's fee out of it, at most all of it. */
function complete(
  state: CellState,
  pending: Payment,
  { bankReference, amountMinor }: ConfirmCredit,
  now: Instant,
): Payment {
  const { id: causeId, merchantId, currency, channel } = pending;
  const merchant = state.merchant(merchantId);
  const feeMinor = feeFor(merchant.fees, 'payment', amountMinor, amountMinor);
  const payment: Payment = { ...pending, status: 'completed', bankReference, feeMinor, finalAt: now };
  state.payments.update(payment);
  const earned: AccountKind = merchant.settlementDays === 0 ? 'available' : 'pending';
  post(
    state,
    { merchantId, currency, debit: `channel:${channel}`, credit: earned, amountMinor, code: 'payment', causeId },
    now,
  );
  post(
    state,
    { merchantId, currency, debit: earned, credit: 'fees', amountMinor: feeMinor, code: 'payment_fee', causeId },
    now,
  );
  if (earned === 'pending') earmark(state, merchant, currency, amountMinor - feeMinor, now);
  useUp(state, payment, now);
  state.announce({ kind: 'payment.completed', payment });
  return payment;
}

/** Banks name their credits each in its own way, so the channel is part of the name. */
function suspenseCause(channel: string, bankReference: string): string {
  return `${channel}.${bankReference}`;
}

function isInSuspense(state: CellState, { channel }: Payment, { bankReference }: ConfirmCredit): boolean {
  return state.transfers.get(transferId(suspenseCause(channel, bankReference), 'suspense')) !== undefined;
}

function bookSuspense(
  state: CellState,
  { merchantId, currency, channel }: Payment,
  { bankReference, amountMinor }: ConfirmCredit,
  now: Instant,
): void {
  const causeId = suspenseCause(channel, bankReference);
  const sides = { debit: `channel:${channel}`, credit: 'suspense' } as const;
  post(state, { merchantId, currency, ...sides, amountMinor, code: 'suspense', causeId }, now);
}

/**
 * The payment that a credit to an instrument makes. It waits for the instrument's amount, where that is fixed; on a code
 * that was closed before the money came it is closed as well: the money is booked, the merchant is told of no payment.
 */
function creditedPayment(instrument: Instrument, { paymentId, amountMinor }: ConfirmCredit, now: Instant): Payment {
  const payment = paymentOn(instrument, paymentId, instrument.amountMinor ?? amountMinor, now);
  return instrument.status === 'active' ? payment : { ...payment, status: 'closed', finalAt: now };
}
