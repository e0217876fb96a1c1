// Guards that a deposit is consumed once, of at most what it has, and that the rest goes back to the payer only then.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  createUpayDesk,
  inProgress,
  paidAnswer,
  silent,
  type UpayAnswer,
  type UpayDesk,
} from '../../../../test/support/upay-desk.ts';
import { depositCancel } from './deposit-cancel.ts';
import { depositConsume } from './deposit-consume.ts';
import { depositFreeze } from './deposit-freeze.ts';
import { query } from './query.ts';
import { refund } from './refund.ts';

const told = ({ result_code, error_code, biz_response: answer }: UpayAnswer) =>
  [
    result_code,
    error_code ?? answer.result_code,
    answer?.error_code,
    answer?.data?.['order_status'],
    answer?.data?.['total_amount'],
    answer?.data?.['net_amount'],
  ]
    .join(' ')
    .trimEnd();

const order = { client_sn: 'D1', total_amount: '10000', dynamic_id: '281234567890123456', subject: 'bicycle' };

async function freeze(desk: UpayDesk): Promise<string> {
  const asked = { ...order, operator: 'op1', notify_url: 'https://s.example/n' };
  return (await desk.ask(depositFreeze, asked)).biz_response.data['sn'] ?? '';
}

async function partsOf(desk: UpayDesk, sn: string) {
  const authorisation = await desk.engine.find(0, 'authorisations', sn);
  const { status, capturedMinor, capturingMinor, releasedMinor, releasingMinor } = authorisation ?? {};
  return [status, capturedMinor, capturingMinor, releasedMinor, releasingMinor].join(' ');
}

test('a consumed deposit is an order of what was consumed, its rest is released, and its merchant is told', async () => {
  const desk = createUpayDesk();
  const sn = await freeze(desk);
  const answer = await desk.ask(depositConsume, { sn, operator: 'op2', consume_amount: '4000' }, 2);
  assert.equal(told(answer), '200 PAY_SUCCESS  PAID 4000 4000');
  const { data } = answer.biz_response;
  assert.deepEqual(
    ['sn', 'client_sn', 'operator', 'terminal_sn', 'subject', 'payway', 'settlement_amount'].map((name) => data[name]),
    [sn, 'D1', 'op2', '100000330000002', 'bicycle', '1', '4000'],
  );
  await desk.advance(10);
  assert.equal(await partsOf(desk, sn), 'closed 4000 0 6000 0');
  assert.deepEqual(
    desk.calls.map((call) => call.split(' ')[0]),
    ['sendAuthorisation', 'sendPayment', 'sendRelease'],
  );
  assert.deepEqual(
    desk.messages.map(({ url }) => url),
    ['https://s.example/n'],
  );
  const { details } = await desk.payment(sn);
  assert.equal(details['notifyUrl'], undefined);

  assert.equal(told(await desk.ask(query, { client_sn: 'D1' })), '200 SUCCESS  PAID 4000 4000');
  const back = { sn, refund_request_no: 'R1', refund_amount: '1500', operator: 'op1' };
  assert.equal(told(await desk.ask(refund, back)), '200 REFUND_SUCCESS  PARTIAL_REFUNDED 4000 2500');
});

test('all of a deposit can be consumed, and more of it cannot', async () => {
  const desk = createUpayDesk();
  const sn = await freeze(desk);
  const consume = (amount: string) => desk.ask(depositConsume, { client_sn: 'D1', consume_amount: amount });
  assert.equal(told(await consume('10001')), '200 FAIL REFUNDABLE_AMOUNT_NOT_ENOUGH');
  assert.equal(told(await consume('10000')), '200 PAY_SUCCESS  PAID 10000 10000');
  assert.equal(await partsOf(desk, sn), 'closed 10000 0 0 0');
  assert.equal(told(await consume('1')), '200 FAIL CLIENT_SN_CONFLICT');
});

