// Every published code of Upay's API, reached over HTTP (upay.md 6.1 to 6.7): of requests, of business results and errors with their
// messages, of orders and transactions, of providers and methods. The last test compares what was reached with the lists.
import assert from 'node:assert/strict';
import { after, before, describe, it, test } from 'node:test';
import { eventually, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { takeDatabaseAway } from '../support/take-database-away.ts';
import {
  bizErrors,
  bizResults,
  orderStatuses,
  payways,
  requests,
  subPayways,
  transactionStatuses,
} from '../support/upay-code-lists.ts';
import type { UpayAnswer } from '../support/upay-client.ts';
import {
  atNoon,
  newBarcode,
  openShop,
  openShops,
  type ShopOptions,
  type ShopOrder,
  type UpayShop,
} from '../support/upay-shop.ts';

let gateway: TestGateway;

const kinds = {
  ordinary: {},
  /** Does not wait for the outcome of a payment. */
  impatient: { switches: { payHoldSeconds: 0 } },
  /** Takes back after a second what nobody has paid. */
  hasty: { switches: { payHoldSeconds: 5, payExpirySeconds: 1, orderExpirySeconds: 1 } },
  /** The same of a charge, late enough for its channel to be asked before. */
  lingering: { switches: { payHoldSeconds: 0, payExpirySeconds: 4 } },
  limited: { settings: { limits: { payment: { dailyAmount: 1250 } } } },
} as const satisfies Record<string, ShopOptions>;

let shops: Record<keyof typeof kinds, UpayShop>;

before(async () => {
  gateway = await startTestGateway();
  await atNoon(gateway);
  shops = await openShops(gateway, kinds);
});
after(() => gateway.close());

/** What was answered so far, `biz_error INVALID_BARCODE 条码错误`. */
const reached = new Set<string>();

function note(answer: UpayAnswer): UpayAnswer {
  const { body, data } = answer;
  const { biz_response: business } = body;
  if (!business) reached.add(`request ${body.result_code} ${body.error_code}`);
  else {
    reached.add(`biz_result ${business.result_code}`);
    if (business.error_code !== undefined) reached.add(`biz_error ${business.error_code} ${business.error_message}`);
  }
  if (data['sn'] !== undefined) {
    reached.add(`order_status ${data['order_status']}`);
    reached.add(`transaction_status ${data['status']}`);
    reached.add(`payway ${data['payway']} ${data['payway_name']}`);
    reached.add(`sub_payway ${data['sub_payway']}`);
  }
  return answer;
}

type Ask = () => Promise<UpayAnswer>;

const pay = (amount?: string, more?: object) => shops.ordinary.order(amount).pay(more);

/** What the last step answers, of an order on which the others were done before. */
async function steps(order: ShopOrder, ...asked: ((order: ShopOrder) => Promise<UpayAnswer>)[]): Promise<UpayAnswer> {
  let answer = await (asked[0] ?? order.query)(order);
  for (const ask of asked.slice(1)) answer = await ask(order);
  return answer;
}
const paid = (order: ShopOrder) => order.pay();
const precreated = (order: ShopOrder) => order.precreate();
const canceled = (order: ShopOrder) => order.cancel();
const refunded =
  (amount: string, number = 'R1') =>
  (order: ShopOrder) =>
    order.refund(amount, number);
/** Asks until the transaction stands so. */
const standing = (status: string) => (order: ShopOrder) =>
  eventually(async () => {
    const answer = await order.query();
    return answer.data['status'] === status && answer;
  }, 10_000);

/** Its message names the state where it is that which forbids a cancel. */
const onAnotherDay = 'UPAY_CANCEL_INVALID_ORDER_STATE';

function check(code: keyof typeof bizErrors, answer: UpayAnswer): void {
  assert.deepEqual([note(answer).body.biz_response?.error_code, answer.message], [code, bizErrors[code]]);
}

describe('codes of orders', { concurrency: 8 }, () => {
  describe('biz_result', { concurrency: 32 }, () => {
    const ways: Readonly<Record<(typeof bizResults)[number], Ask>> = {
      PAY_SUCCESS: () => pay(),
      PAY_FAIL: () => pay('19012'),
      PAY_FAIL_ERROR: () => shops.hasty.order('19037').pay(),
      CANCEL_SUCCESS: () => steps(shops.ordinary.order(), paid, canceled),
      CANCEL_ERROR: () => steps(shops.ordinary.order('19031'), paid, canceled),
      CANCEL_ABORT_ERROR: () => steps(shops.impatient.order('19036'), paid, canceled),
      CANCEL_ABORT_SUCCESS: () => steps(shops.impatient.order('19020'), paid, canceled),
      REFUND_SUCCESS: () => steps(shops.ordinary.order(), paid, refunded('250')),
      REFUND_ERROR: () => steps(shops.ordinary.order('20000'), paid, refunded('9026')),
      PRECREATE_SUCCESS: () => shops.ordinary.order().precreate(),
      PRECREATE_FAIL: () => shops.ordinary.order('19017').precreate(),
      SUCCESS: () => steps(shops.ordinary.order(), paid, (order) => order.query()),
      FAIL: () => shops.ordinary.order().query(),
    };
    for (const code of bizResults) {
      it(code, async () => {
        const answer = note(await ways[code]());
        assert.equal(answer.body.biz_response?.result_code, code);
      });
    }
  });

  describe('biz_error', { concurrency: 32 }, () => {
    const ways: Readonly<Record<Exclude<keyof typeof bizErrors, typeof onAnotherDay>, Ask>> = {
      INVALID_BARCODE: () => pay('19011'),
      INSUFFICIENT_FUND: () => pay('19014'),
      EXPIRED_BARCODE: () => pay('19012'),
      BUYER_OVER_DAILY_LIMIT: () => pay('19015'),
      BUYER_OVER_TRANSACTION_LIMIT: () => pay('19016'),
      SELLER_OVER_DAILY_LIMIT: () => pay('19017'),
      TRADE_NOT_EXIST: () => steps(shops.ordinary.order('19033'), paid, canceled),
      async TRADE_HAS_SUCCESS() {
        const code = { dynamic_id: newBarcode() };
        await pay('1250', code);
        return pay('1250', code);
      },
      SELLER_BALANCE_NOT_ENOUGH: () => steps(shops.ordinary.order('20000'), paid, refunded('9018')),
      REFUND_AMT_NOT_EQUAL_TOTAL: () => steps(shops.ordinary.order('20000'), paid, refunded('9019')),
      TRADE_FAILED: () => pay('19004'),
      UNEXPECTED_PROVIDER_ERROR: () => pay('1250', { payway: '99' }),
      TRADE_TIMEOUT: () => shops.hasty.order('19020').pay(),
      async ACCOUNT_BALANCE_NOT_ENOUGH() {
        const shop = await openShop(gateway);
        const order = shop.order();
        await order.pay();
        await shop.spend(1n);
        return order.refund('1250', 'R1');
      },
      CLIENT_SN_CONFLICT: () => steps(shops.ordinary.order(), paid, paid),
      UPAY_ORDER_NOT_EXIST: () => shops.ordinary.order().query(),
      REFUNDABLE_AMOUNT_NOT_ENOUGH: () => steps(shops.ordinary.order(), paid, refunded('1251')),
      async UPAY_TERMINAL_NOT_EXISTS() {
        const shop = await openShop(gateway);
        await gateway.manage('PATCH', `/apps/${shop.appId}`, { enabled: false });
        return shop.order().pay();
      },
      async UPAY_TERMINAL_STATUS_ABNORMAL() {
        const shop = await openShop(gateway);
        await gateway.manage('PATCH', `/terminals/${shop.client.terminal.sn}`, { status: 'disabled' });
        return shop.order().pay();
      },
      UPAY_CANCEL_ORDER_NOOP: () => steps(shops.ordinary.order(), precreated, canceled, canceled),
      UPAY_REFUND_ORDER_NOOP: () => steps(shops.ordinary.order(), paid, refunded('250'), refunded('250')),
      UPAY_REFUND_INVALID_ORDER_STATE: () => steps(shops.ordinary.order(), precreated, refunded('250')),
      UPAY_STORE_OVER_DAILY_LIMIT: () => shops.limited.order('1251').pay(),
      UPAY_TCP_ORDER_NOT_REFUNDABLE: () => steps(shops.ordinary.order('19032'), paid, canceled),
    };
    for (const code of Object.keys(ways) as (keyof typeof ways)[]) {
      it(`${code} ${bizErrors[code]}`, async () => check(code, await ways[code]()));
    }
  });

  describe('order_status', { concurrency: 32 }, () => {
    const ways: Readonly<Record<(typeof orderStatuses)[number], Ask>> = {
      CREATED: () => shops.ordinary.order().precreate(),
      PAID: () => pay(),
      PAY_CANCELED: () => pay('19012'),
      PAY_ERROR: () => steps(shops.hasty.order('19035'), precreated, standing('ERROR_RECOVERY')),
      REFUNDED: () => steps(shops.ordinary.order(), paid, refunded('1250')),
      PARTIAL_REFUNDED: () => steps(shops.ordinary.order(), paid, refunded('250')),
      REFUND_INPROGRESS: () => steps(shops.ordinary.order('20000'), paid, refunded('9020')),
      REFUND_ERROR: () => steps(shops.ordinary.order('20000'), paid, refunded('9026')),
      CANCELED: () => steps(shops.ordinary.order(), paid, canceled),
      CANCEL_ERROR: () => steps(shops.ordinary.order('19031'), paid, canceled),
      CANCEL_INPROGRESS: () => steps(shops.ordinary.order('19030'), paid, canceled),
      // Its payer paid another amount than was asked for.
      async INVALID_STATUS_CODE() {
        const order = shops.ordinary.order('19025');
        await order.precreate();
        await order.act('paid');
        return order.query();
      },
    };
    for (const status of orderStatuses) {
      it(status, async () => {
        assert.equal(note(await ways[status]()).data['order_status'], status);
      });
    }
  });

  describe('transaction_status', { concurrency: 32 }, () => {
    /** What nobody has paid is taken back, and that goes wrong. */
    const takenBack = (amount: string, status: string) =>
      steps(shops.hasty.order(amount), precreated, standing(status));
    const charged = (amount: string, status: string) => steps(shops.lingering.order(amount), paid, standing(status));
    const ways: Readonly<Record<(typeof transactionStatuses)[number], Ask>> = {
      SUCCESS: () => pay(),
      FAIL_CANCELED: () => pay('19012'),
      FAIL_PROTOCOL_1: () => charged('19041', 'FAIL_PROTOCOL_1'),
      FAIL_IO_1: () => charged('19040', 'FAIL_IO_1'),
      FAIL_PROTOCOL_2: () => charged('19043', 'FAIL_PROTOCOL_2'),
      FAIL_IO_2: () => charged('19042', 'FAIL_IO_2'),
      FAIL_PROTOCOL_3: () => takenBack('19037', 'FAIL_PROTOCOL_3'),
      FAIL_ERROR: () => takenBack('19038', 'FAIL_ERROR'),
      CANCEL_ERROR: () => steps(shops.ordinary.order('19031'), paid, canceled),
      REFUND_ERROR: () => steps(shops.ordinary.order('20000'), paid, refunded('9026')),
    };
    for (const status of transactionStatuses) {
      it(status, async () => {
        const { data } = note(await ways[status]());
        assert.equal(data['status'], status);
        if (/^FAIL_(IO|PROTOCOL|ERROR)/.test(status)) assert.equal(data['order_status'], 'PAY_ERROR');
      });
    }
  });

  describe('payway', { concurrency: 32 }, () => {
    for (const [payway, name] of payways) {
      it(`${payway} ${name}`, async () => {
        const { outcome, data } = note(await pay('1250', { payway }));
        assert.deepEqual([outcome, data['payway'], data['payway_name']], ['PAY_SUCCESS', payway, name]);
      });
    }

    // Observed answers say 支付宝; the appendix has these two (upay.md 7, Q24).
    for (const alipayName of ['支付宝1.0', 'Alipay-Local']) {
      it(`1 ${alipayName}: as the operator wants it`, async () => {
        const shop = await openShop(gateway, { switches: { alipayName } });
        const { data } = note(await shop.order().pay({ payway: '1' }));
        assert.deepEqual([data['payway'], data['payway_name']], ['1', alipayName]);
      });
    }
  });

  describe('sub_payway', { concurrency: 32 }, () => {
    for (const [way, name] of subPayways) {
      it(`${way} ${name}`, async () => {
        const order = shops.ordinary.order();
        const asked = { sub_payway: way, payer_uid: 'oPAYER0001' };
        const { outcome, data } = note(await (way === '1' ? order.pay() : order.precreate(asked)));
        assert.deepEqual([outcome, data['sub_payway']], [way === '1' ? 'PAY_SUCCESS' : 'PRECREATE_SUCCESS', way]);
      });
    }
  });
});

describe('on another day', () => {
  it(`${onAnotherDay} ${bizErrors[onAnotherDay]}`, async () => {
    const order = shops.ordinary.order();
    await order.pay();
    await gateway.advance(86_400);
    check(onAnotherDay, await order.cancel());
  });
});

describe('request', () => {
  it('400 INVALID_PARAMS: in words that name the field', async () => {
    const { outcome, message } = note(await pay('0'));
    assert.equal(outcome, '400 INVALID_PARAMS');
    assert.equal(message, 'total_amount金额为大于0的整数，长度不超过10位，以分为单位');
  });

  it('400 INVALID_TERMINAL 终端错误: of a number that no terminal has', async () => {
    const { client, order } = await openShop(gateway);
    client.terminal = { ...client.terminal, sn: '1' };
    const { outcome, message } = note(await order().pay());
    assert.deepEqual([outcome, message], ['400 INVALID_TERMINAL', '终端错误']);
  });

  it('400 ILLEGAL_SIGN 签名错误: with a key that is not its own', async () => {
    const { client, order } = await openShop(gateway);
    client.terminal = { ...client.terminal, key: 'f'.repeat(32) };
    const { outcome, message } = note(await order().pay());
    assert.deepEqual([outcome, message], ['400 ILLEGAL_SIGN', '签名错误']);
  });

  it('500 UNKNOWN_SYSTEM_ERROR 系统错误: when the database does not answer', async () => {
    const bringBack = await takeDatabaseAway(gateway.database);
    try {
      const { httpStatus, outcome, message } = note(await pay());
      assert.deepEqual([httpStatus, outcome, message], [200, '500 UNKNOWN_SYSTEM_ERROR', '系统错误']);
    } finally {
      await bringBack();
    }
    await eventually(async () => (await fetch(`${gateway.url}/readyz`)).status === 200);
  });
});

test('every code of every list was reached', () => {
  const listed = [
    ...requests.map((code) => `request ${code}`),
    ...bizResults.map((code) => `biz_result ${code}`),
    ...Object.entries(bizErrors).map(([code, message]) => `biz_error ${code} ${message}`),
    ...orderStatuses.map((status) => `order_status ${status}`),
    ...transactionStatuses.map((status) => `transaction_status ${status}`),
    ...payways.map(([payway, name]) => `payway ${payway} ${name}`),
    ...subPayways.map(([way]) => `sub_payway ${way}`),
  ];
  assert.deepEqual(
    listed.filter((entry) => !reached.has(entry)),
    [],
  );
});
