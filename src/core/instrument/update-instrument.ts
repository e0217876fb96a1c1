// Changes what a merchant may change of an instrument: who it is for and where it is notified (paycools.md 5.6).
import { accept } from '../../kernel/outcome.ts';
import type { Details } from '../payment/payment.ts';
import { refuse } from '../reasons.ts';
import type { Decider } from '../state.ts';
import type { Instrument } from './instrument.ts';

export interface UpdateInstrument {
  readonly referenceScope: string;
  readonly reference: string;
  readonly slot: string;
  /** Absent: unchanged. */
  readonly notifyUrl?: string | undefined;
  /** Merged into what was there. */
  readonly details: Details;
}

/** Refuses an unknown reference and a closed instrument. A waiting payment changes with its instrument. */
export const updateInstrument: Decider<UpdateInstrument, Instrument> = {
  needs: ({ referenceScope, reference, slot }) => ({ instrumentsByReference: [[referenceScope, reference, slot]] }),
  follow(state, { referenceScope, reference, slot }) {
    const paymentId = state.instruments.find('instrumentsByReference', referenceScope, reference, slot)?.paymentId;
    return paymentId ? { payments: [[paymentId]] } : {};
  },
  decide(state, { referenceScope, reference, slot, notifyUrl, details }, now) {
    const before = state.instruments.find('instrumentsByReference', referenceScope, reference, slot);
    if (before?.status !== 'active') return refuse('instrument_not_found');
    const change = { notifyUrl: notifyUrl ?? before.notifyUrl, details: { ...before.details, ...details } };
    const instrument: Instrument = { ...before, ...change, updatedAt: now };
    state.instruments.update(instrument);
    const payment = instrument.paymentId === null ? undefined : state.payments.get(instrument.paymentId);
    if (payment?.status === 'pending') state.payments.update({ ...payment, ...change });
    return accept(instrument);
  },
};