test('a consume that fails releases nothing; the deposit can be cancelled, and not consumed again', async () => {
  const desk = createUpayDesk();
  const sn = await freeze(desk);
  desk.channel.sendPayment = { kind: 'refused', failure: 'payee_daily_limit' };
  const consume = { sn, consume_amount: '4000' };
  assert.equal(
    told(await desk.ask(depositConsume, consume)),
    '200 PAY_FAIL SELLER_OVER_DAILY_LIMIT PAY_CANCELED 4000 4000',
  );
  assert.equal(await partsOf(desk, sn), 'authorised 0 0 0 0');
  desk.channel.sendPayment = paidAnswer;
  assert.equal(told(await desk.ask(depositConsume, consume)), '200 FAIL CLIENT_SN_CONFLICT');
  assert.equal(told(await desk.ask(depositCancel, { sn })), '200 CANCEL_SUCCESS  CANCELED 10000 0');
  assert.equal(await partsOf(desk, sn), 'closed 0 0 10000 0');
  assert.equal(told(await desk.ask(depositConsume, consume)), '200 FAIL CLIENT_SN_CONFLICT');
});

test('the rest waits while the consume is not decided, and no longer', async () => {
  for (const undecided of [inProgress, silent]) {
    const desk = createUpayDesk();
    const sn = await freeze(desk);
    desk.channel.sendPayment = undecided;
    const answer = await desk.ask(depositConsume, { sn, consume_amount: '4000' });
    assert.equal(told(answer), '200 PAY_IN_PROGRESS  CREATED 4000 4000');
    assert.equal(await partsOf(desk, sn), 'authorised 0 4000 0 6000');
    await desk.advance(10);
    assert.ok(!desk.calls.some((call) => call.startsWith('sendRelease')));
    desk.channel.queryPayment = paidAnswer;
    assert.equal(told(await desk.ask(query, { sn })), '200 SUCCESS  PAID 4000 4000');
    await desk.advance(1);
    assert.equal(await partsOf(desk, sn), 'closed 4000 0 6000 0');
  }
});

test('only what is kept aside can be consumed', async () => {
  const rows = [
    [inProgress, undefined, 'CREATED'],
    [{ kind: 'refused', failure: 'payer_code_expired' }, undefined, 'PAY_CANCELED'],
    [paidAnswer, inProgress, 'CANCEL_INPROGRESS'],
    [paidAnswer, silent, 'CANCEL_ERROR'],
    [paidAnswer, { kind: 'succeeded', bankReference: 'B' }, 'CANCELED'],
  ] as const;
  for (const [authorised, released, status] of rows) {
    const desk = createUpayDesk();
    desk.channel.sendAuthorisation = authorised;
    const sn = await freeze(desk);
    if (released) {
      desk.channel.sendRelease = released;
      await desk.ask(depositCancel, { sn });
    }
    const { biz_response } = await desk.ask(depositConsume, { sn, consume_amount: '4000' });
    assert.deepEqual(biz_response, {
      result_code: 'FAIL',
      error_code: 'UPAY_CANCEL_INVALID_ORDER_STATE',
      error_message: `当前的订单${sn}状态是${status}`,
    });
  }
});

test('a day that is over its limit takes no more', async () => {
  const desk = createUpayDesk();
  const sn = await freeze(desk);
  desk.merchant = { ...desk.merchant, limits: { payment: { dailyAmount: 3999n } } };
  const answer = await desk.ask(depositConsume, { sn, consume_amount: '4000' });
  assert.equal(told(answer), '200 FAIL UPAY_STORE_OVER_DAILY_LIMIT');
  assert.equal(await partsOf(desk, sn), 'authorised 0 0 0 0');
});

test('a deposit is named; another merchant has none of it', async () => {
  const desk = createUpayDesk();
  const sn = await freeze(desk);
  assert.equal(told(await desk.ask(depositConsume, { consume_amount: '1' })), '400 INVALID_PARAMS');
  assert.equal(told(await desk.ask(depositConsume, { sn, consume_amount: '0' })), '400 INVALID_PARAMS');
  const other = await desk.askOther(depositConsume, { sn, client_sn: 'D1', consume_amount: '1' });
  assert.equal(told(other), '200 FAIL UPAY_ORDER_NOT_EXIST');
});

test('twenty consumes at once consume once', async () => {
  const desk = createUpayDesk();
  const sn = await freeze(desk);
  const asked = { sn, consume_amount: '4000' };
  const answers = await Promise.all(Array.from({ length: 20 }, () => desk.ask(depositConsume, asked)));
  const codes = answers.map(told).sort();
  assert.deepEqual(codes, [...Array(19).fill('200 FAIL CLIENT_SN_CONFLICT'), '200 PAY_SUCCESS  PAID 4000 4000']);
});
