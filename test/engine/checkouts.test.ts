// What both stores promise of checkouts: their rows come back as they were written, and no rule, however wrong, lets one be paid twice.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type CellStore, type Changes, isStoreFault, type StoreFault } from '../../src/engine/store.ts';
import type { Checkout } from '../../src/core/checkout/checkout.ts';
import type { Payment } from '../../src/core/payment/payment.ts';
import { aCheckout, aChoice } from '../support/commands.ts';
import { createTestEngine } from '../support/engine.ts';
import { checkoutRow, now, tryRow } from '../support/rows.ts';
import { memory, postgresql } from '../support/stores.ts';

for (const kind of [memory, postgresql]) {
  describe(`checkouts on ${kind.name}`, () => {
    let store: CellStore;
    let close: () => Promise<void>;
    before(async () => {
      ({ store, close } = await kind.open());
    });
    after(() => close());

    let count = 0;
    const unique = (prefix: string) => `${prefix}${String(count++).padStart(6, '0')}`;
    const save = (changes: Changes) => store.transact((transaction) => transaction.save(changes));
    const refused = (changes: Changes, fault: StoreFault['fault'] = 'rejected') =>
      assert.rejects(save(changes), (error) => isStoreFault(error) && error.fault === fault);
    const rows = <Row>(inserted: readonly Row[], updated: readonly Row[] = []) => ({ inserted, updated, removed: [] });
    const aCheckoutRow = (change: Partial<Checkout> = {}) =>
      checkoutRow({ id: unique('CH'), reference: unique('order'), ...change });
    const aTry = (checkoutId: string, change: Partial<Payment> = {}) => {
      const id = unique('C');
      return tryRow({ id, referenceScope: `${id}.try`, checkoutId, ...change });
    };

    test('a checkout comes back as it was written, by each of its names, and so does what it became', async () => {
      const checkout = aCheckoutRow({
        channels: ['WEB', 'Q"R\\'],
        language: 'th',
        logoUrl: 'https://merchant.test/logo.png',
        details: { subject: 'Çay "1" \\ {x}', none: null, count: 2, manual: true },
      });
      await save({ checkouts: rows([checkout]) });
      const became: Checkout = { ...checkout, status: 'completed', paymentId: 'C1', tries: 3, finalAt: now };
      for (const row of [checkout, became]) {
        if (row === became) await save({ checkouts: rows([], [became]) });
        const names = { checkouts: [[row.id]], checkoutsByReference: [[row.referenceScope, row.reference]] };
        for (const [lookup, parts] of Object.entries(names)) {
          assert.deepEqual((await store.load({ [lookup]: parts })).checkouts, [row], lookup);
        }
      }
      await refused({ checkouts: rows([], [{ ...became, status: 'closed' }]) });
    });

    test('a reference is given once', async () => {
      const checkout = aCheckoutRow();
      await save({ checkouts: rows([checkout]) });
      await refused({ checkouts: rows([{ ...checkout, id: unique('CH') }]) }, 'conflict');
      await save({ checkouts: rows([{ ...checkout, id: unique('CH'), referenceScope: 'another-app' }]) });
    });

    test('of all payments of a checkout one can wait or be completed', async () => {
      const [checkout, other] = [aCheckoutRow(), aCheckoutRow()];
      const [first, second] = [aTry(checkout.id), aTry(checkout.id)];
      const closed = { ...first, status: 'closed', finalAt: now } as const;
      const paid = { status: 'completed', bankReference: 'B', finalAt: now } as const;
      await save({ checkouts: rows([checkout, other]), payments: rows([first, aTry(other.id)]) });
      await refused({ payments: rows([second]) });
      await refused({ payments: rows([{ ...second, ...paid }]) });
      await save({
        payments: rows([aTry(checkout.id, { status: 'failed' }), aTry(checkout.id, { status: 'closed' })]),
      });
      // One ends and the next begins in one transaction, whichever is written first.
      await save({ payments: rows([second], [closed]) });
      await save({ payments: rows([], [{ ...second, ...paid }]) });
      await refused({ payments: rows([aTry(checkout.id)]) });
    });

    test('a payment belongs to a checkout that exists', async () => {
      await refused({ payments: rows([aTry(unique('CH'))]) });
    });

    test('what is open and overdue is found, with what it closes', async () => {
      const t = createTestEngine([store]);
      const [overdue, later, paid] = [aCheckout(t), aCheckout(t, { expirySeconds: 3601 }), aCheckout(t)];
      for (const command of [overdue, later, paid]) await t.engine.execute(0, 'create-checkout', command);
      const chosen = aChoice(t, paid.id, 'WEB');
      await t.engine.execute(0, 'choose-channel', chosen);
      const credit = { paymentId: chosen.paymentId, bankReference: 'B1', amountMinor: 50_000n };
      await t.engine.execute(0, 'confirm-credit', credit);
      t.clock.advance(3_600_000);
      const due = async () => (await store.listDue(t.clock.now(), 500)).checkouts.filter((id) => id >= overdue.id);
      assert.deepEqual(await due(), [overdue.id]);
      await t.engine.execute(0, 'expire-checkout', { checkoutId: overdue.id });
      assert.deepEqual(await due(), []);
      const told = async (id: string) => (await store.listNotifications(id)).map(({ event }) => event);
      assert.deepEqual(await told(overdue.id), ['checkout.closed']);
      assert.deepEqual([await told(paid.id), await told(chosen.paymentId)], [[], ['payment.completed']]);
    });

    test('picks of one payer in one batch leave the last one open, and the code of the one before is dead', async () => {
      const t = createTestEngine([store]);
      const checkout = aCheckout(t);
      await t.engine.execute(0, 'create-checkout', checkout);
      const picks = (['QR', 'WEB', 'QR', 'QR', 'WEB'] as const).map((channel) => aChoice(t, checkout.id, channel));
      const outcomes = await Promise.all(picks.map((pick) => t.engine.execute(0, 'choose-channel', pick)));
      const ids = outcomes.map((outcome) => outcome.ok && outcome.value.payment.id);
      const [one, two, three, , five] = picks.map(({ paymentId }) => paymentId);
      assert.deepEqual(ids, [one, two, three, three, five]);
      const payments = await Promise.all([one, two, three, five].map((id = '') => t.engine.find(0, 'payments', id)));
      assert.deepEqual(
        payments.map((row) => row?.status),
        ['closed', 'closed', 'closed', 'pending'],
      );
      for (const pick of [picks[0], picks[2]]) {
        const code = await t.engine.find(0, 'instruments', pick?.code?.instrumentId ?? '');
        assert.equal(code?.status, 'cancelled');
      }
      assert.deepEqual(t.bugs, []);
    });
  });
}
