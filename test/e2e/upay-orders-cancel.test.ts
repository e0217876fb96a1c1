// What cancel and revoke answer, line by line of the table of requests and states (upay.md 4.3), and what the order is afterwards.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import type { UpayAnswer } from '../support/upay-client.ts';
import { atNoon, openShops, type ShopOrder, type ShopOptions, type UpayShop } from '../support/upay-shop.ts';

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

type Request = 'cancel' | 'revoke';
const requests: readonly Request[] = ['cancel', 'revoke'];
type Step = (order: ShopOrder, request: Request) => Promise<unknown>;

/** How an order comes to where it is cancelled. */
const unmade: Step = async () => {};
const charging: Step = async (order) => assert.equal((await order.pay()).outcome, 'PAY_IN_PROGRESS');
const paid: Step = async (order) => assert.equal((await order.pay()).outcome, 'PAY_SUCCESS');
const precreated: Step = async (order) => assert.equal((await order.precreate()).outcome, 'PRECREATE_SUCCESS');
const then =
  (...steps: Step[]): Step =>
  async (order, request) => {
    for (const step of steps) await step(order, request);
  };
const again: Step = (order, request) => order[request]();
const refunded =
  (amount: string): Step =>
  (order) =>
    order.refund(amount, 'R1');
const reaches =
  (state: string): Step =>
  (order) =>
    order.reaches(state);
/** What the gateway takes back by itself. */
const expired = (state: string) => then(precreated, reaches(state));

type Row = readonly [
  condition: string,
  make: Step,
  amount: string,
  outcome: string,
  /** As a query says it afterwards, with what is left; `none`: there is no order. */
  state: string,
  kind?: Kind,
];

const invalidState = 'FAIL UPAY_CANCEL_INVALID_ORDER_STATE';
const noop = 'FAIL UPAY_CANCEL_ORDER_NOOP';
const promotion = 'CANCEL_ERROR UPAY_TCP_ORDER_NOT_REFUNDABLE';

const rows: readonly Row[] = [
  ['unknown', unmade, '1250', 'FAIL UPAY_ORDER_NOT_EXIST', 'none'],
  ['CREATED, payment in progress, stopped', charging, '19020', 'CANCEL_ABORT_SUCCESS', 'CANCELED 0', 'impatient'],
  ['CREATED, stop failed', charging, '19036', 'CANCEL_ABORT_ERROR', 'CANCEL_ERROR 19036', 'impatient'],
  ['CREATED, stop refused', charging, '19038', 'CANCEL_ABORT_ERROR', 'CANCEL_ERROR 19038', 'impatient'],
  ['CREATED, stop undecided', charging, '19035', 'CANCEL_ABORT_IN_PROGRESS', 'CANCEL_INPROGRESS 19035', 'impatient'],
  ['CREATED from precreate, nobody has scanned', precreated, '1250', 'CANCEL_SUCCESS', 'CANCELED 0'],
  ['PAID, same day', paid, '1250', 'CANCEL_SUCCESS', 'CANCELED 0'],
  ['PAID, undecided', paid, '19030', 'CANCEL_IN_PROGRESS', 'CANCEL_INPROGRESS 19030'],
  ['PAID, outcome unknown', paid, '19031', 'CANCEL_ERROR TRADE_FAILED', 'CANCEL_ERROR 19031'],
  ['PAID, outcome unreadable', paid, '19034', 'CANCEL_ERROR TRADE_FAILED', 'CANCEL_ERROR 19034'],
  ['order in a promotion that forbids it', paid, '19032', promotion, 'PAID 19032'],
  ['provider has no such trade', paid, '19033', 'CANCEL_ERROR TRADE_NOT_EXIST', 'PAID 19033'],
  ['CANCELED', then(paid, again), '1250', noop, 'CANCELED 0'],
  ['PAY_CANCELED, declined', (order) => order.pay(), '19012', noop, 'PAY_CANCELED 19012'],
  ['PAY_CANCELED, expired', expired('PAY_CANCELED 0'), '1250', noop, 'PAY_CANCELED 0', 'hasty'],
  ['REFUNDED', then(paid, refunded('1250')), '1250', invalidState, 'REFUNDED 0'],
  ['PARTIAL_REFUNDED', then(paid, refunded('250')), '1250', invalidState, 'PARTIAL_REFUNDED 1000'],
  ['REFUND_INPROGRESS', then(paid, refunded('9020')), '20000', invalidState, 'REFUND_INPROGRESS 20000'],
  ['REFUND_ERROR', then(paid, refunded('9026')), '20000', invalidState, 'REFUND_ERROR 20000'],
  ['PAY_ERROR, undecided', expired('PAY_ERROR 19035'), '19035', 'CANCEL_IN_PROGRESS', 'PAY_ERROR 19035', 'hasty'],
  ['PAY_ERROR, unclear', expired('PAY_ERROR 19037'), '19037', 'CANCEL_ERROR TRADE_FAILED', 'PAY_ERROR 19037', 'hasty'],
  ['CANCEL_ERROR, still unknown', then(paid, again), '19031', 'CANCEL_ERROR TRADE_FAILED', 'CANCEL_ERROR 19031'],
  ['CANCEL_INPROGRESS, still running', then(paid, again), '19030', 'CANCEL_IN_PROGRESS', 'CANCEL_INPROGRESS 19030'],
];

