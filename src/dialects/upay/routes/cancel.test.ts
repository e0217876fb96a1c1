// Guards what `cancel` and `revoke` answer: by what they found, what the channel said, and in every state of the order.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cancel } from './cancel.ts';
import { pay } from './pay.ts';
import { precreate } from './precreate.ts';
import { query } from './query.ts';
import { refund } from './refund.ts';
import { revoke } from './revoke.ts';
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
const named = { client_sn: 'C1' };

const told = ({ biz_response: { result_code: code, error_code: error, data } }: UpayAnswer) =>
  [code, error, data?.['order_status'], data?.['status'], data?.['net_amount']].join(' ').trimEnd();

const refused = { kind: 'refused', failure: 'channel_rejected' } as const;
const stopped = { kind: 'stopped' } as const;
const noop = 'FAIL UPAY_CANCEL_ORDER_NOOP';
const invalidState = 'FAIL UPAY_CANCEL_INVALID_ORDER_STATE';

async function paidDesk(options: DeskOptions = {}): Promise<UpayDesk> {
  const desk = createUpayDesk(options);
  await desk.ask(pay, order);
  return desk;
}

/** A charge that waits for its payer. */
async function chargingDesk(options: DeskOptions = {}): Promise<UpayDesk> {
  const desk = createUpayDesk(options);
  desk.channel.sendPayment = inProgress;
  await desk.ask(pay, order);
  return desk;
}

/** An order that nobody has paid. */
async function waitingDesk(): Promise<UpayDesk> {
  const desk = createUpayDesk();
  desk.channel.sendPayment = inProgress;
  await desk.ask(precreate, { ...order, payway: '3' });
  return desk;
}

test('a paid order is given back in full, by cancel and by revoke, which leaves its mark', async () => {
  for (const operation of [cancel, revoke]) {
    const desk = createUpayDesk();
    const { sn = '' } = (await desk.ask(pay, order)).biz_response.data;
    const answer = await desk.ask(operation, { sn }, 2);
    assert.equal(told(answer), 'CANCEL_SUCCESS  CANCELED SUCCESS 0');
    const { data } = answer.biz_response;
    assert.deepEqual(
      [data['client_tsn'], data['operator'], data['total_amount'], data['settlement_amount']],
      ['C1', 'op1', '1250', '1250'],
    );
    const { details } = await desk.lastRefund(sn);
    const terminalSn = '100000330000002';
    assert.deepEqual(details, operation === revoke ? { terminalSn, manual: true } : { terminalSn });
    assert.ok(desk.waits.slice(1).every((wait) => wait <= 4000));
  }
});

/** What became of it, by what was found. */
const rows = [
  ['paid', givenBack, 'CANCEL_SUCCESS  CANCELED SUCCESS 0'],
  ['paid', inProgress, 'CANCEL_IN_PROGRESS  CANCEL_INPROGRESS IN_PROG 1250'],
  ['paid', silent, 'CANCEL_ERROR TRADE_FAILED CANCEL_ERROR CANCEL_ERROR 1250'],
  ['paid', garbled, 'CANCEL_ERROR TRADE_FAILED CANCEL_ERROR CANCEL_ERROR 1250'],
  ['paid', refused, 'CANCEL_ERROR TRADE_FAILED PAID CANCEL_ERROR 1250'],
  [
    'paid',
    { kind: 'refused', failure: 'refund_forbidden' },
    'CANCEL_ERROR UPAY_TCP_ORDER_NOT_REFUNDABLE PAID CANCEL_ERROR 1250',
  ],
  ['paid', { kind: 'refused', failure: 'unknown_at_channel' }, 'CANCEL_ERROR TRADE_NOT_EXIST PAID CANCEL_ERROR 1250'],
  ['charging', stopped, 'CANCEL_ABORT_SUCCESS  CANCELED SUCCESS 0'],
  ['charging', { ...givenBack, creditReference: 'B7' }, 'CANCEL_ABORT_SUCCESS  CANCELED SUCCESS 0'],
  ['charging', inProgress, 'CANCEL_ABORT_IN_PROGRESS  CANCEL_INPROGRESS IN_PROG 1250'],
  ['charging', silent, 'CANCEL_ABORT_ERROR  CANCEL_ERROR CANCEL_ERROR 1250'],
  ['charging', garbled, 'CANCEL_ABORT_ERROR  CANCEL_ERROR CANCEL_ERROR 1250'],
  ['charging', refused, 'CANCEL_ABORT_ERROR  CANCEL_ERROR CANCEL_ERROR 1250'],
  ['waiting', stopped, 'CANCEL_SUCCESS  CANCELED SUCCESS 0'],
  ['waiting', inProgress, 'CANCEL_IN_PROGRESS  CANCEL_INPROGRESS IN_PROG 1250'],
  ['waiting', silent, 'CANCEL_ERROR TRADE_FAILED CANCEL_ERROR CANCEL_ERROR 1250'],
  ['waiting', refused, 'CANCEL_ERROR TRADE_FAILED CANCEL_ERROR CANCEL_ERROR 1250'],
] as const;
const desks = { paid: paidDesk, charging: chargingDesk, waiting: waitingDesk } as const;

