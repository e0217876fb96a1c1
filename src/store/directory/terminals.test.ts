// Guards what terminals stand on, on a real database: codes that work as often as they were made for, keys that rotate, and
// secrets that cannot be read in the tables.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { eventually, openTestDirectories } from '../../../test/support/directory.ts';
import type { Activation, ActivationCode } from '../../engine/terminals.ts';
import { dayMs, secondMs } from '../../kernel/clock.ts';
import { insertNewCode } from './terminal-app.ts';

const directories = await openTestDirectories();
const { database, clock, here, there, newMerchant, everyRow } = directories;
const { terminals } = here;

after(async () => {
  await directories.close();
  assert.deepEqual(directories.faults, []);
});

async function newApp(vendorId?: string) {
  const merchant = await newMerchant();
  const created = await here.createApp({ merchantId: merchant.id, dialect: 'upay', vendorId }, 'tester');
  assert.ok(created.ok && created.value.terminals);
  const { app, platformPublicKey, terminals: made } = created.value;
  return { merchant, app, platformPublicKey, ...made };
}

const first = await newApp();

async function newCode(uses = 1, validDays = 7) {
  const { storeId, appId } = first.terminal;
  const created = await terminals.createActivationCode({ appId, storeId, uses, validDays }, 'tester');
  assert.ok(created.ok);
  return created.value;
}

function activate(code: string, change: Partial<Activation> = {}) {
  const device = { deviceId: 'POS-1', reference: '', name: 'till', about: { os: 'Android5.0' } };
  const whose = { vendorId: first.vendor.id, appId: first.app.id };
  return terminals.activate({ ...whose, code, ...device, oneTerminalPerDevice: false, ...change });
}

async function newTerminal(change: Partial<Activation> = {}) {
  const activated = await activate((await newCode()).id, change);
  assert.ok(activated.ok, JSON.stringify(activated));
  return activated.value.terminal;
}

const problemOf = (outcome: { ok: boolean; reason?: string }) => (outcome.ok ? 'activated' : (outcome.reason ?? ''));

test('an app of a dialect with terminals comes with vendor, store, ten codes and a terminal that is bound to no device', async () => {
  const { app, merchant, vendor, terminal, activationCodes, platformPublicKey } = first;
  assert.match(app.id, /^[1-9]\d{15}$/);
  assert.match(vendor.id, /^[1-9]\d{7}$/);
  assert.match(terminal.id, /^[1-9]\d{14}$/);
  assert.deepEqual([app.publicKeys, app.callbackSecrets, app.vendorId], [[], [], vendor.id]);
  assert.match(app.platformPrivateKeys[0] ?? '', /^-----BEGIN PRIVATE KEY-----/);
  assert.match(platformPublicKey ?? '', /^-----BEGIN PUBLIC KEY-----/);
  for (const { keys } of [vendor, terminal]) assert.match(keys.join(), /^[0-9a-f]{32}$/);
  assert.deepEqual([terminal.deviceId, terminal.status, terminal.merchantId], ['', 'active', merchant.id]);
  assert.deepEqual(await there.findApp(app.id), app);
  assert.deepEqual(await there.terminals.findTerminal(terminal.id), terminal);
  assert.deepEqual(await there.terminals.findVendor(vendor.id), vendor);
  const store = await there.terminals.findStore(terminal.storeId);
  assert.deepEqual(store, { id: terminal.storeId, merchantId: merchant.id, name: merchant.name, status: 'open' });
  assert.equal(new Set(activationCodes).size, 10);
  const codes = await terminals.listActivationCodes(terminal.storeId, '', 1000);
  assert.deepEqual(codes.map(({ id }) => id).sort(), [...activationCodes].sort());
  for (const code of codes) {
    assert.match(code.id, /^[1-9]\d{7}$/);
    assert.deepEqual([code.appId, code.usesLeft, code.expiresAt], [app.id, 1, clock.now() + 3650 * dayMs]);
  }
});

