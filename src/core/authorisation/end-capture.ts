// What the end of a capture means for its authorisation: the amount was captured, or can be again; what was to be released with it is
// released now, or stays.
import { oweCall } from '../call/call.ts';
import type { Payment } from '../payment/payment.ts';
import type { CellState, Keys } from '../state.ts';
import { updateAuthorisation } from './authorisation.ts';
import { failRelease, nameOfRest } from './commit-release.ts';

/** The rows that the end of this payment touches, if it is a capture. */
export function captureKeys({ id, authorisationId }: Payment): Keys {
  if (authorisationId === null) return {};
  const { referenceScope, reference } = nameOfRest(id);
  return { authorisations: [[authorisationId]], releasesByReference: [[referenceScope, reference]] };
}

/** To be called when a payment has become final; does nothing for one that is no capture. */
export function endCapture(state: CellState, payment: Payment): void {
  const { id, authorisationId, amountMinor, status, failure, finalAt } = payment;
  const before = authorisationId === null ? undefined : state.authorisations.get(authorisationId);
  if (!before || finalAt === null) return;
  const authorisation = updateAuthorisation(state, {
    ...before,
    capturingMinor: before.capturingMinor - amountMinor,
    capturedMinor: before.capturedMinor + (status === 'completed' ? amountMinor : 0n),
  });
  const { referenceScope, reference } = nameOfRest(id);
  const rest = state.releases.find('releasesByReference', referenceScope, reference);
  if (!rest) return;
  if (status === 'completed') oweCall(state, 'release', rest.id, finalAt);
  else failRelease(state, authorisation, rest, failure ?? 'channel_rejected', finalAt);
}
