// Accepts an authorisation of money that a payer's wallet is to keep aside, by the code that he showed, and owes the call that
// asks the channel for it (upay.md 3.12).
import { accept } from '../../kernel/outcome.ts';
import { oweCall } from '../call/call.ts';
import { outsideLimits } from '../limits/amount-limits.ts';
import { mergeKeys } from '../keys.ts';
import { refuse } from '../reasons.ts';
import type { Decider } from '../state.ts';
import type { Authorisation } from './authorisation.ts';
import { findOperation, operationKeys } from './operation-reference.ts';

/** What of an authorisation its merchant says; the rest is decided here. */
export type CreateAuthorisation = Pick<
  Authorisation,
  | 'id'
  | 'merchantId'
  | 'appId'
  | 'referenceScope'
  | 'reference'
  | 'operationReference'
  | 'channel'
  | 'amountMinor'
  | 'payerCode'
  | 'details'
>;

/**
 * Refuses, in this order: a channel that is off or keeps nothing aside, an amount outside the limits of payments, a reference or the
 * number of an operation used before. The merchant's day is not counted: that happens when money is captured.
 */
export const createAuthorisation: Decider<CreateAuthorisation, Authorisation> = {
  needs: ({ referenceScope, reference, operationReference }) =>
    mergeKeys([
      { authorisationsByReference: [[referenceScope, reference]] },
      operationKeys(referenceScope, operationReference),
    ]),
  decide(state, command, now) {
    const { merchantId, referenceScope, reference, operationReference, amountMinor } = command;
    const channel = state.channel(command.channel);
    if (!channel?.enabled || channel.kind !== 'wallet') return refuse('channel_unavailable');
    const outside = outsideLimits(amountMinor, channel, state.merchant(merchantId).limits, 'payment');
    if (outside) return outside;
    const isTaken =
      state.authorisations.find('authorisationsByReference', referenceScope, reference) ??
      findOperation(state, referenceScope, operationReference);
    if (isTaken) return refuse('reference_repeated');
    const authorisation: Authorisation = {
      ...command,
      currency: channel.currency,
      capturedMinor: 0n,
      capturingMinor: 0n,
      releasedMinor: 0n,
      releasingMinor: 0n,
      status: 'pending',
      failure: null,
      doubt: null,
      bankReference: null,
      receipt: null,
      createdAt: now,
      decidedAt: null,
    };
    state.authorisations.insert(authorisation);
    oweCall(state, 'authorisation', authorisation.id, now);
    return accept(authorisation);
  },
};
