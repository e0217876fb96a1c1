// What refund answers, line by line of the table of requests and states (upay.md 4.3), and what the order is afterwards.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import type { UpayAnswer } from '../support/upay-client.ts';
import { atNoon, openShop, openShops, type ShopOrder, type ShopOptions, type UpayShop } from '../support/upay-shop.ts';

let gateway: TestGateway;

const kinds = {
  ordinary: {},
  /** Does not wait for the outcome of a payment. */
  impatient: { switches: { payHoldSeconds: 0 } },
  /** Takes back after a second what nobody has paid. */
  hasty: { switches: { orderExpirySeconds: 1 } },
} as const satisfies Record<string, ShopOptions>;

type Kind = keyof typeof kinds;
let shops: Record<Kind, UpayShop>;

before(async () => {
  gateway = await startTestGateway();
  await atNoon(gateway);
  shops = await openShops(gateway, kinds);
});
after(() => gateway.close());

type Step = (order: ShopOrder) => Promise<unknown>;

/** How an order comes to where it is refunded. */
const unmade: Step = async () => {};
const pay: Step = (order) => order.pay();
const paid: Step = async (order) => assert.equal((await order.pay()).outcome, 'PAY_SUCCESS');
const then =
  (...steps: Step[]): Step =>
  async (order) => {
    for (const step of steps) await step(order);
  };
const refunded =
  (amount: string, number: string): Step =>
  (order) =>
    order.refund(amount, number);
const canceled: Step = (order) => order.cancel();
const reaches =
  (state: string): Step =>
  (order) =>
    order.reaches(state);
const expired = (state: string) => then((order) => order.precreate(), reaches(state));

type Row = readonly [
  condition: string,
  make: Step,
  amount: string,
  refund: readonly [amount: string, number: string],
  outcome: string,
  /** As a query says it afterwards, with what is left; `none`: there is no order. */
  state: string,
  kind?: Kind,
];

const invalidState = 'FAIL UPAY_REFUND_INVALID_ORDER_STATE';
const noop = 'FAIL UPAY_REFUND_ORDER_NOOP';
const conflict = 'FAIL REFUND_REQUEST_CONFLICT';
const unknown = 'REFUND_ERROR TRADE_FAILED';
const sellerShort = 'REFUND_FAIL SELLER_BALANCE_NOT_ENOUGH';
const wrongAmount = 'REFUND_FAIL REFUND_AMT_NOT_EQUAL_TOTAL';
const part = refunded('250', 'R1');
const whole = refunded('1250', 'R1');
const running = refunded('9020', 'R1');
const doubtful = refunded('9026', 'R1');

