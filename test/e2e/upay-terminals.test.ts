// Terminals of Upay over HTTP (upay.md 3.1, 3.2, 3.9): which keys they may sign with, from which device, and which codes activate them.
import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { after, before, describe, it } from 'node:test';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { authorization, type UpayAnswer, type UpaySigner } from '../support/upay-client.ts';
import { openShop, type UpayShop } from '../support/upay-shop.ts';

let gateway: TestGateway;

before(async () => {
  gateway = await startTestGateway();
});
after(() => gateway.close());

describe('a terminal', () => {
  const device = 'POS-SH-0001';

  /** A shop whose terminal was activated by its device. */
  async function activated(): Promise<UpayShop> {
    const made = await openShop(gateway);
    const [code] = made.activationCodes;
    const { outcome } = await made.client.activate({ app_id: made.appId, code, device_id: device, name: 'till 1' });
    assert.equal(outcome, '200');
    return made;
  }

  it('signs with its newest key and the one before, on every call: K1, K2, K3', async () => {
    const { client } = await activated();
    const works = async (signer: UpaySigner): Promise<string> => {
      const body = JSON.stringify({ terminal_sn: signer.sn, client_sn: 'none' });
      return (await client.send('/upay/v2/query', body, { authorization: authorization(signer, body) })).outcome;
    };
    const k1 = client.terminal;
    assert.equal((await client.checkIn({ device_id: device })).outcome, '200');
    const k2 = client.terminal;
    // The reply was lost: the device goes on with what it has, and checks in again.
    client.terminal = k1;
    assert.equal((await client.checkIn({ device_id: device })).outcome, '200');
    const k3 = client.terminal;
    assert.equal(new Set([k1.key, k2.key, k3.key]).size, 3);
    assert.deepEqual(
      [await works(k1), await works(k2), await works(k3)],
      ['400 ILLEGAL_SIGN', 'FAIL UPAY_ORDER_NOT_EXIST', 'FAIL UPAY_ORDER_NOT_EXIST'],
    );
    // That reply was lost as well.
    client.terminal = k1;
    assert.equal((await client.checkIn({ device_id: device })).outcome, '400 ILLEGAL_SIGN');
    client.terminal = k2;
    assert.equal((await client.checkIn({ device_id: device })).outcome, '200');
    assert.deepEqual([await works(k2), await works(k3)], ['400 ILLEGAL_SIGN', 'FAIL UPAY_ORDER_NOT_EXIST']);
  });

  it('checks in from its own device only, and keeps its key where it does not', async () => {
    const { client, order } = await activated();
    assert.equal((await client.checkIn({ device_id: 'POS-SH-0002' })).outcome, '400 INVALID_TERMINAL');
    assert.equal((await client.checkIn({})).outcome, '400 INVALID_PARAMS');
    assert.equal((await order().precreate()).outcome, 'PRECREATE_SUCCESS');
  });

  it('that is disabled does no business until it is active again, and may check in meanwhile', async () => {
    const { client, order } = await activated();
    const become = (status: string) => gateway.manage('PATCH', `/terminals/${client.terminal.sn}`, { status });
    await become('disabled');
    assert.equal((await order().pay()).outcome, 'FAIL UPAY_TERMINAL_STATUS_ABNORMAL');
    assert.equal((await client.checkIn({ device_id: device })).outcome, '200');
    await become('active');
    assert.equal((await order().pay()).outcome, 'PAY_SUCCESS');
  });

  it('finds the orders of the other terminals of its merchant', async () => {
    const made = await openShop(gateway);
    const order = made.order();
    await order.pay();
    const [code] = made.activationCodes;
    await made.client.activate({ app_id: made.appId, code, device_id: device });
    assert.equal((await order.query()).outcome, 'SUCCESS');
    const { outcome, data } = await order.cancel();
    assert.deepEqual([outcome, data['order_status']], ['CANCEL_SUCCESS', 'CANCELED']);
  });

  it('uploads whatever bytes, and is answered in the form of what it sent', async () => {
    const { client } = await openShop(gateway);
    const upload = (body: string | Uint8Array) =>
      client.send('/terminal/uploadLog', body, { authorization: authorization(client.terminal, body) });
    assert.equal((await upload(gzipSync('2026-01-05 till opened'))).outcome, '200 SUCCESS');
    assert.equal((await upload('')).outcome, '200 SUCCESS');
    const log = { terminal_sn: client.terminal.sn, device_id: device, log_type: 'info', content: 'till opened' };
    assert.equal((await upload(JSON.stringify(log))).outcome, 'SUCCESS');
  });
});

