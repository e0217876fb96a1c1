// Guards what unfreeze, pay and refund do with what a freeze kept aside, and that they never take more than there is.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Operation } from '../operation.ts';
import {
  createUpayDesk,
  garbled,
  givenBack,
  inProgress,
  merchantId,
  paidAnswer,
  silent,
  type UpayAnswer,
  type UpayDesk,
} from '../../../../test/support/upay-desk.ts';
import { accountId } from '../../../core/ledger/ledger.ts';
import { preAuthFreeze } from './pre-auth-freeze.ts';
import { preAuthPay } from './pre-auth-pay.ts';
import { preAuthQuery } from './pre-auth-query.ts';
import { preAuthRefund } from './pre-auth-refund.ts';
import { preAuthUnfreeze } from './pre-auth-unfreeze.ts';
import { refund as refundOrder } from './refund.ts';

const told = ({ result_code, error_code, biz_response: answer }: UpayAnswer) =>
  [result_code, error_code ?? answer.result_code, answer?.error_code].join(' ').trimEnd();

async function freeze(desk: UpayDesk, number = '1', amount = '10000'): Promise<string> {
  const numbers = { client_auth_sn: `A${number}`, client_trans_no: `F${number}` };
  const asked = { ...numbers, amount, dynamic_id: '281234567890123456', operator: 'op1', subject: 'room 12' };
  return (await desk.ask(preAuthFreeze, asked)).biz_response.data['auth_sn'] ?? '';
}

async function balance(desk: UpayDesk): Promise<bigint> {
  const account = await desk.engine.find(0, 'accounts', accountId(merchantId, 'CNY', 'available'));
  return (account?.credits ?? 0n) - (account?.debits ?? 0n);
}

type Step = [operation: Operation<'terminal'>, fields: object, answer: string];

async function play(desk: UpayDesk, steps: readonly Step[]): Promise<void> {
  for (const [operation, fields, expected] of steps) {
    const answer = await desk.ask(operation, { operator: 'op2', ...fields });
    assert.equal(told(answer), expected, `${operation.path} ${JSON.stringify(fields)}`);
    assert.equal('data' in (answer.biz_response ?? {}), !/^200 FAIL|INVALID_PARAMS/.test(expected));
  }
}

test('what is kept aside is paid and unfrozen in parts, and never more than there is', async () => {
  const desk = createUpayDesk();
  const sn = await freeze(desk);
  await play(desk, [
    [preAuthPay, { auth_sn: sn, client_trans_no: 'P1', amount: '10001' }, '200 FAIL REFUNDABLE_AMOUNT_NOT_ENOUGH'],
    [preAuthPay, { auth_sn: sn, client_trans_no: 'P1', amount: '4000' }, '200 SUCCESS'],
    [preAuthUnfreeze, { client_auth_sn: 'A1', client_trans_no: 'U1', amount: '1000' }, '200 SUCCESS'],
    [preAuthUnfreeze, { auth_sn: sn, client_trans_no: 'U2', amount: '5001' }, '200 FAIL REFUNDABLE_AMOUNT_NOT_ENOUGH'],
    [preAuthPay, { auth_sn: sn, client_trans_no: 'P2', amount: '5000' }, '200 SUCCESS'],
    [preAuthPay, { auth_sn: sn, client_trans_no: 'P3', amount: '1' }, '200 FAIL REFUNDABLE_AMOUNT_NOT_ENOUGH'],
    [preAuthUnfreeze, { auth_sn: sn, client_trans_no: 'U3', amount: '1' }, '200 FAIL REFUNDABLE_AMOUNT_NOT_ENOUGH'],
  ]);
  const authorisation = await desk.engine.find(0, 'authorisations', sn);
  assert.equal(authorisation?.status, 'closed');
  assert.equal(await balance(desk), 9000n);
});

test('nobody has any of the money before it is paid', async () => {
  const desk = createUpayDesk();
  await freeze(desk);
  assert.equal(await balance(desk), 0n);
});

