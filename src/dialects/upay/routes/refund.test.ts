// Guards what `refund` answers: after every answer of the channel, in every state of the order, and when it is asked twice.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failures } from '../../../core/failure.ts';
import { failureErrors } from '../codes.ts';
import { cancel } from './cancel.ts';
import { pay } from './pay.ts';
import { precreate } from './precreate.ts';
import { query } from './query.ts';
import { refund } from './refund.ts';
import {
  createUpayDesk,
  type DeskOptions,
  garbled,
  givenBack,
  inProgress,
  paidAnswer,
  silent,
  type UpayAnswer,
  type UpayDesk,
} from '../../../../test/support/upay-desk.ts';

const order = {
  client_sn: 'C1',
  total_amount: '1250',
  dynamic_id: '134567890123456789',
  subject: 's',
  operator: 'op1',
};

const told = ({ biz_response: { result_code: code, error_code: error, data } }: UpayAnswer) =>
  [code, error, data?.['order_status'], data?.['status'], data?.['net_amount']].join(' ').trimEnd();

async function paidDesk(options: DeskOptions = {}): Promise<UpayDesk> {
  const desk = createUpayDesk(options);
  await desk.ask(pay, order);
  return desk;
}

const refundOf = async (desk: UpayDesk, number: string, amount: string | number, more: object = {}) =>
  desk.ask(refund, { client_sn: 'C1', refund_request_no: number, refund_amount: amount, operator: 'op2', ...more });

const invalidState = 'FAIL UPAY_REFUND_INVALID_ORDER_STATE';
const noop = 'FAIL UPAY_REFUND_ORDER_NOOP';

test('a refund is answered with the order as it is then, under the number of the refund', async () => {
  const desk = await paidDesk();
  const { biz_response } = await refundOf(desk, 'R001', '250', { reflect: 'again' });
  assert.equal(biz_response.result_code, 'REFUND_SUCCESS');
  const { sn = '', client_tsn, status, order_status, net_amount, settlement_amount, ...data } = biz_response.data;
  assert.deepEqual(
    [client_tsn, status, order_status, net_amount, settlement_amount],
    ['C1-R001', 'SUCCESS', 'PARTIAL_REFUNDED', '1000', '250'],
  );
  assert.deepEqual(
    [data['total_amount'], data['operator'], data['reflect'], data['trade_no'], data['terminal_sn']],
    ['1250', 'op2', 'again', '4200002026010500000000000001', '100000330000001'],
  );
  assert.match(data['finish_time'] ?? '', /^\d{13}$/);
  assert.ok(!('channel_finish_time' in data));
  assert.deepEqual((await desk.lastRefund(sn)).details, {
    terminalSn: '100000330000001',
    operator: 'op2',
    reflect: 'again',
  });
  assert.ok(desk.waits.slice(1).every((wait) => wait <= 4000));
});

test('refunds go on until nothing is left', async () => {
  const desk = await paidDesk();
  const rows = [
    ['R1', '1000', 'REFUND_SUCCESS  PARTIAL_REFUNDED SUCCESS 250'],
    ['R2', '251', 'FAIL REFUNDABLE_AMOUNT_NOT_ENOUGH'],
    ['R3', '100', 'REFUND_SUCCESS  PARTIAL_REFUNDED SUCCESS 150'],
    ['R4', '150', 'REFUND_SUCCESS  REFUNDED SUCCESS 0'],
    ['R5', '1', invalidState],
  ] as const;
  for (const [number, amount, expected] of rows) {
    assert.equal(told(await refundOf(desk, number, amount)), expected, number);
  }
  const { error_message: message } = (await refundOf(desk, 'R6', '1')).biz_response;
  assert.equal(message, '订单已全额退款,可退金额不足');
});

test('a refund of everything at once, and one of more than there is', async () => {
  const desk = await paidDesk();
  assert.equal(told(await refundOf(desk, 'R1', '1251')), 'FAIL REFUNDABLE_AMOUNT_NOT_ENOUGH');
  assert.equal(told(await refundOf(desk, 'R1', '01250')), 'REFUND_SUCCESS  REFUNDED SUCCESS 0');
});

test('every refusal of the channel has its code, and the order is as before', async () => {
  for (const failure of failures) {
    const desk = await paidDesk();
    desk.channel.sendRefund = { kind: 'refused', failure };
    const code = failure === 'balance_insufficient' ? 'SELLER_BALANCE_NOT_ENOUGH' : failureErrors[failure].code;
    assert.equal(told(await refundOf(desk, 'R1', '250')), `REFUND_FAIL ${code} PAID REFUND_ERROR 1250`, failure);
  }
});

