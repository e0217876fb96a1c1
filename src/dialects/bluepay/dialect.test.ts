// Guards what the rest of the gateway asks of BluePay: envelopes that merchants can verify, what counts as received, and the retries.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createBluepayClient } from '../../../test/support/bluepay-client.ts';
import { bluepayAppId, merchantKeys, platformKeys } from '../../../test/support/bluepay-gateway.ts';
import { standingClock } from '../../../test/support/engine.ts';
import { paymentRow, payoutRow, refundRow } from '../../../test/support/rows.ts';
import type { Event } from '../../core/event.ts';
import type { App } from '../../core/merchant/merchant.ts';
import type { Notification } from '../../core/notification/notification.ts';
import { generateRsaKeyPair } from '../../kernel/rsa.ts';
import { createBluepay } from './dialect.ts';

const dialect = createBluepay({ clock: standingClock(0) });
const app: App = {
  id: bluepayAppId,
  merchantId: 'M1',
  dialect: 'bluepay-v1',
  enabled: true,
  publicKeys: [merchantKeys.publicKeyPem],
  callbackSecrets: [],
  platformPrivateKeys: [platformKeys.privateKeyPem],
  vendorId: null,
  callbackUrls: { merchant: 'https://m.example/all', payout: 'https://m.example/payouts' },
  ipAllowlist: [],
  rateLimit: null,
  switches: {},
};
const readAs = (platformPublicKey: string) =>
  createBluepayClient({
    baseUrl: '',
    version: 'v1',
    appId: app.id,
    merchantPrivateKey: merchantKeys.privateKeyPem,
    platformPublicKey,
  }).readNotification;
const read = readAs(platformKeys.publicKeyPem);

const payment = paymentRow({ currency: 'THB', status: 'completed', finalAt: 1, notifyUrl: 'https://m.example/pay' });
const payout = payoutRow({ currency: 'THB', status: 'completed', finalAt: 1, notifyUrl: null });
const paid: Event = { kind: 'payment.completed', payment };

function notificationOf(event: Event): Notification {
  const message = dialect.describe(event, app);
  assert.ok(message);
  return {
    id: 'C1.completed',
    merchantId: 'M1',
    appId: app.id,
    subjectId: 'C1',
    event: event.kind,
    url: message.url,
    body: message.body,
    status: 'pending',
    attempts: 0,
    dueAt: 0,
    createdAt: 0,
    deliveredAt: null,
  };
}

async function bodyOf(notification: Notification, of = app): Promise<string> {
  return (await dialect.bodyOf?.(notification, of)) ?? '';
}

test('param is committed as text, and sent in an envelope of sign and param that a merchant with the public key alone believes', async () => {
  const notification = notificationOf(paid);
  const body = await bodyOf(notification);
  assert.deepEqual(Object.keys(JSON.parse(body) as object), ['sign', 'param']);
  const told = read(body);
  assert.deepEqual(told, JSON.parse(notification.body));
  assert.equal(told?.['transactionId'], payment.id);
  assert.equal(read(body.replace(payment.id, `${payment.id}9`)), undefined);
  assert.equal(await bodyOf(notification), body, 'every try sends the same');
  assert.deepEqual(await dialect.headersOf(notification, app), {});
});

test('both versions are told, each in its own words', () => {
  const second = dialect.describe(paid, { ...app, dialect: 'bluepay-v2' });
  const first = dialect.describe(paid, app);
  const namesOf = (message = first) => Object.keys(JSON.parse(message?.body ?? '{}') as object);
  assert.ok(!namesOf(first).includes('countryCode'));
  assert.ok(namesOf(second).includes('countryCode'));
  assert.deepEqual(dialect.names, ['bluepay-v1', 'bluepay-v2']);
});

test('the newest platform key signs, the one before still verifies, and without one nothing is sent', async () => {
  const notification = notificationOf(paid);
  const before = await bodyOf(notification);
  const newest = await generateRsaKeyPair(2048);
  const rotated = { ...app, platformPrivateKeys: [newest.privateKeyPem, platformKeys.privateKeyPem] };
  const after = await bodyOf(notification, rotated);
  assert.ok(readAs(newest.publicKeyPem)(after));
  for (const body of [before, after]) assert.ok(dialect.verifyNotification(body, {}, rotated));
  assert.ok(!dialect.verifyNotification(after, {}, app));
  for (const body of ['', '{}', '{"sign":1,"param":"{}"}', before.replace('"amount', '"Amount')]) {
    assert.ok(!dialect.verifyNotification(body, {}, app), body);
  }
  await assert.rejects(bodyOf(notification, { ...app, platformPrivateKeys: [] }), /no key/);
});

