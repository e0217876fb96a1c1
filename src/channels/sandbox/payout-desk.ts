// How the bank works on payouts: takes them, finishes them by itself a moment later, and tells the gateway.
import type { Clock } from '../../kernel/clock.ts';
import { cellOfId, type IdSource } from '../../kernel/id.ts';
import type { Failure } from '../../core/failure.ts';
import type { Payout } from '../../core/payout/payout.ts';
import type { Bank } from './bank/bank.ts';
import type { BankPayout } from './bank/payouts.ts';
import { lateDelayMs, ordinaryDelayMs, resendAfterMs, type Scenario, scenarioOf } from './scenarios.ts';
import type { Teller } from './tell-gateway.ts';
import type { Timers } from './timers.ts';

export interface PayoutDesk {
  /** Takes a payout durably, once however often it is asked; it finishes by itself later. */
  take(payout: Payout): Promise<void>;
  /** Finishes an accepted payout as its amount's scenario says, and tells the gateway. */
  finishByItself(payout: Pick<BankPayout, 'id' | 'amountMinor'>): Promise<void>;
  /** Finishes an accepted payout as somebody wants it; false when it had finished already. */
  finishByAct(payout: BankPayout, failure: Failure | null): Promise<boolean>;
}

export interface PayoutDeskDeps {
  readonly bank: Bank;
  readonly teller: Teller;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly timers: Timers;
}

export function createPayoutDesk({ bank, teller, clock, ids, timers }: PayoutDeskDeps): PayoutDesk {
  const desk: PayoutDesk = {
    async take(payout) {
      const { id, merchantId, channel, currency, amountMinor, destination } = payout;
      const cell = cellOfId(id);
      if (cell === undefined) throw new Error(`${id} is not the id of a payout.`);
      const now = clock.now();
      const delayMs = delayOf(scenarioOf(amountMinor));
      const taken = await bank.payouts.accept({
        id,
        reference: ids.next('B', cell, now),
        cell,
        merchantId,
        channel,
        currency,
        amountMinor,
        destination: `${destination.method} ${destination.code} ${destination.accountNo} ${destination.accountName}`,
        acceptedAt: now,
        dueAt: delayMs === null ? null : now + delayMs,
      });
      if (taken && delayMs !== null) timers.after(delayMs, () => desk.finishByItself({ id, amountMinor }));
    },

    async finishByItself({ id, amountMinor }) {
      const scenario = scenarioOf(amountMinor);
      const now = clock.now();
      const isLost = scenario.kind === 'answer_lost';
      const finished = await bank.payouts.finish({
        id,
        failure: failureOf(scenario),
        acted: false,
        at: now,
        dueAt: isLost ? null : now + resendAfterMs,
      });
      if (finished && !isLost) await teller.payout(finished);
    },

    async finishByAct({ id }, failure) {
      const now = clock.now();
      const finished = await bank.payouts.finish({ id, failure, acted: true, at: now, dueAt: now + resendAfterMs });
      if (finished) await teller.payout(finished);
      return finished !== undefined;
    },
  };
  return desk;
}

function delayOf({ kind }: Scenario): number | null {
  if (kind === 'stays_pending') return null;
  return kind === 'confirmed_late' ? lateDelayMs : ordinaryDelayMs;
}

function failureOf(scenario: Scenario): Failure | null {
  if (scenario.kind === 'fails') return scenario.failure;
  return scenario.kind === 'channel_unavailable' ? 'channel_closed' : null;
}
