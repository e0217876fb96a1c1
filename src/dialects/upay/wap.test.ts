// What payers' browsers open: the way into the cashier (upay.md 3.10), who may be sent where, and the picture of a code (3.11).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import QRCode from 'qrcode';
import { cashierSign } from '../../../test/support/upay-client.ts';
import { createUpayGateway, type UpayGateway } from '../../../test/support/upay-gateway.ts';

type Parameters = Readonly<Record<string, string>>;

const order: Parameters = {
  client_sn: 'W0001',
  total_amount: '1250',
  subject: '拿铁 大杯',
  operator: '小王',
  return_url: 'https://shop.example/done?order=1#top',
};

interface Visited {
  readonly status: number;
  /** Where the browser is sent; undefined: nowhere. */
  readonly location: string | undefined;
  /** What the way back says, decoded. */
  readonly said: Parameters;
  readonly text: string;
}

async function visit(gateway: UpayGateway, url: string, headers: Parameters = {}): Promise<Visited> {
  const { statusCode, headers: answered, body } = await gateway.server.inject({ url, headers });
  const { location } = answered;
  const said = Object.fromEntries(new URL(location ?? 'http://nowhere').searchParams);
  return { status: statusCode, location, said, text: body };
}

const open = (gateway: UpayGateway, change: Parameters = {}, headers: Parameters = {}) =>
  visit(gateway, gateway.client.cashierUrl({ ...order, ...change }), headers);

const snOf = ({ location = '' }: Visited) => /\/pay\/(789\d{13})-/.exec(location)?.[1] ?? '';

async function paymentsOf(gateway: UpayGateway, clientSn = 'W0001') {
  return gateway.engine.find(0, 'paymentsByReference', gateway.merchant.id, clientSn);
}

test('the documented request, W3, leads to the page of an order that its channel has taken', async () => {
  const gateway = await createUpayGateway();
  const query =
    'client_sn=W0001&notify_url=https%3A%2F%2Fshop.example%2Fn%3Fx%3D1&operator=%E5%B0%8F%E7%8E%8B' +
    '&return_url=https%3A%2F%2Fshop.example%2Fdone&subject=%E6%8B%BF%E9%93%81%20%E5%A4%A7%E6%9D%AF' +
    '&terminal_sn=100000330000001&total_amount=1250&sign=EFA63189F5E0967CEC314E35621B5747';
  const visited = await visit(gateway, `/gateway?${query}`);
  assert.equal(visited.status, 302);
  assert.match(visited.location ?? '', /^https:\/\/gw\.example\/pay\/789\d{13}-[\w-]{22}$/);
  const payment = await gateway.engine.find(0, 'payments', snOf(visited));
  assert.ok(payment?.acceptedAt);
  const { reference, entry, amountMinor, notifyUrl, returnUrl, channel, details } = payment;
  assert.deepEqual(
    { reference, entry, amountMinor, notifyUrl, returnUrl, channel },
    {
      reference: 'W0001',
      entry: 'order',
      amountMinor: 1250n,
      notifyUrl: 'https://shop.example/n?x=1',
      returnUrl: 'https://shop.example/done',
      channel: 'CN_WECHAT',
    },
  );
  assert.deepEqual([details['payway'], details['subPayway'], details['subject']], ['3', '3', '拿铁 大杯']);
  assert.deepEqual(gateway.answers, [{ operation: 'GET /gateway', code: 'SUCCESS' }]);
});

test('the older path leads there too, and an order is good for as long as the app says', async () => {
  const gateway = await createUpayGateway();
  gateway.app = { ...gateway.app, switches: { orderExpirySeconds: 90 } };
  const visited = await visit(gateway, gateway.client.cashierUrl(order).replace('/gateway', '/qr/gateway'));
  assert.equal(visited.status, 302);
  const payment = await gateway.engine.find(0, 'payments', snOf(visited));
  assert.equal(payment && (payment.expiresAt ?? 0) - payment.createdAt, 90_000);
});

