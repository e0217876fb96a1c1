// What is another merchant's is not there, whatever is asked of it.
import assert from 'node:assert/strict';
import { able, accepts, says, type Step, withOwnKey } from './checks.ts';
import { aNumber, anOrder, usualMinor } from './orders.ts';
import type { Shop } from './shop.ts';
import type { Speaker } from './speaker.ts';

export function meetingsOf({ refuses }: Speaker): readonly Step[] {
  const { noPayment, noPaymentToRefund, noRefund, noPaymentToTakeBack, noPayout } = refuses;
  /** With money, so that nothing but whose it is can be the matter. */
  const rich = async (another: () => Promise<Shop>) => {
    const other = await another();
    await other.fund(usualMinor * 2);
    return other.voice;
  };
  const unmoved = async (shop: Shop, work: () => Promise<unknown>) => {
    const before = [await shop.balance(), await shop.rows()];
    await work();
    assert.deepEqual([await shop.balance(), await shop.rows()], before);
  };
  return [
    {
      title: `another merchant's payment is not found: a query is refused with ${noPayment.code}, a refund with ${noPaymentToRefund.code}`,
      async check(shop, another) {
        const payment = await shop.paid();
        await shop.told('payment', payment.number);
        const voice = await rich(another);
        await unmoved(shop, async () => {
          says(await voice.query(payment), noPayment);
          says(await voice.refund(payment, anOrder(1_000)), noPaymentToRefund);
        });
      },
    },
    {
      title: `another merchant's payment is not taken back: ${noPaymentToTakeBack?.code}`,
      needs: 'takeBack',
      async check(shop, another) {
        const payment = await shop.paid();
        await shop.told('payment', payment.number);
        const voice = await rich(another);
        await unmoved(shop, async () => says(await able(voice.takeBack)(payment, aNumber()), noPaymentToTakeBack));
      },
    },
    {
      title: `another merchant's refund is not found: ${noRefund.code}`,
      async check(shop, another) {
        const payment = await shop.paid();
        const { number } = anOrder();
        accepts(shop.speaker, 'refund', await shop.voice.refund(payment, { number, amountMinor: 1_000 }));
        says(await (await another()).voice.queryRefund(payment, number), noRefund);
      },
    },
    {
      title: `another merchant's payout is not found: ${noPayout?.code}`,
      needs: 'payout',
      async check(shop, another) {
        await shop.fund(usualMinor);
        const asked = anOrder(1_000);
        accepts(shop.speaker, 'payout', await withOwnKey(shop.voice)(asked));
        says(await able((await another()).voice.queryPayout)(asked.number), noPayout);
      },
    },
    {
      title: 'two merchants use the same numbers, and each sees its own',
      async check(shop, another) {
        const other = await another();
        const asked = anOrder();
        const [mine, theirs] = [await shop.voice.payIn(asked), await other.voice.payIn(asked)];
        for (const answer of [mine, theirs]) accepts(shop.speaker, 'payIn', answer);
        assert.notEqual(mine.shown.id, theirs.shown.id);
        const { id = '' } = theirs.shown;
        await other.gateway.act(id, 'paid');
        await other.completed(() => other.voice.query({ id, number: asked.number }));
        const { shown } = await shop.voice.query({ id: mine.shown.id ?? '', number: asked.number });
        assert.deepEqual([shown.id, shown.status], [mine.shown.id, 'pending']);
      },
    },
  ];
}
