// How the bank tells the gateway what it did: at least once, and again until the gateway has confirmed.
import type { Clock } from '../../kernel/clock.ts';
import type { CommandName, CommandOf, ValueOf } from '../../core/commands.ts';
import type { CreditBooked } from '../../core/payment/confirm-credit.ts';
import type { PayoutResult } from '../../core/payout/settle-payout.ts';
import type { Outcome } from '../../core/reasons.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Bank } from './bank/bank.ts';
import type { Credit } from './bank/credits.ts';
import type { BankPayout } from './bank/payouts.ts';
import { scenarioOf } from './scenarios.ts';

export interface Log {
  warn(fields: object, message: string): void;
}

/** What the gateway answered first, and when the bank's book says so. */
export interface Told<Value> {
  readonly outcome: Outcome<Value>;
  /** Never rejects; false when the gateway gave no definite answer, or the book could not be written: told again later. */
  readonly marked: Promise<boolean>;
}

export interface Teller {
  credit(credit: Credit): Promise<Told<CreditBooked>>;
  payout(payout: BankPayout): Promise<Told<unknown>>;
}

export interface TellerDeps {
  readonly bank: Bank;
  readonly engine: Pick<Engine, 'execute'>;
  readonly clock: Clock;
  readonly log: Log;
}

export function createTeller({ bank, engine, clock, log }: TellerDeps): Teller {
  /** Says it once, or twice where the scenario wants that; the first answer counts. */
  async function say<Name extends CommandName>(
    amountMinor: bigint,
    cell: number,
    name: Name,
    command: CommandOf<Name>,
  ): Promise<Outcome<ValueOf<Name>>> {
    const first = engine.execute(cell, name, command);
    if (scenarioOf(amountMinor).kind === 'confirmed_twice') await engine.execute(cell, name, command);
    return first;
  }

  async function mark(book: Pick<Bank['credits'], 'markTold'>, id: string, answer: string): Promise<boolean> {
    try {
      await book.markTold({ id, answer, at: clock.now() });
      return true;
    } catch (error) {
      log.warn({ error, id }, 'The sandbox bank could not note a confirmation; it will be sent again.');
      return false;
    }
  }

  return {
    async credit({ paymentId, instrumentId, reference, amountMinor, cell }) {
      const command = { paymentId, instrumentId: instrumentId ?? undefined, bankReference: reference, amountMinor };
      const outcome = await say(amountMinor, cell, 'confirm-credit', command);
      const answer = outcome.ok ? outcome.value.booked : outcome.reason;
      return { outcome, marked: isDefinite(outcome) ? mark(bank.credits, paymentId, answer) : Promise.resolve(false) };
    },
    async payout(payout) {
      const { id, cell, amountMinor } = payout;
      const outcome = await say(amountMinor, cell, 'settle-payout', { payoutId: id, result: resultOf(payout) });
      const answer = outcome.ok ? 'settled' : outcome.reason;
      return { outcome, marked: isDefinite(outcome) ? mark(bank.payouts, id, answer) : Promise.resolve(false) };
    },
  };
}

export function resultOf({ reference, failure }: BankPayout): PayoutResult {
  return failure === null ? { kind: 'succeeded', bankReference: reference } : { kind: 'refused', failure };
}

/** A refusal is an answer as well; only where nobody knows is the gateway told again. */
export function isDefinite(outcome: Outcome<unknown>): boolean {
  return outcome.ok || (outcome.reason !== 'unavailable' && outcome.reason !== 'internal');
}