test('an answer says what was found, and what the channel made of it', async () => {
  for (const operation of [cancel, revoke]) {
    for (const [found, answer, expected] of rows) {
      const desk = await desks[found]();
      desk.channel.sendRefund = answer;
      assert.equal(told(await desk.ask(operation, named)), expected, `${found} ${answer.kind}`);
    }
  }
});

test('what is not decided is asked for again, and ends once', async () => {
  for (const [answer, before] of [
    [inProgress, 'CANCEL_IN_PROGRESS  CANCEL_INPROGRESS IN_PROG 1250'],
    [silent, 'CANCEL_ERROR TRADE_FAILED CANCEL_ERROR CANCEL_ERROR 1250'],
  ] as const) {
    const desk = await paidDesk();
    desk.channel.sendRefund = answer;
    await desk.ask(cancel, named);
    // Under way already: the same cancel goes on.
    assert.equal(told(await desk.ask(cancel, named)), before);
    assert.equal(desk.calls.filter((call) => call.startsWith('sendRefund')).length, 1);
    desk.channel.queryRefund = givenBack;
    assert.equal(told(await desk.ask(cancel, named)), 'CANCEL_SUCCESS  CANCELED SUCCESS 0');
    assert.equal(told(await desk.ask(cancel, named)), noop);
  }
});

test('a stop that was refused can be tried again, and is then no stop of a charge any more', async () => {
  const desk = await chargingDesk();
  desk.channel.sendRefund = refused;
  assert.equal(told(await desk.ask(cancel, named)), 'CANCEL_ABORT_ERROR  CANCEL_ERROR CANCEL_ERROR 1250');
  desk.channel.sendRefund = stopped;
  assert.equal(told(await desk.ask(cancel, named)), 'CANCEL_SUCCESS  CANCELED SUCCESS 0');
});

test('a charge that turns out to have been paid is given back, not stopped', async () => {
  const desk = await chargingDesk();
  desk.channel.queryPayment = paidAnswer;
  assert.equal(told(await desk.ask(cancel, named)), 'CANCEL_SUCCESS  CANCELED SUCCESS 0');
});

test('a charge that turns out to have been declined is as good as stopped, and nothing is left to cancel', async () => {
  const desk = await chargingDesk();
  desk.channel.queryPayment = { kind: 'refused', failure: 'payer_balance_insufficient' };
  assert.equal(told(await desk.ask(cancel, named)), 'CANCEL_ABORT_SUCCESS  PAY_CANCELED FAIL_CANCELED 1250');
  assert.equal(told(await desk.ask(cancel, named)), noop);
});

test('what the gateway takes back is joined', async () => {
  const outcomes = [
    [inProgress, 'CANCEL_IN_PROGRESS  PAY_ERROR ERROR_RECOVERY 1250'],
    [silent, 'CANCEL_IN_PROGRESS  PAY_ERROR ERROR_RECOVERY 1250'],
    [stopped, 'CANCEL_SUCCESS  PAY_CANCELED FAIL_CANCELED 0'],
  ] as const;
  for (const [answer, expected] of outcomes) {
    const desk = await waitingDesk();
    desk.channel.sendRefund = inProgress;
    await desk.advance(240);
    desk.channel.queryRefund = answer;
    assert.equal(told(await desk.ask(cancel, named)), expected);
    assert.equal(desk.calls.filter((call) => call.startsWith('sendRefund')).length, 1);
  }
});

test('what the gateway takes back and nobody understands is an error', async () => {
  const desk = await waitingDesk();
  desk.channel.sendRefund = garbled;
  await desk.advance(240);
  assert.equal(told(await desk.ask(cancel, named)), 'CANCEL_ERROR TRADE_FAILED PAY_ERROR FAIL_PROTOCOL_3 1250');
});

