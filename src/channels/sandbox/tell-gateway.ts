// How the bank tells the gateway what it did: at least once, and again until the gateway has confirmed.
import type { Clock } from '../../kernel/clock.ts';
import type { CommandName, CommandOf, ValueOf } from '../../core/commands.ts';
import type { CreditBooked } from '../../core/payment/confirm-credit.ts';
import type { Outcome } from '../../core/reasons.ts';
import type { Engine } from '../../engine/engine.ts';
import { paidResultOf, refundResultOf, resultOf } from './answers.ts';
import type { Bank } from './bank/bank.ts';
import type { Credit } from './bank/credits.ts';
import { type BankOrder, idOfKey, isPayIn } from './bank/order.ts';
import { receiptOf } from './receipt.ts';
import { courseOf } from './scenarios.ts';

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
  /** Tells of a finished order: by its credit where money came in. Undefined where something else tells of it. */
  order(order: BankOrder): Promise<Told<unknown> | undefined>;
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
    isTwice: boolean,
    cell: number,
    name: Name,
    command: CommandOf<Name>,
  ): Promise<Outcome<ValueOf<Name>>> {
    const first = engine.execute(cell, name, command);
    if (isTwice) await engine.execute(cell, name, command);
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

  function tellOrder(order: BankOrder): Promise<Outcome<unknown>> | undefined {
    const { cell, kind, amountMinor, status, failure } = order;
    const isTwice = courseOf(kind, amountMinor).kind === 'confirmed_twice';
    const id = idOfKey(order.id);
    const targetId = idOfKey(order.targetId ?? '');
    switch (kind) {
      case 'payout':
        return say(isTwice, cell, 'settle-payout', { payoutId: id, result: resultOf(order) });
      case 'refund':
      case 'reversal': {
        const command = { refundId: id, paymentId: targetId, result: refundResultOf(order) };
        return say(isTwice, cell, 'settle-refund', command);
      }
      case 'authorisation':
        return say(isTwice, cell, 'settle-authorisation', { authorisationId: id, result: paidResultOf(order) });
      case 'release': {
        const command = { releaseId: id, authorisationId: targetId, result: resultOf(order) };
        return say(isTwice, cell, 'settle-release', command);
      }
      default:
        return status === 'refused' && failure !== null
          ? say(isTwice, cell, 'fail-payment', { paymentId: id, failure })
          : undefined;
    }
  }

  const teller: Teller = {
    async credit(credit) {
      const { paymentId, instrumentId, reference, amountMinor, cell, payer, channel, bookedAt } = credit;
      const outcome = await say(courseOf('page', amountMinor).kind === 'confirmed_twice', cell, 'confirm-credit', {
        paymentId,
        instrumentId: instrumentId ?? undefined,
        bankReference: reference,
        amountMinor,
        receipt: payer === null ? undefined : receiptOf({ payer, channel, at: bookedAt }),
      });
      const answer = outcome.ok ? outcome.value.booked : outcome.reason;
      return { outcome, marked: isDefinite(outcome) ? mark(bank.credits, paymentId, answer) : Promise.resolve(false) };
    },
    async order(order) {
      if (isPayIn(order) && order.status === 'done') return teller.credit(creditOf(order));
      const outcome = await tellOrder(order);
      if (!outcome) return undefined;
      const answer = outcome.ok ? 'settled' : outcome.reason;
      return { outcome, marked: isDefinite(outcome) ? mark(bank.orders, order.id, answer) : Promise.resolve(false) };
    },
  };
  return teller;
}

/** The credit that was booked with an order that is paid. */
function creditOf(order: BankOrder): Credit {
  const { id, reference, cell, merchantId, channel, currency, movedMinor, payerCode, finishedAt } = order;
  return {
    paymentId: id,
    reference,
    cell,
    merchantId,
    channel,
    currency,
    instrumentId: null,
    amountMinor: movedMinor,
    awaitsExpiry: false,
    payer: payerCode ?? id,
    bookedAt: finishedAt ?? 0,
  };
}

/** A refusal is an answer as well; only where nobody knows is the gateway told again. */
export function isDefinite(outcome: Outcome<unknown>): boolean {
  return outcome.ok || (outcome.reason !== 'unavailable' && outcome.reason !== 'internal');
}
