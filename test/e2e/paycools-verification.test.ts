// The question before a bill is collected (paycools.md 4.3), over HTTP with a merchant's real receiver: what lets the payer's money in,
// what keeps it out, and that nobody else waits for the answer.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { anOrderId, type TestMerchant } from '../support/merchant.ts';
import type { Params } from '../support/paycools-client.ts';
import { acknowledged, type Received, type ReceiverAnswer } from '../support/receiver.ts';

let gateway: TestGateway;

before(async () => {
  gateway = await startTestGateway();
});
after(() => gateway.close());

const permission: ReceiverAnswer = { body: '{"code":2000,"msg":"Success"}' };

interface Shop {
  readonly merchant: TestMerchant;
  /** What it answers when it is asked; callbacks it acknowledges. */
  verdict: (question: Received) => ReceiverAnswer | Promise<ReceiverAnswer>;
  questions(): readonly Received[];
  callbacks(): readonly Received[];
  /** A number for one payer. */
  number(params?: Params): Promise<{ readonly referenceNumber: string; readonly mchOrderId: string }>;
}

async function aShop(switches: object = { verification: true }, at = gateway): Promise<Shop> {
  const merchant = await at.merchant();
  const { receiver, client } = merchant;
  await at.manage('PATCH', `/apps/${merchant.appId}`, {
    switches,
    callbackUrls: { merchant: `${receiver.url}/merchant` },
  });
  const isQuestion = ({ fields }: Received) => fields['eventName'] === 'payment.verification';
  const shop: Shop = {
    merchant,
    verdict: () => permission,
    questions: () => receiver.received.filter(isQuestion),
    callbacks: () => receiver.received.filter((received) => !isQuestion(received)),
    async number(params = {}) {
      const mchOrderId = anOrderId();
      const { code, data, message } = await client.call('POST', '/api/v1/paymentCode', {
        appName: 'Sari Sari Store',
        mchOrderId,
        channelCode: 'GCASH_STATIC_VA',
        customerName: 'Juan Dela Cruz',
        email: 'juan@example.com',
        ...params,
      });
      assert.equal(code, 1000, message);
      return data as { referenceNumber: string; mchOrderId: string };
    },
  };
  receiver.answer = (received) => (isQuestion(received) ? shop.verdict(received) : acknowledged);
  return shop;
}

const pay = (reference: string, amount: number, more: object = {}) =>
  gateway.sandbox('act', { reference, outcome: 'paid', amount, ...more });

async function refused(reference: string, amount: number, why: RegExp): Promise<void> {
  const { status, body } = await pay(reference, amount);
  assert.equal(status, 409, JSON.stringify(body));
  assert.match(String(body['message']), why);
}

test('2000: the payment is collected and booked, and the merchant had been asked with a signed question', async () => {
  const shop = await aShop();
  const { referenceNumber, mchOrderId } = await shop.number();
  const answer = await pay(referenceNumber, 50_010, { mobile: '09171234567' });
  assert.deepEqual(answer, { status: 200, body: { ok: true } });
  const [question] = shop.questions();
  assert.ok(question);
  const { createTime, sign, ...members } = question.fields;
  assert.deepEqual(members, {
    eventName: 'payment.verification',
    mchOrderId,
    referenceNumber,
    amount: 50_010,
    mobile: '09171234567',
  });
  assert.match(String(createTime), /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/);
  assert.match(String(sign), /^[0-9a-f]{40}$/);
  assert.ok(shop.merchant.client.verifyCallback(question.body));
  assert.equal(question.path, '/merchant');
  assert.equal(question.headers['content-type'], 'application/json');
  const callback = await eventually(() => shop.callbacks()[0]);
  assert.deepEqual(
    [callback.fields['eventName'], callback.fields['referenceNumber'], callback.fields['amount']],
    ['payment.success', referenceNumber, 50_010],
  );
  assert.equal(await shop.merchant.balance(), 50_010);
});

test('an unknown mobile number is asked about as an empty text that is not signed', async () => {
  const shop = await aShop();
  const { referenceNumber } = await shop.number();
  assert.equal((await pay(referenceNumber, 50_010)).status, 200);
  const [question] = shop.questions();
  assert.equal(question?.fields['mobile'], '');
  assert.ok(shop.merchant.client.verifyCallback(question.body));
});

test('"2000" as a text permits the payment as well', async () => {
  const shop = await aShop();
  shop.verdict = () => ({ body: '{"code":"2000","msg":"Success"}' });
  assert.equal((await pay((await shop.number()).referenceNumber, 50_010)).status, 200);
});

