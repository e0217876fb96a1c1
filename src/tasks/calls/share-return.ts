// A share, or a part of it, that is asked back: the cell of its receiver gives it or declines.
import { answerOf, cellOfReceiver, findLeg } from './leg.ts';
import { type Call, type Decided, findPending, type OpenCall } from './call.ts';

export const openShareReturn: OpenCall = async (engine, cell, id) => {
  const asked = await findPending(engine, cell, 'share-return', id);
  if (!asked) return undefined;
  const { shareId, currency, amountMinor } = asked;
  const share = await engine.find(cell, 'shares', shareId);
  if (!share) throw new Error(`There is no share ${shareId} of the return ${id}.`);
  const { paymentId, account: merchantId } = share;
  const there = cellOfReceiver(merchantId);
  const call: Call<Decided> = {
    channel: null,
    send: async () =>
      answerOf(await engine.execute(there, 'give-share-back', { id, merchantId, currency, amountMinor })),
    query: () => findLeg(engine, there, id),
    settle: ({ problem }) => engine.execute(cell, 'settle-share-return', { returnId: id, shareId, paymentId, problem }),
  };
  return call;
};
