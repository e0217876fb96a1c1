// Guards refunds of version 2 (bluepay.md 3b.12): by which names a payment is found, in which country, what is answered, and every code.
// The fields of voids are checked here as well; what becomes of them stands in voids.test.ts.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BluepayGateway } from '../../../../test/support/bluepay-gateway.ts';
import type { BluepayFields } from '../../../../test/support/bluepay-client.ts';
import { dayMs } from '../../../kernel/clock.ts';
import {
  generate,
  query,
  refund,
  refunds,
  voidPath,
  order,
  codeOf,
  paid,
  payOrder,
  spendAll,
} from '../../../../test/support/bluepay-refunds.ts';

test('a refund is accepted as PENDING, is told when it is done, and changes nothing of the status of its payment', async () => {
  const { gateway, id } = await paid();
  const asked = { mchRefundOrderId: 'R1', originalTransactionId: id, refundAmount: 4_000, refundReason: 'too small' };
  const { data } = await gateway.client.call(refund, { countryCode: 'PH', ...asked });
  assert.match(String(data['refundTransactionId']), /^R\d{24}$/);
  const money = { countryCode: 'PH', currency: 'PHP' };
  const told = { mchRefundOrderId: 'R1', refundTransactionId: data['refundTransactionId'], refundAmount: 4_000 };
  assert.deepEqual(data, { ...told, refundCreateTime: '2026-03-17 18:30:00', refundStatus: 'PENDING', ...money });
  await gateway.settled();
  const found = await gateway.client.call(refunds, { countryCode: 'PH', mchRefundOrderId: 'R1' });
  assert.deepEqual(found.list, [
    {
      ...told,
      originalTransactionId: id,
      feeRefunded: 0,
      refundStatus: 'COMPLETE',
      refundCreateTime: '2026-03-17 18:30:00',
      refundReturnTime: '2026-03-17 18:30:00',
      refundReason: 'too small',
      failedCode: null,
      failedMessage: null,
      ...money,
    },
  ]);
  assert.equal((await gateway.lastTold())?.['eventName'], 'payment.refund.success');
  assert.equal(gateway.notifications.at(-1)?.url, 'https://merchant.example/notify');
  const payment = await gateway.client.call(query, { countryCode: 'PH', transactionId: id });
  assert.equal(payment.data['transactionStatus'], 'COMPLETED');
});

test("a refund is found by its payment's number as well, on both paths, and told where it says", async () => {
  const { gateway, id } = await paid();
  const first = { mchRefundOrderId: 'R1', mchOrderId: 'ORDER0001', refundAmount: 1_000 };
  assert.equal(await codeOf(gateway, refund, { ...first, refundCallbackUrl: 'https://r.example' }), 10000);
  await gateway.settled();
  assert.equal(gateway.notifications.at(-1)?.url, 'https://r.example');
  const second = { mchRefundOrderId: 'R2', mchOrderId: 'ORDER0001', originalTransactionId: id, refundAmount: 2_000 };
  assert.equal(await codeOf(gateway, '/open-api/refund', { ...second, notifyUrl: 'https://n.example' }), 10000);
  await gateway.settled();
  assert.equal(gateway.notifications.at(-1)?.url, 'https://n.example');
  for (const name of [{ mchOrderId: 'ORDER0001' }, { originalTransactionId: id }]) {
    const { list } = await gateway.client.call(refunds, { countryCode: 'PH', ...name });
    assert.deepEqual(
      list.map((row) => row['mchRefundOrderId']),
      ['R1', 'R2'],
    );
  }
  const one = {
    refundTransactionId: (await gateway.client.call(refunds, { countryCode: 'PH', mchRefundOrderId: 'R2' })).list[0]?.[
      'refundTransactionId'
    ],
  };
  assert.equal((await gateway.client.call(refunds, { countryCode: 'PH', ...one })).list[0]?.['refundAmount'], 2_000);
});

