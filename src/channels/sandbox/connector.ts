// The sandbox as a connector: what the gateway asks of it, answered by the sandbox's own bank.
import { refuse } from '../../core/reasons.ts';
import type { Connector } from '../../engine/connector.ts';
import { authorisationCalls } from './calls/authorisations.ts';
import { type ClerkDeps, createClerk } from './calls/clerk.ts';
import { paymentCalls } from './calls/payments.ts';
import { payoutCalls } from './calls/payouts.ts';
import { issueAccount, presentAccount, presentCode, presentOrder } from './calls/present.ts';
import { refundCalls } from './calls/refunds.ts';
import { courseOf } from './scenarios.ts';

export type SandboxConnector = Required<Connector>;

export function createSandboxConnector(deps: ClerkDeps): SandboxConnector {
  const clerk = createClerk(deps);
  return {
    code: 'sandbox',
    payoutAccount: { bank: 'Sandbox Bank', number: '900000000001' },

    admit(channel, amountMinor) {
      const { kind } = amountMinor === null ? { kind: undefined } : courseOf('page', amountMinor);
      if (kind !== 'channel_unavailable' && kind !== 'creation_failed') return undefined;
      const digits = kind === 'creation_failed' ? 9028 : 9022;
      return refuse(kind, `${channel.code} takes no amounts that end in ${digits} (a sandbox scenario).`);
    },

    presentCode,
    presentAccount,
    issueAccount,
    presentOrder,
    ...payoutCalls(clerk),
    ...paymentCalls(clerk),
    ...refundCalls(clerk),
    ...authorisationCalls(clerk),
  };
}
