// Guards what is shown of the operations of a pre-authorization: one by one, and in lists.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createUpayDesk, inProgress, paidAnswer, type UpayDesk } from '../../../../test/support/upay-desk.ts';
import { depositFreeze } from './deposit-freeze.ts';
import { preAuthFreeze } from './pre-auth-freeze.ts';
import { preAuthPay } from './pre-auth-pay.ts';
import { preAuthQueryTrans } from './pre-auth-query-trans.ts';
import { preAuthQuery } from './pre-auth-query.ts';
import { preAuthRefund } from './pre-auth-refund.ts';
import { preAuthUnfreeze } from './pre-auth-unfreeze.ts';
import { refund } from './refund.ts';

const dynamicId = '281234567890123456';

async function freeze(desk: UpayDesk, number: string): Promise<string> {
  const numbers = { client_auth_sn: `A${number}`, client_trans_no: `F${number}` };
  const asked = { ...numbers, amount: '10000', dynamic_id: dynamicId, operator: 'op1', subject: 's', reflect: 'r' };
  return (await desk.ask(preAuthFreeze, asked)).biz_response.data['auth_sn'] ?? '';
}

/** One of each operation on one authorisation: answers its number. */
async function useAll(desk: UpayDesk, number: string): Promise<string> {
  const sn = await freeze(desk, number);
  const asked = { auth_sn: sn, amount: '1000', operator: 'op2' };
  await desk.ask(preAuthUnfreeze, { ...asked, client_trans_no: `U${number}` });
  await desk.ask(preAuthPay, { ...asked, client_trans_no: `P${number}` });
  await desk.ask(preAuthRefund, { ...asked, client_trans_no: `R${number}`, amount: '300' });
  return sn;
}

test('an operation is found by either number, with its type, status and times', async () => {
  const desk = createUpayDesk();
  const sn = await useAll(desk, '1');
  const rows = [
    ['F1', '05', '10000', 'op1'],
    ['U1', '16', '1000', 'op2'],
    ['P1', '07', '1000', 'op2'],
    ['R1', '18', '300', 'op2'],
  ] as const;
  for (const [number, type, amount, operator] of rows) {
    const byNumber = await desk.ask(preAuthQuery, { client_trans_no: number });
    const { request_no: requestNo = '', ...data } = byNumber.biz_response.data;
    assert.equal(byNumber.biz_response.result_code, 'SUCCESS');
    assert.match(requestNo, new RegExp(`^${type}\\d{18}$`));
    for (const name of ['request_create_time', 'request_finish_time', 'finish_time']) {
      assert.match(data[name] ?? '', /^\d{13}$/, `${number} ${name}`);
    }
    assert.deepEqual(
      ['auth_sn', 'client_trans_no', 'amount', 'status', 'request_type', 'subject', 'operator', 'reflect'].map(
        (name) => data[name],
      ),
      [sn, number, amount, 'SUCCESS', type, 's', operator, 'r'],
    );
    const byRequestNo = await desk.ask(preAuthQuery, { request_no: requestNo, client_trans_no: 'F1' });
    assert.deepEqual(byRequestNo, byNumber);
    const fallback = await desk.ask(preAuthQuery, { request_no: '05000000000009999999', client_trans_no: number });
    assert.deepEqual(fallback, byNumber);
  }
});

test('a query looks at the channel while the operation is not decided', async () => {
  const desk = createUpayDesk();
  desk.channel.sendAuthorisation = inProgress;
  await freeze(desk, '1');
  const statusOf = async (number: string) => {
    const { result_code: code, data } = (await desk.ask(preAuthQuery, { client_trans_no: number })).biz_response;
    assert.equal(data['request_finish_time'] === undefined, code === 'INIT');
    return `${code} ${data['status']}`;
  };
  assert.equal(await statusOf('F1'), 'INIT INIT');
  desk.channel.queryAuthorisation = paidAnswer;
  assert.equal(await statusOf('F1'), 'SUCCESS SUCCESS');

  const asked = { client_auth_sn: 'A1', amount: '1000', operator: 'o' };
  desk.channel.sendRelease = inProgress;
  desk.channel.sendPayment = inProgress;
  await desk.ask(preAuthUnfreeze, { ...asked, client_trans_no: 'U1' });
  await desk.ask(preAuthPay, { ...asked, client_trans_no: 'P1' });
  assert.deepEqual([await statusOf('U1'), await statusOf('P1')], ['INIT INIT', 'INIT INIT']);
  desk.channel.queryRelease = { kind: 'refused', failure: 'channel_rejected' };
  desk.channel.queryPayment = { kind: 'refused', failure: 'channel_rejected' };
  assert.deepEqual([await statusOf('U1'), await statusOf('P1')], ['CLOSED CLOSED', 'CLOSED CLOSED']);
});

