// Runs a transaction again that lost a race: a number that it made up is taken, or another transaction was first.
import { isStoreFault } from '../../engine/store.ts';

const mostTries = 8;

/** `work` makes new numbers each time it is called. The last conflict is thrown. */
export async function retryConflicts<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if (tries === mostTries || !isStoreFault(error) || error.fault !== 'conflict') throw error;
    }
  }
}
