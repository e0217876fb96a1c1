// Notifications over HTTP: retries by the sandbox clock, what counts as received, redelivery, and the developer's tools.
import assert from 'node:assert/strict';
import { generateKeyPairSync, sign as signBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { eventually, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { anOrderId, type TestMerchant } from '../support/merchant.ts';
import { type Params, textToSign } from '../support/paycools-client.ts';
import { acknowledged } from '../support/receiver.ts';

let gateway: TestGateway;

before(async () => {
  gateway = await startTestGateway();
});
after(() => gateway.close());

/** paycools.md 7, row 1. */
const waitSeconds = [60, 300, 900, 1_800, 3_600, 7_200, 21_600, 43_200];

test('an unacknowledged callback is sent again after 1, 5, 15, 30 min, 1, 2, 6, 12 h with the same bytes, then given up', async () => {
  const merchant = await gateway.merchant();
  const { receiver } = merchant;
  receiver.answer = () => ({ status: 500, body: 'out of order' });
  const transactionId = await paid(merchant);
  await attempted(transactionId, 1);
  for (const [index, seconds] of waitSeconds.entries()) {
    await gateway.advance(seconds - 20);
    assert.equal(receiver.of(transactionId).length, index + 1, `not yet after ${seconds - 20} s`);
    await gateway.advance(20);
    await attempted(transactionId, index + 2);
  }
  await gateway.advance(10 * 86_400);
  const sent = receiver.of(transactionId);
  assert.equal(sent.length, 9);
  assert.equal(new Set(sent.map(({ body }) => body)).size, 1);
  assert.ok(merchant.client.verifyCallback(sent[0]!.body));
  const [notification] = await notificationsOf(transactionId);
  assert.equal(notification?.status, 'given_up');
  assert.equal(notification.attempts.length, 9);
  assert.deepEqual([notification.attempts[0]?.status, notification.attempts[0]?.answer], [500, 'out of order']);
  assert.equal(notification.body, sent[0]!.body);
});

test('an operator sends a notification once more, the same bytes, given up or delivered', async () => {
  const merchant = await gateway.merchant();
  const { receiver } = merchant;
  const transactionId = await paid(merchant);
  const [delivered] = await attempted(transactionId, 1);
  assert.equal(delivered?.status, 'delivered');
  await gateway.manage('POST', `/notifications/${delivered.id}/redeliver`);
  await eventually(() => receiver.of(transactionId).length === 2);
  const [first, second] = receiver.of(transactionId);
  assert.equal(first?.body, second?.body);
  assert.equal((await gateway.admin('POST', '/notifications/C0.none/redeliver')).status, 404);
});

const rubbish: readonly [title: string, status: number, body: string][] = [
  ['a web page with status 200', 200, '<html>OK</html>'],
  ['nothing with status 200', 200, ''],
  ['"success" as plain text', 200, 'success'],
  ['code 0', 200, '{"code":0}'],
  ['code 1 under msg', 200, '{"msg":1}'],
  ['the right code with status 201', 201, '{"code":1}'],
  ['the right code with status 500', 500, '{"code":1}'],
  ['an array', 200, '[{"code":1}]'],
  ['cut JSON', 200, '{"code":1'],
  ['a redirect', 302, '{"code":1}'],
];
for (const [title, status, body] of rubbish) {
  test(`a merchant that answers ${title} has not acknowledged: it is told again`, async () => {
    const merchant = await gateway.merchant();
    merchant.receiver.answer = () => ({ status, body });
    const transactionId = await paid(merchant);
    await attempted(transactionId, 1);
    merchant.receiver.answer = () => acknowledged;
    await gateway.advance(61);
    const [notification] = await attempted(transactionId, 2);
    assert.equal(notification?.status, 'delivered');
    assert.equal(merchant.receiver.of(transactionId).length, 2);
  });
}

test('code 1, as number or text, is received; 1000 and 10000 only while the app is lenient, which is the default', async () => {
  const merchant = await gateway.merchant();
  const statusAfter = async (code: unknown) => {
    merchant.receiver.answer = () => ({ body: JSON.stringify({ code, msg: 'ok' }) });
    const [notification] = await attempted(await paid(merchant), 1);
    return notification?.status;
  };
  for (const code of [1, '1', 1000, '1000', 10000]) assert.equal(await statusAfter(code), 'delivered', String(code));
  await gateway.manage('PATCH', `/apps/${merchant.appId}`, { switches: { lenientAck: false } });
  for (const code of [1000, '1000', 10000]) assert.equal(await statusAfter(code), 'pending', String(code));
  for (const code of [1, '1']) assert.equal(await statusAfter(code), 'delivered', String(code));
});

test("a merchant whose endpoint hangs or is dead delays no other merchant's notifications", async () => {
  const [hanging, dead, well] = [await gateway.merchant(), await gateway.merchant(), await gateway.merchant()];
  hanging.receiver.answer = () => new Promise(() => {});
  await dead.receiver.close();
  for (let count = 0; count < 20; count++) {
    await paid(hanging);
    await paid(dead);
  }
  const transactionId = await paid(well);
  await eventually(() => well.receiver.of(transactionId)[0], 2_000);
  await hanging.receiver.close();
});

test('a payment without any callback address is completed, and nobody is told', async () => {
  const merchant = await gateway.merchant();
  await gateway.manage('PATCH', `/apps/${merchant.appId}`, {
    callbackUrls: { merchant: null, qr: null, payout: null, transfer: null },
  });
  const { qrcodeId, callbackUrl } = await merchant.createQrcode();
  assert.equal(callbackUrl, null);
  await gateway.act(qrcodeId, 'paid');
  assert.equal(await merchant.balance(), 50_010);
  assert.deepEqual(await notificationsOf(qrcodeId), []);
});

test('the sandbox inbox keeps what it got, newest last, and says whether its signature is right', async () => {
  const merchant = await gateway.merchant();
  const inbox = `${gateway.url}/sandbox/inbox/shop-7`;
  const kept = async (count: number) =>
    eventually(async () => {
      const entries = (await (await fetch(inbox)).json()) as InboxEntry[];
      return entries.length === count && entries;
    });
  const first = await paid(merchant, { callbackUrl: inbox });
  await kept(1);
  const second = await merchant.createPayment({ callbackUrl: inbox });
  await gateway.act(second, 'failed');
  const entries = await kept(2);
  assert.deepEqual(
    entries.map(({ dialect, signatureValid, eventName }) => [dialect, signatureValid, eventName]),
    [
      ['paycools', true, 'h5.payment.success'],
      ['paycools', true, 'h5.payment.failed'],
    ],
  );
  const body = entries[0]?.body ?? '';
  assert.ok(body.includes(first));
  assert.equal(entries[0]?.headers['content-type'], 'application/json');
  const forged = body.replace('50010', '99999');
  await fetch(inbox, { method: 'POST', body: forged });
  const [, , last] = await kept(3);
  assert.deepEqual([last?.body, last?.signatureValid], [forged, false]);
});

test('explain says that a right request is right, and what was signed', async () => {
  const merchant = await gateway.merchant();
  const explanation = await explain(merchant.client.signedBody(merchant.aPayment()));
  assert.deepEqual([explanation.valid, explanation.causes], [true, []]);
  const path = `/api/v1/account/checkBalance?${merchant.client.signedQuery({})}`;
  const { body } = await gateway.sandbox('explain', { method: 'GET', path });
  assert.deepEqual([body['valid'], body['signedText']], [true, `appId=${merchant.appId}`]);
});

const mistakes: readonly [cause: RegExp, text: (params: Params) => string, digest: string][] = [
  [/order of the request; sort/, (params) => joined(Object.entries(params)), 'sha256'],
  [/URL-encoded before signing/, (params) => encoded(params), 'sha256'],
  [/JSON of the request was signed/, (params) => JSON.stringify(params), 'sha256'],
  [/SHA1withRSA/, textToSign, 'sha1'],
  [/upper case/, (params) => textToSign(params).toUpperCase(), 'sha256'],
  [/appId was left out/, ({ appId: _appId, ...params }) => textToSign(params), 'sha256'],
];
for (const [cause, textOf, digest] of mistakes) {
  test(`explain names the likely cause of a wrong signature: ${cause.source}`, async () => {
    const merchant = await gateway.merchant();
    const params = { ...merchant.aPayment(), appId: merchant.appId };
    const sign = signBytes(digest, Buffer.from(textOf(params)), merchant.privateKeyPem).toString('base64');
    const body = JSON.stringify({ ...params, sign });
    const answer = await fetch(`${gateway.url}/api/v1/payment`, { method: 'POST', body });
    assert.equal(((await answer.json()) as { code: number }).code, 1003);
    const explanation = await explain(body);
    assert.equal(explanation.valid, false);
    assert.equal(explanation.signedText, textToSign(params));
    assert.match(explanation.causes.join(' '), cause);
  });
}

test('explain says that the key is the likely cause when nothing else is', async () => {
  const merchant = await gateway.merchant();
  const params = { ...merchant.aPayment(), appId: merchant.appId };
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const sign = signBytes('sha256', Buffer.from(textToSign(params)), privateKey).toString('base64');
  assert.match((await explain(JSON.stringify({ ...params, sign }))).causes.join(' '), /private key/);
});

interface Notification {
  readonly id: string;
  readonly status: string;
  readonly body: string;
  readonly attempts: readonly { readonly status: number | null; readonly answer: string }[];
}

interface InboxEntry {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly dialect: string;
  readonly signatureValid: boolean;
  readonly eventName?: string;
}

interface Explanation {
  readonly valid: boolean;
  readonly signedText: string;
  readonly causes: readonly string[];
}

async function paid(merchant: TestMerchant, change: Params = {}): Promise<string> {
  const transactionId = await merchant.createPayment({ mchOrderId: anOrderId(), ...change });
  await gateway.act(transactionId, 'paid');
  return transactionId;
}

function notificationsOf(reference: string): Promise<Notification[]> {
  return gateway.manage<Notification[]>('GET', `/notifications?reference=${reference}`);
}

/** Waits until so many attempts are recorded. */
function attempted(reference: string, count: number): Promise<Notification[]> {
  return eventually(async () => {
    const [found] = await notificationsOf(reference);
    // The list reads a notification before its attempts; what came between is in the next one.
    return found?.attempts.length === count && notificationsOf(reference);
  });
}

async function explain(body: string): Promise<Explanation> {
  const answer = await gateway.sandbox('explain', { path: '/api/v1/payment', body });
  assert.equal(answer.status, 200);
  return answer.body as unknown as Explanation;
}

function joined(members: readonly (readonly [string, unknown])[]): string {
  return members.map(([name, value]) => `${name}=${String(value)}`).join('&');
}

function encoded(params: Params): string {
  const members = Object.entries(params).map(([name, value]) => [name, encodeURIComponent(String(value))] as const);
  return textToSign(Object.fromEntries(members));
}
