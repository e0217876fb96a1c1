// A payout at its bank.
import { type Call, findPending, type OpenCall } from './call.ts';
import type { CallResult } from '../../core/call/call.ts';

export const openPayout: OpenCall = async (engine, cell, id) => {
  const payout = await findPending(engine, cell, 'payout', id);
  if (!payout) return undefined;
  const call: Call<CallResult> = {
    channel: payout.channel,
    send: (connector) => connector.sendPayout?.(payout),
    query: (connector) => connector.queryPayout?.(payout),
    settle: (result) => engine.execute(cell, 'settle-payout', { payoutId: id, result }),
  };
  return call;
};
