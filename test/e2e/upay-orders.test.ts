// What pay, precreate, the cashier and query answer, line by line of the table of requests and states (upay.md 4.3), and what the
// order is afterwards. Cancel, revoke and refund have files of their own.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import { eventually, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { takeDatabaseAway } from '../support/take-database-away.ts';
import { readUpayAnswer } from '../support/upay-answer.ts';
import { authorization, type UpayAnswer } from '../support/upay-client.ts';
import {
  atNoon,
  newBarcode,
  openShop,
  openShops,
  type ShopOrder,
  type ShopOptions,
  type UpayShop,
} from '../support/upay-shop.ts';

let gateway: TestGateway;

const kinds = {
  ordinary: {},
  /** Does not wait for the outcome. */
  impatient: { switches: { payHoldSeconds: 0 } },
  /** Takes back after a second what nobody has paid. */
  hasty: { switches: { payHoldSeconds: 5, payExpirySeconds: 1, orderExpirySeconds: 1 } },
  limited: { settings: { limits: { payment: { dailyAmount: 1250 } } } },
} as const satisfies Record<string, ShopOptions>;

type Kind = keyof typeof kinds;
let shops: Record<Kind, UpayShop>;

before(async () => {
  gateway = await startTestGateway();
  await atNoon(gateway);
  shops = await openShops(gateway, kinds);
  await gateway.manage('PATCH', '/channels/CN_BAIDU', { enabled: false });
});
after(() => gateway.close());

const pay = (order: ShopOrder) => order.pay();
const precreate = (order: ShopOrder) => order.precreate();

type Row = readonly [
  condition: string,
  ask: (order: ShopOrder, shop: UpayShop) => Promise<UpayAnswer>,
  amount: string,
  outcome: string,
  /** As a query says it afterwards, with what is left; `none`: there is no order. */
  state: string,
  kind?: Kind,
];

const rows: readonly Row[] = [
  ['pay | new, provider ok', pay, '1250', 'PAY_SUCCESS', 'PAID 1250'],
  ['pay | new, awaiting buyer', pay, '19020', 'PAY_IN_PROGRESS', 'CREATED 19020', 'impatient'],
  ['pay | new, declined', pay, '19011', 'PAY_FAIL INVALID_BARCODE', 'PAY_CANCELED 19011'],
  ['pay | new, declined', pay, '19012', 'PAY_FAIL EXPIRED_BARCODE', 'PAY_CANCELED 19012'],
  ['pay | new, declined', pay, '19014', 'PAY_FAIL INSUFFICIENT_FUND', 'PAY_CANCELED 19014'],
  ['pay | new, declined', pay, '19015', 'PAY_FAIL BUYER_OVER_DAILY_LIMIT', 'PAY_CANCELED 19015'],
  ['pay | new, declined', pay, '19016', 'PAY_FAIL BUYER_OVER_TRANSACTION_LIMIT', 'PAY_CANCELED 19016'],
  ['pay | new, declined', pay, '19017', 'PAY_FAIL SELLER_OVER_DAILY_LIMIT', 'PAY_CANCELED 19017'],
  ['pay | new, declined', pay, '19004', 'PAY_FAIL TRADE_FAILED', 'PAY_CANCELED 19004'],
  ['pay | buyer did not confirm in time', pay, '19020', 'PAY_FAIL TRADE_TIMEOUT', 'PAY_CANCELED 0', 'hasty'],
  ['pay | failed, reversal running', pay, '19035', 'PAY_FAIL_IN_PROGRESS TRADE_TIMEOUT', 'PAY_ERROR 19035', 'hasty'],
  ['pay | failed, reversal unclear', pay, '19037', 'PAY_FAIL_ERROR TRADE_TIMEOUT', 'PAY_ERROR 19037', 'hasty'],
  ['pay | failed, reversal refused', pay, '19038', 'PAY_FAIL_ERROR TRADE_FAILED', 'PAY_ERROR 19038', 'hasty'],
  [
    'pay | barcode of no known provider',
    (order) => order.pay({ dynamic_id: '991234567890123456' }),
    '1250',
    'FAIL INVALID_BARCODE',
    'none',
  ],
  [
    'pay | barcode already used for a paid trade',
    async (order, shop) => {
      const code = { dynamic_id: newBarcode() };
      await shop.order().pay(code);
      return order.pay(code);
    },
    '1250',
    'PAY_FAIL TRADE_HAS_SUCCESS',
    'PAY_CANCELED 1250',
  ],
  ...(['pay', 'precreate'] as const).flatMap((request): Row[] => [
    [
      `${request} | provider not enabled`,
      (order) => order[request]({ payway: '4' }),
      '1250',
      'FAIL UNEXPECTED_PROVIDER_ERROR',
      'none',
    ],
    [
      `${request} | unknown payway`,
      (order) => order[request]({ payway: '99' }),
      '1250',
      'FAIL UNEXPECTED_PROVIDER_ERROR',
      'none',
    ],
    [
      `${request} | store over its daily limit`,
      (order) => order[request](),
      '1251',
      'FAIL UPAY_STORE_OVER_DAILY_LIMIT',
      'none',
      'limited',
    ],
  ]),
  ['precreate | ok', precreate, '1250', 'PRECREATE_SUCCESS', 'CREATED 1250'],
  ['precreate | refused', precreate, '19017', 'PRECREATE_FAIL SELLER_OVER_DAILY_LIMIT', 'PAY_CANCELED 19017'],
  [
    'precreate | provider without pre-created orders',
    (order) => order.precreate({ payway: '6' }),
    '1250',
    'PRECREATE_FAIL UNEXPECTED_PROVIDER_ERROR',
    'none',
  ],
  ['precreate | never taken by its provider', precreate, '19044', 'PRECREATE_FAIL_ERROR TRADE_FAILED', 'CREATED 19044'],
  [
    'query | exists',
    async (order) => {
      await order.pay();
      return order.query();
    },
    '1250',
    'SUCCESS',
    'PAID 1250',
  ],
  [
    'query | exists, expired',
    async (order) => {
      await order.precreate();
      return eventually(async () => {
        const answer = await order.query();
        return answer.outcome !== 'SUCCESS' && answer;
      }, 10_000);
    },
    '1250',
    'SUCCESS TRADE_TIMEOUT',
    'PAY_CANCELED 0',
    'hasty',
  ],
  ['query | unknown', (order) => order.query(), '1250', 'FAIL UPAY_ORDER_NOT_EXIST', 'none'],
];

