// Accepts a release of an authorisation, of a part or of all that is left: from now on that cannot be captured, and the channel
// is owed the call that gives it back to its payer (upay.md 3.12).
import { accept } from '../../kernel/outcome.ts';
import type { Refused } from '../../kernel/outcome.ts';
import { oweCall } from '../call/call.ts';
import { type Reason, refuse } from '../reasons.ts';
import type { CellState, Decider } from '../state.ts';
import { type Authorisation, type Release, uncommittedOf } from './authorisation.ts';
import { commitRelease, nameOfCancel } from './commit-release.ts';
import { findOperation, operationKeys } from './operation-reference.ts';

/** A part has the merchant's number; the release of all that is left has none. */
export type CreateRelease = Pick<Release, 'id' | 'authorisationId' | 'merchantId' | 'appId' | 'details'> &
  (Pick<Release, 'amountMinor' | 'referenceScope' | 'reference'> | { readonly amountMinor: null });

/**
 * Refuses, in this order: an unknown authorisation; a number used before; an authorisation that is not decided or was refused; more
 * than is left. All that is left can be released of an undecided one as well, which cancels it: nothing of it can be captured any more,
 * and the channel, which has nothing to release yet, is asked to once it has decided (`settle-authorisation`).
 */
export const createRelease: Decider<CreateRelease, Release> = {
  needs: (command) => ({
    authorisations: [[command.authorisationId]],
    ...(command.amountMinor === null ? {} : operationKeys(command.referenceScope, command.reference)),
  }),
  decide(state, command, now) {
    const authorisation = state.authorisations.get(command.authorisationId);
    if (authorisation?.merchantId !== command.merchantId) return refuse('authorisation_not_found');
    const refused = refusalOf(state, authorisation, command);
    if (refused) return refused;
    const { id, appId, details } = command;
    const amountMinor = command.amountMinor ?? uncommittedOf(authorisation);
    const isUndecided = authorisation.status === 'pending';
    const name = command.amountMinor === null ? nameOfCancel(authorisation.id, isUndecided ? '' : id) : command;
    const { referenceScope, reference } = name;
    const asked = { id, appId, referenceScope, reference, amountMinor, details };
    const { release } = commitRelease(state, authorisation, asked, now);
    if (!isUndecided) oweCall(state, 'release', id, now);
    return accept(release);
  },
};

function refusalOf(
  state: CellState,
  authorisation: Authorisation,
  command: CreateRelease,
): Refused<Reason> | undefined {
  const { status } = authorisation;
  const left = uncommittedOf(authorisation);
  if (command.amountMinor === null) {
    return status === 'failed' || left === 0n ? refuse('authorisation_not_open') : undefined;
  }
  if (findOperation(state, command.referenceScope, command.reference)) return refuse('reference_repeated');
  if (status === 'pending' || status === 'failed') return refuse('authorisation_not_open');
  return command.amountMinor > left ? refuse('authorisation_exceeded') : undefined;
}
