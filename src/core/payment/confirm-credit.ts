// Books money that a bank says has arrived: for a waiting payment, or for an instrument that can be paid many times.
// Money is booked whatever state its payment is in: what nobody waits for goes to suspense, where an operator sees it.
import type { Instant } from '../../kernel/clock.ts';
import { accept } from '../../kernel/outcome.ts';
import { feeFor } from '../fees/fee.ts';
import { type Instrument, useUp } from '../instrument/instrument.ts';
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
      transfers: [[transferId(bankReference, 'suspense')]],
      ...(waits ? { settlements: [[settlementOf(merchant, currency, now).id]] } : {}),
      ...(payment?.instrumentId ? { instruments: [[payment.instrumentId]] } : {}),
    };
  },

  decide(state, command, now) {
    const known = state.payments.get(command.paymentId);
    if (known) return confirmKnown(state, known, command, now);
    const instrument = command.instrumentId === undefined ? undefined : state.instruments.get(command.instrumentId);
    if (!instrument) return refuse('payment_not_found');
    const payment = paymentOn(instrument, command, now);
    // The code was closed before the money came: the money is booked, the merchant is not told of a payment.
    if (instrument.status !== 'active') {
      const closed: Payment = { ...payment, status: 'closed', finalAt: now };
      state.payments.insert(closed);
      return bookSuspense(state, closed, command, now);
    }
    state.payments.insert(payment);
    return accept({ payment: complete(state, payment, command, now), booked: 'completed' });
  },
};

function confirmKnown(state: CellState, payment: Payment, command: ConfirmCredit, now: Instant) {
  if (payment.bankReference === command.bankReference) return accept({ payment, booked: 'repeated' } as const);
  if (payment.status !== 'pending') return bookSuspense(state, payment, command, now);
  if (payment.amountMinor !== command.amountMinor) {
    // Another amount than asked for pays nothing: the merchant must not deliver, and the payer must get it back.
    const failed: Payment = {
      ...payment,
      status: 'failed',
      failure: 'params_error',
      bankReference: command.bankReference,
      finalAt: now,
    };
    state.payments.update(failed);
    useUp(state, failed, now);
    state.announce({ kind: 'payment.failed', payment: failed });
    return bookSuspense(state, failed, command, now);
  }
  return accept({ payment: complete(state, payment, command, now), booked: 'completed' } as const);
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

function bookSuspense(state: CellState, payment: Payment, { bankReference, amountMinor }: ConfirmCredit, now: Instant) {
  const { merchantId, currency, channel } = payment;
  if (state.transfers.get(transferId(bankReference, 'suspense')))
    return accept({ payment, booked: 'repeated' } as const);
  post(
    state,
    {
      merchantId,
      currency,
      debit: `channel:${channel}`,
      credit: 'suspense',
      amountMinor,
      code: 'suspense',
      causeId: bankReference,
    },
    now,
  );
  return accept({ payment, booked: 'suspense' } as const);
}

function paymentOn(instrument: Instrument, { paymentId, amountMinor }: ConfirmCredit, now: Instant): Payment {
  const { merchantId, appId, referenceScope, reference, channel, currency, notifyUrl, details } = instrument;
  return {
    id: paymentId,
    merchantId,
    appId,
    referenceScope,
    reference,
    instrumentId: instrument.id,
    channel,
    currency,
    amountMinor,
    feeMinor: 0n,
    status: 'pending',
    failure: null,
    bankReference: null,
    createdAt: now,
    finalAt: null,
    expiresAt: null,
    notifyUrl,
    returnUrl: null,
    details,
  };
}
