// Asks again until somebody answers, always under the same number, as merchants are told to do who got no answer.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../support/random.ts';

export interface Asked<Answer> {
  readonly answer: Answer;
  /** How often it was asked for. */
  readonly tries: number;
  /** The code of an answer that was lost on its way; undefined if none was. */
  readonly lost: number | undefined;
}

/**
 * `what` names the request, `ask` sends it once. What moves money is `lossy`: some of its first answers are lost on their way to the
 * merchant. Undefined when nobody answers for much longer than a gateway takes to start again.
 */
export type Insist = <Answer extends { readonly code: number }>(
  what: string,
  ask: () => Promise<Answer | undefined>,
  lossy?: boolean,
) => Promise<Asked<Answer> | undefined>;

/** What a client without an answer waits before it asks again, and one whose order is not final. */
export const pauseMs = 60;
const patienceMs = 90_000;

export function createInsist({
  random,
  onProblem,
}: {
  readonly random: Random;
  onProblem(problem: string): void;
}): Insist {
  return async (what, ask, lossy = false) => {
    const startedAt = performance.now();
    let lost: number | undefined;
    for (let tries = 1; performance.now() - startedAt < patienceMs; tries++) {
      const answer = await ask();
      if (answer && lossy && tries === 1 && random.chance(0.15)) lost = answer.code;
      else if (answer) return { answer, tries, lost };
      else await sleep(pauseMs);
    }
    onProblem(`${what} was not answered within ${patienceMs / 1000} s`);
    return undefined;
  };
}