test('a payment, an unfreeze and a refund say what they were about', async () => {
  const desk = createUpayDesk();
  const sn = await freeze(desk);
  const common = { terminal_sn: '100000330000002', auth_sn: sn, client_auth_sn: 'A1', payway: '1', operator: 'op2' };
  const payer = { payer_user_id: 'oPAYER0001', payer_logon_id: 'p***r' };
  const ask = async (operation: Operation<'terminal'>, fields: object) => {
    const { data } = (await desk.ask(operation, { operator: 'op2', ...fields }, 2)).biz_response;
    const { request_no = '', finish_time = '', ...rest } = data;
    assert.match(finish_time, /^\d{13}$/);
    return { requestNo: request_no, rest };
  };
  const paid = await ask(preAuthPay, { auth_sn: sn, client_trans_no: 'P1', amount: '4000' });
  const paidSn = paid.rest['sn'] ?? '';
  assert.deepEqual(paid.rest, {
    ...common,
    ...payer,
    client_trans_no: 'P1',
    sn: paidSn,
    amount: '4000',
    channel_finish_time: `${paidAnswer.receipt.at}`,
  });
  assert.equal(paid.requestNo, `07${paidSn.slice(3, 5)}00000${paidSn.slice(5)}`);

  const unfrozen = await ask(preAuthUnfreeze, { auth_sn: sn, client_trans_no: 'U1', amount: '500' });
  assert.deepEqual(unfrozen.rest, { ...common, ...payer, client_trans_no: 'U1', amount: '500' });
  assert.match(unfrozen.requestNo, /^16\d{18}$/);

  const refunded = await ask(preAuthRefund, { sn: paidSn, client_trans_no: 'R1', amount: '700' });
  assert.deepEqual(refunded.rest, { ...common, ...payer, client_trans_no: 'R1', sn: paidSn, amount: '700' });
  assert.match(refunded.requestNo, /^18\d{18}$/);
});

test('a number of an operation is used once, by whichever operation', async () => {
  const desk = createUpayDesk();
  const sn = await freeze(desk);
  await play(desk, [
    [preAuthPay, { auth_sn: sn, client_trans_no: 'P1', amount: '1000' }, '200 SUCCESS'],
    [preAuthUnfreeze, { auth_sn: sn, client_trans_no: 'U1', amount: '1000' }, '200 SUCCESS'],
    [preAuthRefund, { auth_sn: sn, client_trans_no: 'R1', amount: '100' }, '200 SUCCESS'],
  ]);
  const operations = [preAuthPay, preAuthUnfreeze, preAuthRefund];
  for (const number of ['F1', 'P1', 'U1', 'R1']) {
    for (const operation of operations) {
      await play(desk, [
        [operation, { auth_sn: sn, client_trans_no: number, amount: '1' }, '200 FAIL CLIENT_SN_CONFLICT'],
      ]);
    }
  }
});

test('the payer gets back what was paid, of the payment that is named or else the newest, and never more', async () => {
  const desk = createUpayDesk();
  const sn = await freeze(desk);
  const paid = await desk.ask(preAuthPay, { auth_sn: sn, client_trans_no: 'P1', amount: '4000', operator: 'o' });
  const first = paid.biz_response.data['sn'] ?? '';
  desk.channel.sendPayment = { kind: 'refused', failure: 'channel_rejected' };
  await play(desk, [
    [preAuthPay, { auth_sn: sn, client_trans_no: 'P2', amount: '3000' }, '200 CLOSED TRADE_FAILED'],
    [preAuthRefund, { auth_sn: sn, client_trans_no: 'R0', amount: '4001' }, '200 FAIL REFUNDABLE_AMOUNT_NOT_ENOUGH'],
  ]);
  desk.channel.sendPayment = paidAnswer;
  await play(desk, [
    [preAuthPay, { auth_sn: sn, client_trans_no: 'P3', amount: '3000' }, '200 SUCCESS'],
    [preAuthRefund, { sn: first, auth_sn: 'x', client_trans_no: 'R1', amount: '1000' }, '400 INVALID_PARAMS'],
    [preAuthRefund, { sn: first, auth_sn: sn, client_trans_no: 'R1', amount: '4000' }, '200 SUCCESS'],
    [preAuthRefund, { client_auth_sn: 'A1', client_trans_no: 'R2', amount: '3000' }, '200 SUCCESS'],
    [preAuthRefund, { auth_sn: sn, client_trans_no: 'R3', amount: '1' }, '200 FAIL UPAY_REFUND_INVALID_ORDER_STATE'],
  ]);
  assert.equal(await balance(desk), 0n);
});

