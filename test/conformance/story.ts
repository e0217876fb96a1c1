// The story that every dialect can tell, once and in neutral words: money comes in, is told, goes back and goes out, and what is asked
// twice happens once. Each step stands alone: it has a merchant of its own.
import assert from 'node:assert/strict';
import { eventually, type TestGateway } from '../support/gateway.ts';
import { able, accepted, accepts, booksBalance, costOf, says, type Step, withOwnKey } from './checks.ts';
import { aNumber, anOrder, feeMinor, partMinor, payoutFeeMinor, usualMinor } from './orders.ts';
import type { Shown } from './speaker.ts';

export const story: readonly Step[] = [
  {
    title: 'a pay-in waits for its payer; once he has paid, the notification verifies and the query says the same',
    async check(shop) {
      const { gateway, voice } = shop;
      const opened = await shop.payIn();
      const waiting = await voice.query(opened);
      accepts(shop.speaker, 'query', waiting);
      assert.equal(waiting.shown.status, 'pending');
      assert.equal(await shop.balance(), 0);
      await gateway.act(opened.id, 'paid');
      const shown = await shop.completed(() => voice.query(opened));
      assert.deepEqual(shown, { ...opened, amountMinor: usualMinor, status: 'completed' });
      const received = await shop.told('payment', opened.number);
      assert.deepEqual(shop.read(received), { about: 'payment', ...shown });
    },
  },
  {
    title: 'a charge of the code that a payer shows is paid, told and queried likewise',
    needs: 'charge',
    async check(shop) {
      const asked = anOrder();
      const { id, number } = await accepted(shop, 'charge', asked, shop.voice.charge);
      const shown = await shop.completed(() => shop.voice.query({ id, number }));
      assert.deepEqual(shown, { id, ...asked, status: 'completed' });
      assert.deepEqual(shop.read(await shop.told('payment', number)), { about: 'payment', ...shown });
      assert.equal(await shop.balance(), usualMinor - feeMinor);
    },
  },
  {
    title: 'what nobody acknowledges is told again with the same bytes, and no more once it is acknowledged',
    async check(shop) {
      const { gateway, receiver, speaker } = shop;
      receiver.answer = () => ({ status: 500, body: 'out of order' });
      const { id, number } = await shop.paid();
      await shop.told('payment', number);
      await attempted(gateway, id, 1);
      receiver.answer = () => speaker.acknowledgement;
      await gateway.advance(speaker.tellsAfterSeconds[1]);
      assert.equal(await attempted(gateway, id, 2), 'delivered');
      await gateway.advance(86_400);
      const tries = shop.heard('payment', number);
      assert.deepEqual([tries.length, new Set(tries.map(({ body }) => body)).size], [2, 1]);
    },
  },
  {
    title: 'a notification that somebody changed on its way does not verify',
    async check(shop) {
      const { number } = await shop.paid();
      const { body, headers } = await shop.told('payment', number);
      const changed = body.replace(String(usualMinor), String(usualMinor * 10));
      assert.notEqual(changed, body);
      assert.equal(shop.read({ body: changed, headers }), undefined);
    },
  },
  {
    title: 'the balance rises by the amount less the fee, and the books balance',
    async check(shop) {
      await shop.paid();
      assert.equal(await shop.balance(), usualMinor - feeMinor);
      await shop.paid(100);
      // 1.5 % of 100, rounded to even: 2.
      assert.equal(await shop.balance(), usualMinor - feeMinor + 98);
      await booksBalance(shop);
    },
  },
  {
    title: 'a part is refunded: told, queried, and the balance falls by it; more than the rest is refused',
    async check(shop) {
      const { voice, speaker } = shop;
      const payment = await shop.paid();
      const asked = anOrder(partMinor);
      const made = await voice.refund(payment, asked);
      accepts(speaker, 'refund', made);
      const shown = await shop.completed(() => voice.queryRefund(payment, asked.number));
      assert.deepEqual(shown, { id: made.shown.id, ...asked, status: 'completed' });
      assert.deepEqual(shop.read(await shop.told('refund', asked.number)), { about: 'refund', ...shown });
      assert.equal(await shop.balance(), usualMinor - feeMinor - costOf(partMinor, speaker));
      const rest = usualMinor - partMinor;
      says(await voice.refund(payment, anOrder(rest + 1)), speaker.refuses.refundTooLarge);
      // For the fee, which most dialects do not give back.
      await shop.fund(feeMinor);
      const last = anOrder(rest);
      accepts(speaker, 'refund', await voice.refund(payment, last));
      await shop.completed(() => voice.queryRefund(payment, last.number));
      assert.equal(await shop.balance(), usualMinor - costOf(usualMinor, speaker));
      await booksBalance(shop);
    },
  },
  {
    title: 'a payment is taken back whole, with its fee',
    needs: 'takeBack',
    async check(shop) {
      const payment = await shop.paid();
      const takeBack = able(shop.voice.takeBack);
      accepts(shop.speaker, 'takeBack', await takeBack(payment, aNumber()));
      assert.equal(await shop.balance(), 0);
      await booksBalance(shop);
    },
  },
  {
    title: 'a payout is accepted, completed, told and queried, and the balance falls by it and its fee',
    needs: 'payout',
    async check(shop) {
      await shop.fund(usualMinor);
      const asked = anOrder(partMinor);
      const { id, number } = await accepted(shop, 'payout', asked, withOwnKey(shop.voice));
      assert.equal(await shop.balance(), usualMinor - partMinor - payoutFeeMinor);
      const shown = await shop.completed(() => able(shop.voice.queryPayout)(number));
      assert.deepEqual(shown, { id, ...asked, status: 'completed' });
      assert.deepEqual(shop.read(await shop.told('payout', number)), { about: 'payout', ...shown });
      assert.equal(await shop.balance(), usualMinor - partMinor - payoutFeeMinor);
      await booksBalance(shop);
    },
  },
];

interface Notification {
  readonly status: string;
  readonly attempts: readonly unknown[];
}

/** Resolves once so many tries to tell of a payment are recorded, with how it stands. */
export function attempted(gateway: TestGateway, id: Shown['id'], tries: number): Promise<string> {
  return eventually(async () => {
    const [found] = await gateway.manage<Notification[]>('GET', `/notifications?reference=${id}`);
    return found?.attempts.length === tries && found.status;
  });
}
