// Guards activation, check-in and log upload (upay.md 3.1, 3.2, 3.9): what a device gets, which keys it may use, and what it is told.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { authorization } from '../../../test/support/upay-client.ts';
import { activationCode, createUpayGateway, deviceId, upayAppId } from '../../../test/support/upay-gateway.ts';
import { dayMs } from '../../kernel/clock.ts';

const device = { app_id: upayAppId, code: activationCode, device_id: 'POS-SH-0002', name: 'till 2' };
const unknownOrder = { sn: '7890000000000001' };

test('an activation answers number, key and owner directly in biz_response, and the terminal works', async () => {
  const { client, terminals } = await createUpayGateway();
  const about = { os_info: 'Android5.0', sdk_version: '1.2', type: '2' };
  const { body } = await client.activate({ ...device, client_sn: 'TILL-2', ...about });
  assert.deepEqual(body, {
    result_code: '200',
    biz_response: {
      terminal_sn: '100000330000002',
      terminal_key: client.terminal.key,
      merchant_sn: 'M00000000000000000000000001',
      merchant_name: '示例商户',
      store_sn: '101200200046400',
      store_name: 'Demo store',
    },
  });
  assert.match(client.terminal.key, /^[0-9a-f]{32}$/);
  const row = terminals.rows.get('100000330000002');
  assert.deepEqual([row?.reference, row?.name, row?.deviceId], ['TILL-2', 'till 2', 'POS-SH-0002']);
  assert.deepEqual(row?.about, { os_info: 'Android5.0', sdk_version: '1.2' });
  assert.equal((await client.call('/upay/v2/query', unknownOrder)).outcome, 'FAIL UPAY_ORDER_NOT_EXIST');
});

test('each use of a code makes a new terminal with a key of its own, also for the same device, until it is used up', async () => {
  const { client } = await createUpayGateway();
  await client.activate(device);
  const first = client.terminal;
  await client.activate(device);
  assert.notDeepEqual(client.terminal, first);
  const third = await client.activate(device);
  assert.deepEqual([third.outcome, third.message], ['400 INVALID_PARAMS', 'code激活码已用完']);
  client.terminal = first;
  assert.equal((await client.call('/upay/v2/query', unknownOrder)).outcome, 'FAIL UPAY_ORDER_NOT_EXIST');
});

test('a code and an app may be written as numbers', async () => {
  const { client } = await createUpayGateway();
  const answer = await client.activate({ ...device, app_id: Number(upayAppId), code: Number(activationCode) });
  assert.equal(answer.outcome, '200');
});

const wrong: readonly [title: string, change: object, message: string][] = [
  ['without a device', { device_id: '' }, 'device_id不能为空'],
  ['without a code and an app', { code: null, app_id: null }, 'app_id不能为空；code不能为空'],
  ['with a code that nobody made', { code: '00000000' }, 'code激活码不存在'],
  ['for an app that nobody has', { app_id: '2026010100000008' }, 'app_id不存在'],
  ['with a device of 129 characters', { device_id: 'x'.repeat(129) }, 'device_id应为字符串，长度不超过128位'],
  ['with a name that is no text', { name: {} }, 'name应为字符串，长度不超过128位'],
];
for (const [title, change, message] of wrong) {
  test(`an activation ${title} is INVALID_PARAMS and says so`, async () => {
    const { client, terminals } = await createUpayGateway();
    const answer = await client.activate({ ...device, ...change });
    assert.deepEqual([answer.outcome, answer.message], ['400 INVALID_PARAMS', message]);
    assert.equal(terminals.rows.size, 1);
  });
}

test("an activation for another vendor's app or for a disabled one finds no app", async () => {
  const gateway = await createUpayGateway();
  const { app, client } = gateway;
  for (const change of [{ vendorId: '91800130' }, { enabled: false }, { dialect: 'paycools' as const }]) {
    gateway.app = { ...app, ...change };
    assert.equal((await client.activate(device)).message, 'app_id不存在');
  }
});

test('an activation with an expired code, or with a number that the app knows, is INVALID_PARAMS', async () => {
  const gateway = await createUpayGateway();
  await gateway.client.activate({ ...device, client_sn: 'TILL-2' });
  assert.equal((await gateway.client.activate({ ...device, client_sn: 'TILL-2' })).message, 'client_sn已存在');
  await gateway.advance(7 * dayMs);
  assert.equal((await gateway.client.activate(device)).message, 'code激活码已过期');
});