test('a refund that the channel refused has used up its number', async () => {
  const desk = createUpayDesk();
  const sn = await freeze(desk);
  desk.channel.sendRefund = { kind: 'refused', failure: 'refund_amount_invalid' };
  await play(desk, [
    [preAuthPay, { auth_sn: sn, client_trans_no: 'P1', amount: '4000' }, '200 SUCCESS'],
    [preAuthRefund, { auth_sn: sn, client_trans_no: 'R1', amount: '100' }, '200 CLOSED REFUND_AMT_NOT_EQUAL_TOTAL'],
    [preAuthRefund, { auth_sn: sn, client_trans_no: 'R1', amount: '100' }, '200 FAIL CLIENT_SN_CONFLICT'],
  ]);
  desk.channel.sendRefund = givenBack;
  await play(desk, [[preAuthRefund, { auth_sn: sn, client_trans_no: 'R2', amount: '100' }, '200 SUCCESS']]);
});

test('while a refund is under way there is no other', async () => {
  const desk = createUpayDesk();
  const sn = await freeze(desk);
  desk.channel.sendRefund = inProgress;
  await play(desk, [
    [preAuthPay, { auth_sn: sn, client_trans_no: 'P1', amount: '4000' }, '200 SUCCESS'],
    [preAuthRefund, { auth_sn: sn, client_trans_no: 'R1', amount: '100' }, '200 INIT'],
    [preAuthRefund, { auth_sn: sn, client_trans_no: 'R2', amount: '100' }, '200 FAIL UPAY_REFUND_INVALID_ORDER_STATE'],
  ]);
});

test('what the channel refuses is closed and leaves its money, what it has not decided keeps it', async () => {
  const rows = [
    [{ kind: 'refused', failure: 'service_error' }, 'CLOSED TRADE_FAILED', true],
    [inProgress, 'INIT', false],
    [silent, 'UNKNOWN', false],
    [garbled, 'UNKNOWN', false],
  ] as const;
  for (const [answer, expected, isFree] of rows) {
    for (const operation of [preAuthPay, preAuthUnfreeze]) {
      const desk = createUpayDesk();
      const sn = await freeze(desk);
      desk.channel.sendPayment = answer;
      desk.channel.sendRelease = answer;
      const all = { auth_sn: sn, amount: '10000' };
      await play(desk, [[operation, { ...all, client_trans_no: 'T1' }, `200 ${expected}`]]);
      desk.channel.sendPayment = paidAnswer;
      desk.channel.sendRelease = givenBack;
      const next = isFree ? '200 SUCCESS' : '200 FAIL REFUNDABLE_AMOUNT_NOT_ENOUGH';
      await play(desk, [[operation, { ...all, client_trans_no: 'T2' }, next]]);
    }
  }
});

test('nothing is taken of what is not kept aside, and the message says why', async () => {
  const rows = [
    [inProgress, 'INIT'],
    [{ kind: 'refused', failure: 'payer_code_expired' }, 'CLOSED'],
  ] as const;
  for (const [answer, status] of rows) {
    const desk = createUpayDesk();
    desk.channel.sendAuthorisation = answer;
    const sn = await freeze(desk);
    for (const operation of [preAuthPay, preAuthUnfreeze]) {
      const { biz_response } = await desk.ask(operation, {
        auth_sn: sn,
        client_trans_no: 'T1',
        amount: '1',
        operator: 'o',
      });
      assert.deepEqual(biz_response, {
        result_code: 'FAIL',
        error_code: 'UPAY_CANCEL_INVALID_ORDER_STATE',
        error_message: `当前的订单${sn}状态是${status}`,
      });
    }
    await play(desk, [
      [preAuthRefund, { auth_sn: sn, client_trans_no: 'R1', amount: '1' }, '200 FAIL UPAY_ORDER_NOT_EXIST'],
    ]);
  }
});

test('what the payer confirmed a moment ago can be paid at once', async () => {
  const desk = createUpayDesk();
  desk.channel.sendAuthorisation = inProgress;
  const sn = await freeze(desk);
  desk.channel.queryAuthorisation = paidAnswer;
  await play(desk, [[preAuthPay, { auth_sn: sn, client_trans_no: 'P1', amount: '10000' }, '200 SUCCESS']]);
});

