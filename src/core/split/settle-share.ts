// Ends a share with what the receiver's cell decided: what was held is on its way there for good, or comes back.
import { accept } from '../../kernel/outcome.ts';
import { callKeys, endCalls } from '../call/call.ts';
import { accountKeys, post } from '../ledger/ledger.ts';
import { refuse } from '../reasons.ts';
import type { Decider } from '../state.ts';
import type { Share, SplitProblem } from './split.ts';

export interface SettleShare {
  readonly shareId: string;
  readonly paymentId: string;
  /** Null: the receiver has it. */
  readonly problem: SplitProblem | null;
}

/** Refuses an unknown share, and one that is final already. */
export const settleShare: Decider<SettleShare, Share> = {
  needs: ({ shareId, paymentId }) => ({ shares: [[shareId]], payments: [[paymentId]] }),
  follow(state, { shareId }) {
    const share = state.shares.get(shareId);
    if (!share) return {};
    const { merchantId, currency } = share;
    return {
      accounts: accountKeys(merchantId, currency, ['available', 'held', 'transit']),
      tasks: callKeys('share', shareId),
    };
  },
  decide(state, { shareId, paymentId, problem }, now) {
    const pending = state.shares.get(shareId);
    const payment = state.payments.get(paymentId);
    if (!pending || !payment || pending.paymentId !== payment.id) return refuse('split_not_found');
    if (pending.status !== 'pending') return refuse('already_final');
    endCalls(state, 'share', shareId);
    const { merchantId, currency, amountMinor } = pending;
    const cause = { merchantId, currency, causeId: shareId, amountMinor, debit: 'held' } as const;
    if (problem === null) post(state, { ...cause, credit: 'transit', code: 'share' }, now);
    else {
      post(state, { ...cause, credit: 'available', code: 'share_release' }, now);
      state.payments.update({ ...payment, splitMinor: payment.splitMinor - amountMinor });
    }
    const share: Share = { ...pending, status: problem === null ? 'completed' : 'failed', problem, finalAt: now };
    state.shares.update(share);
    return accept(share);
  },
};
