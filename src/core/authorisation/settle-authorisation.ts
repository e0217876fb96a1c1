// Ends the wait for an authorisation with the channel's definite answer: the money is kept aside, or it is not.
import { accept } from '../../kernel/outcome.ts';
import { callKeys, type CallResult, endCalls, oweCall } from '../call/call.ts';
import type { Receipt } from '../payment/payment.ts';
import { refuse } from '../reasons.ts';
import type { CellState, Decider } from '../state.ts';
import { type Authorisation, type Release, updateAuthorisation } from './authorisation.ts';
import { nameOfCancel } from './commit-release.ts';

export type AuthorisationResult =
  | (Extract<CallResult, { kind: 'succeeded' }> & { readonly receipt?: Receipt | undefined })
  | Extract<CallResult, { kind: 'refused' }>;

export interface SettleAuthorisation {
  readonly authorisationId: string;
  readonly result: AuthorisationResult;
}

/**
 * Refuses an unknown authorisation, and one that is decided already: the first definite answer stands. What its merchant cancelled
 * meanwhile is released now; where the channel refused there is nothing to release.
 */
export const settleAuthorisation: Decider<SettleAuthorisation, Authorisation> = {
  needs({ authorisationId }) {
    const { referenceScope, reference } = nameOfCancel(authorisationId, '');
    return {
      authorisations: [[authorisationId]],
      releasesByReference: [[referenceScope, reference]],
    };
  },
  // Tasks are locked last, so that whatever else a batch follows is waited for.
  follow: (_state, { authorisationId }) => ({ tasks: callKeys('authorisation', authorisationId) }),
  decide(state, { authorisationId, result }, now) {
    const pending = state.authorisations.get(authorisationId);
    if (!pending) return refuse('authorisation_not_found');
    if (pending.status !== 'pending') return refuse('already_final');
    endCalls(state, 'authorisation', authorisationId);
    const cancel = cancelOf(state, authorisationId);
    const decided = { ...pending, doubt: null, decidedAt: now };
    if (result.kind === 'refused') {
      if (cancel) state.releases.update({ ...cancel, status: 'completed', finalAt: now });
      const { failure } = result;
      return accept(updateAuthorisation(state, { ...decided, status: 'failed', failure, releasingMinor: 0n }));
    }
    if (cancel) oweCall(state, 'release', cancel.id, now);
    const { bankReference, receipt = null } = result;
    return accept(updateAuthorisation(state, { ...decided, status: 'authorised', bankReference, receipt }));
  },
};

/** What its merchant asked for while it was not decided. */
function cancelOf(state: CellState, authorisationId: string): Release | undefined {
  const { referenceScope, reference } = nameOfCancel(authorisationId, '');
  return state.releases.find('releasesByReference', referenceScope, reference);
}