const refusals: readonly [title: string, answer: ReceiverAnswer][] = [
  ['1000', { body: '{"code":1000,"msg":"Failed"}' }],
  ['1001', { body: '{"code":1001,"msg":"reference number unknown"}' }],
  ['1002', { body: '{"code":1002,"msg":"amount over the limit"}' }],
  ['the answer of a callback', acknowledged],
  ['HTTP 500', { status: 500, body: '{"code":2000}' }],
  ['HTTP 201', { status: 201, body: '{"code":2000}' }],
  ['a redirect', { status: 302, body: '{"code":2000}' }],
  ['a web page', { body: '<html>2000</html>' }],
  ['cut JSON', { body: '{"code":2000' }],
  ['nothing', { body: '' }],
];
for (const [title, answer] of refusals) {
  test(`a merchant who answers ${title} does not permit the payment: nothing is collected, and he is asked once`, async () => {
    const shop = await aShop();
    shop.verdict = () => answer;
    const { referenceNumber } = await shop.number();
    await refused(referenceNumber, 50_010, /did not permit the payment/);
    assert.equal(shop.questions().length, 1);
    assert.equal(await shop.merchant.balance(), 0);
    shop.verdict = () => permission;
    assert.equal((await pay(referenceNumber, 20_000)).status, 200);
    assert.equal(await shop.merchant.balance(), 20_000);
    const told = await eventually(() => shop.callbacks()[0]);
    assert.equal(told.fields['amount'], 20_000, 'of the payment that was refused nobody is told');
  });
}

test('a merchant who says nothing is waited for, 5 s, while 50 other payments complete; then the payment is refused', async () => {
  const shop = await aShop();
  const [silent, ...others] = await Promise.all(Array.from({ length: 51 }, () => shop.number()));
  assert.ok(silent);
  shop.verdict = ({ fields }) =>
    fields['referenceNumber'] === silent.referenceNumber ? new Promise(() => {}) : permission;
  let ended = false;
  const hanging = refused(silent.referenceNumber, 50_010, /No complete answer came within 5 s/).finally(() => {
    ended = true;
  });
  await eventually(() => shop.questions().length === 1);
  const answers = await Promise.all(others.map(({ referenceNumber }) => pay(referenceNumber, 1_000)));
  for (const { status, body } of answers) assert.equal(status, 200, JSON.stringify(body));
  assert.equal(await shop.merchant.balance(), 50_000);
  assert.equal(ended, false, 'the question still hung when they were done');
  await hanging;
  assert.equal(await shop.merchant.balance(), 50_000);
});

test('a merchant who is not there, or has no address, permits nothing', async () => {
  const shop = await aShop();
  const { referenceNumber } = await shop.number();
  await gateway.manage('PATCH', `/apps/${shop.merchant.appId}`, { callbackUrls: { merchant: 'http://127.0.0.1:1/' } });
  await refused(referenceNumber, 50_010, /connection was refused/);
  await gateway.manage('PATCH', `/apps/${shop.merchant.appId}`, { callbackUrls: { merchant: null } });
  await refused(referenceNumber, 50_010, /no address/);
  assert.equal(await shop.merchant.balance(), 0);
});

test('an account that is cancelled while its merchant thinks takes nothing, although he permits it', async () => {
  const shop = await aShop();
  const { referenceNumber, mchOrderId } = await shop.number();
  shop.verdict = async () => {
    const cancelled = await shop.merchant.client.call('POST', '/api/v1/paymentCode/cancel', { mchOrderId });
    assert.equal(cancelled.code, 1000);
    return permission;
  };
  await refused(referenceNumber, 50_010, /can no longer be paid/);
  assert.equal(shop.questions().length, 1);
  assert.equal(await shop.merchant.balance(), 0);
});

test('what the account itself does not take is refused without a question', async () => {
  const shop = await aShop();
  const bounded = await shop.number({ minAmount: 20_000, maxAmount: 30_000 });
  await refused(bounded.referenceNumber, 19_999, /must not be below 20000/);
  await refused(bounded.referenceNumber, 30_001, /must not be above 30000/);
  const { mchOrderId, referenceNumber } = await shop.number();
  await shop.merchant.client.call('POST', '/api/v1/paymentCode/cancel', { mchOrderId });
  await refused(referenceNumber, 25_000, /can no longer be paid/);
  assert.deepEqual(shop.questions(), []);
  assert.equal((await pay(bounded.referenceNumber, 20_000)).status, 200);
});

