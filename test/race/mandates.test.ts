// Debits, cancels and consents at once, in one process and in two over the same rows: one order is taken once, and nothing is taken by a
// mandate that has ended.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { CellStore } from '../../src/engine/store.ts';
import { aDebit, aMandate } from '../support/commands.ts';
import { createTestEngine, type TestEngine } from '../support/engine.ts';
import { postgresql } from '../support/stores.ts';

const crowd = 50;

describe('races for a mandate', () => {
  let store: CellStore;
  let sibling: CellStore;
  let close: () => Promise<void>;
  before(async () => {
    ({ store, sibling, close } = await postgresql.open());
  });
  after(() => close());

  for (const engines of [1, 2]) {
    describe(`with ${engines} engine${engines === 1 ? '' : 's'} on the cell`, () => {
      const open = () => [store, sibling].slice(0, engines).map((own) => createTestEngine([own]));
      const all = <Value>(tests: readonly TestEngine[], ask: (t: TestEngine, index: number) => Promise<Value>) =>
        Promise.all(Array.from({ length: crowd }, (_, index) => ask(tests[index % tests.length] as TestEngine, index)));
      const given = async ({ engine, ...t }: TestEngine) => {
        const asked = aMandate({ engine, ...t });
        await engine.execute(0, 'create-mandate', asked);
        assert.ok((await engine.execute(0, 'decide-mandate', { mandateId: asked.id, agreed: true })).ok);
        return asked.id;
      };
      const noBugs = (tests: readonly TestEngine[]) =>
        assert.deepEqual(
          tests.flatMap(({ bugs }) => bugs),
          [],
        );

      test('of 50 debits with one order number exactly one is taken', async () => {
        const tests = open();
        const [t] = tests as [TestEngine];
        const mandateId = await given(t);
        const reference = t.newId('C');
        const outcomes = await all(tests, (own) =>
          own.engine.execute(0, 'create-payment', aDebit(own, mandateId, { reference })),
        );
        assert.equal(outcomes.filter(({ ok }) => ok).length, 1);
        assert.ok(outcomes.every((outcome) => outcome.ok || outcome.reason === 'reference_repeated'));
        noBugs(tests);
      });

      test('debits race a cancel: each is taken before it, or refused', async () => {
        const tests = open();
        const [t] = tests as [TestEngine];
        const mandateId = await given(t);
        const cancelled: boolean[] = [];
        const outcomes = await all(tests, async (own, index) => {
          if (index === crowd / 2) {
            const outcome = await own.engine.execute(0, 'cancel-mandate', { mandateId, by: 'payer' });
            cancelled.push(outcome.ok);
            return outcome;
          }
          return own.engine.execute(0, 'create-payment', aDebit(own, mandateId));
        });
        assert.deepEqual(cancelled, [true]);
        assert.ok(outcomes.every((outcome) => outcome.ok || outcome.reason === 'mandate_not_found'));
        const after = await t.engine.execute(0, 'create-payment', aDebit(t, mandateId));
        assert.equal(after.ok, false);
        noBugs(tests);
      });

      test('of 50 answers of a payer one stands', async () => {
        const tests = open();
        const [t] = tests as [TestEngine];
        const asked = aMandate(t);
        await t.engine.execute(0, 'create-mandate', asked);
        const outcomes = await all(tests, (own, index) =>
          own.engine.execute(0, 'decide-mandate', { mandateId: asked.id, agreed: index % 2 === 0 }),
        );
        const [stands, ...others] = outcomes.flatMap((outcome) => (outcome.ok ? [outcome.value.status] : []));
        const row = await t.engine.find(0, 'mandates', asked.id);
        assert.deepEqual([row?.status, others], [stands, []]);
        assert.equal((await store.listNotifications(asked.id)).length, 1);
        noBugs(tests);
      });
    });
  }
});
