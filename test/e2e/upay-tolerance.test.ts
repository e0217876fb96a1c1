// What clients of Upay send in their own way and must be understood (upay.md 2.1, 2.2, 2.7, 2.8), and what must not be: wrong fields and
// signatures, orders of another merchant.
import assert from 'node:assert/strict';
import { after, before, describe, it, test } from 'node:test';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { authorization, type UpayAnswer } from '../support/upay-client.ts';
import { newBarcode, openShop, type UpayShop } from '../support/upay-shop.ts';

let gateway: TestGateway;
let shop: UpayShop;

before(async () => {
  gateway = await startTestGateway();
  shop = await openShop(gateway);
});
after(() => gateway.close());

const goods = { goods_id: 'g1', goods_name: '拿铁', quantity: 1, price: 1250, promotion_type: 0 };
let orders = 0;

/** The fields of a pre-created order under a number of its own. */
function anOrder(more: object = {}) {
  orders += 1;
  const order = { client_sn: `T${orders}`, total_amount: '1250', payway: '3', subject: 'coffee', operator: 'op1' };
  return { terminal_sn: shop.client.terminal.sn, ...order, ...more };
}

const precreate = (more: object) => shop.client.call('/upay/v2/precreate', anOrder(more));

/** A signed request as some client sends it. */
async function sendAs(change: {
  readonly path?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly authorization?: (usual: string) => string;
}): Promise<UpayAnswer> {
  const { path = '/upay/v2/precreate', body = JSON.stringify(anOrder()), headers = {} } = change;
  const usual = authorization(shop.client.terminal, body);
  return shop.client.send(path, body, { ...headers, authorization: change.authorization?.(usual) ?? usual });
}

describe('a request is understood', () => {
  const upperCase = (usual: string) => usual.toUpperCase();
  const spelled = (body: string) => ({ body });
  const ways: readonly [title: string, change: () => Parameters<typeof sendAs>[0]][] = [
    ['with an MD5 in upper case', () => ({ authorization: upperCase })],
    ['with more white space in its header', () => ({ authorization: (usual) => usual.replace(' ', '  \t ') })],
    ['with a bare ? behind its path', () => ({ path: '/upay/v2/precreate?' })],
    ['with a slash behind its path', () => ({ path: '/upay/v2/precreate/' })],
    ['with a query that means nothing', () => ({ path: '/upay/v2/precreate?format=json' })],
    ['as application/json with a charset', () => ({ headers: { 'content-type': 'application/json; charset=utf-8' } })],
    ['as Application/json', () => ({ headers: { 'content-type': 'Application/json' } })],
    ['as text', () => ({ headers: { 'content-type': 'text/plain;charset=UTF-8' } })],
    ['as a form', () => ({ headers: { 'content-type': 'application/x-www-form-urlencoded' } })],
    ['as bytes', () => ({ headers: { 'content-type': 'application/octet-stream' } })],
    ['with a type that is none', () => ({ headers: { 'content-type': 'json' } })],
    ['with headers of its own', () => ({ headers: { format: 'json', 'x-forwarded-for': '203.0.113.9' } })],
    ['with line breaks and blanks', () => spelled(JSON.stringify(anOrder(), null, 2))],
    ['in Chinese', () => spelled(JSON.stringify(anOrder({ subject: '拿铁 大杯', operator: '小王' })))],
    [
      'in Chinese that is escaped',
      () => spelled(JSON.stringify(anOrder({ subject: 'X' })).replace('X', '\\u62ff\\u94c1 \\u5927\\u676f')),
    ],
  ];
  for (const [title, change] of ways) {
    it(title, async () => {
      const { outcome } = await sendAs(change());
      assert.equal(outcome, 'PRECREATE_SUCCESS');
    });
  }
});

