// Guards what the directory promises on a real database: current answers in every process, secrets that cannot be read
// in the tables, and an audit log that only grows.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { catalogue, eventually, openTestDirectories } from '../../../test/support/directory.ts';
import { channelOf } from '../../../test/support/engine.ts';
import { sha256Hex } from '../../kernel/digest.ts';
import { generateRsaKeyPair } from '../../kernel/rsa.ts';

const directories = await openTestDirectories();
const { database, clock, here: directory, there, newMerchant, everyRow } = directories;
const keys = await generateRsaKeyPair(2048);
const otherKeys = await generateRsaKeyPair(2048);
const plain = { name: 'Sari Sari', city: 'Manila', fees: {}, limits: {}, settlementDays: 0 };

after(async () => {
  await directories.close();
  assert.deepEqual(directories.faults, []);
});

async function newApp(publicKey?: string) {
  const created = await directory.createApp(
    { merchantId: (await newMerchant()).id, dialect: 'paycools', publicKey },
    'tester',
  );
  assert.ok(created.ok && created.value.callbackSecret !== null);
  return { ...created.value, callbackSecret: created.value.callbackSecret };
}

test('a merchant comes back as it was written, its amounts exact', async () => {
  const fees = { payment: { fixedMinor: 9_007_199_254_740_993n, basisPoints: 150 } };
  const limits = {
    payout: { min: 1n, max: 9_007_199_254_740_993n },
    payment: { max: 5n, dailyAmount: 9_007_199_254_740_995n, dailyCount: 7 },
  };
  const created = await directory.createMerchant({ ...plain, fees, limits, settlementDays: 2 }, 'tester');
  assert.ok(created.ok);
  const expected = { ...plain, fees, limits, settlementDays: 2, status: 'active' } as const;
  const { id, cell } = created.value;
  assert.match(id, /^M0[01]\d{22}$/);
  assert.deepEqual(await there.findMerchant(id), { ...expected, id, cell });
  assert.deepEqual((await directory.listMerchants('', 1000)).at(-1), { ...expected, id, cell });
});

test('new merchants go to the cell with the fewest', async () => {
  const cells = new Map<number, number>();
  for (let made = 0; made < 6; made++) await newMerchant();
  for (const { cell } of await directory.listMerchants('', 1000)) cells.set(cell, (cells.get(cell) ?? 0) + 1);
  assert.ok(Math.abs((cells.get(0) ?? 0) - (cells.get(1) ?? 0)) <= 1, JSON.stringify([...cells]));
});

test('a change is read at once where it was made, and soon in every other process', async () => {
  const { id } = await newMerchant();
  assert.equal((await there.findMerchant(id))?.status, 'active');
  const changed = await directory.updateMerchant(
    id,
    { status: 'suspended', fees: { payout: { fixedMinor: 5n, basisPoints: 1 } } },
    'tester',
  );
  assert.ok(changed.ok);
  assert.equal((await directory.findMerchant(id))?.status, 'suspended');
  await eventually(async () => (await there.findMerchant(id))?.status === 'suspended');
  assert.deepEqual((await there.findMerchant(id))?.fees, { payout: { fixedMinor: 5n, basisPoints: 1 } });
  await directory.updateMerchant(id, { fees: { payout: null } }, 'tester');
  assert.deepEqual((await directory.findMerchant(id))?.fees, {});
});

test('an app that was unknown a moment ago is found as soon as it is made', async () => {
  const { app } = await newApp(keys.publicKeyPem);
  const unknown = app.id.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
  assert.equal(await directory.findApp(unknown), undefined);
  assert.deepEqual(await directory.findApp(app.id), app);
  assert.deepEqual(await there.findApp(app.id), app);
});

test('what cannot be an id is not asked of the database', async () => {
  for (const id of ['', '\0', 'ä', 'a'.repeat(65), '\ud800', "' or 1=1"]) {
    assert.equal(await directory.findApp(id), undefined);
    assert.equal(await directory.findMerchant(id), undefined);
  }
});

