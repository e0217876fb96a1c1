// After a restart everything is as it was: what is queried, who waits, and what is still to be told.
import assert from 'node:assert/strict';
import { able, accepts, type Step, withOwnKey } from './checks.ts';
import { anOrder, partMinor, usualMinor } from './orders.ts';
import type { Shop } from './shop.ts';
import type { Answer } from './speaker.ts';
import { attempted } from './story.ts';

export const restart: Step = {
  title:
    'after a restart all queries answer the same, a waiting payment can be paid, and what was not acknowledged is told',
  async check(shop) {
    const { gateway, voice, speaker, receiver } = shop;
    const waiting = await shop.payIn();
    const paid = await shop.paid();
    await shop.told('payment', paid.number);
    const refund = anOrder(partMinor);
    accepts(speaker, 'refund', await voice.refund(paid, refund));
    await shop.completed(() => voice.queryRefund(paid, refund.number));
    await shop.told('refund', refund.number);
    const queries = [
      () => voice.query(waiting),
      () => voice.query(paid),
      () => voice.queryRefund(paid, refund.number),
      ...(await payoutQueries(shop)),
    ];
    receiver.answer = () => ({ status: 500 });
    const untold = await shop.paid();
    const { body } = await shop.told('payment', untold.number);
    await attempted(gateway, untold.id, 1);

    const before = await answersTo(queries);
    const balance = await shop.balance();
    await gateway.restart();
    assert.deepEqual(await answersTo(queries), before);
    assert.equal(await shop.balance(), balance);

    receiver.answer = () => speaker.acknowledgement;
    await gateway.advance(speaker.tellsAfterSeconds[1]);
    assert.equal(await attempted(gateway, untold.id, 2), 'delivered');
    assert.deepEqual(
      shop.heard('payment', untold.number).map((received) => received.body),
      [body, body],
    );
    await gateway.act(waiting.id, 'paid');
    const shown = await shop.completed(() => voice.query(waiting));
    assert.deepEqual(shop.read(await shop.told('payment', waiting.number)), { about: 'payment', ...shown });
  },
};

/** Of a payout that is completed; none where there are no payouts. */
async function payoutQueries(shop: Shop): Promise<(() => Promise<Answer>)[]> {
  if (shop.speaker.lacks.payout !== undefined) return [];
  await shop.fund(usualMinor);
  const asked = anOrder(partMinor);
  accepts(shop.speaker, 'payout', await withOwnKey(shop.voice)(asked));
  const query = () => able(shop.voice.queryPayout)(asked.number);
  await shop.completed(query);
  await shop.told('payout', asked.number);
  return [query];
}

async function answersTo(queries: readonly (() => Promise<Answer>)[]): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const query of queries) answers.push(await query());
  return answers;
}
