// What the biller knows: the accounts, sales, tokens and identity checks that it asked for, what it was told of each, and what must have
// become of it. Like the other books, it shares no rule with the gateway.
import type { Params } from '../../support/paycools-client.ts';
import type { Act } from '../book.ts';

/** What all that the biller asks for has in common. */
export interface Wanted {
  readonly round: number;
  /** The biller's own number of it. */
  readonly reference: string;
  readonly path: string;
  readonly fields: Params;
  /** Whether its first creation had no answer. */
  unanswered: boolean;
  /** Whether it existed all the same: the second one said so. */
  existed: boolean;
}

/** The numbers of one payer or bill, at billers (4.1, 4.2) or at the bank (6.1). */
export interface Bill extends Wanted {
  readonly kind: 'bill' | 'bills' | 'transfer';
  readonly channels: readonly string[];
  readonly minMinor: number;
  readonly maxMinor: number;
  /** By channel, as answered. */
  readonly numbers: Map<string, string>;
  /** What payers paid under the numbers. */
  readonly acts: (Act & { readonly number: string })[];
  /** Whether somebody was asked to close the numbers, and said that they are. */
  cancelAsked: boolean;
  cancelTold: boolean;
}

export interface BillerRefund {
  readonly number: string;
  readonly amountMinor: number;
  /** Whether it was taken: now, or earlier and unheard of (1515). Undefined: it was not answered yet. */
  accepted: boolean | undefined;
  told: 'COMPLETE' | 'FAILED' | undefined;
}

/** Something sold: on a page of one channel (7.1), on one where the payer picks (9.2), by a user's token (10.5). */
export interface Sale extends Wanted {
  readonly kind: 'web' | 'checkout' | 'debit';
  readonly amountMinor: number;
  /** The gateway's number of it, as answered: of a checkout its own, not that of a payment. */
  id: string | undefined;
  readonly acts: Act[];
  /** Definite answers of queries, each of which must stay true for ever. */
  readonly told: Set<Told>;
  readonly refunds: BillerRefund[];
  /** How often the payer of a checkout picked a channel, and whether that was to be closed and was said to be. */
  picks: number;
  /** A debit whose token had ended before it, so that there is none; perhaps: it had ended when the debit was repeated. */
  refused: 'surely' | 'perhaps' | undefined;
  closeAsked: boolean;
  closeTold: boolean;
}

export type Told = 'COMPLETE' | 'FAILED' | 'CLOSED';

/** A permission to debit a user. */
export interface Token extends Wanted {
  readonly userId: string;
  readonly acts: Decision<'authorised' | 'failed'>[];
  /** As a query told. */
  payToken: string | undefined;
  cancelAsked: boolean;
  cancelTold: boolean;
}

/** What somebody who was asked said, and whether the sandbox answered that it counts: undefined, nobody knows. */
export interface Decision<Outcome extends string> {
  readonly outcome: Outcome;
  done: boolean | undefined;
}

/** The question who a user is. */
export interface Identity extends Wanted {
  id: string | undefined;
  readonly acts: Decision<'passed' | 'rejected'>[];
  readonly told: Set<Told>;
}

export interface BillerBook {
  readonly bills: Bill[];
  readonly sales: Sale[];
  readonly tokens: Token[];
  readonly identities: Identity[];
  fundedMinor: bigint;
  /** All that was asked for in a round. */
  ofRound(round: number): Wanted[];
}

export function createBillerBook(): BillerBook {
  const book: BillerBook = {
    bills: [],
    sales: [],
    tokens: [],
    identities: [],
    fundedMinor: 0n,
    ofRound: (round) =>
      [...book.bills, ...book.sales, ...book.tokens, ...book.identities].filter((wanted) => wanted.round === round),
  };
  return book;
}

/** What of a new entry nobody has said yet. */
export const notYet = { unanswered: false, existed: false } as const;

export function newSale(given: Pick<Sale, 'kind' | 'round' | 'reference' | 'path' | 'fields' | 'amountMinor'>): Sale {
  const nothing = { id: undefined, acts: [], told: new Set<Told>(), refunds: [], picks: 0 };
  return { ...given, ...notYet, ...nothing, refused: undefined, closeAsked: false, closeTold: false };
}

/** The sandbox's scenarios by the last four digits of a debit's amount (the ones this test uses). */
export const debitScenarios = {
  failing: Array.from({ length: 20 }, (_, index) => 9000 + index),
  answerLost: 9021,
  confirmedTwice: 9023,
  otherAmount: 9025,
  /** In progress, unknown, and unreadable, each until somebody acts. The last two are so for who takes it back, too. */
  open: [9020, 9026, 9027],
} as const;

/** Whether a debit waits for somebody's act. */
export function isOpen(amountMinor: number): boolean {
  return (debitScenarios.open as readonly number[]).includes(amountMinor % 10_000);
}
