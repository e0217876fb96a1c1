// The task that asks what became of a payout without a definite answer. A bank that is sure it never took it gets it
// again, under the same reference; whatever else is not definite stays unknown.
import { handOver, type PayoutHandler, unknown } from './payout-call.ts';

export const queryPayout: PayoutHandler = async (call) => {
  const { payout, connector } = call;
  // Without a way to ask nobody can know, and what is unknown is never sent again: it is shown to operators.
  if (!connector.queryPayout) return unknown;
  const answer = await call.ask(async () => connector.queryPayout?.(payout) ?? unknown);
  return answer?.kind === 'not_found' ? handOver(call) : answer;
};