describe('one request', { concurrency: 32 }, () => {
  for (const [condition, ask, amount, outcome, state, kind = 'ordinary'] of rows) {
    it(`${condition} -> ${outcome} -> ${state}`, async () => {
      const order = shops[kind].order(amount);
      assert.equal((await ask(order, shops[kind])).outcome, outcome);
      assert.equal(await order.state(), state);
    });
  }
});

/** Every state in which a number can be taken, and how an order comes to it. */
const states: readonly [state: string, make: (order: ShopOrder) => Promise<unknown>, amount?: string][] = [
  ['CREATED 1250', precreate],
  ['PAID 1250', pay],
  ['PAY_CANCELED 19012', pay, '19012'],
  ['CANCELED 0', (order) => order.precreate().then(order.cancel)],
  ['PARTIAL_REFUNDED 1000', (order) => order.pay().then(() => order.refund('250', 'R1'))],
  ['REFUNDED 0', (order) => order.pay().then(() => order.refund('1250', 'R1'))],
];

describe('a client_sn that exists', { concurrency: 32 }, () => {
  for (const [state, make, amount] of states) {
    for (const request of ['pay', 'precreate'] as const) {
      it(`${request} | client_sn exists, ${state} -> FAIL CLIENT_SN_CONFLICT -> unchanged`, async () => {
        const order = shops.ordinary.order(amount);
        await make(order);
        assert.equal((await order[request]()).outcome, 'FAIL CLIENT_SN_CONFLICT');
        assert.equal(await order.state(), state);
      });
    }
    it(`WAP | client_sn exists, ${state} -> is_success F, CLIENT_SN_CONFLICT -> unchanged`, async () => {
      const order = shops.ordinary.order(amount);
      await make(order);
      const asked = { client_sn: order.clientSn, total_amount: '1250', subject: 'coffee', operator: 'op1' };
      const url = shops.ordinary.client.cashierUrl({ ...asked, return_url: 'https://shop.example/done' });
      const { status, headers } = await fetch(url, { redirect: 'manual' });
      const { searchParams: said } = new URL(headers.get('location') ?? '');
      assert.deepEqual([status, said.get('is_success'), said.get('error_code')], [302, 'F', 'CLIENT_SN_CONFLICT']);
      assert.equal(await order.state(), state);
    });
  }

  it('pay | ten times at once: one is made, the others conflict', async () => {
    const order = shops.ordinary.order();
    const outcomes = await Promise.all(Array.from({ length: 10 }, async () => (await order.pay()).outcome));
    assert.deepEqual(outcomes.sort(), [...Array<string>(9).fill('FAIL CLIENT_SN_CONFLICT'), 'PAY_SUCCESS']);
    assert.equal(await order.state(), 'PAID 1250');
  });

  it('pay | a rejected pay leaves its client_sn free', async () => {
    const order = shops.ordinary.order();
    for (const wrong of [{ dynamic_id: '991234567890123456' }, { payway: '99' }, { total_amount: '0' }]) {
      await order.pay(wrong);
      assert.equal(await order.state(), 'none');
    }
    assert.equal((await order.pay()).outcome, 'PAY_SUCCESS');
  });
});

