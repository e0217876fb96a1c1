// Guards WebPay of version 1 (bluepay.md 3.8, 3.9): what a page is made of, what WeChat needs besides, and what becomes of it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createBluepayGateway, type BluepayGateway } from '../../../../test/support/bluepay-gateway.ts';
import type { BluepayFields } from '../../../../test/support/bluepay-client.ts';

const path = '/open-api/webpay/generate';
const detailPath = '/open-api/webpay/detail';

const page = {
  channelCode: 'TRUEMONEY_URL',
  mchOrderId: 'EXAMPLE00000001',
  amount: 2300,
  notifyUrl: 'https://example.com/told',
  redirectUrl: 'https://example.com/back',
  customerName: 'Jason',
  email: 'a@example.com',
  mobile: '0812345678',
  remark: 'example',
};
const inWechat = {
  ...page,
  channelCode: 'WECHAT_JS_URL',
  wpOpenid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o',
  wpAppid: 'wx8888888888888888',
};

async function codeOf(gateway: BluepayGateway, fields: BluepayFields): Promise<number> {
  return (await gateway.client.call(path, fields)).code;
}

test('a page is made with its link and its end, and is found by its number', async () => {
  const gateway = await createBluepayGateway('v1');
  const { code, data } = await gateway.client.call(path, page);
  const { payUrl, transactionId } = data;
  assert.equal(code, 10000);
  assert.match(String(payUrl), /^https:\/\/pay\.example\/pay\/.+/);
  assert.match(String(transactionId), /^C[0-9]+$/);
  assert.deepEqual(data, { mchOrderId: page.mchOrderId, payUrl, transactionId, expiresTime: '2026-03-17 18:30:00' });
  assert.deepEqual(
    gateway.created.map(({ id, amountMinor }) => [id, amountMinor]),
    [[transactionId, 2300n]],
  );
  const detail = {
    mchOrderId: page.mchOrderId,
    transactionId,
    payUrl,
    amount: 2300,
    transactionStatus: 'PENDING',
    createTime: '2026-03-17 17:30:00',
    returnTime: null,
    customerName: 'Jason',
    channelCode: 'TRUEMONEY_URL',
    email: 'a@example.com',
    mobile: '0812345678',
    remark: 'example',
    notifyUrl: 'https://example.com/told',
    redirectUrl: 'https://example.com/back',
  };
  assert.deepEqual((await gateway.client.call(detailPath, { mchOrderId: page.mchOrderId })).data, detail);

  await gateway.advance(60_000);
  const credit = { paymentId: String(transactionId), bankReference: 'b1', amountMinor: 2300n };
  assert.ok((await gateway.engine.execute(0, 'confirm-credit', credit)).ok);
  const done = { transactionStatus: 'COMPLETED', returnTime: '2026-03-17 17:31:00' };
  assert.deepEqual((await gateway.client.call(detailPath, { mchOrderId: page.mchOrderId })).data, {
    ...detail,
    ...done,
  });
  assert.deepEqual(await gateway.lastTold(), {
    amount: 2300,
    channelCode: 'TRUEMONEY_URL',
    createTime: '2026-03-17 17:30:00',
    eventName: 'order.payment.success',
    mchOrderId: page.mchOrderId,
    remark: 'example',
    transactionId,
    ...done,
  });
  assert.equal(gateway.notifications[0]?.url, 'https://example.com/told');
});

test('an unpaid page fails in its time, and its merchant is told', async () => {
  const gateway = await createBluepayGateway('v1');
  await gateway.client.call(path, { ...page, expireSeconds: 30 });
  await gateway.advance(29_999);
  assert.deepEqual(gateway.notifications, []);
  await gateway.advance(1);
  const told = await gateway.lastTold();
  assert.deepEqual([told?.['eventName'], told?.['transactionStatus']], ['order.payment.failed', 'FAILED']);
  const { data } = await gateway.client.call(detailPath, { mchOrderId: page.mchOrderId });
  assert.deepEqual([data['transactionStatus'], data['returnTime']], ['FAILED', '2026-03-17 17:30:30']);
});

test('WeChat from another browser asks for the payer’s address, and answers the session', async () => {
  const gateway = await createBluepayGateway('v1');
  const fromBrowser = { ...page, channelCode: 'WECHAT_URL' };
  assert.equal(await codeOf(gateway, fromBrowser), 21002);
  for (const payerClientIp of ['', 'localhost', '1.2.3', '203.0.113.256', 7]) {
    assert.equal(await codeOf(gateway, { ...fromBrowser, payerClientIp }), 21002, String(payerClientIp));
  }
  const { data } = await gateway.client.call(path, { ...fromBrowser, payerClientIp: '203.0.113.7' });
  assert.deepEqual(data['metadata'], { wechatpay: { prepayId: data['transactionId'] } });
  assert.equal(data['shortUrl'], data['payUrl']);
  const byIpv6 = { ...fromBrowser, mchOrderId: 'EXAMPLE00000002', payerClientIp: '2001:db8::7' };
  assert.equal(await codeOf(gateway, byIpv6), 10000);
});

