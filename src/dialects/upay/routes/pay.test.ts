// Guards what `pay` answers: after every answer of the channel, to every order that cannot be made, and when it is asked twice.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failures, type Failure } from '../../../core/failure.ts';
import { failureErrors } from '../codes.ts';
import { cancel } from './cancel.ts';
import { pay } from './pay.ts';
import { query } from './query.ts';
import { refund } from './refund.ts';
import {
  createUpayDesk,
  garbled,
  inProgress,
  paidAnswer,
  silent,
  type UpayAnswer,
} from '../../../../test/support/upay-desk.ts';

const order = {
  client_sn: 'C1',
  total_amount: '1250',
  dynamic_id: '134567890123456789',
  subject: 'coffee',
  operator: 'op1',
};

const told = ({ result_code, biz_response: { result_code: code, error_code: error, data } }: UpayAnswer) =>
  [result_code, code, error, data?.['order_status'], data?.['status'], data?.['net_amount']].join(' ').trimEnd();

const refused = (failure: Failure) => ({ kind: 'refused', failure }) as const;

test('a charge is answered with what became of it', async () => {
  const desk = createUpayDesk();
  const answer = await desk.ask(pay, {
    ...order,
    reflect: { table: '7' },
    description: 'd',
    notify_url: 'https://s.example/n',
  });
  const { ctime, finish_time, channel_finish_time, sn = '', ...data } = answer.biz_response.data;
  assert.match(sn, /^789\d{13}$/);
  for (const time of [ctime, finish_time, channel_finish_time]) assert.match(time ?? '', /^\d{13}$/);
  assert.deepEqual(answer, {
    result_code: '200',
    biz_response: { result_code: 'PAY_SUCCESS', data: answer.biz_response.data },
  });
  assert.deepEqual(data, {
    client_sn: 'C1',
    client_tsn: 'C1',
    status: 'SUCCESS',
    payway: '3',
    payway_name: '微信',
    sub_payway: '1',
    order_status: 'PAID',
    payer_uid: 'oPAYER0001',
    payer_login: 'p***r',
    trade_no: '4200002026010500000000000001',
    total_amount: '1250',
    net_amount: '1250',
    subject: 'coffee',
    description: 'd',
    store_id: '41',
    terminal_id: '66666666-7777-8888-9999-000000000001',
    terminal_sn: '100000330000001',
    operator: 'op1',
    reflect: '{"table":"7"}',
    payment_list: [{ type: 'WALLET_WEIXIN', amount_total: '1250' }],
    settlement_amount: '1250',
  });
  const { payerCode, channel, details, notifyUrl } = await desk.payment(sn);
  assert.deepEqual([payerCode, channel, notifyUrl], ['134567890123456789', 'CN_WECHAT', 'https://s.example/n']);
  assert.equal(details['deviceId'], undefined);
  assert.ok(!('deviceId' in details));
});

test('every failure of the channel has its code, and the order is over', async () => {
  for (const failure of failures) {
    const desk = createUpayDesk();
    desk.channel.sendPayment = refused(failure);
    const answer = await desk.ask(pay, order);
    const { code, message } = failureErrors[failure];
    assert.equal(told(answer), `200 PAY_FAIL ${code} PAY_CANCELED FAIL_CANCELED 1250`, failure);
    assert.equal(answer.biz_response.error_message, message);
    assert.equal(answer.biz_response.data['settlement_amount'], undefined);
  }
});

test('what the channel has not decided is answered as under way, and goes on', async () => {
  for (const undecided of [inProgress, silent, garbled]) {
    const desk = createUpayDesk();
    desk.channel.sendPayment = undecided;
    const answer = await desk.ask(pay, order);
    assert.equal(told(answer), '200 PAY_IN_PROGRESS  CREATED IN_PROG 1250');
    assert.equal(answer.biz_response.data['finish_time'], undefined);
    desk.channel.queryPayment = paidAnswer;
    assert.equal(told(await desk.ask(query, { client_sn: 'C1' })), '200 SUCCESS  PAID SUCCESS 1250');
  }
});

test('the answer waits for the payer as long as the app allows, and no longer than until he has confirmed', async () => {
  const desk = createUpayDesk({ realWaits: true, switches: { payHoldSeconds: 120 } });
  const { promise: confirmed, resolve: confirm } = Promise.withResolvers<typeof paidAnswer>();
  desk.channel.sendPayment = confirmed;
  const asked = desk.ask(pay, order);
  await desk.asked('sendPayment');
  confirm(paidAnswer);
  assert.equal(told(await asked), '200 PAY_SUCCESS  PAID SUCCESS 1250');
  assert.deepEqual(desk.waits, [120_000]);
});