/** Every request below /upay/v2 with fields that would do, had it come at another time. */
const requests: readonly [path: string, fields: object][] = [
  ['pay', { client_sn: 'X1', total_amount: '1', dynamic_id: '134567890123456780', subject: 's', operator: 'o' }],
  ['precreate', { client_sn: 'X1', total_amount: '1', payway: '3', subject: 's', operator: 'o' }],
  ['query', { client_sn: 'X1' }],
  ['refund', { client_sn: 'X1', refund_request_no: 'R1', refund_amount: '1', operator: 'o' }],
  ['cancel', { client_sn: 'X1' }],
  ['revoke', { client_sn: 'X1' }],
  [
    'deposit/freeze',
    { client_sn: 'X1', total_amount: '1', dynamic_id: '284567890123456780', subject: 's', operator: 'o' },
  ],
  ['deposit/consume', { client_sn: 'X1', consume_amount: '1', operator: 'o' }],
  ['deposit/cancel', { client_sn: 'X1' }],
];

const conditions: readonly [condition: string, outcome: string, bring: (shop: UpayShop) => Promise<unknown>][] = [
  [
    'terminal unknown to the transaction system',
    'FAIL UPAY_TERMINAL_NOT_EXISTS',
    ({ appId }) => gateway.manage('PATCH', `/apps/${appId}`, { enabled: false }),
  ],
  [
    'terminal not active',
    'FAIL UPAY_TERMINAL_STATUS_ABNORMAL',
    ({ client }) => gateway.manage('PATCH', `/terminals/${client.terminal.sn}`, { status: 'disabled' }),
  ],
  [
    'store closed',
    'FAIL UPAY_TERMINAL_STATUS_ABNORMAL',
    async ({ client }) => {
      const { storeId } = await gateway.manage<{ storeId: string }>('GET', `/terminals/${client.terminal.sn}`);
      await gateway.manage('PATCH', `/stores/${storeId}`, { status: 'closed' });
    },
  ],
  [
    'merchant suspended',
    'FAIL UPAY_TERMINAL_STATUS_ABNORMAL',
    ({ merchantId }) => gateway.manage('PATCH', `/merchants/${merchantId}`, { status: 'suspended' }),
  ],
  [
    'signature wrong',
    '400 ILLEGAL_SIGN',
    async ({ client }) => {
      client.terminal = { ...client.terminal, key: 'f'.repeat(32) };
    },
  ],
  [
    'terminal not known at all',
    '400 INVALID_TERMINAL',
    async ({ client }) => {
      client.terminal = { ...client.terminal, sn: '1' };
    },
  ],
];

describe('any request', () => {
  for (const [condition, outcome, bring] of conditions) {
    it(`any | ${condition} -> ${outcome}`, async () => {
      const shop = await openShop(gateway);
      await bring(shop);
      for (const [path, fields] of requests) {
        assert.equal((await shop.client.call(`/upay/v2/${path}`, fields)).outcome, outcome, path);
      }
    });
  }

  it('any | bad parameters -> 400 INVALID_PARAMS, which names each of them', async () => {
    const { client } = shops.ordinary;
    for (const [path, fields] of requests) {
      const blank = Object.fromEntries(Object.keys(fields).map((name) => [name, '']));
      const { outcome, message } = await client.call(`/upay/v2/${path}`, blank);
      assert.equal(outcome, '400 INVALID_PARAMS', path);
      for (const name of Object.keys(fields)) if (name !== 'operator') assert.ok(message.includes(name), message);
    }
  });

  it('any | internal fault -> 500 UNKNOWN_SYSTEM_ERROR, and afterwards all goes on', async () => {
    const { client } = shops.ordinary;
    const bringBack = await takeDatabaseAway(gateway.database);
    try {
      for (const [path, fields] of requests) {
        const { httpStatus, outcome } = await client.call(`/upay/v2/${path}`, fields);
        assert.deepEqual([httpStatus, outcome], [200, '500 UNKNOWN_SYSTEM_ERROR'], path);
      }
    } finally {
      await bringBack();
    }
    await eventually(async () => (await fetch(`${gateway.url}/readyz`)).status === 200);
    assert.equal((await shops.ordinary.order().pay()).outcome, 'PAY_SUCCESS');
  });

  it('any | maintenance: the gateway stops -> 500 MAINTENANCE_INPROGRESS', async () => {
    const stopping = await startTestGateway();
    const { terminalSn: sn, terminalKey: key } = stopping.demo.upay;
    const body = JSON.stringify({ terminal_sn: sn, client_sn: 'X1' });
    const headers = { authorization: authorization({ sn, key }, body), expect: '100-continue' };
    const late = request(`${stopping.url}/upay/v2/query`, { method: 'POST', headers });
    late.flushHeaders();
    await once(late, 'continue');
    const stopped = stopping.close();
    await eventually(() =>
      fetch(`${stopping.url}/healthz`).then(
        () => false,
        () => true,
      ),
    );
    late.end(body);
    const [response] = (await once(late, 'response')) as [IncomingMessage];
    const { result_code: code, error_code: error } = readUpayAnswer(await text(response));
    assert.deepEqual([response.statusCode, code, error], [200, '500', 'MAINTENANCE_INPROGRESS']);
    await stopped;
  });

  it('the books balance afterwards', async () => {
    assert.equal((await gateway.manage('GET', '/ledger/check'))['balanced'], true);
  });
});
