// A day's work of the biller: customers pay its bills under their numbers, on pages and by their tokens, some get money back, and some
// must show who they are. What got no answer is asked for again under the same number.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../../support/random.ts';
import { createInsist, type Insist, pauseMs } from '../insist.ts';
import { type Biller, type BillerAnswer, success } from './biller.ts';
import { createAccountWork } from './account-work.ts';
import type { BillerBook, Wanted } from './book.ts';
import { createDebitWork } from './debit-work.ts';
import { createIdentityWork } from './identity-work.ts';
import { createSaleWork } from './sale-work.ts';

export interface Billing {
  /** Works until stopped or until enough was done; whatever was begun is cleared up before it resolves. */
  run(round: number): Promise<void>;
  stop(): void;
  /** Decides at the bank about what earlier rounds left open. */
  decideOpen(): Promise<void>;
}

export interface BillingDeps {
  readonly biller: Biller;
  readonly book: BillerBook;
  readonly random: Random;
  /** Makes numbers unique between rounds. */
  readonly tag: string;
  onProblem(problem: string): void;
}

/** What each kind of work stands on. */
export interface Desk extends BillingDeps {
  readonly insist: Insist;
  /** A number of the biller's own that was never given before. */
  number(what: string): string;
  /**
   * Asks for what is wanted until somebody answers. Undefined where it exists, and nothing but that is known: a repeat was answered with
   * `repeated`, or nobody answered at all.
   */
  create(
    wanted: Wanted,
    ask: () => Promise<BillerAnswer | undefined>,
    repeated: number,
  ): Promise<BillerAnswer | undefined>;
  /** Asks now and then, for a while, until it answers true. */
  until(done: () => Promise<boolean>): Promise<void>;
}

const workers = 12;
const mostWanted = 110;
const mostQueries = 8;

export function createBilling(deps: BillingDeps): Billing {
  const { book, random, tag, onProblem } = deps;
  const insist = createInsist(deps);
  let stopped = false;
  let count = 0;

  const desk: Desk = {
    ...deps,
    insist,
    number: (what) => `${tag}${what}${++count}`,
    async create(wanted, ask, repeated) {
      const asked = await insist(`${wanted.path} ${wanted.reference}`, ask, true);
      if (!asked) return undefined;
      const { answer, tries, lost } = asked;
      wanted.unanswered = tries > 1 && lost === undefined;
      if (answer.code === success) {
        if (lost === success && repeated !== success)
          onProblem(`${wanted.reference} was made, and repeated it was made again`);
        return answer;
      }
      if (answer.code === repeated && tries > 1) wanted.existed = wanted.unanswered && tries === 2;
      else onProblem(`${wanted.reference} was answered with ${answer.code} ${answer.message} at try ${tries}`);
      return undefined;
    },
    async until(done) {
      for (let queries = 0; queries < mostQueries && !(await done()); queries++) await sleep(pauseMs);
    },
  };

  const sales = createSaleWork(desk);
  const debits = createDebitWork(desk, sales);
  const works = [
    { weight: 7, begin: createAccountWork(desk).bill },
    { weight: 3, begin: sales.sellOnPage },
    { weight: 6, begin: sales.sellAtCheckout },
    { weight: 4, begin: debits.debitUser },
    { weight: 6, begin: createIdentityWork(desk).identify },
  ];

  async function work(round: number): Promise<void> {
    while (!stopped && book.ofRound(round).length < mostWanted) await random.weighted(works).begin(round);
  }

  return {
    async run(round) {
      stopped = false;
      await Promise.all(Array.from({ length: workers }, () => work(round)));
    },
    stop() {
      stopped = true;
    },
    decideOpen: () => debits.decideOpen(),
  };
}
