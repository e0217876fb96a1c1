// The payer gives the mandate that a merchant asked for, or declines it.
import { accept } from '../../kernel/outcome.ts';
import { refuse } from '../reasons.ts';
import type { Decider } from '../state.ts';
import { isOpen, type Mandate, validUntil } from './mandate.ts';

export interface DecideMandate {
  readonly mandateId: string;
  readonly agreed: boolean;
}

/** Refuses an unknown mandate, and one that is decided or whose time to decide is up: the first answer stands. */
export const decideMandate: Decider<DecideMandate, Mandate> = {
  needs: ({ mandateId }) => ({ mandates: [[mandateId]] }),
  decide(state, { mandateId, agreed }, now) {
    const requested = state.mandates.get(mandateId);
    if (!requested) return refuse('mandate_not_found');
    if (!isOpen(requested, now)) return refuse('already_final');
    const mandate: Mandate = agreed
      ? { ...requested, status: 'active', decidedAt: now, expiresAt: validUntil(now) }
      : { ...requested, status: 'declined', decidedAt: now, endedAt: now };
    state.mandates.update(mandate);
    state.announce({ kind: agreed ? 'mandate.created' : 'mandate.declined', mandate });
    return accept(mandate);
  },
};