const browsers: [userAgent: string | undefined, payway: string | undefined, expected: string][] = [
  ['Mozilla/5.0 AlipayClient/10.5 Language/zh-Hans', undefined, '1'],
  ['Mozilla/5.0 MicroMessenger/8.0 MQQBrowser QQ/8', undefined, '3'],
  ['Mozilla/5.0 QQ/8.9.80 V1_AND', undefined, '6'],
  ['Mozilla/5.0 MQQBrowser/13', undefined, '3'],
  ['Mozilla/5.0 Chrome/126', undefined, '3'],
  [undefined, undefined, '3'],
  ['Mozilla/5.0 AlipayClient/10.5', '3', '3'],
  ['Mozilla/5.0 MicroMessenger/8.0', '1', '1'],
  ['Mozilla/5.0 MicroMessenger/8.0', '6', '6'],
];
for (const [userAgent, payway, expected] of browsers) {
  test(`${userAgent ?? 'no browser'} asking for ${payway ?? 'no provider'} gets provider ${expected}`, async () => {
    const gateway = await createUpayGateway();
    const change: Parameters = payway === undefined ? {} : { payway };
    const headers: Parameters = userAgent === undefined ? { 'user-agent': '' } : { 'user-agent': userAgent };
    const visited = await open(gateway, change, headers);
    const payment = await gateway.engine.find(0, 'payments', snOf(visited));
    assert.equal(payment?.details['payway'], expected);
  });
}

const unsigned: [title: string, url: (gateway: UpayGateway) => string, code: string][] = [
  [
    'another key',
    ({ client }) => client.cashierUrl(order).replace(/sign=\w+/, `sign=${'A'.repeat(32)}`),
    'ILLEGAL_SIGN',
  ],
  ['no sign', ({ client }) => client.cashierUrl(order).replace(/&sign=\w+/, ''), 'ILLEGAL_SIGN'],
  ['a changed amount', ({ client }) => client.cashierUrl(order).replace('1250', '1'), 'ILLEGAL_SIGN'],
  [
    'a changed way back',
    ({ client }) => client.cashierUrl(order).replace('shop.example', 'evil.example'),
    'ILLEGAL_SIGN',
  ],
  ['an unknown terminal', ({ client }) => client.cashierUrl({ ...order, terminal_sn: '123' }), 'INVALID_TERMINAL'],
  ['no terminal', () => '/gateway?client_sn=1&return_url=https://evil.example', 'INVALID_TERMINAL'],
  ['a terminal that is no number', () => "/gateway?terminal_sn=' or 1=1&sign=x", 'INVALID_TERMINAL'],
  ['nothing', () => '/gateway', 'INVALID_TERMINAL'],
  ['4 KiB of junk', () => `/gateway?${'junk&'.repeat(820)}`, 'INVALID_PARAMS'],
  ['12 KiB of one name', () => `/gateway?${'a'.repeat(12_000)}`, 'INVALID_TERMINAL'],
  ['a name twice', ({ client }) => `${client.cashierUrl(order)}&subject=x`, 'INVALID_PARAMS'],
  ['a broken escape', ({ client }) => `${client.cashierUrl(order)}&x=%zz`, 'INVALID_PARAMS'],
  ['half a character', ({ client }) => `${client.cashierUrl(order)}&x=%ed%a0%80`, 'INVALID_PARAMS'],
  ['U+0000', ({ client }) => `${client.cashierUrl(order)}&x=%00`, 'INVALID_PARAMS'],
  [
    'a way back that runs',
    ({ client }) => client.cashierUrl({ ...order, return_url: 'javascript:alert(1)' }),
    'INVALID_PARAMS',
  ],
  ['a way back without host', ({ client }) => client.cashierUrl({ ...order, return_url: '/done' }), 'INVALID_PARAMS'],
  ['no way back', ({ client }) => client.cashierUrl({ ...order, return_url: '' }), 'INVALID_PARAMS'],
  [
    'a way back that is too long',
    ({ client }) => client.cashierUrl({ ...order, return_url: `https://shop.example/${'x'.repeat(108)}` }),
    'INVALID_PARAMS',
  ],
];
test('who does not sign rightly, or names no page to go back to, is sent nowhere and leaves nothing', async () => {
  const gateway = await createUpayGateway();
  for (const [title, urlOf, code] of unsigned) {
    const { status, location, text } = await visit(gateway, urlOf(gateway));
    assert.deepEqual([status, location], [400, undefined], title);
    assert.ok(text.includes(`<small>${code}: `), `${title}: ${text}`);
  }
  assert.equal(await paymentsOf(gateway), undefined);
  assert.deepEqual(gateway.errors, []);
});

