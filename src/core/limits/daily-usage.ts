// How much a merchant takes in on one local day, in all and by a channel, kept only where there is a limit for it. What is asked for
// counts from the beginning, so that many payments at once cannot pass the limit together; what is never paid is given back.
import { formatLocalDay, type Instant } from '../../kernel/clock.ts';
import { currencyOf } from '../../kernel/money.ts';
import type { Refused } from '../../kernel/outcome.ts';
import type { Payment } from '../payment/payment.ts';
import { type Reason, refuse } from '../reasons.ts';
import type { CellState, Keys } from '../state.ts';
import type { AmountLimit } from './amount-limits.ts';

export interface Usage {
  /** Merchant, currency and local day; with the channel behind them where it is that channel's. */
  readonly id: string;
  readonly merchantId: string;
  readonly currency: string;
  readonly amountMinor: bigint;
  readonly count: number;
}

/** Whose limits something counts against. */
export interface Counted {
  readonly merchantId: string;
  readonly currency: string;
  /** Null: its payer has not picked one yet. */
  readonly channel: string | null;
}

type DailyLimit = Pick<AmountLimit, 'dailyAmount' | 'dailyCount'>;

/** The limits that there are, each with the row of the day of `at`. */
function limitsOf(
  state: CellState,
  { merchantId, currency, channel }: Counted,
  at: Instant,
): { readonly id: string; readonly limit: DailyLimit }[] {
  const day = `${merchantId}:${currency}:${formatLocalDay(at, currencyOf(currency).zoneMinutes)}`;
  const own = { id: day, limit: state.merchant(merchantId).limits.payment };
  const byChannel = { id: `${day}:${channel}`, limit: channel === null ? undefined : state.channel(channel) };
  return [own, byChannel].flatMap(({ id, limit }) =>
    limit?.dailyAmount === undefined && limit?.dailyCount === undefined ? [] : [{ id, limit }],
  );
}

/** The rows of the day of `at`; none where there is no daily limit. */
export function usageKeys(state: CellState, counted: Counted, at: Instant): Keys {
  const limits = limitsOf(state, counted, at);
  return limits.length === 0 ? {} : { usages: limits.map(({ id }) => [id]) };
}

/** Counts a payment that is asked for now. Refuses when a limit of the day would be passed. */
export function takeUsage(
  state: CellState,
  counted: Counted & Pick<Payment, 'amountMinor'>,
  now: Instant,
): Refused<Reason> | undefined {
  const { merchantId, currency } = counted;
  const counts = limitsOf(state, counted, now).map(({ id, limit }) => {
    const before = state.usages.get(id);
    const amountMinor = (before?.amountMinor ?? 0n) + counted.amountMinor;
    return { limit, before, after: { id, merchantId, currency, amountMinor, count: (before?.count ?? 0) + 1 } };
  });
  for (const { limit, after } of counts) {
    if (limit.dailyAmount !== undefined && after.amountMinor > limit.dailyAmount)
      return refuse('daily_amount_exceeded');
    if (limit.dailyCount !== undefined && after.count > limit.dailyCount) return refuse('daily_count_exceeded');
  }
  for (const { before, after } of counts) {
    if (before) state.usages.update(after);
    else state.usages.insert(after);
  }
  return undefined;
}

/** Gives back what a payment counted on the day it was asked for: it failed, or was never made. */
export function returnUsage(state: CellState, payment: Payment): void {
  // Money on a code that can be paid many times counts nowhere: nobody asked for it. A try counts with its checkout.
  const instrument = payment.instrumentId === null ? undefined : state.instruments.get(payment.instrumentId);
  const wasAskedFor = payment.instrumentId === null || instrument?.paymentId === payment.id;
  if (wasAskedFor && payment.checkoutId === null) returnUsageOf(state, payment);
}

/** The same for whatever was counted. */
export function returnUsageOf(state: CellState, counted: Counted & Pick<Payment, 'amountMinor' | 'createdAt'>): void {
  for (const { id } of limitsOf(state, counted, counted.createdAt)) {
    const usage = state.usages.get(id);
    // The limit may be younger than the payment, which then was never counted.
    if (!usage || usage.amountMinor < counted.amountMinor || usage.count === 0) continue;
    const amountMinor = usage.amountMinor - counted.amountMinor;
    state.usages.update({ ...usage, amountMinor, count: usage.count - 1 });
  }
}