test('a request names what it is about; another merchant has nothing of it', async () => {
  const desk = createUpayDesk();
  const sn = await freeze(desk);
  const paid = await desk.ask(preAuthPay, { auth_sn: sn, client_trans_no: 'P1', amount: '4000', operator: 'o' });
  const paidSn = paid.biz_response.data['sn'];
  const rest = { client_trans_no: 'T9', amount: '1' };
  await play(desk, [
    [preAuthPay, rest, '400 INVALID_PARAMS'],
    [preAuthUnfreeze, rest, '400 INVALID_PARAMS'],
    [preAuthRefund, rest, '400 INVALID_PARAMS'],
    [preAuthPay, { ...rest, auth_sn: '7890000000099999', client_auth_sn: 'no' }, '200 FAIL UPAY_ORDER_NOT_EXIST'],
    [preAuthUnfreeze, { ...rest, auth_sn: paidSn }, '200 FAIL UPAY_ORDER_NOT_EXIST'],
    [preAuthRefund, { ...rest, sn }, '200 FAIL UPAY_ORDER_NOT_EXIST'],
    [preAuthPay, { ...rest, auth_sn: '7890000000099999', client_auth_sn: 'A1' }, '200 SUCCESS'],
  ]);
  const strays: [Operation<'terminal'>, object][] = [
    [preAuthPay, { auth_sn: sn, client_auth_sn: 'A1' }],
    [preAuthUnfreeze, { auth_sn: sn, client_auth_sn: 'A1' }],
    [preAuthRefund, { sn: paidSn, auth_sn: sn, client_auth_sn: 'A1' }],
  ];
  for (const [operation, names] of strays) {
    const answer = await desk.askOther(operation, { ...rest, ...names, operator: 'o' });
    assert.equal(told(answer), '200 FAIL UPAY_ORDER_NOT_EXIST');
  }
});

test('a paid part is an order as well: the ordinary refund gives it back', async () => {
  const desk = createUpayDesk();
  const sn = await freeze(desk);
  const paid = await desk.ask(preAuthPay, { auth_sn: sn, client_trans_no: 'P1', amount: '4000', operator: 'o' });
  const order = { sn: paid.biz_response.data['sn'], refund_request_no: 'R1', refund_amount: '4000', operator: 'o' };
  const { biz_response } = await desk.ask(refundOrder, order);
  assert.equal(biz_response.result_code, 'REFUND_SUCCESS');
  assert.deepEqual(
    ['order_status', 'client_sn', 'payway', 'sub_payway', 'subject'].map((name) => biz_response.data[name]),
    ['REFUNDED', 'P1', '1', '1', 'room 12'],
  );
  await play(desk, [
    [preAuthQuery, { client_trans_no: 'R1' }, '200 FAIL UPAY_ORDER_NOT_EXIST'],
    [preAuthRefund, { auth_sn: sn, client_trans_no: 'R1', amount: '1' }, '200 FAIL UPAY_REFUND_INVALID_ORDER_STATE'],
  ]);
});

test('twenty operations under one number at once happen once', async () => {
  for (const operation of [preAuthPay, preAuthUnfreeze]) {
    const desk = createUpayDesk();
    const sn = await freeze(desk);
    const asked = { auth_sn: sn, client_trans_no: 'T1', amount: '100', operator: 'o' };
    const answers = await Promise.all(Array.from({ length: 20 }, () => desk.ask(operation, asked)));
    assert.deepEqual(answers.map(told).sort(), [...Array(19).fill('200 FAIL CLIENT_SN_CONFLICT'), '200 SUCCESS']);
  }
  const desk = createUpayDesk();
  const sn = await freeze(desk);
  await desk.ask(preAuthPay, { auth_sn: sn, client_trans_no: 'P1', amount: '4000', operator: 'o' });
  const asked = { auth_sn: sn, client_trans_no: 'R1', amount: '100', operator: 'o' };
  const answers = await Promise.all(Array.from({ length: 20 }, () => desk.ask(preAuthRefund, asked)));
  assert.deepEqual(answers.map(told).sort(), [...Array(19).fill('200 FAIL CLIENT_SN_CONFLICT'), '200 SUCCESS']);
  assert.equal(await balance(desk), 3900n);
});
