// The payer, or the bank, decides whether money is kept aside; later, whether a part of it is given free.
import type { Authorisation } from '../../core/authorisation/authorisation.ts';
import type { ActDeps, ActResult, Play } from './act-request.ts';
import { orderKey } from './bank/order.ts';
import { arrived, notThere, playOrder } from './play-order.ts';

export async function playAuthorisation(
  deps: ActDeps,
  { id, status, releasingMinor }: Authorisation,
  play: Play,
): Promise<ActResult> {
  const { orders } = deps.bank;
  const key = orderKey('authorisation', id);
  if (status !== 'pending' && releasingMinor > 0n) {
    const release = await arrived(async () => (await orders.listOpenAbout(key)).find(({ kind }) => kind === 'release'));
    if (release) return playOrder(deps, release, play);
  }
  const find = () => orders.find(key);
  const order = await (status === 'pending' ? arrived(find) : find());
  return order ? playOrder(deps, order, play) : notThere(id, status);
}
