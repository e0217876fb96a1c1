// Guards which order a query finds, whose it is, and that asking learns what a lost answer hid.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pay } from './pay.ts';
import { precreate } from './precreate.ts';
import { query } from './query.ts';
import { refund } from './refund.ts';
import {
  createUpayDesk,
  givenBack,
  inProgress,
  paidAnswer,
  silent,
  type UpayAnswer,
} from '../../../../test/support/upay-desk.ts';

const order = {
  client_sn: 'C1',
  total_amount: '1250',
  dynamic_id: '281234567890123456',
  subject: 's',
  operator: 'op1',
};

const told = ({ biz_response: { result_code: code, error_code: error, data } }: UpayAnswer) =>
  [code, error, data?.['client_sn'], data?.['order_status'], data?.['status']].join(' ').trimEnd();

test('either number names an order; the first decides, the second counts where the first finds nothing', async () => {
  const desk = createUpayDesk();
  const { sn = '' } = (await desk.ask(pay, order)).biz_response.data;
  await desk.ask(pay, { ...order, client_sn: 'C2' });
  const unknown = '7890099999999999';
  const first = 'SUCCESS  C1 PAID SUCCESS';
  const second = 'SUCCESS  C2 PAID SUCCESS';
  const none = 'FAIL UPAY_ORDER_NOT_EXIST';
  const rows: [object, string][] = [
    [{ sn }, first],
    [{ client_sn: 'C1' }, first],
    [{ sn, client_sn: 'C2' }, first],
    [{ sn, client_sn: 'nobody' }, first],
    [{ sn: '', client_sn: 'C2' }, second],
    [{ sn: unknown, client_sn: 'C2' }, second],
    // The channel's number for the money, which names the older of the two here.
    [{ sn: '4200002026010500000000000001' }, first],
    [{ sn: '4200002026010500000000000001', client_sn: 'C2' }, first],
    [{ sn: '4200002026010500000000000002', client_sn: 'C2' }, second],
    [{ sn: unknown }, none],
    [{ sn: 'x' }, none],
    [{ sn: '7899999999999999' }, none],
    [{ client_sn: 'nobody' }, none],
    [{ client_sn: 'c1' }, none],
  ];
  for (const [name, expected] of rows) {
    const answer = await desk.ask(query, name);
    assert.equal(told(answer), expected, JSON.stringify(name));
    assert.equal('data' in answer.biz_response, expected !== none);
  }
});

test('without a number a query is refused, and with one that is too long', async () => {
  const desk = createUpayDesk();
  for (const fields of [{}, { sn: null, client_sn: '' }, { client_sn: 'x'.repeat(65) }, { sn: 'x'.repeat(65) }]) {
    const answer = await desk.ask(query, fields);
    assert.deepEqual([answer.result_code, answer.error_code], ['400', 'INVALID_PARAMS']);
  }
});

test('any terminal of the merchant finds its orders, and nobody else does', async () => {
  const desk = createUpayDesk();
  const { sn } = (await desk.ask(pay, order)).biz_response.data;
  for (const name of [{ sn }, { client_sn: 'C1' }]) {
    const { data } = (await desk.ask(query, name, 2)).biz_response;
    // It stays the order of the terminal that made it.
    assert.deepEqual([data['sn'], data['terminal_sn'], data['store_id']], [sn, '100000330000001', '41']);
    assert.equal(told(await desk.askOther(query, name)), 'FAIL UPAY_ORDER_NOT_EXIST');
  }
});

test('asking learns what became of a charge whose answer was lost, and of a refund', async () => {
  const desk = createUpayDesk();
  desk.channel.sendPayment = silent;
  await desk.ask(pay, order);
  assert.equal(told(await desk.ask(query, { client_sn: 'C1' })), 'SUCCESS  C1 CREATED IN_PROG');
  desk.channel.queryPayment = paidAnswer;
  assert.equal(told(await desk.ask(query, { client_sn: 'C1' })), 'SUCCESS  C1 PAID SUCCESS');
  desk.channel.sendRefund = silent;
  await desk.ask(refund, { client_sn: 'C1', refund_request_no: 'R1', refund_amount: '250', operator: 'op2' });
  assert.equal(told(await desk.ask(query, { client_sn: 'C1' })), 'SUCCESS  C1 REFUND_ERROR REFUND_ERROR');
  desk.channel.queryRefund = givenBack;
  assert.equal(told(await desk.ask(query, { client_sn: 'C1' })), 'SUCCESS  C1 PARTIAL_REFUNDED SUCCESS');
});

test('an order that is over is not asked for again', async () => {
  const desk = createUpayDesk();
  await desk.ask(pay, order);
  const before = desk.calls.length;
  await desk.ask(query, { client_sn: 'C1' });
  assert.equal(desk.calls.length, before);
});

test('the act that is told is the latest, or the refund that is asked for', async () => {
  const desk = createUpayDesk();
  await desk.ask(pay, order);
  const refundOf = (number: string, amount: string) =>
    desk.ask(refund, { client_sn: 'C1', refund_request_no: number, refund_amount: amount, operator: number });
  await refundOf('R1', '200');
  desk.channel.sendRefund = { kind: 'refused', failure: 'refund_failed' };
  await refundOf('R2', '300');
  const rows = [
    [{}, 'C1-R2 R2 REFUND_ERROR PARTIAL_REFUNDED 1050'],
    [{ refund_request_no: 'R1' }, 'C1-R1 R1 SUCCESS PARTIAL_REFUNDED 1050'],
    [{ refund_request_no: 'R2' }, 'C1-R2 R2 REFUND_ERROR PARTIAL_REFUNDED 1050'],
  ] as const;
  for (const [named, expected] of rows) {
    const { result_code: code, data } = (await desk.ask(query, { client_sn: 'C1', ...named })).biz_response;
    const shown = [data['client_tsn'], data['operator'], data['status'], data['order_status'], data['net_amount']];
    assert.equal(`${code} ${shown.join(' ')}`, `SUCCESS ${expected}`);
  }
  const unknown = await desk.ask(query, { client_sn: 'C1', refund_request_no: 'R3' });
  assert.equal(told(unknown), 'FAIL UPAY_ORDER_NOT_EXIST');
});

test('an order says that it ran out, and only then', async () => {
  const desk = createUpayDesk();
  desk.channel.sendPayment = inProgress;
  desk.channel.sendRefund = { kind: 'stopped' };
  await desk.ask(precreate, { ...order, payway: '3' });
  await desk.advance(300);
  const answer = await desk.ask(query, { client_sn: 'C1' });
  assert.equal(told(answer), 'SUCCESS TRADE_TIMEOUT C1 PAY_CANCELED FAIL_CANCELED');
  assert.equal(answer.biz_response.error_message, '交易超时自动撤单');
  desk.channel.sendPayment = { kind: 'refused', failure: 'payer_balance_insufficient' };
  await desk.ask(pay, { ...order, client_sn: 'C2' });
  assert.equal(told(await desk.ask(query, { client_sn: 'C2' })), 'SUCCESS  C2 PAY_CANCELED FAIL_CANCELED');
  desk.channel.sendPayment = { kind: 'refused', failure: 'timed_out' };
  await desk.ask(pay, { ...order, client_sn: 'C3' });
  assert.equal(told(await desk.ask(query, { client_sn: 'C3' })), 'SUCCESS TRADE_TIMEOUT C3 PAY_CANCELED FAIL_CANCELED');
});
