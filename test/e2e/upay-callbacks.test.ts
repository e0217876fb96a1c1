// Callbacks as a merchant of Upay gets them (upay.md 2.5 and 5): what is told, how it is signed, when it is tried again, what counts
// as received. The sandbox clock plays the waits.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { type Received, type Receiver, type ReceiverAnswer, startReceiver } from '../support/receiver.ts';
import { checkUpayOrder } from '../support/upay-answer.ts';
import { isFromPlatform } from '../support/upay-client.ts';
import { openShop, type ShopOrder, type UpayShop } from '../support/upay-shop.ts';

let gateway: TestGateway;
let receiver: Receiver;
let shop: UpayShop;

before(async () => {
  gateway = await startTestGateway();
  receiver = await startReceiver();
  receiver.answer = () => success;
  shop = await openShop(gateway);
});
after(async () => {
  await gateway.close();
  await receiver.close();
});

const success: ReceiverAnswer = { body: 'success' };
const toReceiver = () => ({ notify_url: `${receiver.url}/upay?shop=1` });

test('a paid order is told once, a second after, as the flat order that a query answers', async () => {
  const { sn, order } = await newOrder({ reflect: { table: '7' }, description: '拿铁 大杯' });
  const before = Date.now();
  await order.act('paid');
  const [told] = await toldOf(sn, 1);
  assert.ok(told && told.at >= before + 1_000);
  const { data } = await order.query();
  const { settlement_amount: moved, ...shown } = data;
  assert.deepEqual([told.fields, moved], [shown, '1250']);
  assert.deepEqual(
    [told.fields['status'], told.fields['order_status'], told.fields['net_amount']],
    ['SUCCESS', 'PAID', '1250'],
  );
  assert.equal(told.fields['reflect'], '{"table":"7"}');
  assert.equal(told.headers['content-type'], 'application/json');
  assert.equal(told.path, '/upay?shop=1');
  assert.doesNotMatch(told.body, /\n/);
  assert.equal((await notificationOf(sn, 'payment.completed')).status, 'delivered');
});

test('a barcode that is paid is told as well, one that is declined is not', async () => {
  const paid = (await shop.order().pay(toReceiver())).data['sn'] ?? '';
  const declined = (await shop.order('19012').pay(toReceiver())).data['sn'] ?? '';
  await gateway.advance(1);
  await toldOf(paid, 1);
  assert.deepEqual(await notificationsOf(declined), []);
});

test('without an address the order goes to that of the app, and without either nobody is told', async () => {
  const other = await openShop(gateway);
  const pay = async () => (await other.order().pay()).data['sn'] ?? '';
  assert.deepEqual(await notificationsOf(await pay()), []);
  await gateway.manage('PATCH', `/apps/${other.appId}`, { callbackUrls: { merchant: `${receiver.url}/app` } });
  const sn = await pay();
  await gateway.advance(1);
  assert.equal((await toldOf(sn, 1))[0]?.path, '/app');
});

test('an order that expires is told twice: while it is taken back, and when that is done, with nothing left', async () => {
  const { sn, order } = await newOrder({}, '19035');
  await gateway.advance(241);
  await gateway.advance(1);
  await toldOf(sn, 1);
  await order.act('paid');
  await gateway.advance(1);
  const told = await toldOf(sn, 2);
  assert.deepEqual(
    told.map(
      ({ fields }) => `${String(fields['status'])} ${String(fields['order_status'])} ${String(fields['net_amount'])}`,
    ),
    ['ERROR_RECOVERY PAY_ERROR 19035', 'FAIL_CANCELED PAY_CANCELED 0'],
  );
  for (const { fields } of told) {
    assert.ok(Number(fields['finish_time']) - Number(fields['ctime']) >= 240_000);
    assert.equal(fields['channel_finish_time'], undefined);
  }
});

test('what is taken back at once is told once: the message that it began is superseded', async () => {
  const { sn } = await newOrder();
  await gateway.advance(241);
  await gateway.advance(1);
  const told = await toldOf(sn, 1);
  assert.equal(told[0]?.fields['order_status'], 'PAY_CANCELED');
  assert.deepEqual(await statusesOf(sn), ['payment.reversed delivered', 'payment.reversing superseded']);
});

test('a superseded message is not sent any more, though it was tried and not received', async () => {
  const { sn, order } = await newOrder({}, '19035');
  receiver.answer = () => ({ status: 500 });
  await gateway.advance(241);
  await gateway.advance(1);
  await toldOf(sn, 1);
  await order.act('paid');
  receiver.answer = () => success;
  await gateway.advance(1);
  await toldOf(sn, 2);
  await gateway.advance(86_400);
  assert.equal(receivedOf(sn).length, 2);
  assert.deepEqual(await statusesOf(sn), ['payment.reversed delivered', 'payment.reversing superseded']);
});

