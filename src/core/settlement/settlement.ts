// Settlement: what a merchant earned on one day becomes available on a later one. A day's payments of a merchant are
// settled together, by one transfer; with no settlement days the money is available at once and nothing is kept here.
import type { Instant } from '../../kernel/clock.ts';
import { dayMs, formatLocalDay, startOfLocalDay } from '../../kernel/clock.ts';
import { currencyOf } from '../../kernel/money.ts';
import { accept } from '../../kernel/outcome.ts';
import { accountKeys, post } from '../ledger/ledger.ts';
import type { Merchant } from '../merchant/merchant.ts';
import { refuse } from '../reasons.ts';
import type { CellState, Decider } from '../state.ts';

export interface Settlement {
  /** Merchant, currency and the local day on which it becomes available. */
  readonly id: string;
  readonly merchantId: string;
  readonly currency: string;
  /** What of the pending balance becomes available, in minor units. */
  readonly amountMinor: bigint;
  readonly status: 'open' | 'settled';
  readonly dueAt: Instant;
}

export interface SettleDay {
  readonly settlementId: string;
  readonly merchantId: string;
  readonly currency: string;
}

/** Moves a due day's money from pending to available. */
export const settleDay: Decider<SettleDay, Settlement> = {
  needs: ({ settlementId, merchantId, currency }) => ({
    settlements: [[settlementId]],
    accounts: accountKeys(merchantId, currency, ['pending', 'available']),
  }),
  decide(state, { settlementId }, now) {
    const settlement = state.settlements.get(settlementId);
    if (!settlement) return refuse('internal', 'No such settlement.');
    if (settlement.status === 'settled' || settlement.dueAt > now) return refuse('already_final');
    const { merchantId, currency, amountMinor } = settlement;
    post(
      state,
      {
        merchantId,
        currency,
        debit: 'pending',
        credit: 'available',
        amountMinor,
        code: 'settlement',
        causeId: settlementId,
      },
      now,
    );
    const settled: Settlement = { ...settlement, status: 'settled' };
    state.settlements.update(settled);
    return accept(settled);
  },
};

/** The day on which money earned now becomes available, by the calendar of the currency's country. */
export function settlementOf(merchant: Merchant, currency: string, now: Instant): { id: string; dueAt: Instant } {
  const { zoneMinutes } = currencyOf(currency);
  const day = formatLocalDay(now + merchant.settlementDays * dayMs, zoneMinutes);
  const dueAt = startOfLocalDay(day, zoneMinutes);
  if (dueAt === undefined) throw new Error(`${day} is not a day.`);
  return { id: `${merchant.id}:${currency}:${day}`, dueAt };
}

/** Takes back what a refund holds of a day that is not settled yet. */
export function takeBack(state: CellState, settlementId: string | null, amountMinor: bigint): void {
  const settlement = settlementId === null ? undefined : state.settlements.get(settlementId);
  if (settlement?.status !== 'open') throw new Error(`The day ${settlementId} is not open.`);
  if (amountMinor > 0n) state.settlements.update({ ...settlement, amountMinor: settlement.amountMinor - amountMinor });
}

/**
 * Adds money that has just been booked as pending to the day on which it becomes available. Nothing is no money: a
 * payment whose fee took all of it opens no day.
 */
export function earmark(
  state: CellState,
  merchant: Merchant,
  currency: string,
  amountMinor: bigint,
  now: Instant,
): void {
  if (amountMinor === 0n) return;
  const { id, dueAt } = settlementOf(merchant, currency, now);
  const settlement = state.settlements.get(id);
  if (settlement) state.settlements.update({ ...settlement, amountMinor: settlement.amountMinor + amountMinor });
  else state.settlements.insert({ id, merchantId: merchant.id, currency, amountMinor, status: 'open', dueAt });
}