/** Retried while it is not decided, and decided meanwhile. */
const ends: readonly Row[] = [
  ['PAY_ERROR, retried', expired('PAY_ERROR 19035'), '19035', 'CANCEL_SUCCESS', 'PAY_CANCELED 0', 'hasty'],
  ['CANCEL_ERROR, retried', then(paid, again), '19031', 'CANCEL_SUCCESS', 'CANCELED 0'],
  ['CANCEL_INPROGRESS, retried', then(paid, again), '19030', 'CANCEL_SUCCESS', 'CANCELED 0'],
];

describe('one request', { concurrency: 64 }, () => {
  for (const request of requests) {
    for (const [condition, make, amount, outcome, state, kind = 'ordinary'] of rows) {
      it(`${request} | ${condition} -> ${outcome} -> ${state}`, async () => {
        const order = shops[kind].order(amount);
        await make(order, request);
        const answer = await order[request]();
        assert.equal(answer.outcome, outcome);
        checkAnswer(answer, state);
        assert.equal(await order.state(), state);
      });
    }

    for (const [condition, made, amount, outcome, state, kind = 'ordinary'] of ends) {
      it(`${request} | ${condition} -> ${outcome} -> ${state}`, async () => {
        const order = shops[kind].order(amount);
        await made(order, request);
        // It waits for the end, which comes once it is there.
        const waiting: Promise<UpayAnswer> = order[request]();
        await order.query();
        await order.act('paid');
        assert.equal((await waiting).outcome, outcome);
        assert.equal(await order.state(), state);
      });
    }
  }
});

describe('on another day', () => {
  for (const request of requests) {
    it(`${request} | PAID on an earlier day -> ${invalidState} -> unchanged`, async () => {
      const order = shops.ordinary.order();
      await paid(order, request);
      await gateway.advance(86_400);
      const answer = await order[request]();
      assert.deepEqual([answer.outcome, answer.message], [invalidState, '当前订单状态不可撤销']);
      assert.equal(await order.state(), 'PAID 1250');
    });
  }

  it('the books balance afterwards', async () => {
    assert.equal((await gateway.manage('GET', '/ledger/check'))['balanced'], true);
  });
});

/** The order in the answer is the one that a query shows; a state that forbids it is named in the message. */
function checkAnswer({ outcome, message, data }: UpayAnswer, state: string): void {
  const [status = ''] = state.split(' ');
  if (outcome === invalidState) assert.match(message, new RegExp(`^当前的订单789\\d{13}状态是${status}$`));
  if (outcome.startsWith('CANCEL')) assert.equal(`${data['order_status']} ${data['net_amount']}`, state);
}
