// What is asked twice happens once, one after the other or at the same time, whatever a dialect says to the second.
import assert from 'node:assert/strict';
import { able, accepted, accepts, booksBalance, costOf, says, type Step } from './checks.ts';
import { aNumber, anOrder, feeMinor, partMinor, payoutFeeMinor, usualMinor } from './orders.ts';
import type { Answer, Said, Speaker } from './speaker.ts';

const manyAtOnce = 8;

export function replaysOf({ refuses }: Speaker): readonly Step[] {
  const { payInRepeated, refundRepeated, payoutKeyRepeated, payoutNumberRepeated } = refuses;
  return [
    {
      title: `a repeated pay-in is refused with ${payInRepeated.code}, waiting and paid, and changes nothing`,
      async check(shop) {
        const { voice } = shop;
        const asked = anOrder();
        const { id, number } = await accepted(shop, 'payIn', asked, voice.payIn);
        const repeat = async () => {
          for (const amountMinor of [usualMinor, usualMinor + 100])
            says(await voice.payIn({ number, amountMinor }), payInRepeated);
        };
        await repeat();
        await shop.gateway.act(id, 'paid');
        const shown = await shop.completed(() => voice.query({ id, number }));
        await repeat();
        assert.deepEqual((await voice.query({ id, number })).shown, shown);
        assert.equal(await shop.balance(), usualMinor - feeMinor);
      },
    },
    {
      title: `of ${manyAtOnce} equal pay-ins at once one is accepted, the others are refused with ${payInRepeated.code}`,
      async check(shop) {
        const asked = anOrder();
        const answers = await atOnce(() => shop.voice.payIn(asked));
        onlyOne(answers, shop.speaker.accepts.payIn, payInRepeated);
      },
    },
    {
      title: `a repeated refund is refused with ${refundRepeated.code}, and nothing goes back twice`,
      async check(shop) {
        const { voice } = shop;
        const payment = await shop.paid();
        const asked = anOrder(partMinor);
        accepts(shop.speaker, 'refund', await voice.refund(payment, asked));
        const shown = await shop.completed(() => voice.queryRefund(payment, asked.number));
        const balance = await shop.balance();
        says(await voice.refund(payment, asked), refundRepeated);
        assert.deepEqual((await voice.queryRefund(payment, asked.number)).shown, shown);
        assert.equal(await shop.balance(), balance);
      },
    },
    {
      title: `of ${manyAtOnce} equal refunds at once one goes back`,
      async check(shop) {
        const payment = await shop.paid();
        const asked = anOrder(partMinor);
        await atOnce(() => shop.voice.refund(payment, asked));
        await shop.completed(() => shop.voice.queryRefund(payment, asked.number));
        assert.equal(await shop.balance(), usualMinor - feeMinor - costOf(partMinor, shop.speaker));
        await shop.told('refund', asked.number);
        await booksBalance(shop);
      },
    },
    {
      title: `a repeated payout is refused with ${payoutKeyRepeated?.code}, and under another key with ${payoutNumberRepeated?.code}`,
      needs: 'payout',
      async check(shop) {
        await shop.fund(usualMinor);
        const asked = anOrder(partMinor);
        const key = aNumber();
        const payout = able(shop.voice.payout);
        await accepted(shop, 'payout', asked, () => payout(asked, key));
        const repeat = async () => {
          says(await payout(asked, key), payoutKeyRepeated);
          says(await payout(anOrder(partMinor), key), payoutKeyRepeated);
          says(await payout(asked, aNumber()), payoutNumberRepeated);
        };
        await repeat();
        await shop.completed(() => able(shop.voice.queryPayout)(asked.number));
        await repeat();
        assert.equal(await shop.balance(), usualMinor - partMinor - payoutFeeMinor);
      },
    },
    {
      title: `of ${manyAtOnce} equal payouts at once one is accepted, the others are refused with ${payoutKeyRepeated?.code}`,
      needs: 'payout',
      async check(shop) {
        await shop.fund(usualMinor * manyAtOnce);
        const asked = anOrder(partMinor);
        const key = aNumber();
        const answers = await atOnce(() => able(shop.voice.payout)(asked, key));
        onlyOne(answers, shop.speaker.accepts.payout, payoutKeyRepeated);
        assert.equal(await shop.balance(), usualMinor * manyAtOnce - partMinor - payoutFeeMinor);
      },
    },
  ];
}

function atOnce(ask: () => Promise<Answer>): Promise<Answer[]> {
  return Promise.all(Array.from({ length: manyAtOnce }, ask));
}

function onlyOne(answers: readonly Answer[], accepting: Said | undefined, refusing: Said | undefined): void {
  const counts = [accepting, refusing].map(
    (said) => answers.filter(({ code, message }) => code === said?.code && message === said.message).length,
  );
  assert.deepEqual(counts, [1, answers.length - 1], JSON.stringify(answers.map(({ body }) => body)));
}
