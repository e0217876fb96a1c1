// Payouts, sent and asked for.
import { resultOf } from '../answers.ts';
import type { SandboxConnector } from '../connector.ts';
import type { Clerk } from './clerk.ts';

export function payoutCalls(clerk: Clerk): Pick<SandboxConnector, 'sendPayout' | 'queryPayout'> {
  return {
    sendPayout({ id, merchantId, channel, currency, amountMinor, destination }) {
      const { method, code, accountNo, accountName } = destination;
      const order = { id, kind: 'payout', merchantId, channel, currency, amountMinor } as const;
      const about = { targetId: null, payerCode: null, destination: `${method} ${code} ${accountNo} ${accountName}` };
      return clerk.send({ ...order, ...about }, resultOf);
    },
    queryPayout: ({ id }) => clerk.query('payout', id, resultOf),
  };
}
