// A merchant asks for an identity check, for which its user then shows his papers (paycools.md 3.10, 11.1).
import { accept } from '../../kernel/outcome.ts';
import { refuse } from '../reasons.ts';
import type { Decider } from '../state.ts';
import { type IdentityCheck, identityCheckMs } from './identity-check.ts';

/** What of a check its merchant says; the rest is decided here. */
export type CreateIdentityCheck = Omit<
  IdentityCheck,
  'status' | 'failure' | 'person' | 'createdAt' | 'finalAt' | 'expiresAt'
>;

/** Refuses, in this order: a channel that is off or checks nobody, a reference used before. */
export const createIdentityCheck: Decider<CreateIdentityCheck, IdentityCheck> = {
  needs: ({ referenceScope, reference }) => ({ identityChecksByReference: [[referenceScope, reference]] }),
  decide(state, command, now) {
    const channel = state.channel(command.channel);
    if (!channel?.enabled || channel.kind !== 'identity') return refuse('channel_unavailable');
    if (state.identityChecks.find('identityChecksByReference', command.referenceScope, command.reference)) {
      return refuse('reference_repeated');
    }
    const check: IdentityCheck = {
      ...command,
      status: 'pending',
      failure: null,
      person: null,
      createdAt: now,
      finalAt: null,
      expiresAt: now + identityCheckMs,
    };
    state.identityChecks.insert(check);
    return accept(check);
  },
};
