// Guards direct debits (paycools.md 3.9, 10.5 to 10.7): what is taken by a token, what became of it, and how it is told.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Params } from '../../../test/support/paycools-client.ts';
import {
  appId,
  catalogueChannels,
  createPaycoolsGateway,
  type PaycoolsGateway,
} from '../../../test/support/paycools-gateway.ts';
import { hourMs, minuteMs } from '../../kernel/clock.ts';

const pay = '/api/v1/direct/debit/pay';
const query = '/api/v1/direct/debit/query';

const order = {
  appName: 'Demo Shop',
  mchOrderId: 'DEBIT1',
  amount: 50_000,
  channelCode: 'GCASH_DIRECT_DEBIT',
  customerName: 'Juan Dela Cruz',
  email: 'juan@example.com',
  mobile: '09171234567',
  callbackUrl: 'https://merchant.example/debits',
  remark: 'test payment',
};

type Data = Readonly<Record<string, unknown>>;

/** A gateway of an app whose user gave the token `payToken`. */
async function opened() {
  const gateway = await createPaycoolsGateway();
  gateway.channels = catalogueChannels();
  const payToken = 'TK000000000000000000000777';
  const created = await gateway.engine.execute(0, 'create-mandate', {
    id: payToken,
    merchantId: gateway.merchant.id,
    appId,
    referenceScope: appId,
    reference: 'REQUEST1',
    userId: 'u00012',
    channel: 'GCASH_DIRECT_DEBIT',
    notifyUrl: null,
    returnUrl: null,
    details: {},
  });
  assert.ok(created.ok);
  await gateway.engine.execute(0, 'decide-mandate', { mandateId: payToken, agreed: true });
  const ask = async (path: string, fields: Params) => {
    const answer = await gateway.client.call('POST', path, { timestamp: gateway.now(), ...fields });
    return { ...answer, data: answer.data as Data };
  };
  const debit = (change: Params = {}) => ask(pay, { ...order, payToken, ...change });
  const find = async (transactionId: string) => (await ask(query, { transactionId })).data;
  return { gateway, payToken, ask, debit, find };
}

/** What the newest callback says, rightly signed. */
function lastTold({ notifications, client }: PaycoolsGateway): Data {
  const { body = '', url } = notifications.at(-1) ?? {};
  assert.equal(url, order.callbackUrl);
  assert.ok(client.verifyCallback(body), body);
  const { sign: _, ...told } = JSON.parse(body) as Data;
  return told;
}

test('a debit is PENDING at once, and told and found as COMPLETE when its channel has taken the money', async () => {
  const { gateway, payToken, debit, find } = await opened();
  const { code, data } = await debit();
  const transactionId = String(data['transactionId']);
  assert.match(transactionId, /^C\d+$/);
  const said = { mchOrderId: 'DEBIT1', transactionId, channelCode: 'GCASH_DIRECT_DEBIT' };
  assert.deepEqual([code, data], [1000, { ...said, transactionStatus: 'PENDING', channelType: 'DIRECT_DEBIT' }]);
  const { entry, payerCode } = (await gateway.engine.find(0, 'payments', transactionId)) ?? {};
  assert.deepEqual([entry, payerCode], ['debit', payToken]);
  const { mchOrderId: _, channelCode: _channel, amount, ...echoed } = order;
  const found = { ...said, amount, ...echoed, createTime: '2026-03-17 10:18:07' };
  assert.deepEqual(await find(transactionId), { ...found, transactionStatus: 'PENDING', returnTime: null });

  gateway.advanceMs(minuteMs);
  await gateway.engine.execute(0, 'confirm-credit', {
    paymentId: transactionId,
    bankReference: 'B1',
    amountMinor: 50_000n,
  });
  const final = { transactionStatus: 'COMPLETE', returnTime: '2026-03-17 10:19:07' };
  assert.deepEqual(lastTold(gateway), {
    eventName: 'directdebit.payment.success',
    ...said,
    amount,
    createTime: '2026-03-17 10:18:07',
    remark: 'test payment',
    ...final,
  });
  assert.deepEqual(await find(transactionId), { ...found, ...final });
  assert.deepEqual((await gateway.client.call('GET', `/api/v1/payment/${transactionId}`)).data, { ...found, ...final });
  assert.deepEqual(gateway.created, [], 'the sandbox has no page of it to watch');
});

