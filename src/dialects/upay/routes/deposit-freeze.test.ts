// Guards what the freeze of a deposit answers, and how a deposit looks before it is consumed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Failure, failures } from '../../../core/failure.ts';
import { failureErrors } from '../codes.ts';
import { findFreshDepositOrder } from '../pre-auth/deposit.ts';
import {
  createUpayDesk,
  garbled,
  inProgress,
  paidAnswer,
  silent,
  type UpayAnswer,
} from '../../../../test/support/upay-desk.ts';
import { depositFreeze } from './deposit-freeze.ts';
import { pay } from './pay.ts';
import { preAuthFreeze } from './pre-auth-freeze.ts';

const order = {
  client_sn: 'D1',
  total_amount: '10000',
  dynamic_id: '134567890123456789',
  subject: 'bicycle',
  operator: 'op1',
};

const told = ({ result_code, error_code, biz_response: answer }: UpayAnswer) =>
  [
    result_code,
    error_code ?? answer.result_code,
    answer?.error_code,
    answer?.data?.['order_status'],
    answer?.data?.['status'],
    answer?.data?.['net_amount'],
  ]
    .join(' ')
    .trimEnd();

test('a deposit that is kept aside is answered as a paid order, and nobody has its money', async () => {
  const desk = createUpayDesk();
  const notify = { notify_url: 'https://s.example/n', reflect: 'r' };
  const answer = await desk.ask(depositFreeze, { ...order, ...notify });
  const { sn = '', ctime, finish_time, channel_finish_time, ...data } = answer.biz_response.data;
  assert.equal(told(answer), '200 PAY_SUCCESS  PAID SUCCESS 10000');
  assert.match(sn, /^789\d{13}$/);
  for (const time of [ctime, finish_time, channel_finish_time]) assert.match(time ?? '', /^\d{13}$/);
  assert.deepEqual(data, {
    client_sn: 'D1',
    client_tsn: 'D1',
    status: 'SUCCESS',
    payway: '3',
    payway_name: '微信',
    sub_payway: '1',
    order_status: 'PAID',
    payer_uid: 'oPAYER0001',
    payer_login: 'p***r',
    trade_no: '4200002026010500000000000001',
    total_amount: '10000',
    net_amount: '10000',
    settlement_amount: '10000',
    subject: 'bicycle',
    store_id: '41',
    terminal_id: '66666666-7777-8888-9999-000000000001',
    terminal_sn: '100000330000001',
    operator: 'op1',
    reflect: 'r',
    payment_list: [{ type: 'WALLET_WEIXIN', amount_total: '10000' }],
  });
  assert.equal(await desk.engine.find(0, 'payments', sn), undefined);
  assert.deepEqual(await desk.engine.store(0).listAccounts('', 10), []);
  await desk.advance(10);
  assert.deepEqual(desk.messages, []);
});

test('every failure of the channel has its code', async () => {
  for (const failure of failures) {
    const desk = createUpayDesk();
    desk.channel.sendAuthorisation = { kind: 'refused', failure } satisfies { kind: 'refused'; failure: Failure };
    const expected = `200 PAY_FAIL ${failureErrors[failure].code} PAY_CANCELED FAIL_CANCELED 10000`;
    assert.equal(told(await desk.ask(depositFreeze, order)), expected);
  }
});

test('what is not decided is in progress, and its query looks at the channel', async () => {
  for (const undecided of [inProgress, silent, garbled]) {
    const desk = createUpayDesk();
    desk.channel.sendAuthorisation = undecided;
    assert.equal(told(await desk.ask(depositFreeze, order)), '200 PAY_IN_PROGRESS  CREATED IN_PROG 10000');
    desk.channel.queryAuthorisation = paidAnswer;
    const looked: string[] = [];
    const lookout = {
      async look(_cell: number, subject: string, id: string) {
        looked.push(subject);
        await desk.engine.execute(0, 'settle-authorisation', { authorisationId: id, result: paidAnswer });
      },
    };
    const found = await findFreshDepositOrder({ engine: desk.engine, lookout }, desk.merchant, { client_sn: 'D1' });
    assert.deepEqual([found?.payment.status, found?.payment.amountMinor], ['completed', 10_000n]);
    const again = await findFreshDepositOrder({ engine: desk.engine, lookout }, desk.merchant, { client_sn: 'D1' });
    assert.deepEqual([again, looked], [found, ['authorisation']]);
  }
});

test('deposits and orders share their numbers, pre-authorizations have their own', async () => {
  const desk = createUpayDesk();
  await desk.ask(depositFreeze, order);
  await desk.ask(pay, { ...order, client_sn: 'C1' });
  assert.equal(told(await desk.ask(pay, order, 2)), '200 FAIL CLIENT_SN_CONFLICT');
  assert.equal(told(await desk.ask(depositFreeze, order)), '200 FAIL CLIENT_SN_CONFLICT');
  assert.equal(told(await desk.ask(depositFreeze, { ...order, client_sn: 'C1' }, 2)), '200 FAIL CLIENT_SN_CONFLICT');
  const freeze = { client_auth_sn: 'D1', client_trans_no: 'D1', amount: '1', dynamic_id: '281234567890123456' };
  assert.equal(told(await desk.ask(preAuthFreeze, freeze)), '200 SUCCESS');
  assert.equal(told(await desk.askOther(depositFreeze, order)), '200 PAY_SUCCESS  PAID SUCCESS 10000');
});

test('what cannot be kept aside is refused, and its number can be used again', async () => {
  const desk = createUpayDesk();
  const refusals: [change: object, answer: string][] = [
    [{ dynamic_id: '13' }, '200 FAIL INVALID_BARCODE'],
    [{ payway: '21' }, '200 FAIL UNEXPECTED_PROVIDER_ERROR'],
    [{ payway: '4' }, '200 FAIL UNEXPECTED_PROVIDER_ERROR'],
    [{ total_amount: '19022' }, '200 FAIL UNEXPECTED_PROVIDER_ERROR'],
    [{ total_amount: '0' }, '400 INVALID_PARAMS'],
    [{ client_sn: '' }, '400 INVALID_PARAMS'],
    [{ subject: '' }, '400 INVALID_PARAMS'],
    [{ longitude: '1' }, '400 INVALID_PARAMS'],
  ];
  for (const [change, expected] of refusals) {
    assert.equal(told(await desk.ask(depositFreeze, { ...order, ...change })), expected, JSON.stringify(change));
  }
  assert.deepEqual(desk.calls, []);
  assert.equal(told(await desk.ask(depositFreeze, order)), '200 PAY_SUCCESS  PAID SUCCESS 10000');
});
