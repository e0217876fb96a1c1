// What both stores promise of a reference that holds several instruments: a slot a channel, each with its generations.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { serialId } from '../../src/kernel/id.ts';
import { createSerials } from '../../src/engine/serials.ts';
import type { CellStore } from '../../src/engine/store.ts';
import { anInstrument } from '../support/commands.ts';
import { createTestEngine } from '../support/engine.ts';
import { instrumentRow, now, paymentRow } from '../support/rows.ts';
import { memory, postgresql } from '../support/stores.ts';

for (const kind of [memory, postgresql]) {
  describe(`accounts on ${kind.name}`, () => {
    let store: CellStore;
    let sibling: CellStore;
    let close: () => Promise<void>;
    before(async () => {
      ({ store, sibling, close } = await kind.open());
    });
    after(() => close());

    let count = 0;
    const unique = (prefix: string) => `${prefix}${String(count++).padStart(6, '0')}`;
    const insert = (table: 'instruments' | 'payments', row: object) =>
      store.transact((transaction) => transaction.save({ [table]: { inserted: [row], updated: [], removed: [] } }));

    test('an account comes back as it was written, with what its merchant lets payers enter', async () => {
      const bounds = { minAmountMinor: 20_000n, maxAmountMinor: 500_000_000_000n, expiresAt: now + 1 };
      const row = instrumentRow({ id: unique('VA'), reference: unique('order'), slot: 'GCASH_STATIC_VA', ...bounds });
      await insert('instruments', row);
      const names = {
        instruments: [[row.id]],
        instrumentsByReference: [[row.referenceScope, row.reference, row.slot]],
      };
      for (const [lookup, parts] of Object.entries(names)) {
        assert.deepEqual((await store.load({ [lookup]: parts })).instruments, [row], lookup);
      }
    });

    test('what the slots of a reference hold is listed by slot, of each the newest generation, whatever became of it', async () => {
      const [reference, other] = [unique('order'), unique('order')];
      const add = async (slot: string, generation: number, change: object = {}) => {
        const row = instrumentRow({ id: unique('VA'), reference, slot, generation, ...change });
        await insert('instruments', row);
        return row;
      };
      const cancelled = { status: 'cancelled' } as const;
      await add('b', 0, cancelled);
      const b = await add('b', 1);
      // By bytes: capitals and figures stand before small letters.
      const a = await add('a', 0, cancelled);
      const capital = await add('B', 0);
      const figure = await add('7', 0);
      await add('a', 0, { reference: other });
      await add('a', 0, { referenceScope: 'another-app' });
      const list = (limit: number) => store.listInstruments(a.referenceScope, reference, limit);
      assert.deepEqual(await list(100), [figure, capital, a, b]);
      assert.deepEqual(await list(3), [figure, capital, a]);
      assert.deepEqual(await store.listInstruments(a.referenceScope, unique('order'), 100), []);
    });

    test('payments of a reference are those on any generation of the named slots, oldest first, between two times', async () => {
      const reference = unique('order');
      const instrumentOf = async (slot: string, generation = 0, change: object = {}) => {
        const id = unique('VA');
        await insert('instruments', instrumentRow({ id, reference, slot, generation, ...change }));
        return id;
      };
      const before = await instrumentOf('a', 0, { status: 'cancelled' });
      const after = await instrumentOf('a', 1);
      const [b, c] = [await instrumentOf('b'), await instrumentOf('c')];
      const foreign = await instrumentOf('a', 0, { referenceScope: 'another-app' });
      const names: Record<string, string> = {};
      for (const [name, instrumentId, createdAt] of [
        ['c1', c, now],
        ['b1', b, now + 3000],
        ['a1', before, now + 1000],
        ['a2', after, now + 4000],
        ['a3', after, now + 4000],
        ['other', foreign, now],
      ] as const) {
        const id = unique('C');
        names[id] = name;
        await insert('payments', paymentRow({ id, reference, instrumentId, createdAt }));
      }
      // Under the same number, but on no instrument.
      await insert('payments', paymentRow({ id: unique('C'), reference, createdAt: now }));
      const { referenceScope } = instrumentRow();
      const list = async (slots: string[], from = 0, to = now + 9000, limit = 10) =>
        (await store.listPaymentsOfReference(referenceScope, reference, slots, from, to, limit)).map(
          ({ id }) => names[id] ?? id,
        );
      assert.deepEqual(await list(['a', 'b', 'c']), ['c1', 'a1', 'b1', 'a2', 'a3']);
      assert.deepEqual(await list(['b', 'a']), ['a1', 'b1', 'a2', 'a3']);
      assert.deepEqual(await list(['c']), ['c1']);
      assert.deepEqual(await list(['d']), []);
      assert.deepEqual(await list([]), []);
      assert.deepEqual(await list(['a', 'b', 'c'], now + 1000, now + 4000), ['a1', 'b1']);
      assert.deepEqual(await list(['a', 'b', 'c'], 0, now + 9000, 2), ['c1', 'a1']);
    });

    test('of many who open the same accounts at once, in two processes, each is answered the one at its channel', async () => {
      const processes = [store, sibling].map((own) => {
        const t = createTestEngine([own]);
        return { t, serials: createSerials(t.engine) };
      });
      const reference = unique('order');
      const open = async ({ t, serials }: (typeof processes)[number], slot: string) => {
        const id = serialId('VA', 0, await serials.next(0));
        return t.engine.execute(0, 'create-instrument', anInstrument(t, { id, reference, slot, repeat: 'return' }));
      };
      const slots = ['a', 'b', 'c'];
      const outcomes = await Promise.all(
        processes.flatMap((own) => Array.from({ length: 10 }, () => slots.map((slot) => open(own, slot)))).flat(),
      );
      const { referenceScope } = instrumentRow();
      const held = await store.listInstruments(referenceScope, reference, 100);
      assert.deepEqual(
        held.map(({ slot, generation }) => [slot, generation]),
        slots.map((slot) => [slot, 0]),
      );
      const winners = new Map(held.map(({ slot, id }) => [slot, id]));
      for (const outcome of outcomes) {
        assert.ok(outcome.ok);
        assert.equal(outcome.value.id, winners.get(outcome.value.slot));
      }
    });
  });
}
