// Guards voids of version 2 (bluepay.md 3b.16): what is answered, what is said of the payment from then on, and every code.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type BluepayGateway, createBluepayGateway } from '../../../../test/support/bluepay-gateway.ts';
import type { BluepayFields } from '../../../../test/support/bluepay-client.ts';
import { dayMs } from '../../../kernel/clock.ts';
import {
  generate,
  query,
  refund,
  voidPath,
  order,
  codeOf,
  paid,
  payOrder,
  spendAll,
} from '../../../../test/support/bluepay-refunds.ts';

test('a void gives all of it back, by either name, says VOIDED from then on, and is told of to nobody', async () => {
  for (const byNumber of [false, true]) {
    const { gateway, id } = await paid();
    const told = gateway.notifications.length;
    const name = byNumber ? { mchOrderId: 'ORDER0001' } : { originalTransactionId: id };
    const { code, data } = await gateway.client.call(voidPath, { countryCode: 'PH', mchVoidOrderId: 'V1', ...name });
    assert.equal(code, 10000);
    assert.deepEqual(data, {
      mchVoidOrderId: 'V1',
      voidTransactionId: data['voidTransactionId'],
      originalTransactionId: id,
      mchOrderId: 'ORDER0001',
      amount: 10_000,
      transactionStatus: 'VOIDED',
      createTime: '2026-03-17 18:30:00',
      returnTime: '2026-03-17 18:30:00',
    });
    const found = await gateway.client.call(query, { countryCode: 'PH', transactionId: id });
    assert.equal(found.data['transactionStatus'], 'VOIDED');
    assert.equal('failedCode' in found.data, false);
    assert.equal(gateway.notifications.length, told);
    assert.equal(
      (await gateway.client.call('/open-api/account/balance', { countryCode: 'PH' })).data['balance'],
      '0.00',
    );
  }
});

test('every situation in which a void is refused has its code', async () => {
  const again = (mchVoidOrderId: string) => (gateway: BluepayGateway, id: string) =>
    gateway.client.call(voidPath, { countryCode: 'PH', mchVoidOrderId, originalTransactionId: id });
  const rows: [
    code: number,
    prepare: (gateway: BluepayGateway, id: string) => unknown,
    fields?: BluepayFields,
    channel?: BluepayFields,
  ][] = [
    [
      21500,
      async (gateway) => gateway.client.call(generate, { ...order, mchOrderId: 'WAITS' }),
      { originalTransactionId: undefined, mchOrderId: 'WAITS' },
    ],
    [21501, () => {}, {}, { channelType: 'QR', channelCode: 'PH_QRPH_DYNAMIC' }],
    [
      21501,
      (gateway) =>
        (gateway.connector = {
          ...gateway.connector,
          sendRefund: async () => ({ kind: 'refused', failure: 'channel_rejected' }),
        }),
    ],
    [
      21501,
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
    [21503, (gateway) => gateway.advance(dayMs)],
    [21504, again('V0')],
    [21505, again('V1')],
    [21014, spendAll],
  ];
  for (const [code, prepare, fields = {}, channel = {}] of rows) {
    const { gateway, id } = await paid(channel);
    await prepare(gateway, id);
    const asked = { mchVoidOrderId: 'V1', originalTransactionId: id, ...fields };
    assert.equal(await codeOf(gateway, voidPath, asked), code, prepare.toString());
  }
});

test('21502: what is settled is no longer voided', async () => {
  const gateway = await createBluepayGateway('v2');
  gateway.merchant = { ...gateway.merchant, settlementDays: 1 };
  const id = await payOrder(gateway);
  await gateway.advance(2 * dayMs);
  assert.equal(await codeOf(gateway, voidPath, { mchVoidOrderId: 'V1', originalTransactionId: id }), 21502);
});

test('a void whose channel has not answered is PENDING, and its payment COMPLETED until it has', async () => {
  const { gateway, id } = await paid();
  gateway.connector = { ...gateway.connector, sendRefund: async () => ({ kind: 'in_progress' }) };
  gateway.engine.endWaits();
  const { data } = await gateway.client.call(voidPath, {
    countryCode: 'PH',
    mchVoidOrderId: 'V1',
    originalTransactionId: id,
  });
  assert.deepEqual([data['transactionStatus'], data['returnTime']], ['PENDING', null]);
  const status = async () =>
    (await gateway.client.call(query, { countryCode: 'PH', transactionId: id })).data['transactionStatus'];
  assert.equal(await status(), 'COMPLETED');
  gateway.connector = { ...gateway.connector, queryRefund: async () => ({ kind: 'succeeded', bankReference: 'B9' }) };
  await gateway.advance(dayMs);
  await gateway.settled();
  assert.equal(await status(), 'VOIDED');
});
