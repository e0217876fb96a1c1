// The sandbox as a connector: what the gateway asks of it, answered by the sandbox's own bank.
import { refuse } from '../../core/reasons.ts';
import type { Connector } from '../../engine/connector.ts';
import { authorisationCalls } from './calls/authorisations.ts';
import { type ClerkDeps, createClerk } from './calls/clerk.ts';
import { paymentCalls } from './calls/payments.ts';
import { payoutCalls } from './calls/payouts.ts';
import { presentCode, presentOrder } from './calls/present.ts';
import { refundCalls } from './calls/refunds.ts';
import { courseOf } from './scenarios.ts';

export type SandboxConnector = Required<Connector>;

export function createSandboxConnector(deps: ClerkDeps): SandboxConnector {
  const clerk = createClerk(deps);
  return {
    code: 'sandbox',

    admit(channel, amountMinor) {
      if (amountMinor === null || courseOf('page', amountMinor).kind !== 'channel_unavailable') return undefined;
      return refuse('channel_unavailable', `${channel.code} takes no amounts that end in 9022 (a sandbox scenario).`);
    },

    presentCode,
    presentOrder,
    ...payoutCalls(clerk),
    ...paymentCalls(clerk),
    ...refundCalls(clerk),
    ...authorisationCalls(clerk),
  };
}