test('a debit that its channel refuses is told as FAILED with the reason', async () => {
  const { gateway, debit, find } = await opened();
  const { data } = await debit({ remark: null, customerName: null, email: null, mobile: null });
  const transactionId = String(data['transactionId']);
  const failure = 'payer_balance_insufficient';
  await gateway.engine.execute(0, 'fail-payment', { paymentId: transactionId, failure });
  assert.deepEqual(lastTold(gateway), {
    eventName: 'directdebit.payment.failed',
    mchOrderId: 'DEBIT1',
    transactionId,
    channelCode: 'GCASH_DIRECT_DEBIT',
    amount: 50_000,
    transactionStatus: 'FAILED',
    createTime: '2026-03-17 10:18:07',
    returnTime: '2026-03-17 10:18:07',
    failedCode: -10003,
    failedMessage: 'Transaction Insufficient Balance',
  });
  const { transactionStatus, customerName, email, mobile, remark } = await find(transactionId);
  assert.deepEqual([transactionStatus, customerName, email, mobile, remark], ['FAILED', null, null, null, null]);
});

test('what its channel has not decided within the hour is taken back: told and found as FAILED, whichever way it went', async () => {
  for (const result of [
    { kind: 'stopped' },
    { kind: 'succeeded', bankReference: 'R1', creditReference: 'B1' },
  ] as const) {
    const { gateway, debit, find } = await opened();
    const { data } = await debit();
    const paymentId = String(data['transactionId']);
    gateway.advanceMs(hourMs);
    assert.ok((await gateway.engine.execute(0, 'expire-payment', { paymentId })).ok);
    assert.equal((await find(paymentId))['transactionStatus'], 'PENDING', 'nobody knows yet');
    const { lastRefundId } = (await gateway.engine.find(0, 'payments', paymentId)) ?? {};
    assert.ok(lastRefundId);
    const told = gateway.notifications.length;
    gateway.advanceMs(minuteMs);
    assert.ok((await gateway.engine.execute(0, 'settle-refund', { refundId: lastRefundId, paymentId, result })).ok);
    assert.equal(gateway.notifications.length, told + 1);
    const final = { transactionStatus: 'FAILED', returnTime: '2026-03-17 11:19:07' };
    const { eventName, transactionStatus, returnTime, failedCode } = lastTold(gateway);
    assert.deepEqual(
      [eventName, { transactionStatus, returnTime }, failedCode],
      ['directdebit.payment.failed', final, -10006],
    );
    for (const found of [
      await find(paymentId),
      (await gateway.client.call('GET', `/api/v1/payment/${paymentId}`)).data as Data,
    ]) {
      assert.deepEqual({ transactionStatus: found['transactionStatus'], returnTime: found['returnTime'] }, final);
    }
  }
});

test('1012: of debits with one number at once one is taken', async () => {
  const { debit } = await opened();
  const answers = await Promise.all([debit(), debit(), debit({ amount: 60_000 })]);
  assert.deepEqual(
    answers.map(({ code }) => code).toSorted((a, b) => a - b),
    [1000, 1012, 1012],
  );
});

test('1012: a number that a checkout has is used', async () => {
  const { gateway, debit } = await opened();
  const created = await gateway.engine.execute(0, 'create-checkout', {
    id: 'CH000000000000000000000777',
    merchantId: gateway.merchant.id,
    appId,
    referenceScope: appId,
    reference: 'CHECKOUT1',
    currency: 'PHP',
    amountMinor: 50_000n,
    channels: ['GCASH_URL'],
    expirySeconds: 3600,
    notifyUrl: null,
    returnUrl: null,
    language: null,
    logoUrl: null,
    details: {},
  });
  assert.ok(created.ok);
  assert.equal((await debit({ mchOrderId: 'CHECKOUT1' })).code, 1012);
});

