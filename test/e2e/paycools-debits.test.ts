// PayCools' direct debit over HTTP as a merchant and its user go through it: asked, agreed on the page, told, charged, cancelled.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { anOrderId, type TestMerchant } from '../support/merchant.ts';
import type { Params } from '../support/paycools-client.ts';

let gateway: TestGateway;
let merchant: TestMerchant;
before(async () => {
  gateway = await startTestGateway();
  merchant = await gateway.merchant();
});
after(() => gateway.close());

type Data = Readonly<Record<string, unknown>>;

const apply = '/api/v1/direct/debit/token/apply';
const cancel = '/api/v1/direct/debit/token/cancel';

async function ask(path: string, fields: Params) {
  const timestamp = gateway.gateway.core.clock.now();
  const answer = await merchant.client.call('POST', path, { timestamp, ...fields });
  return { ...answer, data: (answer.data ?? {}) as Data };
}

/** The merchant's own numbers are unique in this process, so one callback is meant. */
async function told(about: string, eventName: string): Promise<Data> {
  const found = await eventually(() =>
    merchant.receiver.received.find(({ body, fields }) => body.includes(about) && fields['eventName'] === eventName),
  );
  assert.ok(merchant.client.verifyCallback(found.body), found.body);
  return found.fields;
}

async function requested(userId: string, change: Params = {}) {
  const requestId = anOrderId();
  const { code, message, data } = await ask(apply, {
    userId,
    requestId,
    channelCode: 'GCASH_DIRECT_DEBIT',
    terminalType: 'WEB',
    notifyUrl: `${merchant.receiver.url}/tokens`,
    redirectUrl: `${gateway.url}/healthz`,
    ...change,
  });
  assert.equal(code, 1000, message);
  return { requestId, authUrl: String(data['authUrl']) };
}

/** A token that its user gave. */
async function given(userId: string): Promise<string> {
  const { requestId } = await requested(userId);
  await gateway.act(requestId, 'authorised');
  return String((await told(requestId, 'token.create.success'))['paytoken']);
}

const charge = (payToken: string, change: Params = {}) =>
  ask('/api/v1/direct/debit/pay', {
    appName: 'Demo Shop',
    mchOrderId: anOrderId(),
    amount: 10_000,
    channelCode: 'GCASH_DIRECT_DEBIT',
    payToken,
    callbackUrl: `${merchant.receiver.url}/debits`,
    remark: 'fare',
    ...change,
  });

const statusOf = async (transactionId: string) => (await ask('/api/v1/direct/debit/query', { transactionId })).data;

test('a user agrees on the page, is charged twice, and no more once his token is cancelled', async () => {
  const { requestId, authUrl } = await requested('u1');
  const page = await (await fetch(authUrl)).text();
  const action = /action="([^"]+\/agree)"/.exec(page)?.[1];
  assert.ok(action);
  assert.equal((await fetch(gateway.url + action, { method: 'POST', redirect: 'manual' })).status, 303);
  const created = await told(requestId, 'token.create.success');
  const payToken = String(created['paytoken']);
  assert.match(payToken, /^TK\d+$/);
  assert.deepEqual(
    [created['userId'], created['countryCode'], created['tokenStatus'], 'payToken' in created],
    ['u1', 'PH', 'ACTIVED', false],
  );

  const before = await merchant.balance();
  for (const _ of [1, 2]) {
    const { code, data } = await charge(payToken);
    assert.deepEqual([code, data['transactionStatus'], data['channelType']], [1000, 'PENDING', 'DIRECT_DEBIT']);
    const transactionId = String(data['transactionId']);
    const callback = await told(transactionId, 'directdebit.payment.success');
    assert.deepEqual(
      [callback['transactionStatus'], callback['amount'], callback['channelCode'], callback['remark']],
      ['COMPLETE', 10_000, 'GCASH_DIRECT_DEBIT', 'fare'],
    );
    const found = await statusOf(transactionId);
    assert.deepEqual(
      [found['transactionStatus'], found['amount'], found['returnTime'], found['mchOrderId']],
      ['COMPLETE', 10_000, callback['returnTime'], data['mchOrderId']],
    );
  }
  assert.equal((await merchant.balance()) - before, 20_000);

  const cancelled = await ask(cancel, { userId: 'u1', payToken });
  assert.deepEqual([cancelled.code, cancelled.data['inactiveType']], [1000, 'MCH_CANCEL']);
  assert.equal((await told(requestId, 'token.cancel.success'))['paytoken'], payToken);
  const refused = await charge(payToken);
  assert.deepEqual(
    [refused.code, refused.message],
    [1009, 'request params invalid: payToken is no active token for this channel'],
  );
});