test('an app that allows no waiting is answered at once', async () => {
  const desk = createUpayDesk({ realWaits: true, switches: { payHoldSeconds: 0 } });
  const { promise: never, resolve: end } = Promise.withResolvers<typeof paidAnswer>();
  desk.channel.sendPayment = never;
  assert.equal(told(await desk.ask(pay, order)), '200 PAY_IN_PROGRESS  CREATED IN_PROG 1250');
  end(paidAnswer);
});

test('a wait that ends while the gateway takes the charge back says how far that is', async () => {
  const rows = [
    [{ kind: 'stopped' }, 'PAY_FAIL TRADE_TIMEOUT PAY_CANCELED FAIL_CANCELED 0'],
    [inProgress, 'PAY_FAIL_IN_PROGRESS TRADE_TIMEOUT PAY_ERROR ERROR_RECOVERY 1250'],
    [silent, 'PAY_FAIL_IN_PROGRESS TRADE_TIMEOUT PAY_ERROR ERROR_RECOVERY 1250'],
    [garbled, 'PAY_FAIL_ERROR TRADE_TIMEOUT PAY_ERROR FAIL_PROTOCOL_3 1250'],
    [refused('channel_rejected'), 'PAY_FAIL_ERROR TRADE_FAILED PAY_ERROR FAIL_ERROR 1250'],
  ] as const;
  for (const [answer, expected] of rows) {
    const desk = createUpayDesk({ realWaits: true, switches: { payHoldSeconds: 120, payExpirySeconds: 1 } });
    desk.channel.sendPayment = inProgress;
    desk.channel.sendRefund = answer;
    const asked = desk.ask(pay, order);
    await desk.asked('sendPayment');
    await desk.quiet();
    await desk.advance(2);
    desk.engine.endWaits();
    assert.equal(told(await asked), `200 ${expected}`);
  }
});

test('a charge that another terminal cancels or refunds meanwhile is answered for what it is', async () => {
  const rows = [
    [{ kind: 'stopped' }, 'PAY_FAIL TRADE_FAILED CANCELED ABORTED 0'],
    [inProgress, 'PAY_FAIL_IN_PROGRESS TRADE_FAILED CANCEL_INPROGRESS IN_PROG 1250'],
    [silent, 'PAY_FAIL_ERROR TRADE_FAILED CANCEL_ERROR IN_PROG 1250'],
  ] as const;
  for (const [answer, expected] of rows) {
    const desk = createUpayDesk({ realWaits: true, switches: { payHoldSeconds: 120 } });
    desk.channel.sendPayment = inProgress;
    desk.channel.sendRefund = answer;
    const asked = desk.ask(pay, order);
    await desk.asked('sendPayment');
    await desk.quiet();
    const canceled = desk.ask(cancel, { client_sn: 'C1' }, 2);
    await desk.asked('sendRefund');
    await desk.quiet();
    desk.engine.endWaits();
    await canceled;
    assert.equal(told(await asked), `200 ${expected}`);
  }
});

test('another amount than was asked for fails the charge, and the order is in no state of its own', async () => {
  const desk = createUpayDesk();
  desk.channel.sendPayment = inProgress;
  await desk.ask(pay, order);
  const { biz_response } = await desk.ask(query, { client_sn: 'C1' });
  const paymentId = biz_response.data['sn'] ?? '';
  await desk.engine.execute(0, 'confirm-credit', { paymentId, bankReference: 'B1', amountMinor: 1249n });
  assert.equal(told(await desk.ask(query, { client_sn: 'C1' })), '200 SUCCESS  INVALID_STATUS_CODE FAIL_ERROR 1250');
  assert.equal(told(await desk.ask(cancel, { client_sn: 'C1' })), '200 FAIL UPAY_CANCEL_INVALID_ORDER_STATE');
});

/** What cannot be charged, with the answer; nothing is stored, and the number stays free. */
const refusals: readonly [change: object, answer: string][] = [
  [{ dynamic_id: '991234567890123456' }, '200 FAIL INVALID_BARCODE'],
  [{ dynamic_id: '13456' }, '200 FAIL INVALID_BARCODE'],
  [{ payway: '21' }, '200 FAIL UNEXPECTED_PROVIDER_ERROR'],
  [{ payway: '4' }, '200 FAIL UNEXPECTED_PROVIDER_ERROR'],
  [{ payway: '101' }, '200 FAIL UNEXPECTED_PROVIDER_ERROR'],
  [{ total_amount: '19022' }, '200 FAIL UNEXPECTED_PROVIDER_ERROR'],
];

test('what cannot be charged is refused without an order, and its number can be used again', async () => {
  const desk = createUpayDesk();
  for (const [change, expected] of refusals) {
    const answer = await desk.ask(pay, { ...order, ...change });
    assert.equal(told(answer), expected, JSON.stringify(change));
    assert.ok(!('data' in answer.biz_response));
  }
  assert.deepEqual(desk.calls, []);
  assert.equal((await desk.ask(pay, order)).biz_response.result_code, 'PAY_SUCCESS');
});

