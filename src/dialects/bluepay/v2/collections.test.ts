// Guards collections of version 2 (bluepay.md 3b.8): what is accepted and answered for each way of paying. What is refused stands in
// collection-codes.test.ts, queries and closes in collection-orders.test.ts.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bluepayAppId } from '../../../../test/support/bluepay-gateway.ts';
import type { BluepayFields } from '../../../../test/support/bluepay-client.ts';
import {
  generate,
  query,
  close,
  qr,
  ewallet,
  goods,
  paylater,
  thai,
  gatewayOfV2,
  codeOf,
  createdId,
} from '../../../../test/support/bluepay-collections.ts';

test('a collection by QR code answers with the content of the code, and a query finds it by either name', async () => {
  const gateway = await gatewayOfV2();
  const { data } = await gateway.client.call(generate, qr);
  const id = String(data['transactionId']);
  assert.match(id, /^C\d{24}$/);
  const names = { mchOrderId: 'ORDER0001', transactionId: id, countryCode: 'PH', currency: 'PHP' };
  const same = { channelCode: 'PH_QRPH_DYNAMIC', amount: 10_000, payData: `dynamic ${id} 10000` };
  assert.deepEqual(data, {
    ...names,
    ...same,
    channelType: 'QR',
    transactionStatus: 'PENDING',
    createTime: '2026-03-17 18:30:00',
    expiresTime: '2026-03-17 19:30:00',
  });
  assert.deepEqual(gateway.created, [{ ...gateway.created[0], id, amountMinor: 10_000n }]);
  for (const name of [
    { mchOrderId: 'ORDER0001' },
    { transactionId: id },
    { mchOrderId: 'ORDER0001', transactionId: id },
  ]) {
    const found = await gateway.client.call(query, { countryCode: 'PH', ...name });
    assert.deepEqual(found.data, {
      ...names,
      ...same,
      transactionStatus: 'PENDING',
      createTime: '2026-03-17 18:30:00',
      returnTime: null,
      remark: 'test',
    });
  }
});

test('each way of paying has its own pay data, which queries repeat', async () => {
  const rows: [fields: BluepayFields, payData: RegExp][] = [
    [{ ...ewallet, osType: null, remark: null }, /^https:\/\/pay\.example\/pay\/C\d{24}-[\w-]{22}$/],
    [{ ...ewallet, channelType: 'ONLINE_BANKING', channelCode: 'PH_BPI_BANKING' }, /^https:/],
    [{ ...ewallet, channelType: 'CARD', channelCode: 'PH_CARD_URL' }, /^https:/],
    [paylater, /^https:/],
    [
      { ...qr, countryCode: 'ID', currency: 'IDR', channelType: 'BANK_TRANSFER', channelCode: 'ID_BCA_VA' },
      /^account C\d{24}$/,
    ],
    [{ ...qr, countryCode: 'ID', currency: 'IDR', channelCode: 'ID_QRIS' }, /^dynamic C\d{24} 10000$/],
    [{ ...qr, countryCode: 'MY', currency: 'MYR', channelCode: 'DUITNOW_DYNAMIC_QR' }, /^dynamic /],
    [{ ...qr, countryCode: 'TH', currency: 'THB', channelCode: 'TH_PROMPTPAY_QR' }, /^dynamic /],
    [
      { ...ewallet, countryCode: 'RU', currency: 'RUB', channelType: 'ONLINE_BANKING', channelCode: 'RU_SBP_URL' },
      /^https:/,
    ],
  ];
  for (const [fields, payData] of rows) {
    const gateway = await gatewayOfV2();
    const { code, data } = await gateway.client.call(generate, fields);
    assert.equal(code, 10000, String(fields['channelCode']));
    assert.match(String(data['payData']), payData);
    const { countryCode, currency, channelCode, channelType } = fields;
    assert.deepEqual(
      [data['countryCode'], data['currency'], data['channelCode'], data['channelType']],
      [countryCode, currency, channelCode, channelType],
    );
    const found = await gateway.client.call(query, { countryCode, mchOrderId: 'ORDER0001' });
    assert.equal(found.data['payData'], data['payData']);
  }
});