test('21006: what is unknown, of another country, or named two ways that differ is neither refunded nor voided', async () => {
  const { gateway, id } = await paid();
  const other = await payOrder(gateway, { mchOrderId: 'ORDER0002' });
  const rows: BluepayFields[] = [
    { originalTransactionId: 'C000000000000000000000000' },
    { mchOrderId: 'NOBODY' },
    { originalTransactionId: other, mchOrderId: 'ORDER0001' },
    { originalTransactionId: id, countryCode: 'TH' },
    { mchOrderId: 'ORDER0001', countryCode: 'TH' },
  ];
  for (const row of rows) {
    const named = JSON.stringify(row);
    assert.equal(await codeOf(gateway, refund, { ...row, mchRefundOrderId: 'R1', refundAmount: 1 }), 21006, named);
    assert.equal(await codeOf(gateway, voidPath, { ...row, mchVoidOrderId: 'V1' }), 21006, named);
    assert.equal(await codeOf(gateway, refunds, row), 21006, named);
  }
});

test('21006: a refund is found in its own country alone, and by names that mean the same', async () => {
  const { gateway, id } = await paid();
  const { data } = await gateway.client.call(refund, {
    countryCode: 'PH',
    mchRefundOrderId: 'R1',
    originalTransactionId: id,
    refundAmount: 1_000,
  });
  const rows: BluepayFields[] = [
    { mchRefundOrderId: 'R2' },
    { refundTransactionId: 'R000000000000000000000000' },
    { mchRefundOrderId: 'R1', countryCode: 'TH' },
    { refundTransactionId: data['refundTransactionId'], countryCode: 'TH' },
    { mchRefundOrderId: 'R1', originalTransactionId: 'C000000000000000000000000' },
  ];
  for (const row of rows) assert.equal(await codeOf(gateway, refunds, row), 21006, JSON.stringify(row));
});

test('21002: every field of a refund, of its query and of a void is checked', async () => {
  const { gateway, id } = await paid();
  const number = [undefined, null, '', 'x'.repeat(33), 'R-1', 1];
  const name = [undefined, '', 'x'.repeat(33), 1];
  const url = ['merchant.example', 'ftp://merchant.example', 1];
  const asked = { mchRefundOrderId: 'R1', originalTransactionId: id, refundAmount: 1_000 };
  const voided = { mchVoidOrderId: 'V1', originalTransactionId: id };
  const tables: [path: string, fields: BluepayFields, wrong: Readonly<Record<string, readonly unknown[]>>][] = [
    [
      refund,
      asked,
      {
        mchRefundOrderId: number,
        originalTransactionId: name,
        mchOrderId: ['A-1', 1],
        refundAmount: [undefined, null, '1000', 1.5],
        refundReason: ['x'.repeat(257), 1],
        refundCallbackUrl: url,
        notifyUrl: url,
        countryCode: [undefined, '', 'XX'],
      },
    ],
    [refunds, { mchRefundOrderId: 'R1' }, { mchRefundOrderId: number, countryCode: [undefined, 'XX'] }],
    [refunds, {}, { refundTransactionId: name, originalTransactionId: name, mchOrderId: ['', 'A-1', 1] }],
    [
      voidPath,
      voided,
      {
        mchVoidOrderId: number,
        originalTransactionId: name,
        mchOrderId: ['A-1', 1],
        remark: ['x'.repeat(257), 1],
        countryCode: [undefined, '', 'XX'],
      },
    ],
  ];
  for (const [path, fields, wrong] of tables) {
    for (const [field, values] of Object.entries(wrong)) {
      for (const value of values) {
        const code = await codeOf(gateway, path, { ...fields, [field]: value });
        assert.equal(code, 21002, `${path} ${field}: ${JSON.stringify(value)}`);
      }
    }
  }
  assert.equal(await codeOf(gateway, refund, asked), 10000);
});

test('21017: a country that is not open to the app is refused', async () => {
  const { gateway, id } = await paid();
  gateway.app = { ...gateway.app, countries: ['TH'] };
  const fields = { mchRefundOrderId: 'R1', mchVoidOrderId: 'V1', originalTransactionId: id, refundAmount: 1 };
  for (const path of [refund, refunds, voidPath, '/open-api/refund'])
    assert.equal(await codeOf(gateway, path, fields), 21017);
});

