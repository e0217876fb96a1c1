// Closes an instrument: its merchant cancels it (paycools.md 5.4), or its time is up. Its waiting payment closes with it.
import type { Instant } from '../../kernel/clock.ts';
import { accept } from '../../kernel/outcome.ts';
import { announceUnpaid } from '../checkout/checkout.ts';
import { returnUsage, usageKeys } from '../limits/daily-usage.ts';
import { refuse } from '../reasons.ts';
import type { CellState, Decider, Keys } from '../state.ts';
import type { Instrument } from './instrument.ts';

export interface CancelInstrument {
  readonly referenceScope: string;
  readonly reference: string;
  readonly slot: string;
}

/** Cancelling a closed instrument changes nothing and answers it as it is; an unknown reference is refused. */
export const cancelInstrument: Decider<CancelInstrument, Instrument> = {
  needs: ({ referenceScope, reference, slot }) => ({ instrumentsByReference: [[referenceScope, reference, slot]] }),
  follow: (state, { referenceScope, reference, slot }) =>
    closingKeys(state, state.instruments.find('instrumentsByReference', referenceScope, reference, slot)),
  decide(state, { referenceScope, reference, slot }, now) {
    const instrument = state.instruments.find('instrumentsByReference', referenceScope, reference, slot);
    if (!instrument) return refuse('instrument_not_found');
    return accept(instrument.status === 'active' ? close(state, instrument, 'cancelled', now) : instrument);
  },
};

export interface ExpireInstrument {
  readonly instrumentId: string;
}

/** Refuses an instrument that is closed, or whose time is not up: the sweep that asked saw an older row. */
export const expireInstrument: Decider<ExpireInstrument, Instrument> = {
  needs: ({ instrumentId }) => ({ instruments: [[instrumentId]] }),
  follow: (state, { instrumentId }) => closingKeys(state, state.instruments.get(instrumentId)),
  decide(state, { instrumentId }, now) {
    const instrument = state.instruments.get(instrumentId);
    if (!instrument) return refuse('instrument_not_found');
    const { status, expiresAt } = instrument;
    if (status !== 'active' || expiresAt === null || expiresAt > now) return refuse('already_final');
    return accept(close(state, instrument, 'expired', now));
  },
};

function closingKeys(state: CellState, instrument: Instrument | undefined): Keys {
  if (!instrument?.paymentId) return {};
  return { payments: [[instrument.paymentId]], ...usageKeys(state, instrument, instrument.createdAt) };
}

function close(state: CellState, open: Instrument, status: 'cancelled' | 'expired', now: Instant): Instrument {
  const instrument: Instrument = { ...open, status, updatedAt: now };
  state.instruments.update(instrument);
  const payment = instrument.paymentId === null ? undefined : state.payments.get(instrument.paymentId);
  if (payment?.status === 'pending') {
    const closed = { ...payment, status: 'closed', finalAt: now } as const;
    state.payments.update(closed);
    returnUsage(state, closed);
    announceUnpaid(state, 'payment.closed', closed);
  }
  return instrument;
}