describe('an activation', () => {
  const asked = { device_id: 'POS-SH-0003' };
  const told = async (answer: Promise<UpayAnswer>) => {
    const { outcome, message } = await answer;
    return [outcome, message];
  };

  async function newCode({ appId, client }: UpayShop, settings: object): Promise<string> {
    const { storeId } = await gateway.manage<{ storeId: string }>('GET', `/terminals/${client.terminal.sn}`);
    const made = await gateway.manage<{ code: string }>('POST', '/activation-codes', { appId, storeId, ...settings });
    return made.code;
  }

  it('uses its code up, once or as often as was said, and each use is a terminal', async () => {
    const { client, appId, ...rest } = await openShop(gateway);
    const code = await newCode({ client, appId, ...rest }, { uses: 2 });
    const numbers = new Set([client.terminal.sn]);
    for (const device_id of ['POS-1', 'POS-1']) {
      assert.equal((await client.activate({ app_id: appId, code, device_id })).outcome, '200');
      numbers.add(client.terminal.sn);
    }
    assert.equal(numbers.size, 3);
    assert.deepEqual(await told(client.activate({ app_id: appId, code, ...asked })), [
      '400 INVALID_PARAMS',
      'code激活码已用完',
    ]);
  });

  it('raced for by ten devices makes as many terminals as the code has uses', async () => {
    const made = await openShop(gateway);
    const { client, appId } = made;
    const code = await newCode(made, { uses: 3 });
    const raced = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        client.callAsVendor('/terminal/activate', { app_id: appId, code, device_id: `POS-${index}` }),
      ),
    );
    assert.equal(raced.filter(({ outcome }) => outcome === '200').length, 3);
  });

  it('with an unknown code, for an unknown app, or by an unknown vendor is refused', async () => {
    const made = await openShop(gateway);
    const { client, appId } = made;
    const [code] = made.activationCodes;
    assert.deepEqual(await told(client.activate({ app_id: appId, code: '00000000', ...asked })), [
      '400 INVALID_PARAMS',
      'code激活码不存在',
    ]);
    assert.deepEqual(await told(client.activate({ app_id: '1', code, ...asked })), [
      '400 INVALID_PARAMS',
      'app_id不存在',
    ]);
    assert.equal((await client.activate({ app_id: appId, code })).outcome, '400 INVALID_PARAMS');
    const body = JSON.stringify({ app_id: appId, code, ...asked });
    for (const signer of [client.terminal, { ...client.vendor, sn: '1' }, { ...client.vendor, key: 'x' }]) {
      const header = { authorization: authorization(signer, body) };
      assert.equal((await client.send('/terminal/activate', body, header)).outcome, '400 ILLEGAL_SIGN');
    }
  });

  it('with a code that is too old is refused, and its terminals live on', async () => {
    const made = await openShop(gateway);
    const { client, appId } = made;
    const code = await newCode(made, { uses: 2, validDays: 1 });
    assert.equal((await client.activate({ app_id: appId, code, ...asked })).outcome, '200');
    await gateway.advance(86_401);
    assert.deepEqual(await told(client.activate({ app_id: appId, code, ...asked })), [
      '400 INVALID_PARAMS',
      'code激活码已过期',
    ]);
    assert.equal((await made.order().pay()).outcome, 'PAY_SUCCESS');
  });
});