test('a second app can be of a vendor that is there, whose key is not told again', async () => {
  const second = await newApp(first.vendor.id);
  assert.deepEqual(second.vendor, { ...first.vendor, keys: [] });
  assert.equal(second.app.vendorId, first.vendor.id);
  const { merchant } = second;
  const unknown = await here.createApp({ merchantId: merchant.id, dialect: 'upay', vendorId: '10000000' }, 'tester');
  assert.equal(problemOf(unknown), 'vendor_not_found');
  const keyed = await here.createApp({ merchantId: merchant.id, dialect: 'upay', publicKey: 'x' }, 'tester');
  assert.equal(problemOf(keyed), 'public_key_invalid');
});

test('apps made before there were terminals are read as they were', async () => {
  const merchant = await newMerchant();
  const made = await here.createApp({ merchantId: merchant.id, dialect: 'paycools' }, 'tester');
  assert.ok(made.ok);
  const { app } = made.value;
  const [row] = await database.sql<{ secrets: object; vendor: string | null }[]>`
    select sealed_secrets as secrets, vendor_id as vendor from directory.apps where id = ${app.id}`;
  assert.deepEqual([Object.keys(row?.secrets ?? {}), row?.vendor], [['callback'], null]);
  assert.deepEqual(await there.findApp(app.id), app);
});