test('what the channel has not decided is under way, what nobody knows is an error', async () => {
  const rows = [
    [inProgress, 'REFUND_IN_PROGRESS  REFUND_INPROGRESS IN_PROG 1250'],
    [silent, 'REFUND_ERROR TRADE_FAILED REFUND_ERROR REFUND_ERROR 1250'],
    [garbled, 'REFUND_ERROR TRADE_FAILED REFUND_ERROR REFUND_ERROR 1250'],
  ] as const;
  for (const [answer, expected] of rows) {
    const desk = await paidDesk();
    desk.channel.sendRefund = answer;
    assert.equal(told(await refundOf(desk, 'R1', '250')), expected);
    // Meanwhile no other one begins, and the same one is not sent twice.
    assert.equal(told(await refundOf(desk, 'R2', '250')), invalidState);
    assert.equal(told(await refundOf(desk, 'R1', '250')), expected);
    assert.equal(told(await refundOf(desk, 'R1', '251')), 'FAIL REFUND_REQUEST_CONFLICT');
    assert.equal(desk.calls.filter((call) => call.startsWith('sendRefund')).length, 1);
    // The same number learns what the channel says now; then it is done.
    desk.channel.queryRefund = givenBack;
    assert.equal(told(await refundOf(desk, 'R1', '250')), 'REFUND_SUCCESS  PARTIAL_REFUNDED SUCCESS 1000');
    assert.equal(told(await refundOf(desk, 'R1', '250')), noop);
    assert.equal(told(await desk.ask(query, { client_sn: 'C1' })), 'SUCCESS  PARTIAL_REFUNDED SUCCESS 1000');
  }
});

test('a refund that was refused can be tried again under its number, and one that succeeded cannot', async () => {
  const desk = await paidDesk();
  desk.channel.sendRefund = { kind: 'refused', failure: 'service_error' };
  assert.equal(told(await refundOf(desk, 'R1', '250')), 'REFUND_FAIL TRADE_FAILED PAID REFUND_ERROR 1250');
  desk.channel.sendRefund = givenBack;
  assert.equal(told(await refundOf(desk, 'R1', '200')), 'FAIL REFUND_REQUEST_CONFLICT');
  assert.equal(told(await refundOf(desk, 'R1', '250')), 'REFUND_SUCCESS  PARTIAL_REFUNDED SUCCESS 1000');
  assert.equal(told(await refundOf(desk, 'R1', '250')), noop);
  assert.equal(told(await refundOf(desk, 'R2', '1000')), 'REFUND_SUCCESS  REFUNDED SUCCESS 0');
  // Checked first, whatever the order's state.
  assert.equal(told(await refundOf(desk, 'R1', '250')), noop);
});

test('two refunds at once do not both go out', async () => {
  const desk = await paidDesk();
  const both = await Promise.all([refundOf(desk, 'R1', '800'), refundOf(desk, 'R2', '800')]);
  assert.deepEqual(both.map(told).sort(), [invalidState, 'REFUND_SUCCESS  PARTIAL_REFUNDED SUCCESS 450']);
});

test('a merchant without the money is told so, and can try again', async () => {
  const desk = await paidDesk();
  await desk.leave(249n);
  const answer = await refundOf(desk, 'R1', '250');
  assert.equal(told(answer), 'REFUND_FAIL ACCOUNT_BALANCE_NOT_ENOUGH PAID REFUND_ERROR 1250');
  assert.equal(told(await desk.ask(query, { client_sn: 'C1' })), 'SUCCESS  PAID SUCCESS 1250');
  await desk.ask(pay, { ...order, client_sn: 'C2', total_amount: '1' });
  assert.equal(told(await refundOf(desk, 'R1', '250')), 'REFUND_SUCCESS  PARTIAL_REFUNDED SUCCESS 1000');
});