test('the sandbox plays the user by the number of the request; what he declines or takes back is told', async () => {
  const declined = await requested('u2', { terminalType: 'WAP', osType: 'IOS' });
  await gateway.act(declined.requestId, 'failed');
  const callback = await told(declined.requestId, 'token.create.failed');
  assert.deepEqual([callback['requestId'], 'paytoken' in callback], [declined.requestId, false]);
  assert.equal((await gateway.sandbox('act', { reference: declined.requestId, outcome: 'authorised' })).status, 409);

  const payToken = await given('u2');
  await gateway.act(payToken, 'revoked');
  assert.equal((await told(payToken, 'token.cancel.success'))['inactiveType'], 'USER_CANCEL');
  const { data } = await ask('/api/v1/direct/debit/token/query', { userId: 'u2' });
  const list = data['tokenList'] as Data[];
  assert.deepEqual(
    list.map((token) => [token['payToken'], token['tokenStatus'], token['inactiveType']]),
    [[payToken, 'INACTIVED', 'USER_CANCEL']],
  );
});

test('a public inbox knows whose the callback of a token is, also where there is only the number of its request', async () => {
  const notifyUrl = `${gateway.url}/sandbox/inbox/tokens`;
  for (const [outcome, event] of [
    ['failed', 'token.create.failed'],
    ['authorised', 'token.create.success'],
  ] as const) {
    const { requestId } = await requested('u7', { notifyUrl });
    await gateway.act(requestId, outcome);
    const kept = await eventually(async () => {
      const rows = (await (await fetch(notifyUrl)).json()) as Data[];
      return rows.find(({ body }) => String(body).includes(requestId));
    });
    assert.deepEqual([kept['dialect'], kept['signatureValid'], kept['eventName']], ['paycools', true, event]);
  }
});

test('what the platform ends is told, and found by operators', async () => {
  const payToken = await given('u3');
  assert.equal((await gateway.admin('POST', `/mandates/${payToken}/cancel`)).status, 200);
  assert.equal((await told(payToken, 'token.cancel.success'))['inactiveType'], 'PLATFORM_CANCEL');
  const found = await gateway.manage<{ event: string }[]>('GET', `/notifications?reference=${payToken}`);
  assert.deepEqual(found.map(({ event }) => event).sort(), ['mandate.cancelled', 'mandate.created']);
});

// The last four digits say what the channel does (docs/sandbox.md).
const failing: [amount: number, failedCode: number][] = [
  [19_003, -10003],
  [19_004, -10004],
  [19_014, -10003],
];
for (const [amount, failedCode] of failing) {
  test(`a debit of ${amount} is told as FAILED with ${failedCode}`, async () => {
    const payToken = await given('u4');
    const { code, data } = await charge(payToken, { amount });
    assert.deepEqual([code, data['transactionStatus']], [1000, 'PENDING']);
    const transactionId = String(data['transactionId']);
    assert.equal((await told(transactionId, 'directdebit.payment.failed'))['failedCode'], failedCode);
    assert.equal((await statusOf(transactionId))['transactionStatus'], 'FAILED');
  });
}

test('a debit that its channel never decides is taken back after its hour, and FAILED', async () => {
  const payToken = await given('u5');
  const { data } = await charge(payToken, { amount: 19_020 });
  const transactionId = String(data['transactionId']);
  assert.equal((await statusOf(transactionId))['transactionStatus'], 'PENDING');
  await gateway.advance(3_601);
  const callback = await told(transactionId, 'directdebit.payment.failed');
  const found = await statusOf(transactionId);
  assert.deepEqual([found['transactionStatus'], found['returnTime']], ['FAILED', callback['returnTime']]);
});

test('1012 and 1008: numbers are used once, and one merchant knows nothing of another’s tokens and debits', async () => {
  const payToken = await given('u6');
  const mchOrderId = anOrderId();
  const { data } = await charge(payToken, { mchOrderId });
  assert.equal((await charge(payToken, { mchOrderId })).code, 1012);
  const stranger = await gateway.merchant();
  const timestamp = gateway.gateway.core.clock.now();
  const asked: [path: string, fields: Params, code: number][] = [
    ['/api/v1/direct/debit/query', { transactionId: String(data['transactionId']) }, 1008],
    [cancel, { userId: 'u6', payToken }, 1008],
  ];
  for (const [path, fields, code] of asked) {
    const answer = await stranger.client.call('POST', path, { timestamp, ...fields });
    assert.equal(answer.code, code, path);
  }
  assert.equal((await ask(cancel, { userId: 'u6', payToken })).code, 1000, 'it is still there');
});