test('an activated terminal is found in every process, with what its device said of itself', async () => {
  const activated = await activate((await newCode()).id, { reference: 'R1' });
  assert.ok(activated.ok);
  const { terminal, store } = activated.value;
  assert.equal(store.id, first.terminal.storeId);
  assert.deepEqual(await there.terminals.findTerminal(terminal.id), terminal);
  assert.match(terminal.uuid, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  const listed = (await terminals.listTerminals(store.id, '', 1000)).find(({ id }) => id === terminal.id);
  assert.deepEqual(listed?.about, { os: 'Android5.0' });
  assert.deepEqual([listed?.reference, listed?.deviceId, listed?.keyedAt], ['R1', 'POS-1', clock.now()]);
});

test('fifty activations at once with a code of seven uses make seven terminals', async () => {
  const code = await newCode(7);
  const before = (await terminals.listTerminals(code.storeId, '', 1000)).length;
  const fifty = Array.from({ length: 50 }, (_, index) =>
    (index % 2 ? there : here).terminals.activate({
      vendorId: first.vendor.id,
      appId: code.appId,
      code: code.id,
      deviceId: `many-${index}`,
      reference: '',
      name: '',
      about: {},
      oneTerminalPerDevice: false,
    }),
  );
  const outcomes = await Promise.all(fifty);
  const made = outcomes.flatMap((outcome) => (outcome.ok ? [outcome.value.terminal.id] : []));
  assert.equal(new Set(made).size, 7);
  assert.deepEqual(new Set(outcomes.map(problemOf)), new Set(['activated', 'code_used_up']));
  assert.equal((await terminals.listTerminals(code.storeId, '', 1000)).length, before + 7);
});

test('many devices at once with one reference, or one device with many codes, get one terminal', async () => {
  const codes = await Promise.all(Array.from({ length: 12 }, () => newCode()));
  const sameReference = await Promise.all(codes.map(({ id }) => activate(id, { reference: 'only-one' })));
  assert.deepEqual(sameReference.map(problemOf).sort(), ['activated', ...Array<string>(11).fill('reference_repeated')]);
  const unused = codes.filter((_, index) => !sameReference[index]?.ok);
  const sameDevice = { deviceId: 'only-one', oneTerminalPerDevice: true };
  const outcomes = await Promise.all(unused.map(({ id }) => activate(id, sameDevice)));
  assert.deepEqual(outcomes.map(problemOf).sort(), ['activated', ...Array<string>(10).fill('device_repeated')]);
});

test('what does not fit is refused in a fixed order, and takes no use of the code', async () => {
  const code = await newCode();
  const other = await newApp(first.vendor.id);
  const expired = await newCode(1, 1);
  const used = await newCode();
  await newTerminal({ reference: 'taken', deviceId: 'taken' });
  assert.ok((await activate(used.id)).ok);
  const strict = { deviceId: 'taken', oneTerminalPerDevice: true };
  clock.advance(dayMs);
  const rows: [code: string, change: Partial<Activation>, problem: string][] = [
    [code.id, { appId: '1000000000000000' }, 'app_unknown'],
    [code.id, { vendorId: '10000000' }, 'app_unknown'],
    ['', {}, 'code_unknown'],
    ['00000000', {}, 'code_unknown'],
    [code.id, { appId: other.app.id }, 'code_unknown'],
    [expired.id, { reference: 'taken' }, 'code_expired'],
    [used.id, { reference: 'taken' }, 'code_used_up'],
    [code.id, { reference: 'taken', ...strict }, 'reference_repeated'],
    [code.id, strict, 'device_repeated'],
    [code.id, { deviceId: 'taken' }, 'activated'],
    [code.id, {}, 'code_used_up'],
  ];
  for (const [id, change, problem] of rows)
    assert.equal(problemOf(await activate(id, change)), problem, `${id} ${JSON.stringify(change)}`);
  await here.updateApp(other.app.id, { enabled: false }, 'tester');
  const [ofOther = ''] = other.activationCodes;
  assert.equal(problemOf(await activate(ofOther, { appId: other.app.id })), 'app_unknown');
});

test('in a closed store nothing is activated, until it is open again', async () => {
  const code = await newCode();
  const close = (status: 'open' | 'closed') => terminals.updateStore(code.storeId, { status }, 'tester');
  assert.ok((await close('closed')).ok);
  await eventually(async () => (await there.terminals.findStore(code.storeId))?.status === 'closed');
  assert.equal(problemOf(await activate(code.id)), 'code_expired');
  const { appId, storeId } = code;
  const refused = await terminals.createActivationCode({ appId, storeId, uses: 1, validDays: 1 }, 'tester');
  assert.equal(problemOf(refused), 'store_closed');
  await close('open');
  assert.ok((await activate(code.id)).ok);
});

test("a code is for an app with terminals, in a store of that app's merchant", async () => {
  const other = await newApp(first.vendor.id);
  const plain = await here.createApp({ merchantId: other.merchant.id, dialect: 'paycools' }, 'tester');
  assert.ok(plain.ok);
  const { storeId } = other.terminal;
  const rows: [appId: string, storeId: string, problem: string][] = [
    [first.app.id, storeId, 'store_not_found'],
    [other.app.id, '100000000000', 'store_not_found'],
    ['none', storeId, 'app_not_found'],
    [plain.value.app.id, storeId, 'app_not_found'],
    [other.app.id, storeId, 'activated'],
  ];
  for (const [appId, store, problem] of rows) {
    const made = await terminals.createActivationCode({ appId, storeId: store, uses: 1, validDays: 1 }, 'tester');
    assert.equal(problemOf(made), problem);
  }
});

test('a code that was given before is not given again', async () => {
  const given: ActivationCode[] = [];
  const insert = async (code: ActivationCode) => given.push(code) > 3;
  const code = await insertNewCode(insert, { appId: 'a', storeId: 's', uses: 2, validDays: 1 }, 5);
  assert.equal(given.length, 4);
  assert.deepEqual(code, given[3]);
  assert.equal(new Set(given.map(({ id }) => id)).size, 4);
});

test('a check-in makes a key, the one before stays valid, older ones do not', async () => {
  const { id, keys: atFirst } = await newTerminal({ deviceId: 'POS-9' });
  clock.advance(secondMs);
  const keysOf = async () => {
    const checkedIn = await terminals.checkIn(id, 'POS-9', { sdk: '2' });
    assert.ok(checkedIn.ok);
    assert.equal(checkedIn.value.keyedAt, clock.now());
    return checkedIn.value.keys;
  };
  const once = await keysOf();
  assert.deepEqual(once.slice(1), atFirst);
  const twice = await keysOf();
  assert.deepEqual(twice.slice(1), once.slice(0, 1));
  assert.equal(new Set([...atFirst, ...once, ...twice]).size, 3);
  assert.deepEqual((await terminals.findTerminal(id))?.keys, twice);
  const [listed] = (await terminals.listTerminals(first.terminal.storeId, '', 1000)).filter((row) => row.id === id);
  assert.deepEqual(listed?.about, { os: 'Android5.0', sdk: '2' });
});

test('many check-ins at once make a key each, and the last two are valid', async () => {
  const { id } = await newTerminal({ deviceId: 'POS-9' });
  const sixteen = Array.from({ length: 16 }, (_, index) =>
    (index % 2 ? there : here).terminals.checkIn(id, 'POS-9', {}),
  );
  const outcomes = await Promise.all(sixteen);
  const newest = outcomes.map((outcome) => (outcome.ok ? outcome.value.keys[0] : undefined));
  assert.equal(new Set(newest).size, 16);
  const keys = (await there.terminals.findTerminal(id, 'fresh'))?.keys ?? [];
  assert.equal(keys.length, 2);
  for (const key of keys) assert.ok(newest.includes(key));
});

test('a check-in from another device is refused; a terminal without a device takes the first', async () => {
  const { id, keys } = await newTerminal({ deviceId: 'POS-9' });
  assert.equal(problemOf(await terminals.checkIn(id, 'POS-8', {})), 'device_changed');
  assert.deepEqual((await terminals.findTerminal(id))?.keys, keys);
  assert.equal(problemOf(await terminals.checkIn('100000000000000', 'POS-9', {})), 'terminal_unknown');
  const unbound = first.terminal.id;
  assert.ok((await terminals.checkIn(unbound, 'POS-5', {})).ok);
  assert.equal(problemOf(await terminals.checkIn(unbound, 'POS-6', {})), 'device_changed');
});

test('a fresh look reads the database, once a second for each terminal', async () => {
  const { id } = await newTerminal();
  const { id: other } = await newTerminal();
  assert.equal((await terminals.findTerminal(id))?.name, 'till');
  // No news of this reach any process.
  const rename = (name: string) =>
    database.sql`update directory.terminals set name = ${name} where id in (${id}, ${other})`;
  await rename('one');
  assert.equal((await terminals.findTerminal(id))?.name, 'till');
  const asked = await Promise.all(Array.from({ length: 5 }, () => terminals.findTerminal(id, 'fresh')));
  assert.deepEqual(
    asked.map((found) => found?.name),
    Array(5).fill('one'),
  );
  await rename('two');
  assert.equal((await terminals.findTerminal(id, 'fresh'))?.name, 'one');
  assert.equal((await terminals.findTerminal(other, 'fresh'))?.name, 'two');
  clock.advance(secondMs);
  assert.equal((await terminals.findTerminal(id, 'fresh'))?.name, 'two');
});

test('what is no number is not asked of the database', async () => {
  for (const id of ['', '\0', 'x', '1'.repeat(33), '\ud800', "' or 1=1"]) {
    assert.equal(await terminals.findTerminal(id, 'fresh'), undefined);
    assert.equal(await terminals.findStore(id), undefined);
    assert.equal(await terminals.findVendor(id), undefined);
  }
});

test('changes by operators are read in every process', async () => {
  const { id } = await newTerminal();
  const created = await terminals.createVendor('Till Software', 'tester');
  assert.ok(created.ok);
  const vendor = created.value;
  assert.equal((await there.terminals.findVendor(vendor.id))?.name, 'Till Software');
  assert.equal((await there.terminals.findTerminal(id))?.status, 'active');
  const changed = await terminals.updateVendor(vendor.id, { enabled: false, rotateKey: true }, 'tester');
  assert.ok(changed.ok);
  assert.deepEqual(changed.value.keys.slice(1), vendor.keys);
  assert.ok((await terminals.updateTerminal(id, { status: 'disabled' }, 'tester')).ok);
  await eventually(async () => (await there.terminals.findVendor(vendor.id))?.enabled === false);
  await eventually(async () => (await there.terminals.findTerminal(id))?.status === 'disabled');
  assert.deepEqual((await there.terminals.findVendor(vendor.id))?.keys, changed.value.keys);
  assert.ok((await terminals.listVendors('', 1000)).some((listed) => listed.id === vendor.id));
  const outcomes = [
    await terminals.updateVendor('10000000', {}, 'tester'),
    await terminals.updateStore('100000000000', {}, 'tester'),
    await terminals.updateTerminal('100000000000000', { status: 'active' }, 'tester'),
    await terminals.createStore({ merchantId: 'M1', name: 'x' }, 'tester'),
  ];
  assert.deepEqual(outcomes.map(problemOf), [
    'vendor_not_found',
    'store_not_found',
    'terminal_not_found',
    'merchant_not_found',
  ]);
});

test("the newest five of a terminal's logs are kept, the first MiB of each; those of unknown terminals are not", async () => {
  const { id } = await newTerminal();
  const mebibyte = 1024 * 1024;
  for (let number = 0; number < 6; number++) await terminals.keepLog(id, Buffer.from([number]));
  await terminals.keepLog(id, Buffer.alloc(mebibyte + 1, 9));
  await Promise.all(Array.from({ length: 8 }, () => there.terminals.keepLog(first.terminal.id, Buffer.from('x'))));
  await terminals.keepLog('100000000000000', Buffer.from('x'));
  const logsOf = async (terminalId: string) =>
    database.sql<{ first: number; size: number }[]>`
      select get_byte(bytes, 0) as first, octet_length(bytes) as size from directory.terminal_logs
      where terminal_id = ${terminalId} order by id`;
  assert.deepEqual(await logsOf(id).then((rows) => rows.map((row) => [row.first, row.size])), [
    [2, 1],
    [3, 1],
    [4, 1],
    [5, 1],
    [9, mebibyte],
  ]);
  assert.equal((await logsOf(first.terminal.id)).length, 5);
  assert.equal((await logsOf('100000000000000')).length, 0);
});

test('no key can be read in any row of the directory, and no row of the audit log names a code', async () => {
  const { id, keys } = await newTerminal({ deviceId: 'POS-9' });
  const checkedIn = await terminals.checkIn(id, 'POS-9', {});
  const rotated = await terminals.updateVendor(first.vendor.id, { rotateKey: true }, 'tester');
  const code = await newCode();
  assert.ok(checkedIn.ok && rotated.ok);
  const rows = await everyRow();
  const pem = (first.app.platformPrivateKeys[0] ?? '').split('\n')[5] ?? '';
  assert.equal(pem.length, 64);
  for (const secret of [...keys, ...checkedIn.value.keys, ...rotated.value.keys, ...first.vendor.keys, pem]) {
    for (const spelling of [secret, Buffer.from(secret).toString('base64'), Buffer.from(secret).toString('hex')])
      assert.ok(!rows.includes(spelling));
  }
  const audit = JSON.stringify(await here.listAudit(undefined, 10_000));
  for (const known of [code.id, ...first.activationCodes]) assert.ok(!audit.includes(known));
  assert.ok(rows.includes(code.id) && audit.includes(id));
});

test('sealed keys moved to another terminal open nowhere', async () => {
  const [one, other] = [await newTerminal(), await newTerminal()];
  await database.sql`
    update directory.terminals set sealed_keys = (select sealed_keys from directory.terminals where id = ${one.id})
    where id = ${other.id}`;
  await assert.rejects(there.terminals.findTerminal(other.id, 'fresh'), /changed, moved/);
});

test('every write is in the audit log with who did it', async () => {
  const code = await newCode();
  const activated = await activate(code.id);
  assert.ok(activated.ok);
  const { id } = activated.value.terminal;
  await terminals.checkIn(id, 'POS-1', {});
  await terminals.updateTerminal(id, { status: 'disabled' }, 'Ben');
  const entries = await here.listAudit(undefined, 4);
  const vendorId = first.vendor.id;
  assert.deepEqual(
    entries.map(({ who, action, object }) => [who, action, object]),
    [
      ['Ben', 'terminal.update', id],
      [`terminal ${id}`, 'terminal.check-in', id],
      [`vendor ${vendorId}`, 'terminal.activate', id],
      ['tester', 'activation-code.create', code.storeId],
    ],
  );
});