const rows: readonly Row[] = [
  ['unknown', unmade, '1250', ['250', 'R1'], 'FAIL UPAY_ORDER_NOT_EXIST', 'none'],
  ['PAID, amount < rest', paid, '1250', ['250', 'R1'], 'REFUND_SUCCESS', 'PARTIAL_REFUNDED 1000'],
  ['PARTIAL_REFUNDED, amount < rest', then(paid, part), '1250', ['999', 'R2'], 'REFUND_SUCCESS', 'PARTIAL_REFUNDED 1'],
  ['PAID, amount = rest', paid, '1250', ['1250', 'R1'], 'REFUND_SUCCESS', 'REFUNDED 0'],
  ['PARTIAL_REFUNDED, amount = rest', then(paid, part), '1250', ['1000', 'R2'], 'REFUND_SUCCESS', 'REFUNDED 0'],
  [
    'amount > rest, rest > 0',
    then(paid, part),
    '1250',
    ['1001', 'R2'],
    'FAIL REFUNDABLE_AMOUNT_NOT_ENOUGH',
    'PARTIAL_REFUNDED 1000',
  ],
  ['REFUNDED, new number', then(paid, whole), '1250', ['1', 'R2'], invalidState, 'REFUNDED 0'],
  [
    'number already succeeded, PARTIAL_REFUNDED',
    then(paid, part),
    '1250',
    ['250', 'R1'],
    noop,
    'PARTIAL_REFUNDED 1000',
  ],
  ['number already succeeded, REFUNDED', then(paid, whole), '1250', ['1250', 'R1'], noop, 'REFUNDED 0'],
  [
    'number already succeeded, another one running',
    then(paid, refunded('250', 'R0'), running),
    '20000',
    ['250', 'R0'],
    noop,
    'REFUND_INPROGRESS 19750',
  ],
  ['undecided', paid, '20000', ['9020', 'R1'], 'REFUND_IN_PROGRESS', 'REFUND_INPROGRESS 20000'],
  [
    'same number, still running',
    then(paid, running),
    '20000',
    ['9020', 'R1'],
    'REFUND_IN_PROGRESS',
    'REFUND_INPROGRESS 20000',
  ],
  [
    'same number, earlier ended REFUND_ERROR',
    then(paid, doubtful),
    '20000',
    ['9026', 'R1'],
    unknown,
    'REFUND_ERROR 20000',
  ],
  [
    'same number, earlier ended REFUND_FAIL',
    then(paid, refunded('9018', 'R1')),
    '20000',
    ['9018', 'R1'],
    sellerShort,
    'PAID 20000',
  ],
  ['same number, different amount', then(paid, running), '20000', ['9021', 'R1'], conflict, 'REFUND_INPROGRESS 20000'],
  [
    'same number, different amount, after REFUND_FAIL',
    then(paid, refunded('9018', 'R1')),
    '20000',
    ['250', 'R1'],
    conflict,
    'PAID 20000',
  ],
  [
    'another refund running, new number',
    then(paid, running),
    '20000',
    ['250', 'R2'],
    invalidState,
    'REFUND_INPROGRESS 20000',
  ],
  ['CREATED', pay, '19020', ['250', 'R1'], invalidState, 'CREATED 19020', 'impatient'],
  ['PAY_CANCELED', pay, '19012', ['250', 'R1'], invalidState, 'PAY_CANCELED 19012'],
  ['PAY_ERROR', expired('PAY_ERROR 19035'), '19035', ['250', 'R1'], invalidState, 'PAY_ERROR 19035', 'hasty'],
  ['CANCELED', then(paid, canceled), '1250', ['250', 'R1'], invalidState, 'CANCELED 0'],
  ['CANCEL_INPROGRESS', then(paid, canceled), '19030', ['250', 'R1'], invalidState, 'CANCEL_INPROGRESS 19030'],
  ['CANCEL_ERROR', then(paid, canceled), '19031', ['250', 'R1'], invalidState, 'CANCEL_ERROR 19031'],
  ['provider account balance too low', paid, '20000', ['9018', 'R1'], sellerShort, 'PAID 20000'],
  ['provider rejects the amount', paid, '20000', ['9019', 'R1'], wrongAmount, 'PAID 20000'],
  ['provider refuses', paid, '20000', ['9010', 'R1'], 'REFUND_FAIL TRADE_FAILED', 'PAID 20000'],
  ['outcome unknown', paid, '20000', ['9026', 'R1'], unknown, 'REFUND_ERROR 20000'],
  ['outcome unreadable', paid, '20000', ['9027', 'R1'], unknown, 'REFUND_ERROR 20000'],
];

