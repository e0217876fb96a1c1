// Ends a payout with the bank's definite answer: what was held leaves for good, or comes back.
import { accept } from '../../kernel/outcome.ts';
import type { Failure } from '../failure.ts';
import { accountKeys, post } from '../ledger/ledger.ts';
import { refuse } from '../reasons.ts';
import type { CellState, Decider } from '../state.ts';
import { taskId } from '../task.ts';
import type { Payout } from './payout.ts';

export type PayoutResult =
  | { readonly kind: 'succeeded'; readonly bankReference: string }
  | { readonly kind: 'refused'; readonly failure: Failure };

export interface SettlePayout {
  readonly payoutId: string;
  readonly result: PayoutResult;
}

/** Refuses an unknown payout, and one that is final already: the first definite answer stands. */
export const settlePayout: Decider<SettlePayout, Payout> = {
  needs: ({ payoutId }) => ({
    payouts: [[payoutId]],
    tasks: [[taskId('send-payout', payoutId)], [taskId('query-payout', payoutId)]],
  }),
  follow(state, { payoutId }) {
    const payout = state.payouts.get(payoutId);
    if (!payout) return {};
    const { merchantId, currency, channel } = payout;
    return { accounts: accountKeys(merchantId, currency, ['available', 'held', 'fees', `channel:${channel}`]) };
  },
  decide(state, { payoutId, result }, now) {
    const pending = state.payouts.get(payoutId);
    if (!pending) return refuse('payout_not_found');
    if (pending.status !== 'pending') return refuse('already_final');
    forgetTasks(state, payoutId);
    const { merchantId, currency, channel, amountMinor, feeMinor } = pending;
    const cause = { merchantId, currency, causeId: payoutId };
    if (result.kind === 'succeeded') {
      post(state, { ...cause, debit: 'held', credit: `channel:${channel}`, amountMinor, code: 'payout' }, now);
      post(state, { ...cause, debit: 'held', credit: 'fees', amountMinor: feeMinor, code: 'payout_fee' }, now);
      const payout: Payout = { ...pending, status: 'completed', bankReference: result.bankReference, finalAt: now };
      state.payouts.update(payout);
      state.announce({ kind: 'payout.completed', payout });
      return accept(payout);
    }
    post(state, { ...cause, debit: 'held', credit: 'available', amountMinor, code: 'payout_release' }, now);
    post(
      state,
      { ...cause, debit: 'held', credit: 'available', amountMinor: feeMinor, code: 'payout_fee_release' },
      now,
    );
    const payout: Payout = { ...pending, status: 'failed', failure: result.failure, finalAt: now };
    state.payouts.update(payout);
    state.announce({ kind: 'payout.failed', payout });
    return accept(payout);
  },
};

function forgetTasks(state: CellState, payoutId: string): void {
  for (const kind of ['send-payout', 'query-payout'] as const) {
    if (state.tasks.get(taskId(kind, payoutId))) state.tasks.remove(taskId(kind, payoutId));
  }
}