test('a device that has a terminal gets no other where the operator wants that', async () => {
  const gateway = await createUpayGateway();
  gateway.app = { ...gateway.app, switches: { strictDevice: true } };
  const again = await gateway.client.activate({ ...device, device_id: deviceId });
  assert.deepEqual([again.outcome, again.message], ['400 INVALID_PARAMS', 'device_id已激活过终端']);
  assert.equal((await gateway.client.activate(device)).outcome, '200');
});

test('a disabled vendor activates nothing', async () => {
  const { client, terminals } = await createUpayGateway();
  for (const [id, vendor] of terminals.vendors) terminals.vendors.set(id, { ...vendor, enabled: false });
  assert.equal((await client.activate(device)).outcome, '400 ILLEGAL_SIGN');
});

test('after a check-in the new key and the one before are valid, and two lost answers in a row lock a device out', async () => {
  const { client } = await createUpayGateway();
  const works = async () => (await client.call('/upay/v2/query', unknownOrder)).outcome === 'FAIL UPAY_ORDER_NOT_EXIST';
  const first = client.terminal;
  assert.equal((await client.checkIn({ device_id: deviceId })).outcome, '200');
  const second = client.terminal;
  assert.ok(second.sn === first.sn && second.key !== first.key);
  for (const signer of [second, first]) {
    client.terminal = signer;
    assert.ok(await works());
  }
  // The answer was lost: the device checks in again with the key that it still has.
  assert.equal((await client.checkIn({ device_id: deviceId })).outcome, '200');
  const third = client.terminal;
  for (const [signer, valid] of [
    [third, true],
    [second, true],
    [first, false],
  ] as const) {
    client.terminal = signer;
    assert.equal(await works(), valid);
  }
  assert.equal((await client.checkIn({ device_id: deviceId })).outcome, '400 ILLEGAL_SIGN');
});

test('a check-in answers like an activation', async () => {
  const { client } = await createUpayGateway();
  const { body } = await client.checkIn({ device_id: deviceId, os_info: 'Android6.0' });
  assert.deepEqual(body.biz_response, {
    terminal_sn: client.terminal.sn,
    terminal_key: client.terminal.key,
    merchant_sn: 'M00000000000000000000000001',
    merchant_name: '示例商户',
    store_sn: '101200200046400',
    store_name: 'Demo store',
  });
});

test('a check-in of another device, or of none, is refused and rotates nothing', async () => {
  const { client } = await createUpayGateway();
  const { key } = client.terminal;
  const other = await client.checkIn({ device_id: 'POS-SH-0002' });
  assert.deepEqual([other.outcome, other.message], ['400 INVALID_TERMINAL', '设备已变更，请使用新的激活码重新激活']);
  assert.equal((await client.checkIn({})).message, 'device_id不能为空');
  assert.equal(client.terminal.key, key);
  assert.equal((await client.call('/upay/v2/query', unknownOrder)).outcome, 'FAIL UPAY_ORDER_NOT_EXIST');
});

test('an upload is kept byte for byte, whatever it is, and answered without biz_response', async () => {
  const { client, terminals } = await createUpayGateway();
  for (const bytes of [gzipSync('a log'), Buffer.from('1f8b0800000000000203010000ffff', 'hex'), Buffer.alloc(0)]) {
    const answer = await client.send('/terminal/uploadLog', bytes, {
      authorization: authorization(client.terminal, bytes),
    });
    assert.deepEqual(answer.body, { result_code: '200', error_code: 'SUCCESS', error_message: 'ok' });
    assert.deepEqual(terminals.logs.at(-1), { terminalId: client.terminal.sn, bytes });
    const unsigned = await client.send('/terminal/uploadLog', bytes);
    assert.equal(unsigned.outcome, '400 ILLEGAL_SIGN');
  }
  assert.equal(terminals.logs.length, 3);
});

test('an upload of the later form, a JSON object with log_type, is answered in three layers', async () => {
  const { client, terminals } = await createUpayGateway();
  const log = { device_id: deviceId, log_type: 'ERROR', content: 'x' };
  const { body } = await client.call('/terminal/uploadLog', log);
  assert.deepEqual(body, { result_code: '200', biz_response: { result_code: 'SUCCESS' } });
  assert.equal(String(terminals.logs[0]?.bytes), JSON.stringify({ terminal_sn: client.terminal.sn, ...log }));
  const other = await client.call('/terminal/uploadLog', { ...log, terminal_sn: '100000330000009' });
  assert.equal(other.outcome, '400 INVALID_TERMINAL');
  const plain = await client.call('/terminal/uploadLog', { device_id: deviceId });
  assert.equal(plain.body.error_code, 'SUCCESS');
});