test('a payment keeps where its merchant is told, where its payer returns to, and what its lender wants to know', async () => {
  const gateway = await gatewayOfV2();
  const payment = await gateway.engine.find(0, 'payments', await createdId(gateway, paylater));
  assert.deepEqual([payment?.notifyUrl, payment?.returnUrl], [paylater.notifyUrl, paylater.redirectUrl]);
  const { goodsDetails, billingAddress, ...details } = payment?.details ?? {};
  assert.deepEqual(JSON.parse(String(goodsDetails)), goods);
  assert.deepEqual(JSON.parse(String(billingAddress)), paylater.billingAddress);
  assert.deepEqual(details, {
    channelType: 'PAYLATER',
    payData: null,
    customerName: 'Juan dela Cruz',
    email: 'juan@example.com',
    mobile: '09171234567',
    terminalType: 'WAP',
    osType: 'OTHER',
    remark: 'test',
  });
});

test('WeChat asks for what its channel needs of the payer, and answers what the page inside WeChat needs', async () => {
  const gateway = await gatewayOfV2();
  const browser = { ...thai, channelCode: 'TH_WECHAT_URL', wechatpay: { payerClientIp: '203.0.113.7' } };
  const inside = { ...thai, mchOrderId: 'ORDER0002', channelCode: 'TH_WECHAT_JS_URL' };
  assert.equal(await codeOf(gateway, generate, { ...browser, wechatpay: undefined }), 21002);
  assert.equal(await codeOf(gateway, generate, { ...browser, wechatpay: { payerClientIp: 'nowhere' } }), 21002);
  assert.equal(await codeOf(gateway, generate, { ...inside, wechatpay: { wpOpenid: 'o1' } }), 21002);
  const first = await gateway.client.call(generate, browser);
  assert.deepEqual(first.data['metadata'], { wechatpay: { prepayId: first.data['transactionId'] } });
  const second = await gateway.client.call(generate, { ...inside, wechatpay: { wpOpenid: 'o1', wpAppid: 'wx1' } });
  const { wechatpay } = second.data['metadata'] as { wechatpay: Record<string, string> };
  assert.deepEqual([wechatpay['appId'], wechatpay['prepayId']], ['wx1', second.data['transactionId']]);
  assert.equal('metadata' in (await gateway.client.call(generate, { ...qr, mchOrderId: 'ORDER0003' })).data, false);
});

test('a static code takes many payments of any amount, each a transaction of its own, until it is closed', async () => {
  const gateway = await gatewayOfV2();
  const counter = { ...qr, mchOrderId: 'COUNTER', channelCode: 'PH_QRPH_STATIC' };
  const { data } = await gateway.client.call(generate, counter);
  assert.deepEqual([data['transactionId'], data['amount'], data['expiresTime']], [null, null, null]);
  assert.match(String(data['payData']), /^static QR\d+ any$/);
  const instrument = await gateway.engine.find(0, 'instrumentsByReference', bluepayAppId, 'COUNTER', 'qr');
  for (const [index, amountMinor] of [500n, 700n].entries()) {
    const paid = await gateway.engine.execute(0, 'confirm-credit', {
      paymentId: `C00000000000000000000080${index}`,
      instrumentId: instrument?.id,
      bankReference: `B${index}`,
      amountMinor,
    });
    assert.equal(paid.ok, true);
    const told = await gateway.lastTold();
    assert.deepEqual(
      [told?.['eventName'], told?.['mchOrderId'], told?.['amount'], told?.['channelType']],
      ['payment.success', 'COUNTER', Number(amountMinor), 'QR'],
    );
    const found = await gateway.client.call(query, { countryCode: 'PH', transactionId: told?.['transactionId'] });
    assert.deepEqual([found.data['amount'], found.data['payData']], [Number(amountMinor), data['payData']]);
  }
  const named = { countryCode: 'PH', mchOrderId: 'COUNTER' };
  const open = await gateway.client.call(query, named);
  assert.deepEqual([data['qrCodeId'], open.data['qrCodeId']], [instrument?.id, instrument?.id]);
  assert.deepEqual([open.data['transactionStatus'], open.data['payData']], ['PENDING', data['payData']]);
  const closed = await gateway.client.call(close, named);
  assert.deepEqual(closed.data, { mchOrderId: 'COUNTER', transactionId: null, transactionStatus: 'FAILED' });
  assert.equal((await gateway.client.call(query, named)).data['transactionStatus'], 'FAILED');
  assert.equal(await codeOf(gateway, close, named), 21028);
  assert.equal(await codeOf(gateway, query, { ...named, countryCode: 'TH' }), 21006);
});
