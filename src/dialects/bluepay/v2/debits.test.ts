// Guards collections of version 2 by a token (bluepay.md 3b.8, 3b.17): what is taken, which code tells why not, and what is told of it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BluepayFields } from '../../../../test/support/bluepay-client.ts';
import { bluepayAppId, type BluepayGateway, createBluepayGateway } from '../../../../test/support/bluepay-gateway.ts';
import { hourMs } from '../../../kernel/clock.ts';

const generate = '/open-api/payment/generate';
const query = '/open-api/payment/query';

const order = {
  mchOrderId: 'DEBIT1',
  amount: 10_000,
  countryCode: 'PH',
  currency: 'PHP',
  channelType: 'DIRECT_DEBIT',
  channelCode: 'PH_GCASH_DIRECT_DEBIT',
  notifyUrl: 'https://merchant.example/debits',
  remark: 'test',
};
const named = { countryCode: 'PH', mchOrderId: 'DEBIT1' };

async function opened() {
  const gateway = await createBluepayGateway('v2');
  const created = await gateway.engine.execute(0, 'create-mandate', {
    id: 'TK000000000000000000000777',
    merchantId: gateway.merchant.id,
    appId: bluepayAppId,
    referenceScope: bluepayAppId,
    reference: 'REQUEST1',
    userId: 'u00012',
    channel: 'PH_GCASH_DIRECT_DEBIT',
    notifyUrl: null,
    returnUrl: null,
    details: {},
  });
  assert.ok(created.ok);
  const payToken = created.value.id;
  await gateway.engine.execute(0, 'decide-mandate', { mandateId: payToken, agreed: true });
  const debit = (change: BluepayFields = {}) => gateway.client.call(generate, { ...order, payToken, ...change });
  return { gateway, payToken, debit };
}

const answering = (gateway: BluepayGateway, sendPayment: NonNullable<BluepayGateway['connector']['sendPayment']>) => {
  gateway.connector = { ...gateway.connector, sendPayment };
};

test('a token is charged: answered, told and found as COMPLETED, with nothing for the payer to do', async () => {
  const { gateway, debit } = await opened();
  const { code, data } = await debit();
  const { transactionId, expiresTime, ...said } = data;
  assert.equal(expiresTime, null);
  assert.deepEqual(
    [code, said],
    [
      10000,
      {
        mchOrderId: 'DEBIT1',
        countryCode: 'PH',
        currency: 'PHP',
        channelType: 'DIRECT_DEBIT',
        channelCode: 'PH_GCASH_DIRECT_DEBIT',
        amount: 10_000,
        payData: null,
        transactionStatus: 'COMPLETED',
        createTime: '2026-03-17 18:30:00',
      },
    ],
  );
  const told = await gateway.lastTold();
  assert.deepEqual(
    [told?.['eventName'], told?.['transactionId'], told?.['channelType'], told?.['transactionStatus']],
    ['payment.success', transactionId, 'DIRECT_DEBIT', 'COMPLETED'],
  );
  const { data: found } = await gateway.client.call(query, named);
  assert.deepEqual([found['transactionStatus'], found['payData']], ['COMPLETED', null]);
});

test('21026: the payer has not got the money; the order has failed, and its number is used', async () => {
  const { gateway, debit } = await opened();
  answering(gateway, async () => ({ kind: 'refused', failure: 'payer_balance_insufficient' }));
  const { code, message } = await debit();
  assert.deepEqual([code, message], [21026, 'Customer Balance not enough']);
  const told = await gateway.lastTold();
  assert.deepEqual([told?.['eventName'], told?.['failedCode']], ['payment.failed', -10003]);
  assert.equal((await gateway.client.call(query, named)).data['transactionStatus'], 'FAILED');
  assert.equal((await debit()).code, 21007);
});

test('what fails for another reason is a FAILED order', async () => {
  const { gateway, debit } = await opened();
  answering(gateway, async () => ({ kind: 'refused', failure: 'limit_exceeded' }));
  const { code, data } = await debit();
  assert.deepEqual([code, data['transactionStatus']], [10000, 'FAILED']);
  assert.equal((await gateway.lastTold())?.['failedCode'], -10001);
});

test('what its channel has not decided is PENDING, cannot be closed, and is taken back after an hour', async () => {
  const answers = [
    [{ kind: 'stopped' }, 'FAILED'],
    [{ kind: 'succeeded', bankReference: 'R1', creditReference: 'B1' }, 'VOIDED'],
  ] as const;
  for (const [answer, status] of answers) {
    const { gateway, debit } = await opened();
    answering(gateway, async () => ({ kind: 'in_progress' }));
    gateway.connector = { ...gateway.connector, sendRefund: async () => answer };
    // Nobody is waited for.
    gateway.engine.endWaits();
    assert.equal((await debit()).data['transactionStatus'], 'PENDING');
    assert.equal((await gateway.client.call('/open-api/payment/close', named)).code, 21025);
    await gateway.advance(hourMs);
    const told = await gateway.lastTold();
    assert.deepEqual(
      [told?.['eventName'], told?.['transactionStatus'], told?.['returnTime']],
      ['payment.failed', status, '2026-03-17T19:30:00+08:00'],
    );
    assert.equal((await gateway.client.call(query, named)).data['transactionStatus'], status);
  }
});

test('of two charges with one number at once one is made', async () => {
  const { debit } = await opened();
  const answers = await Promise.all([debit(), debit(), debit()]);
  assert.deepEqual(
    answers.map(({ code }) => code).toSorted((a, b) => a - b),
    [10000, 21007, 21007],
  );
});

test('21024: no token, one of another channel, one that was cancelled', async () => {
  const { gateway, payToken, debit } = await opened();
  assert.equal((await debit({ payToken: 'TK000000000000000000000778' })).code, 21024);
  const thai = { countryCode: 'TH', currency: 'THB', channelCode: 'TH_BLUEPAY_DIRECT_DEBIT' };
  assert.equal((await debit(thai)).code, 21024);
  await gateway.engine.execute(0, 'cancel-mandate', { mandateId: payToken, by: 'merchant' });
  assert.equal((await debit()).code, 21024);
  assert.equal((await debit({ payToken: undefined })).code, 21002);
});
