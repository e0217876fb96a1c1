// What a payout task has in hand when its turn comes, and the calls it may make with it.
import type { Payout } from '../core/payout/payout.ts';
import type { Answer, Connector } from '../engine/connector.ts';

/** What a timeout, a thrown error and a connector that cannot be asked amount to. */
export const unknown = { kind: 'unknown' } as const;

export interface PayoutCall {
  readonly payout: Payout;
  readonly connector: Connector;
  /** Whether a process may have run this task before and died on the way: then the payout may be at its bank already. */
  readonly claimedAgain: boolean;
  /**
   * Runs one call under the task's time limit. A timeout and a thrown error are `unknown`; undefined, with no call made,
   * when the task's lease would end before the call does, for another process may run the task by then.
   */
  ask<Reply>(request: () => Promise<Reply>): Promise<Reply | typeof unknown | undefined>;
}

/** What became of the payout; undefined: nothing was learnt, and the task stays as it is until its lease ends. */
export type PayoutHandler = (call: PayoutCall) => Promise<Answer | undefined>;

/** Hands a payout over that is definitely not at its bank yet. Refused when its connector cannot send payouts. */
export async function handOver({ payout, connector, ask }: PayoutCall): Promise<Answer | undefined> {
  if (!connector.sendPayout) return { kind: 'refused', failure: 'channel_closed' };
  return ask(async () => connector.sendPayout?.(payout) ?? unknown);
}
