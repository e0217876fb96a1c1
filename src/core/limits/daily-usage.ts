// How much a merchant takes in on one local day, kept only for merchants who have a limit for it. What is asked for counts
// from the beginning, so that many payments at once cannot pass the limit together; what is never paid is given back.
import { formatLocalDay, type Instant } from '../../kernel/clock.ts';
import { currencyOf } from '../../kernel/money.ts';
import type { Refused } from '../../kernel/outcome.ts';
import type { Payment } from '../payment/payment.ts';
import { type Reason, refuse } from '../reasons.ts';
import type { CellState, Keys } from '../state.ts';

export interface Usage {
  /** Merchant, currency and local day. */
  readonly id: string;
  readonly merchantId: string;
  readonly currency: string;
  readonly amountMinor: bigint;
  readonly count: number;
}

function usageId(merchantId: string, currency: string, at: Instant): string {
  return `${merchantId}:${currency}:${formatLocalDay(at, currencyOf(currency).zoneMinutes)}`;
}

/** The row of the day of `at`; none where the merchant has no daily limit. */
export function usageKeys(state: CellState, merchantId: string, currency: string, at: Instant): Keys {
  return isLimited(state, merchantId) ? { usages: [[usageId(merchantId, currency, at)]] } : {};
}

/** Counts a payment that is asked for now. Refuses when the day's limit would be passed. */
export function takeUsage(
  state: CellState,
  merchantId: string,
  currency: string,
  amountMinor: bigint,
  now: Instant,
): Refused<Reason> | undefined {
  if (!isLimited(state, merchantId)) return undefined;
  const { dailyAmount, dailyCount } = state.merchant(merchantId).limits.payment ?? {};
  const id = usageId(merchantId, currency, now);
  const before = state.usages.get(id);
  const after = { amountMinor: (before?.amountMinor ?? 0n) + amountMinor, count: (before?.count ?? 0) + 1 };
  if (dailyAmount !== undefined && after.amountMinor > dailyAmount) return refuse('daily_amount_exceeded');
  if (dailyCount !== undefined && after.count > dailyCount) return refuse('daily_count_exceeded');
  if (before) state.usages.update({ ...before, ...after });
  else state.usages.insert({ id, merchantId, currency, ...after });
  return undefined;
}

/** Gives back what a payment counted on the day it was asked for: it failed, or was never made. */
export function returnUsage(state: CellState, payment: Payment): void {
  // What is paid by an instrument counts nowhere: nobody asked for it. A try counts with its checkout.
  if (payment.instrumentId === null && payment.checkoutId === null) returnUsageOf(state, payment);
}

/** The same for whatever was counted. */
export function returnUsageOf(
  state: CellState,
  {
    merchantId,
    currency,
    amountMinor,
    createdAt,
  }: Pick<Payment, 'merchantId' | 'currency' | 'amountMinor' | 'createdAt'>,
): void {
  if (!isLimited(state, merchantId)) return;
  const usage = state.usages.get(usageId(merchantId, currency, createdAt));
  // The limit may be younger than the payment, which then was never counted.
  if (!usage || usage.amountMinor < amountMinor || usage.count === 0) return;
  state.usages.update({ ...usage, amountMinor: usage.amountMinor - amountMinor, count: usage.count - 1 });
}

function isLimited(state: CellState, merchantId: string): boolean {
  const { dailyAmount, dailyCount } = state.merchant(merchantId).limits.payment ?? {};
  return dailyAmount !== undefined || dailyCount !== undefined;
}
