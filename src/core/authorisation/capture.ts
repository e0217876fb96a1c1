// Captures money of an authorisation: a payment whose money is kept aside already, taken by the merchant wholly or partly. The rest
// may be released with it (upay.md 3.12).
import { cellOfId, derivedId } from '../../kernel/id.ts';
import { accept } from '../../kernel/outcome.ts';
import { oweCall } from '../call/call.ts';
import { mergeKeys } from '../keys.ts';
import { takeUsage, usageKeys } from '../limits/daily-usage.ts';
import { type Payment, untouched } from '../payment/payment.ts';
import { refuse } from '../reasons.ts';
import type { Decider } from '../state.ts';
import { uncommittedOf, updateAuthorisation } from './authorisation.ts';
import { commitRelease, nameOfRest } from './commit-release.ts';
import { findOperation, operationKeys } from './operation-reference.ts';

/** What of a capture its merchant says; channel and currency are the authorisation's. */
export interface Capture
  extends Pick<
    Payment,
    'id' | 'merchantId' | 'appId' | 'referenceScope' | 'reference' | 'amountMinor' | 'notifyUrl' | 'details'
  > {
  readonly authorisationId: string;
  /** Whether what is left of it then is released when the capture completes; a capture that fails releases nothing. */
  readonly releaseRest: boolean;
}

/**
 * Refuses, in this order: an unknown authorisation; a number used before, though a capture may take over id and number of its own
 * authorisation; an authorisation that is not decided or was refused; more than is left; a day on which the merchant has taken in
 * enough. It does not ask whether the channel is on: the money was promised while it was.
 */
export const capture: Decider<Capture, Payment> = {
  needs: ({ authorisationId, referenceScope, reference }) =>
    mergeKeys([{ authorisations: [[authorisationId]] }, operationKeys(referenceScope, reference)]),
  follow(state, { authorisationId, merchantId }, now) {
    const authorisation = state.authorisations.get(authorisationId);
    return authorisation ? usageKeys(state, { ...authorisation, merchantId }, now) : {};
  },
  decide(state, { releaseRest, ...asked }, now) {
    const authorisation = state.authorisations.get(asked.authorisationId);
    if (authorisation?.merchantId !== asked.merchantId) return refuse('authorisation_not_found');
    const { id, referenceScope, reference, merchantId, amountMinor, appId } = asked;
    const namesake = findOperation(state, referenceScope, reference);
    const isOwn = namesake?.table === 'authorisations' && namesake.id === authorisation.id && id === authorisation.id;
    if (namesake && !isOwn) return refuse('reference_repeated');
    const { status, channel, currency } = authorisation;
    if (status === 'pending' || status === 'failed') return refuse('authorisation_not_open');
    if (amountMinor > uncommittedOf(authorisation)) return refuse('authorisation_exceeded');
    const overUsed = takeUsage(state, { merchantId, currency, channel, amountMinor }, now);
    if (overUsed) return overUsed;
    const payment: Payment = {
      ...untouched,
      ...asked,
      entry: 'capture',
      instrumentId: null,
      channel,
      currency,
      createdAt: now,
      expiresAt: null,
      returnUrl: null,
    };
    state.payments.insert(payment);
    oweCall(state, 'payment', id, now);
    const { capturingMinor } = authorisation;
    const after = updateAuthorisation(state, { ...authorisation, capturingMinor: capturingMinor + amountMinor });
    const restMinor = uncommittedOf(after);
    if (releaseRest && restMinor > 0n) {
      const restId = derivedId('R', cellOfId(id) ?? 0, now, `${id} rest`);
      const rest = { id: restId, appId, ...nameOfRest(id), amountMinor: restMinor, details: {} };
      commitRelease(state, after, rest, now);
    }
    return accept(payment);
  },
};
