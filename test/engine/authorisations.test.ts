// Authorisations on both stores: that their rows are kept as the rules write them, and that two processes never take more of one
// than there is.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { CreateAuthorisation } from '../../src/core/authorisation/create-authorisation.ts';
import type { CellStore } from '../../src/engine/store.ts';
import { appId, createTestEngine, merchantId, type TestEngine } from '../support/engine.ts';
import { memory, postgresql } from '../support/stores.ts';

const receipt = { at: 1_772_424_000_000, payerId: '2088', payerAccount: 'p***r', source: 'wallet' } as const;
const held = { kind: 'succeeded', bankReference: 'bank-a', receipt } as const;
const released = { kind: 'succeeded', bankReference: 'bank-l' } as const;
const refused = { kind: 'refused', failure: 'channel_rejected' } as const;
const owner = { merchantId, appId };

for (const kind of [memory, postgresql]) {
  describe(`authorisations on ${kind.name}`, () => {
    let store: CellStore;
    let sibling: CellStore;
    let close: () => Promise<void>;
    before(async () => {
      ({ store, sibling, close } = await kind.open());
    });
    after(() => close());

    let count = 0;
    async function authorise(t: TestEngine, result: typeof held | typeof refused = held): Promise<CreateAuthorisation> {
      const number = `a${++count}`;
      const names = { referenceScope: merchantId, reference: number, operationReference: number };
      const what = {
        channel: 'WALLET',
        amountMinor: 10_000n,
        payerCode: '28',
        details: { subject: 'ñ, {x}', at: null },
      };
      const command = { id: t.newId('C'), ...owner, ...names, ...what };
      const created = await t.engine.execute(0, 'create-authorisation', command);
      assert.deepEqual(created.ok && created.value, await t.engine.find(0, 'authorisations', command.id));
      const settled = await t.engine.execute(0, 'settle-authorisation', { authorisationId: command.id, result });
      assert.deepEqual(settled.ok && settled.value, await t.engine.find(0, 'authorisations', command.id));
      return command;
    }

    const captureOf = ({ id, referenceScope, reference }: CreateAuthorisation, amountMinor: bigint) => {
      const names = { id, authorisationId: id, referenceScope, reference };
      return { ...owner, ...names, amountMinor, notifyUrl: null, details: {}, releaseRest: true };
    };

    test('what is captured and released of it is kept with it, and it closes', async () => {
      const t = createTestEngine([store]);
      const authorisation = await authorise(t);
      const { id } = authorisation;
      const captured = await t.engine.execute(0, 'capture', captureOf(authorisation, 4000n));
      assert.deepEqual(captured.ok && captured.value, await t.engine.find(0, 'payments', id));
      assert.deepEqual(await t.engine.store(0).listCaptures(id, 10), [captured.ok && captured.value]);
      const [rest] = await t.engine.store(0).listReleases(id, 10);
      assert.deepEqual([rest?.amountMinor, rest?.status], [6000n, 'pending']);

      const credit = { paymentId: id, bankReference: `bank-${id}`, amountMinor: 4000n, receipt };
      assert.ok((await t.engine.execute(0, 'confirm-credit', credit)).ok);
      const release = { releaseId: rest?.id ?? '', authorisationId: id, result: released };
      assert.ok((await t.engine.execute(0, 'settle-release', release)).ok);
      const after = await t.engine.find(0, 'authorisations', id);
      assert.deepEqual(
        [after?.status, after?.capturedMinor, after?.releasedMinor, after?.receipt, after?.details],
        ['closed', 4000n, 6000n, receipt, authorisation.details],
      );
      const again = await t.engine.execute(0, 'settle-release', release);
      assert.equal(!again.ok && again.reason, 'already_final');
      assert.deepEqual((await t.engine.store(0).checkBooks()).differences, []);
    });

    test('a capture that fails and a cancel leave nothing owed', async () => {
      const t = createTestEngine([store]);
      const authorisation = await authorise(t);
      const { id } = authorisation;
      await t.engine.execute(0, 'capture', captureOf(authorisation, 4000n));
      await t.engine.execute(0, 'fail-payment', { paymentId: id, failure: 'channel_rejected' });
      const cancel = { ...owner, id: t.newId('R'), authorisationId: id, amountMinor: null, details: {} };
      assert.ok((await t.engine.execute(0, 'create-release', cancel)).ok);
      const settled = { releaseId: cancel.id, authorisationId: id, result: released };
      assert.ok((await t.engine.execute(0, 'settle-release', settled)).ok);
      const { status, releasedMinor } = (await t.engine.find(0, 'authorisations', id)) ?? {};
      assert.deepEqual([status, releasedMinor], ['closed', 10_000n]);
    });

    test('its number is used up, and so is an order’s, in one batch and in the next', async () => {
      const t = createTestEngine([store]);
      const first = await authorise(t, refused);
      const again = { ...first, id: t.newId('C') };
      const twins = [0, 1].map(() => ({ ...first, id: t.newId('C'), reference: 'twin', operationReference: 'twin' }));
      const outcomes = await Promise.all(
        [again, ...twins].map((command) => t.engine.execute(0, 'create-authorisation', command)),
      );
      assert.deepEqual(
        outcomes.map((outcome) => outcome.ok || outcome.reason),
        ['reference_repeated', true, 'reference_repeated'],
      );
      const { id, reference, referenceScope, channel, amountMinor, details } = again;
      const order = { ...owner, id, reference, referenceScope, channel, amountMinor, details };
      const payment = { ...order, entry: 'code', payerCode: '28', notifyUrl: null, returnUrl: null } as const;
      const taken = await t.engine.execute(0, 'create-payment', payment);
      assert.equal(!taken.ok && taken.reason, 'reference_repeated');
    });

    test('two processes that capture and release at once take all of it and no more', async () => {
      const t = createTestEngine([store]);
      const other = createTestEngine([sibling], { clock: t.clock });
      const { id } = await authorise(t);
      const outcomes = await Promise.all(
        Array.from({ length: 40 }, (_, index) => {
          const { engine, newId } = index % 2 === 0 ? t : other;
          const about = { ...owner, authorisationId: id, amountMinor: 700n, details: {} };
          const names = { referenceScope: 'race', reference: `${kind.name} ${index}` };
          return index % 4 < 2
            ? engine.execute(0, 'create-release', { ...about, ...names, id: newId('R') })
            : engine.execute(0, 'capture', { ...about, ...names, id: newId('C'), notifyUrl: null, releaseRest: false });
        }),
      );
      const reasons = outcomes.map((outcome) => (outcome.ok ? 'ok' : outcome.reason)).sort();
      assert.deepEqual(reasons, [...Array(26).fill('authorisation_exceeded'), ...Array(14).fill('ok')]);
      const { capturingMinor = 0n, releasingMinor = 0n } = (await t.engine.find(0, 'authorisations', id)) ?? {};
      assert.equal(capturingMinor + releasingMinor, 9800n);
    });

    test('a cancel that comes before the channel has decided is released once it has', async () => {
      const t = createTestEngine([store]);
      const command = { ...owner, channel: 'WALLET', amountMinor: 10_000n, payerCode: '28', details: {} };
      const names = { referenceScope: merchantId, reference: 'early', operationReference: 'early' };
      const id = t.newId('C');
      await t.engine.execute(0, 'create-authorisation', { ...command, ...names, id });
      const cancel = { ...owner, id: t.newId('R'), authorisationId: id, amountMinor: null, details: {} };
      assert.ok((await t.engine.execute(0, 'create-release', cancel)).ok);
      assert.equal(await t.engine.find(0, 'tasks', `send-release:${cancel.id}`), undefined);
      await t.engine.execute(0, 'settle-authorisation', { authorisationId: id, result: held });
      assert.equal((await t.engine.find(0, 'tasks', `send-release:${cancel.id}`))?.subjectId, cancel.id);
    });
  });
}