test('what was not paid, or was taken back, is not refunded', async () => {
  const states: readonly [state: string, make: (desk: UpayDesk) => Promise<unknown>][] = [
    [
      'PAY_CANCELED',
      (desk) => {
        desk.channel.sendPayment = { kind: 'refused', failure: 'payer_code_expired' };
        return desk.ask(pay, order);
      },
    ],
    [
      'CREATED',
      (desk) => {
        desk.channel.sendPayment = inProgress;
        return desk.ask(pay, order);
      },
    ],
    [
      'CANCELED',
      async (desk) => {
        await desk.ask(pay, order);
        await desk.ask(cancel, { client_sn: 'C1' });
      },
    ],
    [
      'CANCEL_INPROGRESS',
      async (desk) => {
        desk.channel.sendRefund = inProgress;
        await desk.ask(pay, order);
        await desk.ask(cancel, { client_sn: 'C1' });
      },
    ],
    [
      'CANCEL_ERROR',
      async (desk) => {
        desk.channel.sendRefund = silent;
        await desk.ask(pay, order);
        await desk.ask(cancel, { client_sn: 'C1' });
      },
    ],
    [
      'PAY_ERROR',
      async (desk) => {
        desk.channel.sendPayment = inProgress;
        desk.channel.sendRefund = inProgress;
        await desk.ask(precreate, { ...order, payway: '3' });
        await desk.advance(300);
      },
    ],
  ];
  for (const [state, make] of states) {
    const desk = createUpayDesk();
    await make(desk);
    assert.equal((await desk.ask(query, { client_sn: 'C1' })).biz_response.data['order_status'], state);
    assert.equal(told(await refundOf(desk, 'R1', '250')), invalidState, state);
  }
});

test('a charge whose answer was lost is refunded once its channel says that it was paid', async () => {
  const desk = createUpayDesk();
  desk.channel.sendPayment = silent;
  await desk.ask(pay, order);
  desk.channel.queryPayment = paidAnswer;
  assert.equal(told(await refundOf(desk, 'R1', '250')), 'REFUND_SUCCESS  PARTIAL_REFUNDED SUCCESS 1000');
});

test('an order can be refunded within the window that the app has, in days', async () => {
  const daySeconds = 86_400;
  const rows = [
    [{}, 90, 'REFUND_SUCCESS  PARTIAL_REFUNDED SUCCESS 1000', invalidState],
    [{ refundWindowDays: 1 }, 1, 'REFUND_SUCCESS  PARTIAL_REFUNDED SUCCESS 1000', invalidState],
    [
      { refundWindowDays: 0 },
      4000,
      'REFUND_SUCCESS  PARTIAL_REFUNDED SUCCESS 1000',
      'REFUND_SUCCESS  PARTIAL_REFUNDED SUCCESS 900',
    ],
  ] as const;
  for (const [switches, days, within, after] of rows) {
    const desk = await paidDesk({ switches });
    await desk.advance(days * daySeconds - 60);
    assert.equal(told(await refundOf(desk, 'R1', '250')), within);
    await desk.advance(60);
    assert.equal(told(await refundOf(desk, 'R2', '100')), after);
  }
});

test('any terminal refunds an order of its merchant, by either number; another merchant cannot', async () => {
  const desk = createUpayDesk();
  const { sn = '' } = (await desk.ask(pay, order)).biz_response.data;
  const asked = { sn, refund_request_no: 'R1', refund_amount: '250', operator: 'op2' };
  const unknown = 'FAIL UPAY_ORDER_NOT_EXIST';
  assert.equal(told(await desk.askOther(refund, asked)), unknown);
  assert.equal(told(await desk.askOther(refund, { ...asked, sn: '', client_sn: 'C1' })), unknown);
  assert.equal(told(await desk.ask(refund, { ...asked, sn: '7890099999999999' })), unknown);
  assert.equal(told(await desk.ask(refund, asked, 2)), 'REFUND_SUCCESS  PARTIAL_REFUNDED SUCCESS 1000');
  assert.equal((await desk.lastRefund(sn)).details['terminalSn'], '100000330000002');
});

test("a merchant's own number of the refund is echoed in place of the composed one", async () => {
  const desk = await paidDesk();
  const { data } = (await refundOf(desk, 'R1', '250', { client_tsn: 'own-number-7' })).biz_response;
  assert.equal(data['client_tsn'], 'own-number-7');
});

test('a request that lacks a field, or has a wrong one, is refused by the name of the field', async () => {
  const desk = await paidDesk();
  const rows: [object, RegExp][] = [
    [{ client_sn: '' }, /client_sn/],
    [{ refund_request_no: '' }, /^refund_request_no/],
    [{ refund_request_no: 'x'.repeat(21) }, /^refund_request_no/],
    [{ refund_amount: '0' }, /^refund_amount/],
    [{ refund_amount: '-1' }, /^refund_amount/],
    [{ refund_amount: '' }, /^refund_amount/],
  ];
  for (const [change, message] of rows) {
    const answer = await refundOf(desk, 'R1', '250', change);
    assert.equal(`${answer.result_code} ${answer.error_code}`, '400 INVALID_PARAMS', JSON.stringify(change));
    assert.match(answer.error_message ?? '', message);
  }
});