test('an error page shows what was sent as text, and runs nothing', async () => {
  const gateway = await createUpayGateway();
  const { text } = await visit(gateway, '/gateway?<script>alert(1)</script>=1&<script>alert(1)</script>=2');
  assert.ok(text.includes('&lt;script&gt;') && !text.includes('<script'), text);
});

const longName = '字'.repeat(65);
const refused: [title: string, change: Parameters, code: string][] = [
  ['no amount', { total_amount: '' }, 'INVALID_PARAMS'],
  ['an amount of 0', { total_amount: '0' }, 'INVALID_PARAMS'],
  ['an amount with decimals', { total_amount: '12.50' }, 'INVALID_PARAMS'],
  ['an amount of eleven digits', { total_amount: '10000000000' }, 'INVALID_PARAMS'],
  ['no number', { client_sn: '' }, 'INVALID_PARAMS'],
  ['a number of 33 bytes', { client_sn: '字'.repeat(11) }, 'INVALID_PARAMS'],
  ['a subject of 65 characters', { subject: longName }, 'INVALID_PARAMS'],
  ['half a place', { longitude: '121.5' }, 'INVALID_PARAMS'],
  ['extended that is no JSON', { extended: 'x' }, 'INVALID_PARAMS'],
  ['extended that is a list', { extended: '[]' }, 'INVALID_PARAMS'],
  ['extended of more than 256 characters', { extended: `{"a":"${'x'.repeat(250)}"}` }, 'INVALID_PARAMS'],
  ['goods without a price', { goods_details: '[{"goods_id":"1"}]' }, 'INVALID_PARAMS'],
  ['goods that are very deep', { goods_details: `${'['.repeat(3_000)}${']'.repeat(3_000)}` }, 'INVALID_PARAMS'],
  ['a callback by FTP', { notify_url: 'ftp://shop.example' }, 'INVALID_PARAMS'],
  ['a provider that is no number', { payway: 'x' }, 'UNEXPECTED_PROVIDER_ERROR'],
  ['a provider without a cashier', { payway: '17' }, 'UNEXPECTED_PROVIDER_ERROR'],
];
test('who signed rightly is sent back with the reason, signed, and leaves nothing', async () => {
  const gateway = await createUpayGateway();
  for (const [title, change, code] of refused) {
    const { status, location = '', said } = await open(gateway, change);
    assert.equal(status, 302, title);
    assert.ok(location.startsWith('https://shop.example/done?order=1&is_success=F&'), location);
    assert.ok(location.endsWith('#top') && location.length < 2_000, location);
    assert.deepEqual([said['is_success'], said['error_code'], said['sn']], ['F', code, undefined], title);
    const { order: _own, ...signed } = said;
    assert.equal(said['sign'], cashierSign(signed, gateway.client.terminal.key), title);
  }
  assert.equal(await paymentsOf(gateway), undefined);
});

const optional: [title: string, change: Parameters, detail: string, kept: string][] = [
  ['extended', { extended: '{"goods_tag": "a"}' }, 'extended', '{"goods_tag": "a"}'],
  [
    'goods',
    { goods_details: '[{"goods_id":"1","goods_name":"n","quantity":1,"price":9,"promotion_type":0}]' },
    'goodsDetails',
    '[{"goods_id":"1","goods_name":"n","quantity":1,"price":9,"promotion_type":0}]',
  ],
  ['reflect that looks like JSON', { reflect: '{"table": "7"}' }, 'reflect', '{"table": "7"}'],
  ['a place', { longitude: '121.5', latitude: '31.2' }, 'latitude', '31.2'],
  ['a description', { description: 'hot' }, 'description', 'hot'],
];
for (const [title, change, detail, kept] of optional) {
  test(`an order keeps ${title} as it was sent`, async () => {
    const gateway = await createUpayGateway();
    const payment = await gateway.engine.find(0, 'payments', snOf(await open(gateway, change)));
    assert.equal(payment?.details[detail], kept);
  });
}

test('CLIENT_SN_CONFLICT: a number leads to one order, however often its address is opened', async () => {
  const gateway = await createUpayGateway();
  const visited = await Promise.all(Array.from({ length: 5 }, () => open(gateway)));
  const codes = visited.map((each) => each.said['error_code'] ?? 'opened').sort();
  assert.deepEqual(codes, [...Array.from({ length: 4 }, () => 'CLIENT_SN_CONFLICT'), 'opened']);
});