test('a request that lacks a field, or has a wrong one, is refused by the name of the field', async () => {
  const desk = createUpayDesk();
  const rows: [object, RegExp][] = [
    [{ client_sn: null }, /^client_sn/],
    [{ total_amount: '0' }, /^total_amount/],
    [{ total_amount: '12.5' }, /^total_amount/],
    [{ dynamic_id: '' }, /^dynamic_id/],
    [{ dynamic_id: '1'.repeat(33) }, /^dynamic_id/],
    [{ subject: undefined }, /^subject/],
    [{ longitude: '121.5' }, /longitude/],
    [{ total_amount: '10000000000' }, /^total_amount/],
  ];
  for (const [change, message] of rows) {
    const answer = await desk.ask(pay, { ...order, ...change });
    assert.equal(`${answer.result_code} ${answer.error_code}`, '400 INVALID_PARAMS', JSON.stringify(change));
    assert.match(answer.error_message ?? '', message);
    assert.ok(!('biz_response' in answer));
  }
});

test('a provider that is named is used whatever the code looks like', async () => {
  const desk = createUpayDesk();
  const { biz_response } = await desk.ask(pay, { ...order, payway: '6', dynamic_id: 'anything' });
  assert.deepEqual([biz_response.data['payway'], biz_response.data['payway_name']], ['6', 'qq钱包']);
});

test('a day that is over its limit takes no more orders', async () => {
  const desk = createUpayDesk();
  desk.merchant = { ...desk.merchant, limits: { payment: { dailyAmount: 2000n } } };
  assert.equal((await desk.ask(pay, order)).biz_response.result_code, 'PAY_SUCCESS');
  assert.equal(told(await desk.ask(pay, { ...order, client_sn: 'C2' })), '200 FAIL UPAY_STORE_OVER_DAILY_LIMIT');
  assert.equal(told(await desk.ask(query, { client_sn: 'C2' })), '200 FAIL UPAY_ORDER_NOT_EXIST');
});

test('fifty charges under one number at once charge one payer once', async () => {
  const desk = createUpayDesk();
  const answers = await Promise.all(Array.from({ length: 50 }, () => desk.ask(pay, order)));
  const codes = answers.map(told).sort();
  assert.deepEqual(codes.slice(0, 49), Array(49).fill('200 FAIL CLIENT_SN_CONFLICT'));
  assert.equal(codes[49], '200 PAY_SUCCESS  PAID SUCCESS 1250');
  assert.equal(desk.calls.length, 1);
});

test('a number stays taken whatever became of its order, for all terminals of the merchant and no other one', async () => {
  const desk = createUpayDesk();
  desk.channel.sendPayment = refused('payer_code_expired');
  await desk.ask(pay, order);
  const again = await desk.ask(pay, order, 2);
  assert.equal(told(again), '200 FAIL CLIENT_SN_CONFLICT');
  assert.equal(again.biz_response.error_message, 'client_sn在系统中已存在');
  desk.channel.sendPayment = paidAnswer;
  assert.equal((await desk.askOther(pay, order)).biz_response.result_code, 'PAY_SUCCESS');
});

test('a charge whose payer does not confirm is taken back when its time is up, and its merchant hears of it', async () => {
  const desk = createUpayDesk();
  desk.channel.sendPayment = inProgress;
  desk.channel.sendRefund = { kind: 'stopped' };
  await desk.ask(pay, { ...order, notify_url: 'https://s.example/n' });
  await desk.advance(60);
  const answer = await desk.ask(query, { client_sn: 'C1' });
  assert.equal(told(answer), '200 SUCCESS TRADE_TIMEOUT PAY_CANCELED FAIL_CANCELED 0');
  await desk.advance(5);
  const pairs = desk.messages.map(({ body }) => {
    const { status, order_status: state } = JSON.parse(body) as Record<string, string>;
    return `${status} ${state}`;
  });
  // The message that it began was due a second later, when it had ended already.
  assert.deepEqual(pairs, ['FAIL_CANCELED PAY_CANCELED']);
});

test('a completed charge is told to its merchant, and a refund of it only where the app wants that', async () => {
  for (const notifyOnRefund of [false, true]) {
    const desk = createUpayDesk({ switches: { notifyOnRefund } });
    await desk.ask(pay, { ...order, notify_url: 'https://s.example/n' });
    await desk.ask(refund, { client_sn: 'C1', refund_request_no: 'R1', refund_amount: '50' });
    await desk.advance(5);
    const states = desk.messages.map(({ body }) => (JSON.parse(body) as Record<string, string>)['order_status']);
    assert.deepEqual(states.map(String).sort(), notifyOnRefund ? ['PAID', 'PARTIAL_REFUNDED'] : ['PAID']);
  }
});
