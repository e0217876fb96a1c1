// Guards the large merchant's QR codes (bluepay.md 3.19): there where an operator opened them, and its parcels said again.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BluepayFields } from '../../../../test/support/bluepay-client.ts';
import { createBluepayGateway } from '../../../../test/support/bluepay-gateway.ts';

const path = '/open-api/v2/jt/qrcode';
const day = { startDate: '2026-03-17', endDate: '2026-03-17' };
const item = { subOrderId: 'S1', amount: 2300, regionNo: 'R1', branchNo: 'B1', courierNo: 'C1' };
const order = {
  channelCode: 'THAI_DYNAMIC_QR',
  mchOrderId: 'JT1',
  amount: 2300,
  notifyUrl: 'https://example.com/',
  remark: 'a parcel',
};

async function opened() {
  const gateway = await createBluepayGateway('v1');
  gateway.app = { ...gateway.app, switches: { jt: true } };
  const make = (change: BluepayFields = {}) => gateway.client.call(path, { ...order, ...change });
  const ask = (what: 'detail' | 'payments', fields: BluepayFields) => gateway.client.call(`${path}/${what}`, fields);
  return { gateway, make, ask };
}

test('21002: without the switch there are no such paths, and nothing is made', async () => {
  const { gateway, make, ask } = await opened();
  gateway.app = { ...gateway.app, switches: { jt: 'true' } };
  assert.equal((await make()).code, 21002);
  assert.equal((await ask('detail', { mchOrderId: 'JT1' })).code, 21002);
  assert.equal((await ask('payments', { mchOrderId: 'JT1', ...day })).code, 21002);
  assert.equal((await gateway.client.call('/open-api/qr/detail', { mchOrderId: 'JT1' })).code, 21006);
  assert.deepEqual(gateway.created, []);
});

test('a code is made and found with what was said of its parcels', async () => {
  const { make, ask } = await opened();
  const full = {
    ...item,
    customerName: 'Somchai',
    customerMobile: '021234567',
    email: 'somchai@example.com',
    courierName: 'Niran',
    courierMobile: '0812345678',
  };
  const made = await make({ businessType: 2, projectType: 'HOME', items: [full] });
  assert.deepEqual([made.code, made.data['transactionStatus'], made.data['qrStatus']], [10000, 'PENDING', 'ACTIVE']);
  assert.equal(made.data['expiresTime'], '2026-03-17 18:30:00');
  assert.deepEqual((await ask('detail', { mchOrderId: 'JT1' })).data, {
    ...made.data,
    amount: 2300,
    transactionCreateTime: '2026-03-17 17:30:00',
    transactionReturnTime: null,
    fee: 0,
    totalAmount: 2300,
    businessType: 2,
    projectType: 'HOME',
    items: [full],
  });
  assert.equal((await make({ mchOrderId: 'JT2' })).code, 10000);
  const { businessType, projectType, items } = (await ask('detail', { mchOrderId: 'JT2' })).data;
  assert.deepEqual({ businessType, projectType, items }, { businessType: 1, projectType: 'PPCASH', items: null });
});

test('payments say their order, its parcel where there is one, and fee and total', async () => {
  const { gateway, make, ask } = await opened();
  gateway.merchant = { ...gateway.merchant, fees: { payment: { fixedMinor: 200n, basisPoints: 0 } } };
  const rows: [mchOrderId: string, items: readonly object[] | null, subOrderId: string | null][] = [
    ['JT1', [item], 'S1'],
    ['JT2', [item, { ...item, subOrderId: 'S2' }], null],
    ['JT3', null, null],
  ];
  for (const [mchOrderId, items, subOrderId] of rows) {
    const { transactionId } = (await make({ mchOrderId, projectType: 'VIP', items })).data;
    const paymentId = String(transactionId);
    const booked = { paymentId, amountMinor: 2300n, bankReference: mchOrderId };
    assert.ok((await gateway.engine.execute(0, 'confirm-credit', booked)).ok);
    const { list } = await ask('payments', { mchOrderId, ...day });
    assert.deepEqual(
      list,
      [
        {
          transactionId,
          channelCode: 'THAI_DYNAMIC_QR',
          transactionCreateTime: '2026-03-17 17:30:00',
          transactionReturnTime: '2026-03-17 17:30:00',
          transactionAmount: 2300,
          transactionStatus: 'COMPLETED',
          remark: 'a parcel',
          mchOrderId,
          subOrderId,
          businessType: 1,
          projectType: 'VIP',
          amount: 2300,
          fee: 200,
          totalAmount: 2500,
        },
      ],
      mchOrderId,
    );
    const { fee, totalAmount } = (await ask('detail', { mchOrderId })).data;
    assert.deepEqual([fee, totalAmount], [200, 2500]);
  }
});

test('whatever a field may not hold is refused; 21007: a number is used once, by either kind of code', async () => {
  const { gateway, make, ask } = await opened();
  const wrong: Readonly<Record<string, readonly unknown[]>> = {
    channelCode: [undefined, 'THAI_STATIC_QR', 'TRUEMONEY_URL', 7],
    mchOrderId: [undefined, 'a-b', 'x'.repeat(33)],
    amount: [undefined, 0, 10.5, '2300'],
    notifyUrl: [undefined, 'example.com'],
    businessType: [0, 3, '1', 1.5],
    projectType: ['OTHER', 1],
    remark: ['x'.repeat(257)],
    items: [
      {},
      'S1',
      Array.from({ length: 101 }, () => item),
      ...['subOrderId', 'amount', 'regionNo', 'branchNo', 'courierNo'].map((name) => [{ ...item, [name]: undefined }]),
      [{ ...item, customerMobile: '0112345678' }],
      [{ ...item, regionNo: 'a-b' }],
      [{ ...item, amount: 0 }],
    ],
  };
  for (const [name, values] of Object.entries(wrong)) {
    for (const value of values)
      assert.equal((await make({ [name]: value })).code, 21002, `${name}: ${JSON.stringify(value)}`);
  }
  assert.deepEqual(gateway.created, []);
  assert.equal((await make({ amount: 99 })).code, 21010);
  assert.equal((await make()).code, 10000);
  assert.equal((await make()).code, 21007);
  assert.equal((await gateway.client.call('/open-api/qr/generate', order)).code, 21007);
  for (const fields of [{}, { subOrderId: 'S1', ...day }])
    assert.equal((await ask('payments', fields)).code, 21002, 'an order is asked for by its own number');
  assert.equal((await ask('payments', { mchOrderId: 'NONE', ...day })).code, 21006);
  assert.equal((await ask('detail', { mchOrderId: 'NONE' })).code, 21006);
  assert.deepEqual(gateway.errors, []);
});