test('inside WeChat the payer’s openid and the appid are asked for, and six arguments call the payment', async () => {
  const gateway = await createBluepayGateway('v1');
  assert.equal(await codeOf(gateway, { ...inWechat, wpOpenid: null }), 21002);
  assert.equal(await codeOf(gateway, { ...inWechat, wpAppid: '' }), 21002);
  const asked: unknown[] = [];
  gateway.connector = {
    ...gateway.connector,
    presentOrder: (_channel, order) => {
      asked.push(order);
      return { appid: 'of-the-channel', prepayid: 'wx123', timestamp: '1773743400', noncestr: 'n0', sign: 'S' };
    },
  };
  const { data } = await gateway.client.call(path, inWechat);
  assert.deepEqual(asked, [
    {
      paymentId: data['transactionId'],
      amountMinor: 2300n,
      payerId: inWechat.wpOpenid,
      at: gateway.now(),
      surface: 'wallet_page',
    },
  ]);
  assert.deepEqual(data['metadata'], {
    wechatpay: {
      prepayId: 'wx123',
      appId: 'wx8888888888888888',
      timeStamp: '1773743400',
      nonceStr: 'n0',
      package: 'prepay_id=wx123',
      signType: 'RSA',
      paySign: 'S',
    },
  });
});

test('21005: no page of this version, one that is off, and WeChat where nobody prepares its payments', async () => {
  const gateway = await createBluepayGateway('v1');
  const others = [
    'NOTHING',
    'THAI_DYNAMIC_QR',
    'BLUEPAY_DIRECT_DEBIT',
    'TH_TRUEMONEY_URL',
    'GCASH_URL',
    'TH_BANK_PAYOUT',
  ];
  for (const channelCode of others) {
    assert.equal(await codeOf(gateway, { ...page, channelCode }), 21005, channelCode);
  }
  const channel = gateway.channels.get('TRUEMONEY_URL');
  assert.ok(channel);
  gateway.channels.set('TRUEMONEY_URL', { ...channel, enabled: false });
  assert.equal(await codeOf(gateway, page), 21005);
  const { presentOrder: _gone, ...unable } = gateway.connector;
  gateway.connector = unable;
  assert.equal(await codeOf(gateway, inWechat), 21005);
});

test('21006, 21007, 21010: an unknown number, a number used before, an amount outside the limits', async () => {
  const gateway = await createBluepayGateway('v1');
  assert.equal((await gateway.client.call(detailPath, { mchOrderId: page.mchOrderId })).code, 21006);
  for (const amount of [99, Number.MAX_SAFE_INTEGER]) assert.equal(await codeOf(gateway, { ...page, amount }), 21010);
  assert.equal(await codeOf(gateway, page), 10000);
  assert.equal(await codeOf(gateway, page), 21007);
  // A QR code is found by its own query.
  await gateway.client.call('/open-api/qr/generate', { ...page, channelCode: 'THAI_DYNAMIC_QR', mchOrderId: 'QR1' });
  assert.equal((await gateway.client.call(detailPath, { mchOrderId: 'QR1' })).code, 21006);
});

test('21002: whatever a field may not hold is refused', async () => {
  const gateway = await createBluepayGateway('v1');
  const wrong: Readonly<Record<string, readonly unknown[]>> = {
    channelCode: [undefined, null, '', 7],
    mchOrderId: [undefined, '', 'x'.repeat(33), 'a_b', 1],
    amount: [undefined, null, 0, -2300, 23.5, '2300'],
    notifyUrl: [undefined, '', 'example.com', 'https://a:b@example.com/', 'javascript:alert(1)'],
    redirectUrl: [undefined, '', '/back', `https://example.com/${'x'.repeat(500)}`],
    customerName: [undefined, '', 'x'.repeat(101), 7],
    email: [undefined, '', 'a', 'a@b', 'a b@example.com'],
    mobile: [undefined, '', '0712345678', '812345678', '08123456789', 812_345_678],
    remark: ['x'.repeat(257), 7],
    expireSeconds: [0, 29, 3601, 60.5, '60'],
  };
  for (const [name, values] of Object.entries(wrong)) {
    for (const value of values) {
      assert.equal(await codeOf(gateway, { ...page, [name]: value }), 21002, `${name}: ${JSON.stringify(value)}`);
    }
  }
  for (const change of [{ wpOpenid: 'x'.repeat(129) }, { wpAppid: 'x'.repeat(65) }, { wpAppid: 7 }]) {
    assert.equal(await codeOf(gateway, { ...inWechat, ...change }), 21002, JSON.stringify(change));
  }
  for (const mchOrderId of [undefined, '', 7, 'x'.repeat(33)]) {
    assert.equal((await gateway.client.call(detailPath, { mchOrderId })).code, 21002);
  }
  assert.deepEqual(gateway.created, []);
  assert.deepEqual(gateway.errors, []);
});