describe('a field is understood', () => {
  const nothing = ['description', 'longitude', 'latitude', 'device_id', 'extended', 'goods_details', 'reflect'];
  const all = (value: unknown) => Object.fromEntries([...nothing, 'notify_url'].map((name) => [name, value]));
  const fields: readonly [title: string, more: object, shown: object][] = [
    ['payway as a number', { payway: 1 }, { payway: '1' }],
    ['sub_payway as a number', { sub_payway: 2 }, { sub_payway: '2' }],
    ['total_amount as a number', { total_amount: 1250 }, { total_amount: '1250', net_amount: '1250' }],
    ['leading zeros in total_amount', { total_amount: '0000001250' }, { total_amount: '1250', net_amount: '1250' }],
    ['every optional field as null', all(null), { description: undefined, reflect: undefined }],
    ['every optional field as ""', all(''), { description: undefined, reflect: undefined }],
    ['operator missing', { operator: undefined }, { operator: '' }],
    ['unknown fields', { type: '2', nothing: { at: ['all'] }, sign: 'x' }, { total_amount: '1250' }],
    ['reflect as an object', { reflect: { tips: '200', to: ['小王'] } }, { reflect: '{"tips":"200","to":["小王"]}' }],
    ['reflect as text', { reflect: ' 桌7 ' }, { reflect: ' 桌7 ' }],
    ['goods_details', { goods_details: [goods] }, {}],
    ['goods_details wrapped twice', { goods_details: { goods_details: [goods] } }, {}],
    ['goods_details with numbers as texts', { goods_details: [{ ...goods, quantity: '1', price: '1250' }] }, {}],
    ['extended with objects in it', { extended: { goods_tag: 'x', extend_params: { hb_fq_num: '3' } } }, {}],
    ['both coordinates', { longitude: '121.615459404', latitude: '31.4056441552' }, {}],
    ['client_sn of 32 bytes', { client_sn: `${'号'.repeat(10)}01` }, { client_sn: `${'号'.repeat(10)}01` }],
  ];
  for (const [title, more, shown] of fields) {
    it(title, async () => {
      const { outcome, data } = await precreate(more);
      assert.equal(outcome, 'PRECREATE_SUCCESS');
      for (const [name, value] of Object.entries(shown)) assert.equal(data[name], value, name);
    });
  }

  it('"sn":"" beside a client_sn, and numbers where digits are meant', async () => {
    const order = shop.order();
    await order.pay({ total_amount: 1250 });
    assert.equal((await order.query({ sn: '', refund_request_no: null })).outcome, 'SUCCESS');
    const { outcome, data } = await order.refund('0250', '7', { refund_request_no: 7, reflect: { why: 'cold' } });
    assert.deepEqual([outcome, data['net_amount'], data['reflect']], ['REFUND_SUCCESS', '1000', '{"why":"cold"}']);
  });
});

describe('a field is refused by its name', () => {
  const wrong: readonly (readonly [field: string, value: unknown])[] = [
    ...['0', '000', '-1', '+1', '1.0', '1e3', ' 1', '１', '10000000000', 1.5, 0, {}, []].map(
      (value) => ['total_amount', value] as const,
    ),
    ['client_sn', 'x'.repeat(33)],
    ['client_sn', '号'.repeat(11)],
    ['client_sn', ''],
    ['subject', null],
    ['subject', 'x'.repeat(65)],
    ['operator', 'x'.repeat(33)],
    ['payway', ''],
    ['sub_payway', '7'],
    ['payer_uid', { toString: 'x' }],
    ['notify_url', 'shop.example/n'],
    ['notify_url', `https://shop.example/${'n'.repeat(128)}`],
    ['reflect', 'x'.repeat(65)],
    ['longitude', '121.6'],
    ['extended', '[]'],
    ['goods_details', [{ goods_id: 'g1' }]],
  ];
  for (const [field, value] of wrong) {
    it(`${field} ${JSON.stringify(value)}`, async () => {
      const { outcome, message } = await precreate({ [field]: value });
      assert.equal(outcome, '400 INVALID_PARAMS');
      assert.ok(message.includes(field), message);
    });
  }

  it('payer_uid missing inside a wallet', async () => {
    for (const way of ['3', '4']) {
      const { outcome, message } = await precreate({ sub_payway: way });
      assert.deepEqual([outcome, message], ['400 INVALID_PARAMS', 'payer_uid不能为空']);
    }
  });

  it('every wrong one at once', async () => {
    const { message } = await precreate({ total_amount: 'x', subject: '', client_sn: 'x'.repeat(33) });
    assert.deepEqual(
      message.split('；').map((part) => /^[a-z_]+/.exec(part)?.[0]),
      ['client_sn', 'total_amount', 'subject'],
    );
  });
});

