// Somebody decides at the bank what becomes of a payout.
import type { Payout } from '../../core/payout/payout.ts';
import type { ActDeps, ActResult, Play } from './act-request.ts';
import { arrived, notThere, playOrder } from './play-order.ts';

export async function playPayout(deps: ActDeps, { id, status }: Payout, play: Play): Promise<ActResult> {
  const find = () => deps.bank.orders.find(id);
  const order = await (status === 'pending' ? arrived(find) : find());
  return order ? playOrder(deps, order, play) : notThere(id, status);
}