test('what is switched off is sent back with its own code', async () => {
  const gateway = await createUpayGateway();
  const { app, merchant, channels } = gateway;
  gateway.merchant = { ...merchant, status: 'suspended' };
  assert.equal((await open(gateway)).said['error_code'], 'UPAY_TERMINAL_STATUS_ABNORMAL');
  gateway.merchant = merchant;
  gateway.app = { ...app, enabled: false };
  assert.equal((await open(gateway)).said['error_code'], 'UPAY_TERMINAL_NOT_EXISTS');
  gateway.app = app;
  gateway.channels = new Map([...channels].filter(([code]) => code !== 'CN_WECHAT'));
  assert.equal((await open(gateway)).said['error_code'], 'UNEXPECTED_PROVIDER_ERROR');
});

test('a payer may come from anywhere, whatever addresses the app’s servers have', async () => {
  const gateway = await createUpayGateway({ mode: 'live' });
  gateway.app = { ...gateway.app, ipAllowlist: ['192.0.2.1'] };
  assert.match((await open(gateway)).location ?? '', /\/pay\//);
});

test('an order that its channel declines at once has its page all the same', async () => {
  const gateway = await createUpayGateway();
  gateway.connector = {
    ...gateway.connector,
    sendPayment: async () => ({ kind: 'refused', failure: 'channel_rejected' }),
  };
  const visited = await open(gateway);
  const payment = await gateway.engine.find(0, 'payments', snOf(visited));
  assert.equal(payment?.status, 'failed');
});

test('after a check-in the key before it still opens the cashier, and the way back is signed with the newest', async () => {
  const gateway = await createUpayGateway();
  const before = { ...gateway.client.terminal };
  await gateway.client.checkIn({ device_id: 'POS-SH-0001' });
  const { key } = gateway.client.terminal;
  assert.notEqual(key, before.key);
  gateway.client.terminal = before;
  const visited = await open(gateway);
  const payment = await gateway.engine.find(0, 'payments', snOf(visited));
  assert.ok(payment);
  const back = new URL((await gateway.dialect.returnUrl(payment)) ?? '');
  const { order: _own, ...signed } = Object.fromEntries(back.searchParams);
  assert.equal(signed['sign'], cashierSign(signed, key));
  assert.deepEqual([back.searchParams.get('is_success'), back.searchParams.get('sn')], ['T', payment.id]);
});

test('only GET opens anything: whoever looks first makes no order', async () => {
  const gateway = await createUpayGateway();
  const url = gateway.client.cashierUrl(order);
  for (const method of ['HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS'] as const) {
    for (const path of [url, url.replace('/gateway', '/qr/gateway'), '/upay/qrcode?content=a', '/upay/files/a']) {
      const { statusCode, headers } = await gateway.server.inject({ method, url: path });
      assert.deepEqual([statusCode, headers['allow']], [405, 'GET'], `${method} ${path}`);
    }
  }
  assert.equal(await paymentsOf(gateway), undefined);
});

const contents: [title: string, content: string][] = [
  ['an address', 'https://gw.example/pay/7890000000000000-AAAAAAAAAAAAAAAAAAAAAA'],
  ['one character', 'a'],
  ['512 bytes', 'x'.repeat(512)],
  ['characters of three bytes', '字'.repeat(170)],
];
for (const [title, content] of contents) {
  test(`the picture of ${title} is a QR code of it, with its quiet border, for a day`, async () => {
    const gateway = await createUpayGateway();
    const drawn = await gateway.server.inject(`/upay/qrcode?content=${encodeURIComponent(content)}`);
    assert.equal(drawn.headers['content-type'], 'image/png');
    assert.match(String(drawn.headers['cache-control']), /max-age=86400/);
    const { size } = QRCode.create(content, { errorCorrectionLevel: 'M' }).modules;
    assert.equal(drawn.rawPayload.readUInt32BE(16), (size + 8) * 8);
  });
}

for (const query of ['', '?content=', `?content=${'x'.repeat(513)}`, '?content=a&content=b', '?content=%zz', '?a=b']) {
  test(`/upay/qrcode${query.slice(0, 24)} is refused in a sentence`, async () => {
    const gateway = await createUpayGateway();
    const { statusCode, body } = await gateway.server.inject(`/upay/qrcode${query}`);
    assert.equal(statusCode, 400);
    assert.match(body, /^\S.*\.\n$/);
  });
}
