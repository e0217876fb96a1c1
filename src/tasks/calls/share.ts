// A share of a payment, which the cell of its receiver books or declines.
import { answerOf, cellOfReceiver, findLeg } from './leg.ts';
import { type Call, type Decided, findPending, type OpenCall } from './call.ts';

export const openShare: OpenCall = async (engine, cell, id) => {
  const share = await findPending(engine, cell, 'share', id);
  if (!share) return undefined;
  const { paymentId, receiverId, account: merchantId, currency, amountMinor } = share;
  const there = cellOfReceiver(merchantId);
  const call: Call<Decided> = {
    channel: null,
    async send() {
      const receiver = await engine.find(cell, 'receivers', receiverId);
      const related = receiver?.status === 'active';
      return answerOf(await engine.execute(there, 'receive-share', { id, merchantId, currency, amountMinor, related }));
    },
    query: () => findLeg(engine, there, id),
    settle: ({ problem }) => engine.execute(cell, 'settle-share', { shareId: id, paymentId, problem }),
  };
  return call;
};
