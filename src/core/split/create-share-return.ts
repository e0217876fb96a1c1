// Accepts that a share, or a part of it, is asked back, and owes the call that takes it from the receiver (bluepay.md 3b.18, row 8).
import { accept } from '../../kernel/outcome.ts';
import { oweCall } from '../call/call.ts';
import { refuse } from '../reasons.ts';
import type { Decider } from '../state.ts';
import { restToReturn, type ShareReturn } from './split.ts';

export type CreateShareReturn = Omit<ShareReturn, 'currency' | 'status' | 'problem' | 'createdAt' | 'finalAt'>;

/** Refuses, in this order: an unknown share, a reference used before, and more than the receiver got and was not asked for yet. */
export const createShareReturn: Decider<CreateShareReturn, ShareReturn> = {
  needs: ({ shareId, referenceScope, reference }) => ({
    shares: [[shareId]],
    shareReturnsByReference: [[referenceScope, reference]],
  }),
  decide(state, command, now) {
    const { id, shareId, merchantId, referenceScope, reference, amountMinor } = command;
    const share = state.shares.get(shareId);
    if (share?.merchantId !== merchantId) return refuse('split_not_found');
    if (state.shareReturns.find('shareReturnsByReference', referenceScope, reference))
      return refuse('reference_repeated');
    if (amountMinor > restToReturn(share)) return refuse('split_exceeds_rest');
    state.shares.update({ ...share, returningMinor: share.returningMinor + amountMinor });
    const asked: ShareReturn = {
      ...command,
      currency: share.currency,
      status: 'pending',
      problem: null,
      createdAt: now,
      finalAt: null,
    };
    state.shareReturns.insert(asked);
    oweCall(state, 'share-return', id, now);
    return accept(asked);
  },
};
