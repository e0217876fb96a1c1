// Guards what the rest of the gateway asks of Upay: callbacks that merchants can verify, and the signed way back from the cashier.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cashierSign, isFromPlatform } from '../../../test/support/upay-client.ts';
import { checkUpayOrder } from '../../../test/support/upay-answer.ts';
import { createUpayGateway, platformKeys, type UpayGateway } from '../../../test/support/upay-gateway.ts';
import type { Notification } from '../../core/notification/notification.ts';
import { generateRsaKeyPair } from '../../kernel/rsa.ts';

const order = {
  client_sn: 'C1',
  total_amount: '1250',
  dynamic_id: '134567890123456789',
  subject: 'coffee',
  operator: 'op1',
  notify_url: 'https://shop.example/n',
};

async function paidNotification(gateway: UpayGateway): Promise<Notification> {
  await gateway.client.call('/upay/v2/pay', order);
  await gateway.advance(1000);
  const [notification] = gateway.notifications;
  assert.ok(notification);
  return notification;
}

test('a callback is an order in one line, signed so that a merchant with the public key alone believes it', async () => {
  const gateway = await createUpayGateway();
  const { dialect, app } = gateway;
  const { body, url, ...notification } = await paidNotification(gateway);
  assert.equal(url, order.notify_url);
  assert.ok(!body.includes('\n'));
  checkUpayOrder(JSON.parse(body) as Record<string, unknown>);
  const headers = await dialect.headersOf({ body, url, ...notification }, app);
  assert.deepEqual(Object.keys(headers), ['authorization']);
  const { authorization = '' } = headers;
  assert.ok(isFromPlatform(body, authorization, platformKeys.publicKeyPem));
  assert.ok(!isFromPlatform(body.replace('1250', '1251'), authorization, platformKeys.publicKeyPem));
  assert.deepEqual(await dialect.headersOf({ body, url, ...notification }, app), headers, 'every try signs the same');
  assert.ok(dialect.verifyNotification(body, headers, app));
  assert.ok(!dialect.verifyNotification(`${body} `, headers, app));
  assert.ok(!dialect.verifyNotification(body, {}, app));
});

test('an operator chooses hex and the number before it; both still verify', async () => {
  const gateway = await createUpayGateway();
  const switches = { callbackSignatureFormat: 'hex', callbackSignaturePrefixSn: true };
  gateway.app = { ...gateway.app, switches };
  const notification = await paidNotification(gateway);
  const headers = await gateway.dialect.headersOf(notification, gateway.app);
  assert.match(headers['authorization'] ?? '', /^100000330000001 [0-9a-f]{512}$/);
  assert.ok(gateway.dialect.verifyNotification(notification.body, headers, gateway.app));
});

test('the newest platform key signs, the one before still verifies, and without one nothing is sent', async () => {
  const gateway = await createUpayGateway();
  const notification = await paidNotification(gateway);
  const before = await gateway.dialect.headersOf(notification, gateway.app);
  const newest = await generateRsaKeyPair(2048);
  const rotated = { ...gateway.app, platformPrivateKeys: [newest.privateKeyPem, platformKeys.privateKeyPem] };
  const { authorization = '' } = await gateway.dialect.headersOf(notification, rotated);
  assert.ok(isFromPlatform(notification.body, authorization, newest.publicKeyPem));
  assert.ok(gateway.dialect.verifyNotification(notification.body, before, rotated));
  await assert.rejects(gateway.dialect.headersOf(notification, { ...gateway.app, platformPrivateKeys: [] }), /no key/);
});

test("the way back from the cashier is signed with the terminal's newest key; other orders have none", async () => {
  const gateway = await createUpayGateway();
  const { client, dialect, engine } = gateway;
  const url = client.cashierUrl({
    client_sn: 'W1',
    total_amount: '1',
    subject: '拿铁',
    operator: 'op',
    return_url: 'https://shop.example/done?x=1',
  });
  assert.equal((await gateway.server.inject({ method: 'GET', url })).statusCode, 302);
  const payment = await engine.find(0, 'paymentsByReference', gateway.merchant.id, 'W1');
  assert.ok(payment);
  const back = new URL((await dialect.returnUrl(payment)) ?? '');
  assert.equal(back.origin, 'https://shop.example');
  const { x, sign, ...parameters } = Object.fromEntries(back.searchParams);
  assert.deepEqual([x, parameters['is_success'], parameters['client_sn']], ['1', 'T', 'W1']);
  assert.equal(sign, cashierSign(parameters, client.terminal.key));
  assert.equal(await dialect.returnUrl({ ...payment, returnUrl: null }), undefined);
  assert.equal(await dialect.returnUrl({ ...payment, details: { terminalSn: '9' } }), undefined);
});
