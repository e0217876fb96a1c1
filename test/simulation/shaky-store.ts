// A store whose connections break: before a commit, after it, when nobody hears the answer, or because another
// transaction was first.
import { type CellStore, storeFault } from '../../src/engine/store.ts';
import type { Random } from '../support/random.ts';

export interface Shaking {
  /** Whether connections break at all. */
  lost: boolean;
  /** Whether transactions collide. The engine then waits for a random time, so only one engine may be at work. */
  collides: boolean;
}

export function createShakyStore(store: CellStore, random: Random, shaking: Shaking): CellStore {
  let collisions = 0;
  const lost = () => storeFault('unavailable', 'The connection was lost.');

  async function losingAnswers<Result>(work: Promise<Result>): Promise<Result> {
    const result = await work;
    if (shaking.lost && random.chance(0.05)) throw lost();
    return result;
  }

  return {
    ...store,
    transact(work) {
      const collided = shaking.collides && collisions < 3 && random.chance(0.2);
      collisions = collided ? collisions + 1 : 0;
      const failure = collided
        ? storeFault('conflict', 'Another transaction was first.')
        : shaking.lost && random.chance(0.05)
          ? lost()
          : undefined;
      return losingAnswers(
        store.transact(async (transaction) => {
          const result = await work(transaction);
          if (failure) throw failure;
          return result;
        }),
      );
    },
    claimTasks: (now, until, limit) => losingAnswers(store.claimTasks(now, until, limit)),
    claimNotifications: (now, until, limit) => losingAnswers(store.claimNotifications(now, until, limit)),
  };
}