test('whoever pays twice is asked about twice, and a confirmation that comes twice is booked once', async () => {
  const shop = await aShop();
  const { referenceNumber } = await shop.number();
  assert.equal((await pay(referenceNumber, 20_000)).status, 200);
  assert.equal((await pay(referenceNumber, 20_000)).status, 200);
  assert.equal((await pay(referenceNumber, 19_023)).status, 200);
  assert.equal(shop.questions().length, 3);
  const callbacks = await eventually(() => shop.callbacks().length === 3 && shop.callbacks());
  assert.equal(new Set(callbacks.map(({ fields }) => fields['transactionId'])).size, 3);
  assert.equal(await shop.merchant.balance(), 59_023);
});

test('nobody is asked before an operator switches it on, nor after he has switched it off, nor about bank transfers', async () => {
  const shop = await aShop({});
  shop.verdict = () => ({ body: '{"code":1000}' });
  const { referenceNumber } = await shop.number();
  assert.equal((await pay(referenceNumber, 20_000)).status, 200);
  await gateway.manage('PATCH', `/apps/${shop.merchant.appId}`, { switches: { verification: true } });
  await refused(referenceNumber, 20_000, /did not permit/);
  const transfer = await shop.merchant.client.call('POST', '/api/v1/batch/paymentAccount', {
    appName: 'Sari Sari Store',
    mchOrderId: anOrderId(),
    channelCode: 'INSTA_TRANSFER_ACC',
    customerName: 'Juan Dela Cruz',
  });
  const [account] = (transfer.data as { paymentAccountList: { accountNumber: string }[] }).paymentAccountList;
  assert.equal((await pay(account?.accountNumber ?? '', 20_000)).status, 200);
  await gateway.manage('PATCH', `/apps/${shop.merchant.appId}`, { switches: { verification: false } });
  assert.equal((await pay(referenceNumber, 20_000)).status, 200);
  assert.equal(shop.questions().length, 1);
  assert.equal(await shop.merchant.balance(), 60_000);
});

test('an inbox recognises the question and permits the payment; with ?code=1002 it does not', async () => {
  const shop = await aShop();
  const { referenceNumber } = await shop.number();
  const inbox = `${gateway.url}/sandbox/inbox/shop-that-asks`;
  const ask = (query: string) =>
    gateway.manage('PATCH', `/apps/${shop.merchant.appId}`, { callbackUrls: { merchant: inbox + query } });
  await ask('?code=1002');
  await refused(referenceNumber, 20_000, /did not permit/);
  await ask('');
  assert.equal((await pay(referenceNumber, 20_000)).status, 200);
  const kept = await eventually(async () => {
    const entries = (await (await fetch(inbox)).json()) as Record<string, unknown>[];
    return entries.length === 3 && entries;
  });
  assert.deepEqual(
    kept.map(({ dialect, eventName, signatureValid }) => [dialect, eventName, signatureValid]),
    [
      ['paycools', 'payment.verification', true],
      ['paycools', 'payment.verification', true],
      ['paycools', 'payment.success', true],
    ],
  );
});

test('a gateway that stops refuses the payment whose merchant still thinks, and waits for nobody', async (t) => {
  const own = await startTestGateway();
  let closed: Promise<void> | undefined;
  const close = () => (closed ??= own.close());
  t.after(close);
  const shop = await aShop(undefined, own);
  shop.verdict = () => new Promise(() => {});
  const { referenceNumber } = await shop.number();
  const waiting = own.sandbox('act', { reference: referenceNumber, outcome: 'paid', amount: 50_010 });
  await eventually(() => shop.questions().length === 1);
  const [{ status, body }] = await Promise.all([waiting, close()]);
  assert.equal(status, 409);
  assert.match(String(body['message']), /did not permit the payment: (?!No complete answer)/);
});

test('the log of all of it holds no secret, no address and no mobile number', async () => {
  const shop = await aShop();
  shop.verdict = () => ({ body: '{"code":1000}' });
  const { referenceNumber } = await shop.number();
  assert.equal((await pay(referenceNumber, 50_010, { mobile: '09171234567' })).status, 409);
  const log = gateway.log();
  assert.match(log, /its merchant did not permit it/);
  for (const secret of [shop.merchant.callbackSecret, shop.merchant.receiver.url, '09171234567'])
    assert.ok(!log.includes(secret), secret);
});