describe('a signature', () => {
  const headers: readonly [title: string, header: (usual: string) => string, outcome: string][] = [
    ['missing', () => '', '400 ILLEGAL_SIGN'],
    ['without a number', (usual) => usual.split(' ')[1] ?? '', '400 ILLEGAL_SIGN'],
    ['with a word before it', (usual) => `Bearer ${usual}`, '400 ILLEGAL_SIGN'],
    ['of other bytes', (usual) => usual.replace(/.$/, (last) => (last === '0' ? '1' : '0')), '400 ILLEGAL_SIGN'],
    ['of nobody', (usual) => usual.replace(/^\d+/, '99999999999'), '400 INVALID_TERMINAL'],
    ['of somebody whose number is no number', (usual) => usual.replace(/^\d+/, 'x'), '400 INVALID_TERMINAL'],
  ];
  for (const [title, header, outcome] of headers) {
    it(`${title} -> ${outcome}`, async () => {
      assert.equal((await sendAs({ authorization: header })).outcome, outcome);
    });
  }

  it("in another terminal's name -> 400 INVALID_TERMINAL", async () => {
    const other = await openShop(gateway);
    const { outcome } = await precreate({ terminal_sn: other.client.terminal.sn });
    assert.equal(outcome, '400 INVALID_TERMINAL');
  });

  it('is looked at before the body, and what is no object is then INVALID_PARAMS', async () => {
    for (const body of ['', 'x', '[]', 'null', '"x"', '{"client_sn":', '{} {}', '\u0000']) {
      assert.equal((await sendAs({ body })).outcome, '400 INVALID_PARAMS', body);
      assert.equal((await sendAs({ body, authorization: (usual) => `${usual}0` })).outcome, '400 ILLEGAL_SIGN', body);
    }
  });

  it('is asked for by POST on a path that exists only', async () => {
    const status = async (method: string, path: string) => (await fetch(`${gateway.url}${path}`, { method })).status;
    assert.deepEqual(
      [
        await status('GET', '/upay/v2/pay'),
        await status('PUT', '/terminal/checkin'),
        await status('POST', '/upay/v2/none'),
      ],
      [405, 405, 404],
    );
  });
});

test('an order is found by sn, by client_sn, and by the number of its provider; sn decides, and client_sn where that finds nothing', async () => {
  const [order, other] = [shop.order(), shop.order()];
  const { data } = await order.pay();
  const { sn = '', trade_no: tradeNo = '' } = data;
  await other.pay();
  const query = async (name: object) => (await shop.client.call('/upay/v2/query', name)).data['sn'];
  assert.equal(await query({ sn }), sn);
  assert.equal(await query({ sn, client_sn: other.clientSn }), sn);
  assert.equal(await query({ sn: '7890000000000001', client_sn: order.clientSn }), sn);
  assert.equal(await query({ sn: tradeNo }), sn);
  const refund = { sn: tradeNo, refund_request_no: 'R1', refund_amount: '1250', operator: 'op1' };
  assert.equal((await shop.client.call('/upay/v2/refund', refund)).data['order_status'], 'REFUNDED');
});

test("another merchant's order does not exist, by whichever number, and its client_sn is free", async () => {
  const other = await openShop(gateway);
  const order = shop.order();
  const { sn, trade_no: tradeNo } = (await order.pay()).data;
  const asked = { refund_request_no: 'R1', refund_amount: '1', operator: 'op1' };
  for (const name of [{ sn }, { sn: tradeNo }, { client_sn: order.clientSn }]) {
    for (const request of ['query', 'refund', 'cancel', 'revoke']) {
      const { outcome } = await other.client.call(`/upay/v2/${request}`, { ...asked, ...name });
      assert.equal(outcome, 'FAIL UPAY_ORDER_NOT_EXIST', request);
    }
  }
  assert.equal(await order.state(), 'PAID 1250');
  const same = { client_sn: order.clientSn, total_amount: '1', dynamic_id: newBarcode(), subject: 's', operator: 'o' };
  assert.equal((await other.client.call('/upay/v2/pay', same)).outcome, 'PAY_SUCCESS');
});
