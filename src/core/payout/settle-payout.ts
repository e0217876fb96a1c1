// Ends a payout with the bank's definite answer: what was held leaves for good, or comes back.
import { accept } from '../../kernel/outcome.ts';
import { callKeys, type CallResult, endCalls } from '../call/call.ts';
import { accountKeys, post } from '../ledger/ledger.ts';
import { refuse } from '../reasons.ts';
import type { Decider } from '../state.ts';
import type { Payout } from './payout.ts';

export interface SettlePayout {
  readonly payoutId: string;
  readonly result: CallResult;
}

/** Refuses an unknown payout, and one that is final already: the first definite answer stands. */
export const settlePayout: Decider<SettlePayout, Payout> = {
  needs: ({ payoutId }) => ({ payouts: [[payoutId]] }),
  follow(state, { payoutId }) {
    const payout = state.payouts.get(payoutId);
    if (!payout) return {};
    const { merchantId, currency, channel } = payout;
    return {
      accounts: accountKeys(merchantId, currency, ['available', 'held', 'fees', `channel:${channel}`]),
      tasks: callKeys('payout', payoutId),
    };
  },
  decide(state, { payoutId, result }, now) {
    const pending = state.payouts.get(payoutId);
    if (!pending) return refuse('payout_not_found');
    if (pending.status !== 'pending') return refuse('already_final');
    endCalls(state, 'payout', payoutId);
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
