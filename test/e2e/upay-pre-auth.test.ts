// Guards pre-authorizations and deposits over HTTP, as a terminal uses them, with the sandbox's bank behind.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { createUpayClient, type UpayClient } from '../support/upay-client.ts';

let gateway: TestGateway;
let upay: UpayClient;

before(async () => {
  gateway = await startTestGateway();
  const { upay: demo } = gateway.demo;
  upay = createUpayClient({
    baseUrl: gateway.url,
    vendor: { sn: demo.vendorSn, key: demo.vendorKey },
    terminal: { sn: demo.terminalSn, key: demo.terminalKey },
  });
});
after(() => gateway.close());

let codes = 0;
/** A code pays once. */
const newCode = () => `28${String(++codes).padStart(16, '0')}`;
const hold = (payHoldSeconds: number) =>
  gateway.manage('PATCH', `/apps/${gateway.demo.upay.appId}`, { switches: { payHoldSeconds } });
const preAuth = (path: string, fields: object) => upay.call(`/api/v1/pre-auth/${path}`, { operator: 'op1', ...fields });
const deposit = (path: string, fields: object) => upay.call(`/upay/v2/deposit/${path}`, { operator: 'op1', ...fields });

const freeze = (number: string, amount: string) =>
  preAuth('freeze', {
    client_auth_sn: `A${number}`,
    client_trans_no: `F${number}`,
    amount,
    dynamic_id: newCode(),
    subject: 'room 12',
  });

test('money is kept aside, paid in part, refunded in part, and the rest is given back', async () => {
  const frozen = await freeze('1', '10000');
  assert.equal(frozen.outcome, 'SUCCESS');
  const { auth_sn: authSn = '' } = frozen.data;
  const paid = await preAuth('pay', { auth_sn: authSn, client_trans_no: 'P1', amount: '6000' });
  assert.equal(paid.outcome, 'SUCCESS');
  const rest = [
    await preAuth('refund', { sn: paid.data['sn'], client_trans_no: 'R1', amount: '1000' }),
    await preAuth('unfreeze', { client_auth_sn: 'A1', client_trans_no: 'U1', amount: '4000' }),
    await preAuth('unfreeze', { client_auth_sn: 'A1', client_trans_no: 'U2', amount: '1' }),
    await preAuth('pay', { auth_sn: authSn, client_trans_no: 'P1', amount: '1' }),
  ];
  assert.deepEqual(
    rest.map(({ outcome }) => outcome),
    ['SUCCESS', 'SUCCESS', 'FAIL REFUNDABLE_AMOUNT_NOT_ENOUGH', 'FAIL CLIENT_SN_CONFLICT'],
  );
  const one = await preAuth('query', { request_no: frozen.data['request_no'] });
  assert.deepEqual([one.outcome, one.data['request_type'], one.data['status']], ['SUCCESS', '05', 'SUCCESS']);
  const listed = await preAuth('query-trans', { auth_sn: authSn, pageInfo: { pageSize: 10, startTime: 0 } });
  const { trans } = listed.data as unknown as { trans: Record<string, string>[] };
  assert.deepEqual(
    trans.map(({ client_trans_no: number, request_type: type, status }) => `${number} ${type} ${status}`),
    ['U1 16 SUCCESS', 'R1 18 SUCCESS', 'P1 07 SUCCESS', 'F1 05 SUCCESS'],
  );
  const order = await upay.call('/upay/v2/query', { sn: paid.data['sn'] });
  assert.equal(order.data['order_status'], 'PARTIAL_REFUNDED');
});

test('a payer who does not confirm is waited for, and decides', async () => {
  for (const [number, act, outcome] of [
    ['2', 'authorised', 'SUCCESS'],
    ['3', 'failed', 'CLOSED'],
  ] as const) {
    await hold(0);
    const frozen = await freeze(number, '19020');
    assert.equal(frozen.outcome, 'INIT');
    await gateway.act(frozen.data['auth_sn'] ?? '', act);
    const asked = await preAuth('query', { client_trans_no: `F${number}` });
    assert.equal(asked.outcome.split(' ')[0], outcome);
  }
  await hold(40);
});

test('a failure of the channel, an unreadable one and a code of another wallet are answered', async () => {
  assert.equal((await freeze('4', '19012')).outcome, 'CLOSED EXPIRED_BARCODE');
  await hold(0);
  let unknown = await freeze('5', '19026');
  while (unknown.outcome === 'INIT') unknown = await preAuth('query', { client_trans_no: 'F5' });
  assert.equal(unknown.outcome, 'UNKNOWN');
  await hold(40);
  const wechat = { client_auth_sn: 'A6', client_trans_no: 'F6', amount: '1', dynamic_id: '134567890123456789' };
  assert.equal((await preAuth('freeze', wechat)).outcome, 'FAIL INVALID_BARCODE');
});

test('a deposit is consumed in part, shown as an order before and after, and refunded', async () => {
  const asked = { client_sn: 'D1', total_amount: '20000', dynamic_id: newCode(), subject: 'bicycle' };
  const frozen = await deposit('freeze', asked);
  assert.deepEqual([frozen.outcome, frozen.data['order_status']], ['PAY_SUCCESS', 'PAID']);
  const before = await upay.call('/upay/v2/query', { client_sn: 'D1' });
  assert.deepEqual(
    [before.outcome, before.data['order_status'], before.data['total_amount']],
    ['SUCCESS', 'PAID', '20000'],
  );
  const consumed = await deposit('consume', { client_sn: 'D1', consume_amount: '5000' });
  assert.deepEqual([consumed.outcome, consumed.data['total_amount']], ['PAY_SUCCESS', '5000']);
  assert.equal(consumed.data['sn'], frozen.data['sn']);
  const order = { sn: consumed.data['sn'], refund_request_no: 'R1', refund_amount: '5000', operator: 'op1' };
  const refunded = await upay.call('/upay/v2/refund', order);
  assert.deepEqual([refunded.outcome, refunded.data['order_status']], ['REFUND_SUCCESS', 'REFUNDED']);
  assert.equal((await deposit('cancel', { client_sn: 'D1' })).outcome, 'FAIL UPAY_CANCEL_INVALID_ORDER_STATE');
});

test('a cancelled deposit goes back to its payer', async () => {
  const asked = { client_sn: 'D2', total_amount: '20000', dynamic_id: newCode(), subject: 'bicycle' };
  await deposit('freeze', asked);
  const cancelled = await deposit('cancel', { client_sn: 'D2' });
  assert.deepEqual([cancelled.outcome, cancelled.data['order_status']], ['CANCEL_SUCCESS', 'CANCELED']);
  assert.equal((await deposit('cancel', { client_sn: 'D2' })).outcome, 'FAIL UPAY_CANCEL_ORDER_NOOP');
  assert.equal((await upay.call('/upay/v2/query', { client_sn: 'D2' })).data['order_status'], 'CANCELED');
});

test('the books balance afterwards', async () => {
  const { balanced } = await gateway.manage('GET', '/ledger/check');
  assert.equal(balanced, true);
});