const urls: [title: string, event: Event, url: string][] = [
  ['a payment, where its request asks for it', paid, 'https://m.example/pay'],
  [
    'a payout, at the address of the app for payouts',
    { kind: 'payout.completed', payout },
    'https://m.example/payouts',
  ],
  [
    'a payout of version 2, where its request asks for it',
    { kind: 'payout.completed', payout: { ...payout, notifyUrl: 'https://m.example/own' } },
    'https://m.example/own',
  ],
  [
    'a refund, where its request asks for it',
    { kind: 'refund.completed', payment, refund: refundOf('https://m.example/refund') },
    'https://m.example/refund',
  ],
  [
    'a refund without an address, where its payment is told',
    { kind: 'refund.completed', payment, refund: refundOf(null) },
    'https://m.example/pay',
  ],
  [
    'what has no address of its own, at the address of the app',
    { kind: 'payment.completed', payment: { ...payment, notifyUrl: null } },
    'https://m.example/all',
  ],
];
for (const [title, event, url] of urls) {
  test(`the merchant is told of ${title}`, () => assert.equal(notificationOf(event).url, url));
}

test('without any address nobody is told', () => {
  const message = dialect.describe({ kind: 'payout.completed', payout }, { ...app, callbackUrls: {} });
  assert.equal(message?.url, '');
});

test('received is HTTP 200 with code 10000, as a number or as text, and nothing else', () => {
  const rows: [status: number, body: string, isReceived: boolean][] = [
    [200, '{"code":10000,"message":"Success"}', true],
    [200, '{"message":"ok","code":"10000"}', true],
    [200, dialect.acknowledgement, true],
    [201, '{"code":10000}', false],
    [500, '{"code":10000}', false],
    [200, '{"code":1000}', false],
    [200, '{"code":"10000 "}', false],
    [200, '{"message":"Success"}', false],
    [200, 'success', false],
    [200, '10000', false],
    [200, '', false],
  ];
  for (const [status, body, isReceived] of rows) {
    assert.equal(dialect.isAcknowledged(status, body, app), isReceived, `${status} ${body}`);
  }
  assert.equal(dialect.acknowledgement, '{"code":10000,"message":"Success"}');
});

test('there are eight tries: at once, then after 15 s, 30 s, 1 min, 5 min, 15 min, 1 h and 6 h', () => {
  assert.deepEqual(
    dialect.retryDelaysMs.map((delay) => delay / 1000),
    [15, 30, 60, 300, 900, 3600, 21_600],
  );
});

test('a notification is recognised by its envelope and its event, whatever an operator calls that', () => {
  const recognise = (param: object) =>
    dialect.recognise(JSON.stringify({ sign: 's', param: JSON.stringify(param) }), {});
  assert.deepEqual(recognise({ eventName: 'shop.paid.success', transactionId: 'C1' }), {
    subjectId: 'C1',
    eventName: 'shop.paid.success',
  });
  const refund = { refundTransactionId: 'R1', originalTransactionId: 'C1', eventName: 'payment.refund.success' };
  assert.equal(recognise(refund)?.subjectId, 'R1');
  assert.equal(recognise({ eventName: 'token.create.success', payToken: 'TK1', requestId: 'x' })?.subjectId, 'TK1');
  assert.equal(recognise({ eventName: 'token.create.failed', requestId: 'x' })?.subjectId, 'x');
  assert.equal(recognise({ transactionId: 'C1' }), undefined);
  for (const body of ['', '[]', 'null', '{"eventName":"a","transactionId":"C1"}', '{"sign":"s","param":"x"}']) {
    assert.equal(dialect.recognise(body, {}), undefined, body);
  }
});

test("a payer returns to the merchant's page as it was given", async () => {
  const returnUrl = 'https://m.example/done?x=1#a';
  assert.equal(await dialect.returnUrl({ ...payment, returnUrl }), returnUrl);
  assert.equal(await dialect.returnUrl({ ...payment, returnUrl: null }), undefined);
});

function refundOf(notifyUrl: string | null) {
  return refundRow({ paymentId: payment.id, currency: 'THB', status: 'completed', finalAt: 1, notifyUrl });
}
