// Guards direct debits of version 1 (bluepay.md 3.16, 3.17, 4.7): what is taken by a token, what became of it, and how it is told.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BluepayFields } from '../../../../test/support/bluepay-client.ts';
import { bluepayAppId, type BluepayGateway, createBluepayGateway } from '../../../../test/support/bluepay-gateway.ts';
import { hourMs } from '../../../kernel/clock.ts';

const pay = '/open-api/direct/debit/pay';
const detail = '/open-api/direct/debit/detail';

const order = {
  mchOrderId: 'DEBIT1',
  amount: 50_000,
  channelCode: 'BLUEPAY_DIRECT_DEBIT',
  notifyUrl: 'https://merchant.example/debits',
  remark: 'test payment',
};

/** A gateway of an app whose user gave the token `payToken`. */
async function opened() {
  const gateway = await createBluepayGateway('v1');
  const created = await gateway.engine.execute(0, 'create-mandate', {
    id: 'TK000000000000000000000777',
    merchantId: gateway.merchant.id,
    appId: bluepayAppId,
    referenceScope: bluepayAppId,
    reference: 'REQUEST1',
    userId: 'u00012',
    channel: 'BLUEPAY_DIRECT_DEBIT',
    notifyUrl: null,
    returnUrl: null,
    details: {},
  });
  assert.ok(created.ok);
  const payToken = created.value.id;
  await gateway.engine.execute(0, 'decide-mandate', { mandateId: payToken, agreed: true });
  const debit = (change: BluepayFields = {}, path = pay) =>
    gateway.client.call(path, { ...order, payToken, ...change });
  return { gateway, payToken, debit };
}

const answering = (gateway: BluepayGateway, sendPayment: NonNullable<BluepayGateway['connector']['sendPayment']>) => {
  gateway.connector = { ...gateway.connector, sendPayment };
};

test('a debit is answered, told and found as COMPLETED once its channel has taken the money', async () => {
  const { gateway, payToken, debit } = await opened();
  gateway.merchant = { ...gateway.merchant, fees: { payment: { fixedMinor: 200n, basisPoints: 0 } } };
  const sent: unknown[] = [];
  answering(gateway, async ({ id, entry, payerCode }) => {
    sent.push([entry, payerCode]);
    return { kind: 'succeeded', bankReference: `B${id}` };
  });
  const { code, data } = await debit();
  const { transactionId } = data;
  const said = { mchOrderId: 'DEBIT1', transactionId, channelCode: 'BLUEPAY_DIRECT_DEBIT', amount: 50_000 };
  const more = { notifyUrl: order.notifyUrl, remark: 'test payment', transactionStatus: 'COMPLETED' };
  assert.deepEqual([code, data], [10000, { ...said, ...more, createTime: '2026-03-17 17:30:00' }]);
  assert.deepEqual(sent, [['debit', payToken]]);
  assert.equal(gateway.notifications.at(-1)?.url, order.notifyUrl);
  assert.deepEqual(await gateway.lastTold(), {
    eventName: 'direct.debit.success',
    ...said,
    transactionStatus: 'COMPLETED',
    createTime: '2026-03-17T18:30:00+08:00',
    returnTime: '2026-03-17T18:30:00+08:00',
    remark: 'test payment',
  });
  assert.deepEqual((await gateway.client.call(detail, { mchOrderId: 'DEBIT1' })).data, {
    ...said,
    ...more,
    transactionCreateTime: '2026-03-17 17:30:00',
    transactionReturnTime: '2026-03-17 17:30:00',
    createTime: '2026-03-17 17:30:00',
    updateTime: '2026-03-17 17:30:00',
    fee: 200,
    totalAmount: 50_200,
  });
  assert.deepEqual(gateway.created, [], 'the sandbox has no page of it to watch');
});

test('a debit that its channel refuses has FAILED, and says why', async () => {
  const { gateway, debit } = await opened();
  answering(gateway, async () => ({ kind: 'refused', failure: 'payer_balance_insufficient' }));
  const { code, data } = await debit();
  const failed = { failedCode: -10003, failedMessage: 'Transaction Insufficient Balance' };
  const failedOf = ({ transactionStatus, failedCode, failedMessage }: BluepayFields) => [
    transactionStatus,
    { failedCode, failedMessage },
  ];
  assert.deepEqual([code, failedOf(data)], [10000, ['FAILED', failed]]);
  const told = (await gateway.lastTold()) ?? {};
  assert.deepEqual([told['eventName'], failedOf(told)], ['direct.debit.failed', ['FAILED', failed]]);
  const { data: found } = await gateway.client.call(detail, { mchOrderId: 'DEBIT1' });
  assert.deepEqual(failedOf(found), ['FAILED', failed]);
});