describe('one request', { concurrency: 64 }, () => {
  for (const [condition, make, amount, [asked, number], outcome, state, kind = 'ordinary'] of rows) {
    it(`refund | ${condition} -> ${outcome} -> ${state}`, async () => {
      const order = shops[kind].order(amount);
      await make(order);
      const answer = await order.refund(asked, number);
      assert.equal(answer.outcome, outcome);
      checkAnswer(answer, state, `${order.clientSn}-${number}`);
      assert.equal(await order.state(), state);
    });
  }

  it('refund | REFUNDED, new number: the message says that nothing is left', async () => {
    const order = shops.ordinary.order();
    await then(paid, whole)(order);
    assert.equal((await order.refund('1', 'R2')).message, '订单已全额退款,可退金额不足');
  });

  it('refund | same number, earlier ended REFUND_FAIL, retried -> REFUND_SUCCESS -> PARTIAL_REFUNDED', async () => {
    const order = shops.ordinary.order('20000');
    await paid(order);
    for (const [act, outcome, state] of [
      ['failed', 'REFUND_FAIL TRADE_FAILED', 'PAID 20000'],
      ['paid', 'REFUND_SUCCESS', 'PARTIAL_REFUNDED 10980'],
    ] as const) {
      const answer = order.refund('9020', 'R1');
      await order.reaches('REFUND_INPROGRESS 20000');
      await order.act(act);
      assert.equal((await answer).outcome, outcome);
      assert.equal(await order.state(), state);
    }
    assert.equal((await order.refund('9020', 'R1')).outcome, noop);
  });

  it('refund | answer lost -> found by asking -> PARTIAL_REFUNDED', async () => {
    const order = shops.ordinary.order('20000');
    await paid(order);
    const { outcome } = await order.refund('9021', 'R1');
    // The question that finds it comes a second later, in time for this answer unless the machine is busy.
    assert.ok(outcome === 'REFUND_SUCCESS' || outcome === unknown, outcome);
    await order.reaches('PARTIAL_REFUNDED 10979');
    assert.equal((await order.refund('9021', 'R1')).outcome, noop);
  });

  it('refund | merchant balance too low -> REFUND_FAIL ACCOUNT_BALANCE_NOT_ENOUGH -> unchanged, and again later', async () => {
    const shop = await openShop(gateway);
    const order = shop.order();
    await paid(order);
    await shop.spend(1001n);
    assert.equal((await order.refund('250', 'R1')).outcome, 'REFUND_FAIL ACCOUNT_BALANCE_NOT_ENOUGH');
    assert.equal(await order.state(), 'PAID 1250');
    await paid(shop.order('1'));
    assert.equal((await order.refund('250', 'R1')).outcome, 'REFUND_SUCCESS');
    assert.equal(await order.state(), 'PARTIAL_REFUNDED 1000');
  });

  it('refund | ten at once under one number give back once, under ten numbers never more than is left', async () => {
    const order = shops.ordinary.order();
    await paid(order);
    const same = await Promise.all(Array.from({ length: 10 }, () => order.refund('250', 'R1')));
    for (const { outcome } of same) assert.ok(outcome === 'REFUND_SUCCESS' || outcome === noop, outcome);
    assert.equal(await order.state(), 'PARTIAL_REFUNDED 1000');
    const others = await Promise.all(Array.from({ length: 10 }, (_, index) => order.refund('1000', `S${index}`)));
    assert.equal(others.filter(({ outcome }) => outcome === 'REFUND_SUCCESS').length, 1);
    assert.equal(await order.state(), 'REFUNDED 0');
  });

  it('query | a refund by its number is the act that is answered, an unknown number is no order', async () => {
    const order = shops.ordinary.order();
    await paid(order);
    await order.refund('250', 'R1');
    await order.refund('100', 'R2');
    const first = await order.query({ refund_request_no: 'R1' });
    assert.deepEqual(
      [first.outcome, first.data['client_tsn'], first.data['net_amount']],
      ['SUCCESS', `${order.clientSn}-R1`, '900'],
    );
    assert.equal((await order.query({ refund_request_no: 'R3' })).outcome, 'FAIL UPAY_ORDER_NOT_EXIST');
  });
});

describe('three months later', () => {
  it(`refund | later than 3 months -> ${invalidState} -> unchanged`, async () => {
    const order = shops.ordinary.order();
    await paid(order);
    await gateway.advance(90 * 86_400 - 600);
    assert.equal((await order.refund('250', 'R1')).outcome, 'REFUND_SUCCESS');
    await gateway.advance(601);
    assert.equal((await order.refund('250', 'R2')).outcome, invalidState);
    assert.equal(await order.state(), 'PARTIAL_REFUNDED 1000');
  });

  it('the books balance afterwards', async () => {
    assert.equal((await gateway.manage('GET', '/ledger/check'))['balanced'], true);
  });
});

/** The order in the answer is the one that a query shows, under the number of this refund. */
function checkAnswer({ outcome, data }: UpayAnswer, state: string, number: string): void {
  if (outcome.startsWith('FAIL')) return;
  assert.equal(`${data['order_status']} ${data['net_amount']}`, state);
  assert.equal(data['client_tsn'], number);
}
