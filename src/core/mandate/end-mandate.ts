// Ends a mandate: somebody takes it back (bluepay.md 3.15), or its time is up. No debit follows its end; what was taken before stays.
import { accept } from '../../kernel/outcome.ts';
import { refuse } from '../reasons.ts';
import type { Decider } from '../state.ts';
import type { Mandate } from './mandate.ts';

export interface CancelMandate {
  readonly mandateId: string;
  readonly by: NonNullable<Mandate['cancelledBy']>;
}

/** Refuses one that is unknown or not active: nobody's token. */
export const cancelMandate: Decider<CancelMandate, Mandate> = {
  needs: ({ mandateId }) => ({ mandates: [[mandateId]] }),
  decide(state, { mandateId, by }, now) {
    const active = state.mandates.get(mandateId);
    if (active?.status !== 'active') return refuse('mandate_not_found');
    const mandate: Mandate = { ...active, status: 'cancelled', cancelledBy: by, endedAt: now };
    state.mandates.update(mandate);
    state.announce({ kind: 'mandate.cancelled', mandate });
    return accept(mandate);
  },
};

export interface ExpireMandate {
  readonly mandateId: string;
}

/**
 * Refuses one that has ended, or whose time is not up: the sweep that asked saw an older row. A request that nobody answered was not
 * granted; a mandate that was active has ended.
 */
export const expireMandate: Decider<ExpireMandate, Mandate> = {
  needs: ({ mandateId }) => ({ mandates: [[mandateId]] }),
  decide(state, { mandateId }, now) {
    const before = state.mandates.get(mandateId);
    if (!before) return refuse('mandate_not_found');
    const isLeft = before.status === 'requested' || before.status === 'active';
    if (!isLeft || before.expiresAt > now) return refuse('already_final');
    const mandate: Mandate = { ...before, status: 'expired', endedAt: now };
    state.mandates.update(mandate);
    state.announce({ kind: before.status === 'requested' ? 'mandate.declined' : 'mandate.cancelled', mandate });
    return accept(mandate);
  },
};