test('what its channel has not decided is PENDING, and after an hour it is taken back and told as FAILED', async () => {
  const stopped = { kind: 'stopped' } as const;
  const cameAndWentBack = { kind: 'succeeded', bankReference: 'R1', creditReference: 'B1' } as const;
  for (const answer of [stopped, cameAndWentBack]) {
    const { gateway, debit } = await opened();
    answering(gateway, async () => ({ kind: 'in_progress' }));
    gateway.connector = { ...gateway.connector, sendRefund: async () => answer };
    // Nobody is waited for.
    gateway.engine.endWaits();
    assert.equal((await debit()).data['transactionStatus'], 'PENDING');
    const { data } = await gateway.client.call(detail, { mchOrderId: 'DEBIT1' });
    assert.deepEqual([data['transactionStatus'], data['transactionReturnTime']], ['PENDING', null]);
    await gateway.advance(hourMs);
    const told = await gateway.lastTold();
    assert.deepEqual(
      [told?.['eventName'], told?.['transactionStatus'], told?.['returnTime']],
      ['direct.debit.failed', 'FAILED', '2026-03-17T19:30:00+08:00'],
    );
    const { data: found } = await gateway.client.call(detail, { mchOrderId: 'DEBIT1' });
    assert.equal(found['transactionStatus'], 'FAILED', answer.kind);
  }
});

test('a debit that its merchant voids was COMPLETED, and no second notification follows', async () => {
  const { gateway, debit } = await opened();
  const { transactionId: originalTransactionId } = (await debit()).data;
  const asked = { mchVoidOrderId: 'V1', originalTransactionId };
  assert.equal((await gateway.client.call('/open-api/payment/void', asked)).code, 10000);
  const { data } = await gateway.client.call(detail, { mchOrderId: 'DEBIT1' });
  assert.equal(data['transactionStatus'], 'COMPLETED');
  assert.equal(new Set(gateway.notifications.map(({ id }) => id)).size, 2, 'of the token and of the debit');
});

test('of two debits with one number at once one is taken', async () => {
  const { gateway, debit } = await opened();
  const answers = await Promise.all([debit(), debit(), debit({ amount: 60_000 })]);
  assert.deepEqual(
    answers.map(({ code }) => code).toSorted((a, b) => a - b),
    [10000, 21007, 21007],
  );
  const told = gateway.notifications.filter(({ event }) => event === 'payment.completed');
  assert.equal(told.length, 1);
});

test('each thing that is wrong with a debit has its code', async () => {
  const { gateway, payToken, debit } = await opened();
  assert.equal((await debit({ mchOrderId: 'USED' })).code, 10000);
  const qr = { channelCode: 'THAI_DYNAMIC_QR', mchOrderId: 'QR1', amount: 100, notifyUrl: order.notifyUrl };
  assert.equal((await gateway.client.call('/open-api/qr/generate', qr)).code, 10000);
  const rows: [change: BluepayFields, code: number][] = [
    [{ payToken: undefined }, 21002],
    [{ notifyUrl: undefined }, 21002],
    [{ mchOrderId: 'NOT-LETTERS' }, 21002],
    [{ amount: 0 }, 21002],
    [{ amount: '50000' }, 21002],
    [{ remark: 'x'.repeat(257) }, 21002],
    [{ payToken: 'TK000000000000000000000778' }, 21002],
    [{ channelCode: 'NONE' }, 21005],
    [{ channelCode: 'TRUEMONEY_URL' }, 21005],
    [{ channelCode: 'PH_GCASH_DIRECT_DEBIT' }, 21005],
    [{ amount: 50_000_001 }, 21010],
    [{ mchOrderId: 'USED' }, 21007],
    [{ mchOrderId: 'QR1' }, 21007],
  ];
  for (const [change, code] of rows) {
    assert.equal((await debit({ mchOrderId: 'NEXT', ...change })).code, code, JSON.stringify(change));
  }
  await gateway.engine.execute(0, 'cancel-mandate', { mandateId: payToken, by: 'payer' });
  assert.equal((await debit({ mchOrderId: 'NEXT' })).code, 21002, 'nothing is taken by a token that was cancelled');
  for (const mchOrderId of ['NEXT', 'QR1'])
    assert.equal((await gateway.client.call(detail, { mchOrderId })).code, 21006);
  assert.equal((await gateway.client.call('/open-api/webpay/detail', { mchOrderId: 'USED' })).code, 21006);
});

test('the large merchant’s paths are there where an operator opened them, and say its fields again', async () => {
  const [jtPay, jtDetail] = ['/open-api/jt/direct/debit/pay', '/open-api/jt/direct/debit/detail'];
  const { gateway, debit } = await opened();
  assert.equal((await debit({}, jtPay)).code, 21002);
  assert.equal((await gateway.client.call(jtDetail, { mchOrderId: 'DEBIT1' })).code, 21002);
  gateway.app = { ...gateway.app, switches: { jt: true } };
  const items = [{ subOrderId: 'S1', amount: 50_000, regionNo: 'R1', branchNo: 'B1', courierNo: 'C1' }];
  for (const change of [{ businessType: 3 }, { projectType: 'HOME' }, { items: [{ subOrderId: 'S1' }] }]) {
    assert.equal((await debit(change, jtPay)).code, 21002, JSON.stringify(change));
  }
  assert.equal((await debit({ businessType: 2, projectType: 'VIP', items }, jtPay)).code, 10000);
  assert.equal((await debit({ mchOrderId: 'DEBIT2' }, jtPay)).code, 10000);
  const saidOf = async (mchOrderId: string) => {
    const { businessType, projectType, items } = (await gateway.client.call(jtDetail, { mchOrderId })).data;
    return { businessType, projectType, items };
  };
  assert.deepEqual(await saidOf('DEBIT1'), { businessType: 2, projectType: 'VIP', items });
  assert.deepEqual(await saidOf('DEBIT2'), { businessType: 1, projectType: 'PPCASH', items: null });
});
