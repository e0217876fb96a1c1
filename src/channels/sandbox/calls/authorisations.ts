// Authorisations, by which the bank keeps a payer's money aside, and releases of it.
import { paidResultOf, resultOf } from '../answers.ts';
import { orderKey } from '../bank/order.ts';
import type { SandboxConnector } from '../connector.ts';
import type { Clerk } from './clerk.ts';

type Calls = 'sendAuthorisation' | 'queryAuthorisation' | 'sendRelease' | 'queryRelease';

export function authorisationCalls(clerk: Clerk): Pick<SandboxConnector, Calls> {
  return {
    sendAuthorisation({ id, merchantId, channel, currency, amountMinor, payerCode }) {
      const key = orderKey('authorisation', id);
      const order = { id: key, kind: 'authorisation', merchantId, channel, currency, amountMinor } as const;
      return clerk.send({ ...order, targetId: null, payerCode }, paidResultOf);
    },
    queryAuthorisation: ({ id }) => clerk.query('authorisation', orderKey('authorisation', id), paidResultOf),
    sendRelease({ id, authorisationId, merchantId, channel, currency, amountMinor }) {
      const order = { id, kind: 'release', merchantId, channel, currency, amountMinor } as const;
      const targetId = orderKey('authorisation', authorisationId);
      return clerk.send({ ...order, targetId, payerCode: null }, resultOf);
    },
    queryRelease: ({ id }) => clerk.query('release', id, resultOf),
  };
}
