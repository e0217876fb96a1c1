// What both stores promise of mandates: their rows come back as they were written, what is over stays so, and no debit follows an end.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { CellStore, Changes, StoreFault } from '../../src/engine/store.ts';
import { isStoreFault } from '../../src/engine/store.ts';
import type { Mandate } from '../../src/core/mandate/mandate.ts';
import { aDebit, aMandate } from '../support/commands.ts';
import { createTestEngine } from '../support/engine.ts';
import { mandateRow, now, paymentRow } from '../support/rows.ts';
import { memory, postgresql } from '../support/stores.ts';

for (const kind of [memory, postgresql]) {
  describe(`mandates on ${kind.name}`, () => {
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
    const aRow = (change: Partial<Mandate> = {}) =>
      mandateRow({ id: unique('TK'), reference: unique('request'), ...change });

    test('a mandate comes back as it was written, by each of its names, and so does what it became', async () => {
      const requested = aRow({ status: 'requested', details: { terminalType: 'WAP', osType: null } });
      await save({ mandates: rows([requested]) });
      const active: Mandate = { ...requested, status: 'active', decidedAt: now, expiresAt: now + 1_000 };
      const cancelled: Mandate = { ...active, status: 'cancelled', cancelledBy: 'payer', endedAt: now };
      for (const row of [requested, active, cancelled]) {
        if (row !== requested) await save({ mandates: rows([], [row]) });
        const names = { mandates: [[row.id]], mandatesByReference: [[row.referenceScope, row.reference]] };
        for (const [lookup, parts] of Object.entries(names)) {
          assert.deepEqual((await store.load({ [lookup]: parts })).mandates, [row], lookup);
        }
      }
      await refused({ mandates: rows([], [active]) });
    });

    test('what is over stays so, and a reference is given once', async () => {
      for (const status of ['declined', 'cancelled', 'expired'] as const) {
        const over = aRow({ status });
        await save({ mandates: rows([over]) });
        await refused({ mandates: rows([], [{ ...over, status: 'active', cancelledBy: null, endedAt: null }]) });
        await refused({ mandates: rows([{ ...over, id: unique('TK') }]) }, 'conflict');
        await save({ mandates: rows([{ ...over, id: unique('TK'), referenceScope: 'another-app' }]) });
      }
    });

    test("a user's tokens are what he agreed to, newest first, of one app; a request is found in all of them", async () => {
      const userId = unique('user');
      const at = (minutes: number) => ({ userId, createdAt: now + minutes * 60_000 });
      const [first, second, third] = [
        aRow(at(1)),
        aRow({ ...at(2), status: 'cancelled' }),
        aRow({ ...at(3), status: 'expired' }),
      ];
      const never = aRow({ ...at(4), status: 'expired', decidedAt: null });
      const others = [
        aRow({ ...at(5), status: 'requested' }),
        aRow({ ...at(6), status: 'declined' }),
        aRow({ ...at(7), userId: unique('user') }),
        aRow({ ...at(8), referenceScope: 'another-app', reference: first.reference }),
      ];
      await save({ mandates: rows([first, second, third, never, ...others]) });
      const scope = first.referenceScope;
      assert.deepEqual(await store.listMandatesOfUser(scope, userId, 10), [third, second, first]);
      assert.deepEqual(await store.listMandatesOfUser(scope, userId, 1), [third]);
      assert.deepEqual(await store.listMandatesOfReference(first.reference, 10), [others[3], first]);
    });

    test('what is open and overdue is found: a request that nobody answered, a mandate at its end', async () => {
      const t = createTestEngine([store]);
      const [requested, given, later] = [aMandate(t), aMandate(t), aMandate(t)];
      for (const command of [requested, given]) await t.engine.execute(0, 'create-mandate', command);
      await t.engine.execute(0, 'decide-mandate', { mandateId: given.id, agreed: true });
      const due = async () => (await store.listDue(t.clock.now(), 500)).mandates.filter((id) => id >= requested.id);
      t.clock.advance(3_600_000);
      await t.engine.execute(0, 'create-mandate', later);
      assert.deepEqual(await due(), [requested.id]);
      await t.engine.execute(0, 'expire-mandate', { mandateId: requested.id });
      assert.deepEqual(await due(), []);
      t.clock.advance(10 * 366 * 86_400_000);
      assert.deepEqual((await due()).toSorted(), [given.id, later.id].toSorted());
      for (const mandateId of await due()) await t.engine.execute(0, 'expire-mandate', { mandateId });
      const told = async (id: string) => (await store.listNotifications(id)).map(({ event }) => event).toSorted();
      assert.deepEqual(await Promise.all([requested.id, given.id, later.id].map(told)), [
        ['mandate.declined'],
        ['mandate.cancelled', 'mandate.created'],
        ['mandate.declined'],
      ]);
      assert.deepEqual(t.bugs, []);
    });

    test('in one batch a debit before the end of its mandate is taken and one after it is not', async () => {
      const t = createTestEngine([store]);
      const asked = aMandate(t);
      await t.engine.execute(0, 'create-mandate', asked);
      const [early, first, last] = [aDebit(t, asked.id), aDebit(t, asked.id), aDebit(t, asked.id)];
      assert.deepEqual(await t.engine.execute(0, 'create-payment', early), { ok: false, reason: 'mandate_not_found' });
      const outcomes = await Promise.all([
        t.engine.execute(0, 'decide-mandate', { mandateId: asked.id, agreed: true }),
        t.engine.execute(0, 'create-payment', first),
        t.engine.execute(0, 'cancel-mandate', { mandateId: asked.id, by: 'merchant' }),
        t.engine.execute(0, 'create-payment', last),
      ]);
      assert.deepEqual(
        outcomes.map((outcome) => (outcome.ok ? 'ok' : outcome.reason)),
        ['ok', 'ok', 'ok', 'mandate_not_found'],
      );
      const row = await t.engine.find(0, 'payments', first.id);
      assert.deepEqual([row?.entry, row?.payerCode, row?.status], ['debit', asked.id, 'pending']);
      assert.equal(await t.engine.find(0, 'payments', last.id), undefined);
      assert.deepEqual(t.bugs, []);
    });

    if (kind === postgresql) {
      test('a debit without a mandate, and a mandate that contradicts itself, cannot be written', async () => {
        const debit = { entry: 'debit', channel: 'DEBIT', payerCode: null } as const;
        await refused({ payments: rows([paymentRow({ id: unique('C'), reference: unique('order'), ...debit })]) });
        await refused({ mandates: rows([aRow({ cancelledBy: 'payer' })]) });
        await refused({ mandates: rows([aRow({ status: 'cancelled', cancelledBy: null })]) });
        await refused({ mandates: rows([aRow({ decidedAt: null })]) });
        await refused({ mandates: rows([aRow({ endedAt: now })]) });
      });
    }
  });
}