test('what nobody acknowledges is tried 1, 5, 30 and 600 s after the event with the same bytes, then given up', async () => {
  receiver.answer = () => ({ status: 500, body: 'out of order' });
  const { sn, order } = await newOrder();
  await order.act('paid');
  const [first] = await notificationsOf(sn);
  const eventAt = Date.parse(first?.dueAt ?? '') - 1_000;
  for (const [index, seconds] of [1, 4, 25, 570].entries()) {
    await gateway.advance(seconds);
    await attempted(sn, index + 1);
  }
  await gateway.advance(86_400);
  receiver.answer = () => success;
  const [given] = await notificationsOf(sn);
  assert.deepEqual([given?.status, given?.attempts.length], ['given_up', 4]);
  for (const [index, seconds] of [1, 5, 30, 600].entries()) {
    const at = Date.parse(given?.attempts[index]?.at ?? '') - eventAt;
    assert.ok(at >= seconds * 1_000 && at < seconds * 1_000 + 10_000, `try ${index + 1} after ${at} ms`);
  }
  const sent = receivedOf(sn);
  assert.deepEqual([sent.length, new Set(sent.map(({ body }) => body)).size], [4, 1]);
});

const answers: readonly [title: string, answer: ReceiverAnswer, status: string][] = [
  ['success', success, 'delivered'],
  ['success with white space', { body: ' \r\n success\n' }, 'delivered'],
  ['success in double quotes', { body: '"success"' }, 'delivered'],
  ['success in single quotes and white space', { body: " 'success' " }, 'delivered'],
  ['nothing', {}, 'pending'],
  ['SUCCESS', { body: 'SUCCESS' }, 'pending'],
  ['ok', { body: 'ok' }, 'pending'],
  ['success and more', { body: 'success!' }, 'pending'],
  ['fail', { body: 'fail' }, 'pending'],
  ['an object with success in it', { body: '{"result":"success"}' }, 'pending'],
  ['success with status 500', { status: 500, body: 'success' }, 'pending'],
  ['success with status 404', { status: 404, body: 'success' }, 'pending'],
  ['success with status 201', { status: 201, body: 'success' }, 'pending'],
  ['success with a redirect', { status: 302, body: 'success' }, 'pending'],
];

test('only success with status 200, white space and quotes around it or not, is received', async () => {
  const byOrder = new Map<unknown, ReceiverAnswer>();
  receiver.answer = ({ fields }) => byOrder.get(fields['sn']) ?? success;
  const orders: string[] = [];
  for (const [, answer] of answers) {
    const { sn, order } = await newOrder();
    byOrder.set(sn, answer);
    orders.push(sn);
    await order.act('paid');
  }
  await gateway.advance(1);
  for (const [index, [title, , status]] of answers.entries()) {
    const sn = orders[index] ?? '';
    await attempted(sn, 1);
    assert.equal((await notificationOf(sn, 'payment.completed')).status, status, title);
  }
  // What was not received is told again.
  byOrder.clear();
  await gateway.advance(5);
  for (const sn of orders) {
    await eventually(async () => (await notificationOf(sn, 'payment.completed')).status === 'delivered');
  }
});

test('refunds and cancels are told where the app wants it, and not by default', async () => {
  receiver.answer = () => success;
  const telling = await openShop(gateway, { switches: { notifyOnRefund: true } });
  const told: Record<string, string[]> = {};
  for (const [name, { order: make }] of Object.entries({ silent: shop, telling })) {
    const [refunded, canceled] = [make(), make()];
    const numbers = [await refunded.pay(toReceiver()), await canceled.pay(toReceiver())].map(
      ({ data }) => data['sn'] ?? '',
    );
    await gateway.advance(1);
    await eventually(() => numbers.flatMap(receivedOf).length === 2);
    await refunded.refund('250', 'R1');
    await refunded.refund('1000', 'R2');
    await canceled.cancel();
    await gateway.advance(1);
    const count = name === 'telling' ? 5 : 2;
    await eventually(() => numbers.flatMap(receivedOf).length === count);
    await gateway.advance(1);
    told[name] = numbers
      .flatMap(receivedOf)
      .map(({ fields }) => `${String(fields['order_status'])} ${String(fields['net_amount'])}`);
  }
  assert.deepEqual(told['silent'], ['PAID 1250', 'PAID 1250']);
  assert.deepEqual(told['telling']?.sort(), [
    'CANCELED 0',
    'PAID 1250',
    'PAID 1250',
    'PARTIAL_REFUNDED 1000',
    'REFUNDED 0',
  ]);
});