test('21401 and 21409: while a refund waits or its channel works on it, no other begins', async () => {
  const { gateway, id } = await paid();
  let answer: () => void = () => {};
  const handedOver = new Promise<void>((resolve) => (answer = resolve));
  gateway.connector = {
    ...gateway.connector,
    async sendRefund() {
      await handedOver;
      return { kind: 'in_progress' };
    },
  };
  const part = (mchRefundOrderId: string) =>
    codeOf(gateway, refund, { mchRefundOrderId, originalTransactionId: id, refundAmount: 1_000 });
  assert.equal(await part('R1'), 10000);
  assert.equal(await part('R2'), 21409);
  answer();
  await gateway.settled();
  assert.equal(await part('R2'), 21401);
});

test('every other situation in which a refund is refused has its code', async () => {
  const rows: [
    code: number,
    prepare: (gateway: BluepayGateway, id: string) => unknown,
    fields?: BluepayFields,
    channel?: BluepayFields,
  ][] = [
    [21402, (gateway) => (gateway.app = { ...gateway.app, switches: { refundsEnabled: false } })],
    [21402, () => {}, {}, { channelType: 'ONLINE_BANKING', channelCode: 'PH_BPI_BANKING' }],
    [21403, (gateway) => gateway.advance(60 * dayMs + 1)],
    [21404, (gateway) => support(gateway, { fullRefund: false }), { refundAmount: 10_000 }],
    [21405, () => {}, {}, { channelType: 'QR', channelCode: 'PH_QRPH_DYNAMIC' }],
    [21406, () => {}, { refundAmount: 10_001 }],
    [21406, () => {}, { refundAmount: 0 }],
    [21406, () => {}, { refundAmount: -1 }],
    [
      21407,
      async (gateway, id) => {
        await gateway.client.call(refund, {
          countryCode: 'PH',
          mchRefundOrderId: 'R1',
          originalTransactionId: id,
          refundAmount: 1,
        });
        await gateway.settled();
      },
    ],
    [
      21408,
      async (gateway) => gateway.client.call(generate, { ...order, mchOrderId: 'WAITS' }),
      { originalTransactionId: undefined, mchOrderId: 'WAITS' },
    ],
    [
      21408,
      (gateway, id) =>
        gateway.client.call(voidPath, { countryCode: 'PH', mchVoidOrderId: 'V1', originalTransactionId: id }),
    ],
    [21014, spendAll],
  ];
  for (const [code, prepare, fields = {}, channel = {}] of rows) {
    const { gateway, id } = await paid(channel);
    await prepare(gateway, id);
    const asked = { mchRefundOrderId: 'R1', originalTransactionId: id, refundAmount: 1_000, ...fields };
    assert.equal(await codeOf(gateway, refund, asked), code, prepare.toString());
  }
});

test('a refund that its channel refuses is told as failed, with its code', async () => {
  const { gateway, id } = await paid();
  gateway.connector = { ...gateway.connector, sendRefund: async () => ({ kind: 'refused', failure: 'refund_failed' }) };
  const asked = { mchRefundOrderId: 'R1', originalTransactionId: id, refundAmount: 1_000, countryCode: 'PH' };
  await gateway.client.call(refund, asked);
  await gateway.settled();
  const { list } = await gateway.client.call(refunds, { countryCode: 'PH', mchRefundOrderId: 'R1' });
  assert.deepEqual(
    [list[0]?.['refundStatus'], list[0]?.['failedCode'], list[0]?.['failedMessage']],
    ['FAILED', -10_010, 'Channel Refund Failed'],
  );
  assert.equal((await gateway.lastTold())?.['eventName'], 'payment.refund.failed');
});

function support(gateway: BluepayGateway, changes: { readonly fullRefund: boolean }): void {
  const channel = gateway.channels.get(order.channelCode);
  if (channel) gateway.channels.set(channel.code, { ...channel, supports: { ...channel.supports, ...changes } });
}