test('1009: nothing is taken by a token that is nobody’s, for another channel, of another app, or has ended', async () => {
  const { gateway, debit, payToken } = await opened();
  const mandate = await gateway.engine.find(0, 'mandates', payToken);
  assert.ok(mandate);
  const others = [
    { id: 'TK000000000000000000000778', reference: 'R8', appId: 'another', referenceScope: 'another' },
    { id: 'TK000000000000000000000779', reference: 'R9', status: 'requested', decidedAt: null } as const,
  ].map((change) => ({ ...mandate, ...change }));
  const mandates = { inserted: others, updated: [], removed: [] };
  await gateway.engine.store(0).transact((transaction) => transaction.save({ mandates }));
  const message = 'request params invalid: payToken is no active token for this channel';
  const refused = async (change: Params) => {
    const answer = await debit(change);
    assert.deepEqual([answer.code, answer.message], [1009, message], JSON.stringify(change));
  };
  for (const { id } of others) await refused({ payToken: id });
  await refused({ payToken: 'TK' });
  await refused({ payToken: "' or 1=1" });
  await refused({ channelCode: 'PAYMAYA_DIRECT_DEBIT' });
  await gateway.engine.execute(0, 'cancel-mandate', { mandateId: payToken, by: 'payer' });
  await refused({});
});

test('each thing that is wrong with a debit has its code', async () => {
  const { gateway, debit, ask } = await opened();
  assert.equal((await debit({ mchOrderId: 'USED' })).code, 1000);
  const rows: [change: Params, code: number, message: string][] = [
    [{ appName: null }, 1009, 'appName is required'],
    [{ timestamp: null }, 1009, 'timestamp is required'],
    [{ timestamp: 1 }, 1009, 'timestamp must be within 10 minutes of now'],
    [{ mchOrderId: 'NOT-LETTERS' }, 1009, 'mchOrderId must be 1 to 32 letters and digits'],
    [{ amount: 0 }, 1009, 'amount must be a positive integer of centavos'],
    [{ amount: '50000' }, 1009, 'amount must be an integer'],
    [{ amount: 99 }, 1009, 'amount must not be below 100'],
    [{ payToken: null }, 1009, 'payToken is required'],
    [{ callbackUrl: null }, 1009, 'callbackUrl is required'],
    [
      { callbackUrl: 'ftp://m.example' },
      1009,
      'callbackUrl must be an http(s) URL without credentials, up to 256 long',
    ],
    [{ mobile: '639171234567' }, 1009, 'mobile must be 11 digits starting with 09'],
    [{ customerName: 'x'.repeat(129) }, 1009, 'customerName must have at most 128 characters'],
    [{ remark: 'x'.repeat(257) }, 1009, 'remark must have at most 256 characters'],
    [{ email: 'nobody' }, 1015, 'request email invalid'],
    [{ channelCode: 'NONE' }, 1011, 'merchant channel unavailable'],
    [{ channelCode: 'GCASH_URL' }, 1011, 'merchant channel unavailable'],
    [{ channelCode: 'PH_GCASH_DIRECT_DEBIT' }, 1011, 'merchant channel unavailable'],
    [{ amount: 19_022 }, 1011, 'merchant channel unavailable'],
    [{ amount: 5_000_001 }, 1007, 'transaction exceed limit'],
    [{ mchOrderId: 'USED' }, 1012, 'merchant order id is repeat'],
  ];
  for (const [change, code, message] of rows) {
    const answer = await debit({ mchOrderId: 'NEXT', ...change });
    const expected = code === 1009 ? `request params invalid: ${message}` : message;
    assert.deepEqual([answer.code, answer.message], [code, expected], JSON.stringify(change));
  }
  assert.equal(await gateway.engine.find(0, 'paymentsByReference', appId, 'NEXT'), undefined);
  assert.equal((await ask(query, {})).message, 'request params invalid: transactionId is required');
  assert.equal((await ask(query, { transactionId: 'C1', timestamp: null })).code, 1009);
});

test('1008: a debit that does not exist, another app’s, and a payment that is no debit are not found', async () => {
  const { gateway, ask, debit } = await opened();
  const { data } = await debit();
  const web = await gateway.client.call('POST', '/api/v1/payment', {
    ...order,
    mchOrderId: 'WEB1',
    channelCode: 'GCASH_URL',
    redirectUrl: 'https://merchant.example/done',
  });
  assert.equal(web.code, 1000);
  const webId = String((web.data as Data)['transactionId']);
  for (const transactionId of ['C000000000000000000000000', 'x', "' or 1=1", webId]) {
    const answer = await ask(query, { transactionId });
    assert.deepEqual([answer.code, answer.message], [1008, 'transaction not found'], transactionId);
  }
  const find = gateway.engine.find;
  gateway.engine.find = (async (...question: Parameters<typeof find>) => {
    const row = await find(...question);
    return row && { ...row, appId: 'another' };
  }) as typeof find;
  assert.equal((await ask(query, { transactionId: String(data['transactionId']) })).code, 1008);
});
