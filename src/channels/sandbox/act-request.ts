// What somebody who plays the payer or the bank asks for, and what the sandbox answers.
import type { Clock } from '../../kernel/clock.ts';
import type { IdSource } from '../../kernel/id.ts';
import { type Outcome, type Refused, refuse } from '../../kernel/outcome.ts';
import type { Failure } from '../../core/failure.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Inquire } from '../../engine/inquiry.ts';
import type { Bank } from './bank/bank.ts';
import type { OrderDesk } from './order-desk.ts';
import type { Log, Teller } from './tell-gateway.ts';

export const actOutcomes = ['paid', 'failed', 'authorised', 'revoked', 'passed', 'rejected'] as const;

export interface ActRequest {
  /**
   * The public id of a payment, an instrument, a checkout, a payout, an authorisation, a mandate or an identity check, the number of the
   * request of one of the last two, or the number of an account that takes a payment.
   */
  readonly reference: string;
  readonly outcome: (typeof actOutcomes)[number];
  /** What the payer pays, in minor units; absent: what is asked. */
  readonly amountMinor?: bigint | undefined;
  /** -10000 to -10010, with `failed` and `rejected` only; absent: the channel rejected it. */
  readonly failedCode?: number | undefined;
  /** The payer's, which a merchant is asked about who pays under a number; absent: the channel does not know it. */
  readonly mobile?: string | undefined;
}

/** `declined`: the gateway lets the channel collect nothing. */
export type ActProblem = 'malformed' | 'not_found' | 'not_possible' | 'declined' | 'unavailable';

/** A refusal's detail is a sentence for the person who plays. */
export type ActResult = Outcome<undefined, ActProblem>;

/** The request as it reaches one object: it was found, and the outcome is one it can have. */
export interface Play {
  readonly paid: boolean;
  readonly amountMinor: bigint | undefined;
  readonly failure: Failure | undefined;
  /** The payer's, or empty. */
  readonly mobile: string;
}

export interface ActDeps {
  readonly bank: Bank;
  readonly desk: OrderDesk;
  readonly teller: Teller;
  readonly engine: Pick<Engine, 'execute' | 'find' | 'store' | 'cells'>;
  /** Asked before money is collected under a number that stays. */
  readonly inquire: Inquire;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly log: Log;
}

export function notPossible(sentence: string): Refused<ActProblem> {
  return refuse('not_possible', sentence);
}
