// A release as it comes into being, and what its end means for the authorisation. One that waits, for the authorisation to be decided
// or for a capture to end, is there from the beginning, so that nobody can take its money meanwhile and no crash forgets it; its call
// is owed only when its turn comes.
import type { Instant } from '../../kernel/clock.ts';
import type { Failure } from '../failure.ts';
import type { CellState } from '../state.ts';
import { type Authorisation, type Release, updateAuthorisation } from './authorisation.ts';

type Name = Pick<Release, 'referenceScope' | 'reference'>;

/** The release of all that is left, by which a merchant cancels; the empty reference while the authorisation is not decided. */
export function nameOfCancel(authorisationId: string, reference: string): Name {
  return { referenceScope: `${authorisationId}.cancel`, reference };
}

/** The release of what a capture leaves. */
export function nameOfRest(paymentId: string): Name {
  return { referenceScope: `${paymentId}.rest`, reference: '' };
}

/** Sets the amount apart, without owing the call. */
export function commitRelease(
  state: CellState,
  authorisation: Authorisation,
  asked: Pick<Release, 'id' | 'appId' | 'referenceScope' | 'reference' | 'amountMinor' | 'details'>,
  now: Instant,
): { readonly authorisation: Authorisation; readonly release: Release } {
  const { id: authorisationId, merchantId, channel, currency, releasingMinor } = authorisation;
  const release: Release = {
    ...asked,
    authorisationId,
    merchantId,
    channel,
    currency,
    status: 'pending',
    failure: null,
    doubt: null,
    bankReference: null,
    createdAt: now,
    finalAt: null,
  };
  state.releases.insert(release);
  const after = { ...authorisation, releasingMinor: releasingMinor + release.amountMinor };
  return { authorisation: updateAuthorisation(state, after), release };
}

/** The payer has it back. */
export function completeRelease(
  state: CellState,
  authorisation: Authorisation,
  pending: Release,
  bankReference: string,
  now: Instant,
): Release {
  const release: Release = { ...pending, status: 'completed', bankReference, doubt: null, finalAt: now };
  state.releases.update(release);
  updateAuthorisation(state, {
    ...authorisation,
    releasingMinor: authorisation.releasingMinor - release.amountMinor,
    releasedMinor: authorisation.releasedMinor + release.amountMinor,
  });
  return release;
}

/** It is kept aside still, and can be captured or released again. */
export function failRelease(
  state: CellState,
  authorisation: Authorisation,
  pending: Release,
  failure: Failure,
  now: Instant,
): Release {
  const release: Release = { ...pending, status: 'failed', failure, doubt: null, finalAt: now };
  state.releases.update(release);
  updateAuthorisation(state, {
    ...authorisation,
    releasingMinor: authorisation.releasingMinor - release.amountMinor,
  });
  return release;
}