test('what is over is not cancelled, and says which state forbids it', async () => {
  const refunds = (desk: UpayDesk, amount: string) =>
    desk.ask(refund, { ...named, refund_request_no: 'R1', refund_amount: amount, operator: 'op1' });
  const states: readonly [state: string, expected: string, make: () => Promise<UpayDesk>][] = [
    [
      'CANCELED',
      noop,
      async () => {
        const desk = await paidDesk();
        await desk.ask(revoke, named);
        return desk;
      },
    ],
    [
      'PAY_CANCELED',
      noop,
      async () => {
        const desk = await waitingDesk();
        desk.channel.sendRefund = stopped;
        await desk.advance(300);
        return desk;
      },
    ],
    [
      'REFUNDED',
      invalidState,
      async () => {
        const desk = await paidDesk();
        await refunds(desk, '1250');
        return desk;
      },
    ],
    [
      'PARTIAL_REFUNDED',
      invalidState,
      async () => {
        const desk = await paidDesk();
        await refunds(desk, '1');
        return desk;
      },
    ],
    [
      'REFUND_INPROGRESS',
      invalidState,
      async () => {
        const desk = await paidDesk();
        desk.channel.sendRefund = inProgress;
        await refunds(desk, '1250');
        return desk;
      },
    ],
    [
      'REFUND_ERROR',
      invalidState,
      async () => {
        const desk = await paidDesk();
        desk.channel.sendRefund = silent;
        await refunds(desk, '1');
        return desk;
      },
    ],
  ];
  for (const [state, expected, make] of states) {
    const desk = await make();
    const { sn = '', order_status: status } = (await desk.ask(query, named)).biz_response.data;
    assert.equal(status, state);
    for (const operation of [cancel, revoke]) {
      const answer = await desk.ask(operation, { sn });
      assert.equal(told(answer), expected, state);
      const message = expected === noop ? '无效操作,订单已经是撤单状态了' : `当前的订单${sn}状态是${state}`;
      assert.equal(answer.biz_response.error_message, message);
      assert.ok(!('data' in answer.biz_response));
    }
  }
});

test('an order whose refund was refused can still be cancelled', async () => {
  const desk = await paidDesk();
  desk.channel.sendRefund = refused;
  await desk.ask(refund, { ...named, refund_request_no: 'R1', refund_amount: '1', operator: 'op1' });
  desk.channel.sendRefund = givenBack;
  assert.equal(told(await desk.ask(cancel, named)), 'CANCEL_SUCCESS  CANCELED SUCCESS 0');
});

test('a paid order is cancelled on its own day only, as the clocks of Shanghai have it, unless the app does not mind', async () => {
  // Paid at 10:18.
  const minutesLeft = 13 * 60 + 40;
  for (const [minutes, switches, expected] of [
    [minutesLeft, {}, 'CANCEL_SUCCESS  CANCELED SUCCESS 0'],
    [minutesLeft + 5, {}, invalidState],
    [minutesLeft + 5, { sameDayCancel: false }, 'CANCEL_SUCCESS  CANCELED SUCCESS 0'],
  ] as const) {
    const desk = await paidDesk({ switches });
    await desk.advance(minutes * 60);
    const answer = await desk.ask(cancel, named);
    assert.equal(told(answer), expected, `${minutes} min`);
    if (expected === invalidState) assert.equal(answer.biz_response.error_message, '当前订单状态不可撤销');
  }
});

test('a merchant without the money cannot cancel, and the order stays as it is', async () => {
  const desk = await paidDesk();
  await desk.leave(1249n);
  assert.equal(told(await desk.ask(cancel, named)), 'FAIL ACCOUNT_BALANCE_NOT_ENOUGH');
  assert.equal(told(await desk.ask(query, named)), 'SUCCESS  PAID SUCCESS 1250');
});

test('an order of nobody, or of another merchant, does not exist; without a number nothing is looked for', async () => {
  const desk = await paidDesk();
  for (const operation of [cancel, revoke]) {
    assert.equal(told(await desk.ask(operation, { client_sn: 'C9' })), 'FAIL UPAY_ORDER_NOT_EXIST');
    assert.equal(told(await desk.askOther(operation, named)), 'FAIL UPAY_ORDER_NOT_EXIST');
    const { result_code: layer, error_code: code } = await desk.ask(operation, { sn: '' });
    assert.deepEqual([layer, code], ['400', 'INVALID_PARAMS']);
  }
  assert.equal(told(await desk.ask(query, named)), 'SUCCESS  PAID SUCCESS 1250');
});

test('ten cancels at once give the money back once', async () => {
  const desk = await paidDesk();
  const answers = await Promise.all(Array.from({ length: 10 }, () => desk.ask(cancel, named)));
  assert.ok(answers.some((answer) => told(answer) === 'CANCEL_SUCCESS  CANCELED SUCCESS 0'));
  for (const answer of answers) assert.ok(['CANCEL_SUCCESS  CANCELED SUCCESS 0', noop].includes(told(answer)));
  assert.equal(desk.calls.filter((call) => call.startsWith('sendRefund')).length, 1);
});
