// What both stores promise of identity checks: their rows come back as they were written, what is over stays so, and of verdicts that
// come at once one stands and is told.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { IdentityCheck } from '../../src/core/identity/identity-check.ts';
import type { CellStore, Changes, StoreFault } from '../../src/engine/store.ts';
import { isStoreFault } from '../../src/engine/store.ts';
import { anIdentityCheck } from '../support/commands.ts';
import { createTestEngine, type TestEngine } from '../support/engine.ts';
import { identityCheckRow, now, personOfTests as person } from '../support/rows.ts';
import { memory, postgresql } from '../support/stores.ts';

for (const kind of [memory, postgresql]) {
  describe(`identity checks on ${kind.name}`, () => {
    let store: CellStore;
    let sibling: CellStore;
    let close: () => Promise<void>;
    before(async () => {
      ({ store, sibling, close } = await kind.open());
    });
    after(() => close());

    let count = 0;
    const unique = (prefix: string) => `${prefix}${String(count++).padStart(6, '0')}`;
    const save = (changes: Changes) => store.transact((transaction) => transaction.save(changes));
    const refused = (changes: Changes, fault: StoreFault['fault'] = 'rejected') =>
      assert.rejects(save(changes), (error) => isStoreFault(error) && error.fault === fault);
    const rows = <Row>(inserted: readonly Row[], updated: readonly Row[] = []) => ({ inserted, updated, removed: [] });
    const aRow = (change: Partial<IdentityCheck> = {}) =>
      identityCheckRow({ id: unique('EK'), reference: unique('check'), ...change });
    const created = async (t: TestEngine) => {
      const command = anIdentityCheck(t);
      assert.ok((await t.engine.execute(0, 'create-identity-check', command)).ok);
      return command.id;
    };

    test('a check comes back as it was written, by each of its names, and so does what it became', async () => {
      for (const [status, failure, seen] of [
        ['passed', null, person],
        ['rejected', 'channel_rejected', null],
        ['rejected', 'recipient_blocked', person],
        ['expired', null, null],
      ] as const) {
        const pending = aRow({ details: { customerName: 'Peña', mobile: null }, notifyUrl: null });
        await save({ identityChecks: rows([pending]) });
        const over: IdentityCheck = { ...pending, status, failure, person: seen, finalAt: now };
        for (const row of [pending, over]) {
          if (row === over) await save({ identityChecks: rows([], [row]) });
          const names = {
            identityChecks: [[row.id]],
            identityChecksByReference: [[row.referenceScope, row.reference]],
          };
          for (const [lookup, parts] of Object.entries(names)) {
            assert.deepEqual((await store.load({ [lookup]: parts })).identityChecks, [row], lookup);
          }
        }
      }
    });

    test('what is over stays so, and a reference is given once', async () => {
      for (const status of ['passed', 'rejected', 'expired'] as const) {
        const over = aRow({ status });
        await save({ identityChecks: rows([over]) });
        await refused({
          identityChecks: rows([], [{ ...over, status: 'pending', failure: null, person: null, finalAt: null }]),
        });
        await refused({ identityChecks: rows([{ ...over, id: unique('EK') }]) }, 'conflict');
        await save({ identityChecks: rows([{ ...over, id: unique('EK'), referenceScope: 'another-app' }]) });
      }
    });

    test('a request is found in all apps, newest first', async () => {
      const reference = unique('shared');
      const [older, newer] = [
        aRow({ reference, createdAt: now }),
        aRow({ reference, referenceScope: 'another-app', createdAt: now + 1 }),
      ];
      await save({ identityChecks: rows([older, newer, aRow()]) });
      assert.deepEqual(await store.listIdentityChecksOfReference(reference, 10), [newer, older]);
      assert.deepEqual(await store.listIdentityChecksOfReference(reference, 1), [newer]);
    });

    test('one that nobody decided is overdue after its hour, ends by the sweep, and is never told', async () => {
      const t = createTestEngine([store]);
      const [lapsed, passed] = [await created(t), await created(t)];
      await t.engine.execute(0, 'decide-identity-check', { identityCheckId: passed, verdict: 'passed', person });
      const due = async () => (await store.listDue(t.clock.now(), 500)).identityChecks.filter((id) => id >= lapsed);
      t.clock.advance(3_600_000 - 1);
      assert.deepEqual(await due(), []);
      t.clock.advance(1);
      const later = await created(t);
      assert.deepEqual(await due(), [lapsed]);
      const late = await t.engine.execute(0, 'decide-identity-check', {
        identityCheckId: lapsed,
        verdict: 'passed',
        person,
      });
      assert.deepEqual(late, { ok: false, reason: 'already_final' });
      await t.engine.execute(0, 'expire-identity-check', { identityCheckId: lapsed });
      assert.deepEqual(await due(), []);
      assert.equal((await t.engine.find(0, 'identityChecks', lapsed))?.status, 'expired');
      assert.equal((await t.engine.find(0, 'identityChecks', later))?.status, 'pending');
      const told = async (id: string) => (await store.listNotifications(id)).map(({ event }) => event);
      assert.deepEqual(await Promise.all([lapsed, passed].map(told)), [[], ['identity.passed']]);
      assert.deepEqual(t.bugs, []);
    });

    for (const engines of [1, 2]) {
      test(`of 50 verdicts at once in ${engines} process${engines === 1 ? '' : 'es'} one stands and is told`, async () => {
        const tests = [store, sibling].slice(0, engines).map((own) => createTestEngine([own]));
        const [t] = tests as [TestEngine];
        const identityCheckId = await created(t);
        const outcomes = await Promise.all(
          Array.from({ length: 50 }, (_, index) =>
            (tests[index % engines] as TestEngine).engine.execute(
              0,
              'decide-identity-check',
              index % 3 === 0
                ? { identityCheckId, verdict: 'passed', person }
                : { identityCheckId, verdict: 'rejected', failure: 'channel_rejected', person: null },
            ),
          ),
        );
        const [stands, ...others] = outcomes.flatMap((outcome) => (outcome.ok ? [outcome.value.status] : []));
        assert.ok(outcomes.every((outcome) => outcome.ok || outcome.reason === 'already_final'));
        assert.deepEqual([(await t.engine.find(0, 'identityChecks', identityCheckId))?.status, others], [stands, []]);
        const told = await store.listNotifications(identityCheckId);
        assert.deepEqual(
          told.map(({ event }) => event),
          [`identity.${stands}`],
        );
        assert.deepEqual(
          tests.flatMap(({ bugs }) => bugs),
          [],
        );
      });
    }

    if (kind === postgresql) {
      test('a check that contradicts itself cannot be written', async () => {
        for (const change of [
          { failure: 'channel_rejected' },
          { person },
          { finalAt: now },
          { status: 'passed', person: null },
          { status: 'rejected', failure: null },
          { status: 'expired', finalAt: null },
          { status: 'expired', person },
        ] as const)
          await refused({ identityChecks: rows([aRow(change)]) });
      });
    }
  });
}
