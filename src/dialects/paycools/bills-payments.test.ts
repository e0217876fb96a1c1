// Guards what is paid under bills accounts (paycools.md 4.5, 4.7, 4.8): who is told what, what is listed, and what a cancel ends.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  list,
  add,
  both,
  cancel,
  createMany,
  createOne,
  held,
  numbersOf,
  pay,
  request,
  type Fields,
} from '../../../test/support/paycools-bills.ts';
import { createPaycoolsGateway } from '../../../test/support/paycools-gateway.ts';

const lists: [fields: Fields, code: number, amounts: number[]][] = [
  [{}, 1000, [50_000, 60_000, 70_000]],
  [{ channelCode: 'GCASH_STATIC_VA' }, 1000, [50_000, 70_000]],
  [{ channelCode: 'PAYMAYA_STATIC_VA,GCASH_STATIC_VA' }, 1000, [50_000, 60_000, 70_000]],
  // Of the product, but not of this order.
  [{ channelCode: '7ELEVEN_STATIC_VA' }, 1000, []],
  [{ startDate: '2026-03-18', endDate: '2026-03-18' }, 1000, [80_000]],
  [{ startDate: '2026-03-17', endDate: '2026-04-16' }, 1000, [50_000, 60_000, 70_000, 80_000]],
  [{ startDate: '2026-03-17', endDate: '2026-04-17' }, 1009, []],
  [{ startDate: '2026-03-18' }, 1009, []],
  [{ startDate: null }, 1009, []],
  [{ channelCode: 'GCASH_STATIC_VA,' }, 1009, []],
  [{ channelCode: 'INSTA_TRANSFER_ACC' }, 1011, []],
  [{ channelCode: 'GCASH_STATIC_VA,NONE' }, 1011, []],
];

test('4.5 lists what was paid under the numbers of the order, oldest first, also those that are closed', async () => {
  const gateway = await createPaycoolsGateway();
  await createMany(gateway, { description: 'July' });
  await pay(gateway, 50_000n, 'B1');
  gateway.advanceMs(1000);
  await pay(gateway, 60_000n, 'B2', 'PAYMAYA_STATIC_VA');
  await cancel(gateway);
  await createOne(gateway);
  gateway.advanceMs(1000);
  await pay(gateway, 70_000n, 'B3');
  gateway.advanceMs(14 * 3_600_000);
  await pay(gateway, 80_000n, 'B4');
  // Too little for a channel is no matter once it came, but what the merchant does not take was never paid.
  await createOne(gateway, { channelCode: 'PAYMAYA_STATIC_VA', maxAmount: 10_000 });
  await pay(gateway, 90_000n, 'B5', 'PAYMAYA_STATIC_VA');
  for (const [fields, code, amounts] of lists) {
    const answer = await list(gateway, fields);
    assert.equal(answer.code, code, JSON.stringify(fields));
    if (code !== 1000) continue;
    assert.deepEqual(
      answer.data.map((item) => item['transactionAmount']),
      amounts,
      JSON.stringify(fields),
    );
  }
  assert.deepEqual((await list(gateway)).data[0], {
    transactionId: 'C000000000000000000000B1',
    transactionCreateTime: '2026-03-17 10:18:07',
    transactionReturnTime: '2026-03-17 10:18:07',
    transactionAmount: 50_000,
    channelCode: 'GCASH_STATIC_VA',
    transactionStatus: 'COMPLETE',
    remark: 'July',
  });
});

test('4.7 closes every number of the order, leaves its code and its account for transfers, and makes room for new numbers', async () => {
  const gateway = await createPaycoolsGateway();
  const first = await createMany(gateway);
  await gateway.client.call('POST', '/api/v1/qrcode', { ...request, channelCode: 'QRPH_STATIC_QR' });
  await gateway.client.call('POST', '/api/v1/batch/paymentAccount', { ...request, channelCode: 'INSTA_TRANSFER_ACC' });
  await createMany(gateway, { mchOrderId: 'BILL0002' });
  const expected = first.data.paymentVaList.map(({ mchOrderId, channelCode, referenceNumber, biller }) => ({
    mchOrderId,
    channelCode,
    referenceNumber,
    biller,
    status: 'INACTIVE',
  }));
  for (let turn = 0; turn < 2; turn++) {
    const { code, data } = await cancel(gateway);
    assert.equal(code, 1000);
    assert.deepEqual(data, { paymentVaList: expected });
  }
  const states = Object.fromEntries((await held(gateway)).map(({ channel, status }) => [channel, status]));
  assert.deepEqual(states, {
    GCASH_STATIC_VA: 'cancelled',
    PAYMAYA_STATIC_VA: 'cancelled',
    INSTA_TRANSFER_ACC: 'active',
    QRPH_STATIC_QR: 'active',
  });
  assert.equal((await add(gateway, both, 'BILL0002')).code, 1000);
  assert.equal((await createOne(gateway)).code, 1000);
  const again = await createMany(gateway);
  assert.equal(again.code, 1000);
  assert.equal(new Set([...numbersOf(first), ...numbersOf(again)]).size, 4);
});

test('4.8 tells of each payment under its number, in both of its names, and signs what it tells', async () => {
  const gateway = await createPaycoolsGateway();
  const { data } = await createOne(gateway, { description: 'July' });
  await pay(gateway, 50_000n, 'B1');
  const [told] = gateway.notifications;
  assert.ok(told);
  assert.equal(told.url, 'https://merchant.example/events');
  assert.equal(gateway.client.verifyCallback(told.body), true);
  const { sign: _, ...body } = JSON.parse(told.body) as Record<string, unknown>;
  assert.deepEqual(body, {
    eventName: 'payment.success',
    mchOrderId: 'BILL0001',
    transactionId: 'C000000000000000000000B1',
    channelCode: 'GCASH_STATIC_VA',
    referenceNumber: data.referenceNumber,
    paymentCode: data.referenceNumber,
    amount: 50_000,
    transactionStatus: 'COMPLETE',
    createTime: '2026-03-17 10:18:07',
    returnTime: '2026-03-17 10:18:07',
    remark: 'July',
  });
  await pay(gateway, 50_000n, 'B2');
  assert.equal(gateway.notifications.length, 2);
});

const credits: [amountMinor: bigint, booked: string][] = [
  [19_999n, 'suspense'],
  [20_000n, 'completed'],
  [50_000n, 'completed'],
  [50_001n, 'suspense'],
];

test('what lies outside the bounds, or comes after a cancel, is kept in suspense, and nobody is told of a payment', async () => {
  const gateway = await createPaycoolsGateway();
  await createOne(gateway, { minAmount: 20_000, maxAmount: 50_000 });
  const bookedAs = async (amountMinor: bigint, bankReference: string) => {
    const outcome = await pay(gateway, amountMinor, bankReference);
    assert.ok(outcome.ok);
    return outcome.value.booked;
  };
  let tolds = 0;
  for (const [index, [amountMinor, booked]] of credits.entries()) {
    assert.equal(await bookedAs(amountMinor, `B${index}`), booked, String(amountMinor));
    tolds += booked === 'completed' ? 1 : 0;
    assert.equal(gateway.notifications.length, tolds, String(amountMinor));
  }
  await cancel(gateway);
  assert.equal(await bookedAs(20_000n, 'B9'), 'suspense');
  assert.equal(gateway.notifications.length, tolds);
  assert.equal((await list(gateway)).data.length, tolds);
});