test('after `ensure` merchants and apps are there at once, and stay there when another process changes them', async () => {
  const { app } = await newApp(keys.publicKeyPem);
  assert.throws(() => there.merchant(app.merchantId), /not in memory/);
  await there.ensure([app.merchantId], [app.id]);
  assert.equal(there.merchant(app.merchantId).id, app.merchantId);
  // The news that both were made may come later than the question.
  await eventually(async () => {
    await there.ensure([app.merchantId], [app.id]);
    return there.ensure([app.merchantId], [app.id]) === undefined;
  });
  await directory.updateApp(app.id, { enabled: false }, 'tester');
  await eventually(() => there.ensure([], [app.id]) !== undefined);
  assert.equal(there.app(app.id).id, app.id);
  await eventually(async () => (await there.findApp(app.id))?.enabled === false);
});

test('after a lost connection everything is looked up again', async () => {
  const { app } = await newApp(keys.publicKeyPem);
  await there.findApp(app.id);
  // Between the loss and the next `listen` nothing tells of this change.
  await database.sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where query ilike 'listen%' and datname = current_database()`;
  await database.sql`update directory.apps set enabled = false where id = ${app.id}`;
  await eventually(async () => (await there.findApp(app.id))?.enabled === false);
});

test('channels are the catalogue with what operators changed, in every process', async () => {
  assert.equal(directory.channel('QR')?.minAmount, 100n);
  assert.equal(directory.channel('NONE'), undefined);
  const changed = await directory.updateChannel(
    'QR',
    { enabled: false, minAmount: 5n, flags: { void: false } },
    'tester',
  );
  assert.ok(changed.ok);
  const supports = { fullRefund: true, partialRefund: true, multipleRefund: true, void: false };
  assert.deepEqual(changed.value, channelOf('QR', 'qr', { enabled: false, minAmount: 5n, supports }));
  assert.deepEqual(directory.channel('QR'), changed.value);
  await eventually(() => there.channel('QR')?.supports.void === false);
  const reversed = await directory.updateChannel('QR', { maxAmount: 4n }, 'tester');
  assert.deepEqual(reversed.ok ? undefined : reversed.reason, 'amounts_reversed');
  await directory.updateChannel('QR', { enabled: null, minAmount: null, flags: { void: null } }, 'tester');
  assert.deepEqual(directory.channel('QR'), catalogue[0]);
  assert.deepEqual(directory.listChannels(), catalogue);
});

test('two operators who change different things of one app at once both succeed', async () => {
  const { app } = await newApp(keys.publicKeyPem);
  const sixteen = Array.from({ length: 16 }, (_, index) => index);
  await Promise.all(
    sixteen.map((index) =>
      (index % 2 ? directory : there).updateApp(app.id, { switches: { [`s${index}`]: index } }, 'tester'),
    ),
  );
  await eventually(async () => Object.keys((await directory.findApp(app.id))?.switches ?? {}).length === 16);
});

test('a rotation keeps the key and the secret before it, newest first, until the overlap is ended', async () => {
  const { app, callbackSecret } = await newApp(keys.publicKeyPem);
  assert.match(callbackSecret, /^[0-9a-f]{32}$/);
  const rotated = await directory.updateApp(
    app.id,
    { publicKey: otherKeys.publicKeyPem, rotateCallbackSecret: true },
    'tester',
  );
  assert.ok(rotated.ok);
  const { publicKeys, callbackSecrets } = rotated.value.app;
  assert.deepEqual(publicKeys, [otherKeys.publicKeyPem, keys.publicKeyPem]);
  assert.deepEqual(callbackSecrets, [rotated.value.callbackSecret, callbackSecret]);
  const again = await directory.updateApp(app.id, { publicKey: otherKeys.publicKeyPem }, 'tester');
  assert.deepEqual(again.ok && again.value.app.publicKeys, publicKeys, 'the same key once more is no rotation');
  const ended = await directory.updateApp(app.id, { endOverlap: true }, 'tester');
  assert.deepEqual(ended.ok && ended.value.app.publicKeys, [otherKeys.publicKeyPem]);
  assert.deepEqual(ended.ok && ended.value.app.callbackSecrets, [rotated.value.callbackSecret]);
});

test('an app without a given key gets a pair whose private key is stored nowhere', async () => {
  const made = await newApp();
  assert.match(made.merchantPrivateKey ?? '', /^-----BEGIN PRIVATE KEY-----/);
  const body = (made.merchantPrivateKey ?? '').split('\n')[5] ?? '';
  assert.equal(body.length, 64);
  assert.ok(!(await everyRow()).includes(body));
});

test('no secret and no token can be read in any row of the directory, the audit log among them', async () => {
  const { app, callbackSecret } = await newApp(keys.publicKeyPem);
  const rotated = await directory.updateApp(app.id, { rotateCallbackSecret: true }, 'tester');
  const operator = await directory.addOperator('guard', 'tester');
  assert.ok(rotated.ok && operator.ok);
  const rows = await everyRow();
  assert.ok(rows.includes(app.id) && rows.includes(sha256Hex(operator.value)));
  for (const secret of [callbackSecret, rotated.value.callbackSecret ?? '', operator.value]) {
    for (const spelling of [secret, Buffer.from(secret).toString('base64'), Buffer.from(secret).toString('hex')]) {
      assert.ok(!rows.includes(spelling));
    }
  }
});

test('sealed secrets moved to another app open nowhere', async () => {
  const [first, second] = [await newApp(keys.publicKeyPem), await newApp(keys.publicKeyPem)];
  await database.sql`
    update directory.apps set sealed_secrets = (select sealed_secrets from directory.apps where id = ${first.app.id})
    where id = ${second.app.id}`;
  await assert.rejects(there.findApp(second.app.id), /changed, moved/);
});

test('an operator is known by their token alone, and no longer once it is replaced or taken away', async () => {
  const added = await directory.addOperator('Ana', 'tester');
  assert.ok(added.ok);
  assert.equal(await there.findOperator(added.value), 'Ana');
  for (const token of ['', `${added.value} `, added.value.toUpperCase(), sha256Hex(added.value)]) {
    assert.equal(await directory.findOperator(token), undefined);
  }
  assert.deepEqual(await directory.addOperator('Ana', 'tester'), { ok: false, reason: 'operator_exists' });
  const replaced = await directory.addOperator('Ana', 'tester', true);
  assert.ok(replaced.ok);
  assert.equal(await directory.findOperator(added.value), undefined);
  assert.ok((await directory.removeOperator('Ana', 'tester')).ok);
  assert.equal(await directory.findOperator(replaced.value), undefined);
});

test('every write leaves a row that says who did what, and a refused one leaves none', async () => {
  const { app } = await newApp(keys.publicKeyPem);
  await directory.updateApp(app.id, { publicKey: otherKeys.publicKeyPem, ipAllowlist: ['10.0.0.0/8'] }, 'Ben');
  await directory.updateMerchant(app.merchantId, { limits: { payment: { max: 7n } } }, 'Ben');
  const before = await directory.listAudit(undefined, 2);
  assert.deepEqual(
    before.map(({ who, action, object, details, at }) => ({ who, action, object, details, at })),
    [
      {
        who: 'Ben',
        action: 'merchant.update',
        object: app.merchantId,
        details: { limits: { payment: { max: '7' } } },
        at: clock.now(),
      },
      {
        who: 'Ben',
        action: 'app.update',
        object: app.id,
        details: { publicKey: `sha256:${sha256Hex(otherKeys.publicKeyPem)}`, ipAllowlist: ['10.0.0.0/8'] },
        at: clock.now(),
      },
    ],
  );
  assert.ok(!(await directory.updateApp('a'.repeat(32), { enabled: true }, 'Ben')).ok);
  assert.ok(!(await directory.updateApp(app.id, { publicKey: 'none' }, 'Ben')).ok);
  assert.ok(
    !(await directory.createApp({ merchantId: 'M1', dialect: 'paycools', publicKey: keys.publicKeyPem }, 'Ben')).ok,
  );
  assert.deepEqual(await directory.listAudit(undefined, 2), before);
  assert.equal((await directory.listAudit(before[0]?.id, 1))[0]?.id, before[1]?.id);
});

test('the audit log refuses every change but a new row', async () => {
  await directory.audit({ who: 'Ben', action: 'test', object: 'x' });
  const { sql } = database;
  await assert.rejects(sql`update directory.audit set who = 'nobody'`, /append-only/);
  await assert.rejects(sql`delete from directory.audit`, /append-only/);
  await assert.rejects(sql`truncate directory.audit`, /append-only/);
});

test('a setting is what was last written', async () => {
  assert.equal(await directory.readSetting('clock-offset-ms'), undefined);
  for (const value of [1, 86_400_000]) await directory.writeSetting('clock-offset-ms', value, 'system');
  assert.equal(await there.readSetting('clock-offset-ms'), 86_400_000);
});