test('what does not exist, or is not of this family or this merchant, is not found', async () => {
  const desk = createUpayDesk();
  const sn = await useAll(desk, '1');
  const order = { client_sn: 'D1', total_amount: '1000', dynamic_id: dynamicId, subject: 's' };
  const deposit = (await desk.ask(depositFreeze, order)).biz_response.data['sn'] ?? '';
  const requestNoOf = (type: string, id: string) => `${type}${id.slice(3, 5)}00000${id.slice(5)}`;
  const names = [
    { client_trans_no: 'no' },
    { client_trans_no: 'A1' },
    { client_trans_no: 'D1' },
    { request_no: '123' },
    { request_no: requestNoOf('16', sn) },
    { request_no: requestNoOf('07', sn) },
    { request_no: requestNoOf('05', deposit) },
    { request_no: `0599${requestNoOf('05', sn).slice(4)}` },
  ];
  for (const name of names) {
    const { biz_response } = await desk.ask(preAuthQuery, name);
    assert.deepEqual(
      [biz_response.result_code, biz_response.error_code],
      ['FAIL', 'UPAY_ORDER_NOT_EXIST'],
      JSON.stringify(name),
    );
  }
  const other = await desk.askOther(preAuthQuery, { request_no: requestNoOf('05', sn), client_trans_no: 'F1' });
  assert.equal(other.biz_response.error_code, 'UPAY_ORDER_NOT_EXIST');
  assert.equal((await desk.ask(preAuthQuery, {})).error_code, 'INVALID_PARAMS');
});

async function list(desk: UpayDesk, fields: object): Promise<string[]> {
  const { biz_response } = await desk.ask(preAuthQueryTrans, fields);
  assert.equal(biz_response.result_code, 'SUCCESS');
  const { trans } = biz_response.data as unknown as { trans: Record<string, string>[] };
  return trans.map(({ client_trans_no: number, status }) => `${number} ${status}`);
}

test('the operations on an authorisation are listed, newest first', async () => {
  const desk = createUpayDesk();
  const first = await useAll(desk, '1');
  await useAll(desk, '2');
  const all = ['R1 SUCCESS', 'P1 SUCCESS', 'U1 SUCCESS', 'F1 SUCCESS'];
  assert.deepEqual(await list(desk, { auth_sn: first }), all);
  assert.deepEqual(await list(desk, { client_auth_sn: 'A1' }), all);
  assert.deepEqual(await list(desk, { auth_sn: first, client_auth_sn: 'A2' }), all);
  const { biz_response } = await desk.ask(preAuthQueryTrans, { client_auth_sn: 'A3' });
  assert.equal(biz_response.error_code, 'UPAY_ORDER_NOT_EXIST');
  const other = await desk.askOther(preAuthQueryTrans, { auth_sn: first });
  assert.equal(other.biz_response.error_code, 'UPAY_ORDER_NOT_EXIST');
});

test('without a name the merchant’s latest are listed, and nothing of orders, deposits or other merchants', async () => {
  const desk = createUpayDesk();
  assert.deepEqual(await list(desk, {}), []);
  await useAll(desk, '1');
  const sn = await useAll(desk, '2');
  const paid = (await desk.ask(preAuthQuery, { client_trans_no: 'P2' })).biz_response.data['sn'];
  await desk.ask(refund, { sn: paid, refund_request_no: 'X1', refund_amount: '100', operator: 'o' });
  await desk.ask(depositFreeze, { client_sn: 'D1', total_amount: '1000', dynamic_id: dynamicId, subject: 's' });
  await desk.askOther(preAuthFreeze, {
    client_auth_sn: 'A9',
    client_trans_no: 'F9',
    amount: '1',
    dynamic_id: dynamicId,
    operator: 'o',
  });
  const numbers = ['R2', 'P2', 'U2', 'F2', 'R1', 'P1', 'U1', 'F1'].map((number) => `${number} SUCCESS`);
  assert.deepEqual(await list(desk, {}), numbers);
  assert.deepEqual(await list(desk, { pageInfo: { pageSize: 3 } }), numbers.slice(0, 3));
  assert.deepEqual(
    await list(desk, { pageInfo: { pageSize: '6', startTime: null, endTime: '' } }),
    numbers.slice(0, 6),
  );
  assert.deepEqual(await list(desk, { auth_sn: sn, pageInfo: { pageSize: 1 } }), numbers.slice(0, 1));
});

test('a list can be of a time only, both ends included, and is bounded', async () => {
  const desk = createUpayDesk();
  const sn = await useAll(desk, '1');
  const at = async (number: string) =>
    Number((await desk.ask(preAuthQuery, { client_trans_no: number })).biz_response.data['request_create_time']);
  const [frozen, unfrozen, paid] = [await at('F1'), await at('U1'), await at('P1')];
  const between = (startTime: number, endTime: number) => ({ pageInfo: { startTime, endTime, pageSize: 9999 } });
  assert.deepEqual(await list(desk, { auth_sn: sn, ...between(unfrozen, paid) }), ['P1 SUCCESS', 'U1 SUCCESS']);
  assert.deepEqual(await list(desk, between(frozen, unfrozen)), ['U1 SUCCESS', 'F1 SUCCESS']);
  assert.deepEqual(await list(desk, between(frozen + 1, paid)), []);

  for (let index = 0; index < 120; index++) await freeze(desk, `x${index}`);
  assert.equal((await list(desk, { pageInfo: { pageSize: 9999 } })).length, 100);
  for (const pageInfo of [
    { pageSize: 0 },
    { pageSize: 1.5 },
    { pageSize: 'x' },
    { startTime: -1 },
    { endTime: 1e14 },
    [],
    'x',
    7,
  ]) {
    const answer = await desk.ask(preAuthQueryTrans, { pageInfo });
    assert.equal(answer.error_code, 'INVALID_PARAMS', JSON.stringify(pageInfo));
  }
});
