// Creates an instrument: a code or a number that payers can pay, many times or once (paycools.md 4.1, 5.1, 6.1; bluepay.md 3.4).
import type { Instant } from '../../kernel/clock.ts';
import { accept } from '../../kernel/outcome.ts';
import { outsideLimits } from '../limits/amount-limits.ts';
import { takeUsage, usageKeys } from '../limits/daily-usage.ts';
import { isNumberTaken, type Numbered, numberKeys } from '../numbered.ts';
import { refuse } from '../reasons.ts';
import type { CellState, Decider } from '../state.ts';
import { type Instrument, paymentOn } from './instrument.ts';

/** What of an instrument its merchant and channel say; the rest is decided here. */
export interface CreateInstrument
  extends Omit<
    Instrument,
    'generation' | 'currency' | 'status' | 'createdAt' | 'updatedAt' | 'expiresAt' | 'minAmountMinor' | 'maxAmountMinor'
  > {
  /** Absent: unbounded. */
  readonly minAmountMinor?: bigint | undefined;
  readonly maxAmountMinor?: bigint | undefined;
  /** Null: it stays payable until it is cancelled, or until `expiresAt`. */
  readonly expirySeconds: number | null;
  /** Its end, where that is a time of its own and not counted from now. */
  readonly expiresAt?: Instant | undefined;
  /**
   * What a repeat of the reference answers while the first instrument is open: the same one, or a refusal. `never`: a refusal whatever
   * became of it (bluepay.md 2.9).
   */
  readonly repeat: 'return' | 'refuse' | 'never';
  readonly numberedWith?: Numbered['numberedWith'];
}

/**
 * Refuses, in this order: a channel that is off, an amount outside its limits, a reference whose instrument is still
 * open, or whose one payment was made. A cancelled or expired one makes room for the next (paycools.md 7, row 19). One for a
 * single payment counts on the merchant's day, and is refused at last when that is full.
 */
export const createInstrument: Decider<CreateInstrument, Instrument> = {
  needs: ({ referenceScope, reference, slot, numberedWith }) => ({
    ...numberKeys({ referenceScope, reference, numberedWith }),
    instrumentsByReference: [[referenceScope, reference, slot]],
  }),
  follow(state, { referenceScope, reference, slot, merchantId, channel }, now) {
    const paymentId = state.instruments.find('instrumentsByReference', referenceScope, reference, slot)?.paymentId;
    const currency = state.channel(channel)?.currency;
    return {
      ...(paymentId ? { payments: [[paymentId]] } : {}),
      ...(currency === undefined ? {} : usageKeys(state, { merchantId, currency, channel }, now)),
    };
  },
  decide(state, command, now) {
    const channel = state.channel(command.channel);
    if (!channel?.enabled) return refuse('channel_unavailable');
    const { amountMinor } = command;
    if (amountMinor !== null) {
      const outside = outsideLimits(amountMinor, channel, state.merchant(command.merchantId).limits, 'payment');
      if (outside) return outside;
    }
    const previous = state.instruments.find(
      'instrumentsByReference',
      command.referenceScope,
      command.reference,
      command.slot,
    );
    if (previous && (command.repeat === 'never' || holdsReference(state, previous))) {
      const same = command.repeat === 'return' && previous.channel === command.channel && previous.status === 'active';
      return same ? accept(previous) : refuse('reference_repeated');
    }
    if (isNumberTaken(state, command)) return refuse('reference_repeated');
    if (command.paymentId !== null && amountMinor !== null) {
      const { merchantId } = command;
      const overUsed = takeUsage(
        state,
        { merchantId, currency: channel.currency, channel: channel.code, amountMinor },
        now,
      );
      if (overUsed) return overUsed;
    }
    const { expirySeconds, expiresAt = null } = command;
    const instrument: Instrument = {
      ...identityOf(command),
      generation: previous ? previous.generation + 1 : 0,
      currency: channel.currency,
      status: 'active',
      createdAt: now,
      updatedAt: now,
      expiresAt: expirySeconds === null ? expiresAt : now + expirySeconds * 1000,
    };
    state.instruments.insert(instrument);
    if (instrument.paymentId !== null) {
      if (amountMinor === null) throw new Error('An instrument for one payment needs its amount.');
      state.payments.insert(paymentOn(instrument, instrument.paymentId, amountMinor, now));
    }
    return accept(instrument);
  },
};

/** What of the command becomes the row as it is. */
function identityOf(command: CreateInstrument) {
  const { id, paymentId, merchantId, appId, referenceScope, reference, slot, channel } = command;
  const { amountMinor, minAmountMinor = null, maxAmountMinor = null, presentation, notifyUrl, details } = command;
  return {
    id,
    paymentId,
    merchantId,
    appId,
    referenceScope,
    reference,
    slot,
    channel,
    amountMinor,
    minAmountMinor,
    maxAmountMinor,
    presentation,
    notifyUrl,
    details,
  };
}

function holdsReference(state: CellState, instrument: Instrument): boolean {
  if (instrument.status === 'active') return true;
  const payment = instrument.paymentId === null ? undefined : state.payments.get(instrument.paymentId);
  return payment?.status === 'completed';
}