test('a signature is written as the app wants it: base64 or hex, bare or after the number of the terminal', async () => {
  const forms: readonly [switches: object, shape: RegExp][] = [
    [{}, /^[A-Za-z0-9+/]{342}==$/],
    [{ callbackSignatureFormat: 'hex' }, /^[0-9a-f]{512}$/],
    [{ callbackSignaturePrefixSn: true }, /^\d+ [A-Za-z0-9+/]{342}==$/],
    [{ callbackSignatureFormat: 'hex', callbackSignaturePrefixSn: true }, /^\d+ [0-9a-f]{512}$/],
  ];
  const other = await openShop(gateway);
  for (const [switches, shape] of forms) {
    const off = { callbackSignatureFormat: null, callbackSignaturePrefixSn: null };
    await gateway.manage('PATCH', `/apps/${other.appId}`, { switches: { ...off, ...switches } });
    const sn = (await other.order().pay(toReceiver())).data['sn'] ?? '';
    await gateway.advance(1);
    const [told] = await eventually(() => receivedOf(sn).length === 1 && receivedOf(sn));
    const { authorization = '' } = told?.headers ?? {};
    assert.match(authorization, shape);
    const [number, last] = authorization.includes(' ') ? authorization.split(' ') : [undefined, authorization];
    if (number !== undefined) assert.equal(number, other.client.terminal.sn);
    const signature = last ?? '';
    const base64 = /^[0-9a-f]+$/.test(signature) ? Buffer.from(signature, 'hex').toString('base64') : signature;
    assert.ok(isFromPlatform(told?.body ?? '', base64, other.platformPublicKey));
    assert.ok(!isFromPlatform(`${told?.body} `, base64, other.platformPublicKey));
    assert.ok(!isFromPlatform(told?.body ?? '', base64, shop.platformPublicKey));
  }
});

test("the sandbox's inbox shows whose it is, whether its signature is right, and what happened, and acknowledges", async () => {
  const inbox = `${gateway.url}/sandbox/inbox/till-7`;
  const order = shop.order();
  const sn = (await order.precreate({ notify_url: inbox })).data['sn'] ?? '';
  await order.act('paid');
  await gateway.advance(1);
  const kept = (count: number) =>
    eventually(async () => {
      const entries = (await (await fetch(inbox)).json()) as InboxEntry[];
      return entries.length === count && entries;
    });
  const [told] = await kept(1);
  assert.deepEqual([told?.dialect, told?.signatureValid, told?.eventName], ['upay', true, 'PAID']);
  await eventually(async () => (await notificationOf(sn, 'payment.completed')).status === 'delivered');
  const { authorization = '' } = told?.headers ?? {};
  const body = told?.body.replace('"1250"', '"1"') ?? '';
  const answer = await fetch(inbox, { method: 'POST', headers: { authorization }, body });
  assert.deepEqual([answer.status, await answer.text()], [200, 'success']);
  const [, forged] = await kept(2);
  assert.deepEqual([forged?.dialect, forged?.signatureValid], ['upay', false]);
});

interface InboxEntry {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly dialect: string;
  readonly signatureValid: boolean;
  readonly eventName: string;
}

interface Notification {
  readonly event: string;
  readonly status: string;
  readonly dueAt: string;
  readonly attempts: readonly { readonly at: string }[];
}

/** An order that waits for its payer and tells the receiver. */
async function newOrder(
  more: object = {},
  amount?: string,
): Promise<{ readonly sn: string; readonly order: ShopOrder }> {
  const order = shop.order(amount);
  const { data } = await order.precreate({ ...toReceiver(), ...more });
  return { sn: data['sn'] ?? '', order };
}

function receivedOf(sn: string): Received[] {
  return receiver.received.filter(({ fields }) => fields['sn'] === sn);
}

/** Waits for so many callbacks about an order, and checks each: its shape, and the platform's signature over its bytes. */
async function toldOf(sn: string, count: number): Promise<Received[]> {
  const told = await eventually(() => receivedOf(sn).length >= count && receivedOf(sn));
  assert.equal(told.length, count);
  for (const { fields, body, headers } of told) {
    checkUpayOrder(fields);
    if (fields['terminal_sn'] === shop.client.terminal.sn)
      assert.ok(isFromPlatform(body, headers.authorization ?? '', shop.platformPublicKey));
  }
  // Until its answer is recorded it may still be sent again.
  await eventually(async () =>
    (await notificationsOf(sn)).every(({ status, attempts }) => status === 'superseded' || attempts.length > 0),
  );
  return told;
}

function notificationsOf(sn: string): Promise<Notification[]> {
  return gateway.manage<Notification[]>('GET', `/notifications?reference=${sn}`);
}

async function notificationOf(sn: string, event: string): Promise<Notification> {
  const found = (await notificationsOf(sn)).find((notification) => notification.event === event);
  if (!found) throw new Error(`Nobody is told ${event} of ${sn}.`);
  return found;
}

async function statusesOf(sn: string): Promise<string[]> {
  return (await notificationsOf(sn)).map(({ event, status }) => `${event} ${status}`).sort();
}

/** Waits until so many tries are recorded. */
function attempted(sn: string, count: number): Promise<unknown> {
  return eventually(async () => (await notificationsOf(sn))[0]?.attempts.length === count);
}
