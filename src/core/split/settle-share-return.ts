// Ends a return with what the receiver's cell decided. What came back can be split again.
import { accept } from '../../kernel/outcome.ts';
import { callKeys, endCalls } from '../call/call.ts';
import { accountKeys, post } from '../ledger/ledger.ts';
import { refuse } from '../reasons.ts';
import type { Decider } from '../state.ts';
import type { ShareReturn, SplitProblem } from './split.ts';

export interface SettleShareReturn {
  readonly returnId: string;
  readonly shareId: string;
  readonly paymentId: string;
  /** Null: it was taken from the receiver. */
  readonly problem: SplitProblem | null;
}

/** Refuses an unknown return, and one that is final already. */
export const settleShareReturn: Decider<SettleShareReturn, ShareReturn> = {
  needs: ({ returnId, shareId, paymentId }) => ({
    shareReturns: [[returnId]],
    shares: [[shareId]],
    payments: [[paymentId]],
  }),
  follow(state, { returnId }) {
    const asked = state.shareReturns.get(returnId);
    if (!asked) return {};
    return {
      accounts: accountKeys(asked.merchantId, asked.currency, ['available', 'transit']),
      tasks: callKeys('share-return', returnId),
    };
  },
  decide(state, { returnId, shareId, paymentId, problem }, now) {
    const pending = state.shareReturns.get(returnId);
    const share = state.shares.get(shareId);
    const payment = state.payments.get(paymentId);
    if (!pending || !share || !payment || pending.shareId !== share.id || share.paymentId !== payment.id)
      return refuse('split_not_found');
    if (pending.status !== 'pending') return refuse('already_final');
    endCalls(state, 'share-return', returnId);
    const { merchantId, currency, amountMinor } = pending;
    const after = { ...share, returningMinor: share.returningMinor - amountMinor };
    if (problem === null) {
      const sides = { debit: 'transit', credit: 'available' } as const;
      post(state, { merchantId, currency, causeId: returnId, ...sides, amountMinor, code: 'share_return' }, now);
      state.payments.update({ ...payment, splitMinor: payment.splitMinor - amountMinor });
      state.shares.update({ ...after, returnedMinor: share.returnedMinor + amountMinor });
    } else state.shares.update(after);
    const ended: ShareReturn = {
      ...pending,
      status: problem === null ? 'completed' : 'failed',
      problem,
      finalAt: now,
    };
    state.shareReturns.update(ended);
    return accept(ended);
  },
};
