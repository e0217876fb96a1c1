// Ends an identity check: its channel says who the user is or that it does not believe him, or the time passes.
import { accept } from '../../kernel/outcome.ts';
import type { Failure } from '../failure.ts';
import { refuse } from '../reasons.ts';
import type { Decider } from '../state.ts';
import { type IdentityCheck, isAwaited, type Person } from './identity-check.ts';

export type DecideIdentityCheck = { readonly identityCheckId: string } & (
  | { readonly verdict: 'passed'; readonly person: Person }
  | { readonly verdict: 'rejected'; readonly failure: Failure; readonly person: Person | null }
);

/** Refuses an unknown check, and one that is decided or whose time is up: the first verdict stands. */
export const decideIdentityCheck: Decider<DecideIdentityCheck, IdentityCheck> = {
  needs: ({ identityCheckId }) => ({ identityChecks: [[identityCheckId]] }),
  decide(state, command, now) {
    const pending = state.identityChecks.get(command.identityCheckId);
    if (!pending) return refuse('identity_check_not_found');
    if (!isAwaited(pending, now)) return refuse('already_final');
    const { verdict, person } = command;
    if (person && !isMasked(person)) throw new Error(`${pending.id}: a document's number is not masked.`);
    const failure = command.verdict === 'rejected' ? command.failure : null;
    const check: IdentityCheck = { ...pending, status: verdict, failure, person, finalAt: now };
    state.identityChecks.update(check);
    state.announce({ kind: verdict === 'passed' ? 'identity.passed' : 'identity.rejected', check });
    return accept(check);
  },
};

/** Of a number that was not masked no row, message or log may learn: whoever asks has a bug. */
function isMasked({ idNumberMasked }: Person): boolean {
  return /^\*+[^*]{0,4}$/.test(idNumberMasked);
}

export interface ExpireIdentityCheck {
  readonly identityCheckId: string;
}

/** Refuses one that has ended, or whose time is not up: the sweep that asked saw an older row. Nobody is told. */
export const expireIdentityCheck: Decider<ExpireIdentityCheck, IdentityCheck> = {
  needs: ({ identityCheckId }) => ({ identityChecks: [[identityCheckId]] }),
  decide(state, { identityCheckId }, now) {
    const pending = state.identityChecks.get(identityCheckId);
    if (!pending) return refuse('identity_check_not_found');
    if (pending.status !== 'pending' || pending.expiresAt > now) return refuse('already_final');
    const check: IdentityCheck = { ...pending, status: 'expired', finalAt: now };
    state.identityChecks.update(check);
    return accept(check);
  },
};
