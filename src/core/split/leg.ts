// The receiver's leg of a share or of a return: what his own cell decides about it, once. Whoever asks again, and a process that
// was thought dead, is answered what was decided first; so money that went is never refused afterwards, nor the other way round.
import type { Instant } from '../../kernel/clock.ts';
import { accept } from '../../kernel/outcome.ts';
import { accountKeys, balanceOf, post } from '../ledger/ledger.ts';
import type { CellState, Decider, Keys } from '../state.ts';
import type { SplitProblem } from './split.ts';

export interface Leg {
  /** That of the share or return. */
  readonly id: string;
  /** The receiver. */
  readonly merchantId: string;
  readonly currency: string;
  readonly amountMinor: bigint;
  readonly direction: 'in' | 'out';
  /** Null: it was booked. */
  readonly problem: SplitProblem | null;
  readonly at: Instant;
}

type Asked = Pick<Leg, 'id' | 'merchantId' | 'currency' | 'amountMinor'>;

export interface ReceiveShare extends Asked {
  /** Whether the payer still has him as a receiver. */
  readonly related: boolean;
}

/** Credits the receiver, unless he is suspended or no receiver any more. */
export const receiveShare: Decider<ReceiveShare, Leg> = {
  needs: keysOf,
  decide(state, { related, ...asked }, now) {
    const before = state.legs.get(asked.id);
    if (before) return accept(before);
    const problem = related ? accountProblem(state, asked) : 'no_relation';
    return accept(write(state, { ...asked, direction: 'in', problem, at: now }));
  },
};

/** Takes a share, or a part of it, back from the receiver, as far as his balance covers it. */
export const giveShareBack: Decider<Asked, Leg> = {
  needs: keysOf,
  decide(state, asked, now) {
    const before = state.legs.get(asked.id);
    if (before) return accept(before);
    const { merchantId, currency, amountMinor } = asked;
    const isCovered = balanceOf(state, merchantId, currency, 'available') >= amountMinor;
    const problem = accountProblem(state, asked) ?? (isCovered ? null : 'balance_insufficient');
    return accept(write(state, { ...asked, direction: 'out', problem, at: now }));
  },
};

function keysOf({ id, merchantId, currency }: Asked): Keys {
  return { legs: [[id]], accounts: accountKeys(merchantId, currency, ['available', 'transit']) };
}

function accountProblem(state: CellState, { merchantId }: Asked): SplitProblem | null {
  return state.merchant(merchantId).status === 'active' ? null : 'account_abnormal';
}

function write(state: CellState, leg: Leg): Leg {
  const { id: causeId, merchantId, currency, amountMinor, at } = leg;
  const cause = { merchantId, currency, causeId, amountMinor };
  if (leg.problem === null && leg.direction === 'in')
    post(state, { ...cause, debit: 'transit', credit: 'available', code: 'share_received' }, at);
  if (leg.problem === null && leg.direction === 'out')
    post(state, { ...cause, debit: 'available', credit: 'transit', code: 'share_given_back' }, at);
  state.legs.insert(leg);
  return leg;
}
