// A merchant asks for a mandate, which its payer then gives or declines (bluepay.md 3.13).
import { accept } from '../../kernel/outcome.ts';
import { refuse } from '../reasons.ts';
import type { Decider } from '../state.ts';
import { decisionMs, type Mandate } from './mandate.ts';

/** What of a mandate its merchant says; the rest is decided here. */
export type CreateMandate = Pick<
  Mandate,
  | 'id'
  | 'merchantId'
  | 'appId'
  | 'referenceScope'
  | 'reference'
  | 'userId'
  | 'channel'
  | 'notifyUrl'
  | 'returnUrl'
  | 'details'
>;

/** Refuses, in this order: a channel that is off or takes no debits, a reference used before. A user may give several (7, row 32). */
export const createMandate: Decider<CreateMandate, Mandate> = {
  needs: ({ referenceScope, reference }) => ({ mandatesByReference: [[referenceScope, reference]] }),
  decide(state, command, now) {
    const channel = state.channel(command.channel);
    if (!channel?.enabled || channel.type !== 'direct_debit') return refuse('channel_unavailable');
    if (state.mandates.find('mandatesByReference', command.referenceScope, command.reference)) {
      return refuse('reference_repeated');
    }
    const mandate: Mandate = {
      ...command,
      currency: channel.currency,
      status: 'requested',
      cancelledBy: null,
      createdAt: now,
      decidedAt: null,
      endedAt: null,
      expiresAt: now + decisionMs,
    };
    state.mandates.insert(mandate);
    return accept(mandate);
  },
};
