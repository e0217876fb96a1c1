// Ends a release with the channel's definite answer.
import { accept } from '../../kernel/outcome.ts';
import { callKeys, type CallResult, endCalls } from '../call/call.ts';
import { refuse } from '../reasons.ts';
import type { Decider } from '../state.ts';
import type { Release } from './authorisation.ts';
import { completeRelease, failRelease } from './commit-release.ts';

export interface SettleRelease {
  readonly releaseId: string;
  readonly authorisationId: string;
  readonly result: CallResult;
}

/** Refuses an unknown release, and one that is final already: the first definite answer stands. */
export const settleRelease: Decider<SettleRelease, Release> = {
  needs: ({ releaseId, authorisationId }) => ({
    releases: [[releaseId]],
    authorisations: [[authorisationId]],
  }),
  // Tasks are locked last, so that whatever else a batch follows is waited for.
  follow: (_state, { releaseId }) => ({ tasks: callKeys('release', releaseId) }),
  decide(state, { releaseId, authorisationId, result }, now) {
    const pending = state.releases.get(releaseId);
    const authorisation = state.authorisations.get(authorisationId);
    if (!authorisation || pending?.authorisationId !== authorisation.id) return refuse('authorisation_not_found');
    if (pending.status !== 'pending') return refuse('already_final');
    endCalls(state, 'release', releaseId);
    return accept(
      result.kind === 'succeeded'
        ? completeRelease(state, authorisation, pending, result.bankReference, now)
        : failRelease(state, authorisation, pending, result.failure, now),
    );
  },
};
