// Guards what a freeze answers: after every answer of the channel, and to whatever cannot be frozen.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Failure, failures } from '../../../core/failure.ts';
import { failureErrors } from '../codes.ts';
import {
  createUpayDesk,
  garbled,
  inProgress,
  paidAnswer,
  silent,
  type UpayAnswer,
} from '../../../../test/support/upay-desk.ts';
import { pay } from './pay.ts';
import { preAuthFreeze } from './pre-auth-freeze.ts';
import { preAuthQuery } from './pre-auth-query.ts';

const freeze = {
  client_auth_sn: 'A1',
  client_trans_no: 'T1',
  amount: '10000',
  dynamic_id: '281234567890123456',
  operator: 'op1',
};

const told = ({ result_code, error_code, biz_response: answer }: UpayAnswer) =>
  [result_code, error_code ?? answer.result_code, answer?.error_code].join(' ').trimEnd();

const refused = (failure: Failure) => ({ kind: 'refused', failure }) as const;

test('a freeze is answered with what became of it', async () => {
  const desk = createUpayDesk();
  const answer = await desk.ask(preAuthFreeze, { ...freeze, subject: 'room 12', reflect: { room: '12' } });
  const { auth_sn: sn = '', request_no, finish_time, ...data } = answer.biz_response.data;
  assert.equal(told(answer), '200 SUCCESS');
  assert.match(sn, /^789\d{13}$/);
  assert.equal(request_no, `05${sn.slice(3, 5)}00000${sn.slice(5)}`);
  assert.match(finish_time ?? '', /^\d{13}$/);
  assert.deepEqual(data, {
    terminal_sn: '100000330000001',
    client_auth_sn: 'A1',
    client_trans_no: 'T1',
    amount: '10000',
    payway: '1',
    payer_user_id: 'oPAYER0001',
    payer_logon_id: 'p***r',
    operator: 'op1',
    reflect: '{"room":"12"}',
  });
  assert.deepEqual(desk.calls, [`sendAuthorisation ${sn}`]);
});

test('every failure of the channel closes the freeze and has its code', async () => {
  for (const failure of failures) {
    const desk = createUpayDesk();
    desk.channel.sendAuthorisation = refused(failure);
    const answer = await desk.ask(preAuthFreeze, freeze);
    assert.equal(told(answer), `200 CLOSED ${failureErrors[failure].code}`, failure);
    assert.equal(answer.biz_response.error_message, failureErrors[failure].message);
  }
});

test('what the channel has not decided is INIT, what nobody knows is UNKNOWN, and both go on', async () => {
  const rows = [
    [inProgress, 'INIT'],
    [silent, 'UNKNOWN'],
    [garbled, 'UNKNOWN'],
  ] as const;
  for (const [undecided, status] of rows) {
    const desk = createUpayDesk();
    desk.channel.sendAuthorisation = undecided;
    const answer = await desk.ask(preAuthFreeze, freeze);
    assert.equal(told(answer), `200 ${status}`);
    assert.equal(answer.biz_response.data['finish_time'], undefined);
    desk.channel.queryAuthorisation = paidAnswer;
    assert.equal(told(await desk.ask(preAuthQuery, { client_trans_no: 'T1' })), '200 SUCCESS');
  }
});

test('the answer waits as long as the app allows, and a minute at most', async () => {
  const rows = [
    [0, 0],
    [40, 40_000],
    [120, 60_000],
  ] as const;
  for (const [payHoldSeconds, waited] of rows) {
    const desk = createUpayDesk({ switches: { payHoldSeconds } });
    await desk.ask(preAuthFreeze, freeze);
    assert.deepEqual(desk.waits, [waited]);
  }
});

test('what cannot be frozen is refused, and its numbers can be used again', async () => {
  const desk = createUpayDesk();
  const refusals: [change: object, answer: string][] = [
    [{ dynamic_id: '134567890123456789' }, '200 FAIL INVALID_BARCODE'],
    [{ dynamic_id: '28123' }, '200 FAIL INVALID_BARCODE'],
    [{ amount: '19022' }, '200 FAIL UNEXPECTED_PROVIDER_ERROR'],
    [{ amount: '0' }, '400 INVALID_PARAMS'],
    [{ client_auth_sn: '' }, '400 INVALID_PARAMS'],
    [{ client_auth_sn: 'A'.repeat(33) }, '400 INVALID_PARAMS'],
    [{ client_trans_no: null }, '400 INVALID_PARAMS'],
    [{ client_trans_no: 'T'.repeat(37) }, '400 INVALID_PARAMS'],
    [{ subject: 's'.repeat(33) }, '400 INVALID_PARAMS'],
  ];
  for (const [change, expected] of refusals) {
    const answer = await desk.ask(preAuthFreeze, { ...freeze, ...change });
    assert.equal(told(answer), expected, JSON.stringify(change));
    assert.ok(!('data' in (answer.biz_response ?? {})));
  }
  assert.deepEqual(desk.calls, []);
  assert.equal(told(await desk.ask(preAuthFreeze, freeze)), '200 SUCCESS');
});

test('a repeated number of an authorisation or an operation is a conflict, whatever became of the first; orders have their own', async () => {
  const desk = createUpayDesk();
  desk.channel.sendAuthorisation = refused('payer_code_expired');
  await desk.ask(preAuthFreeze, freeze);
  desk.channel.sendAuthorisation = paidAnswer;
  const rows: [change: object, answer: string][] = [
    [{}, '200 FAIL CLIENT_SN_CONFLICT'],
    [{ client_trans_no: 'T2' }, '200 FAIL CLIENT_SN_CONFLICT'],
    [{ client_auth_sn: 'A2' }, '200 FAIL CLIENT_SN_CONFLICT'],
    [{ client_auth_sn: 'T1', client_trans_no: 'A1' }, '200 SUCCESS'],
  ];
  for (const [change, expected] of rows) {
    assert.equal(told(await desk.ask(preAuthFreeze, { ...freeze, ...change }, 2)), expected, JSON.stringify(change));
  }
  assert.equal(told(await desk.askOther(preAuthFreeze, freeze)), '200 SUCCESS');
  const order = { client_sn: 'A1', total_amount: '1', dynamic_id: freeze.dynamic_id, subject: 's' };
  assert.equal(told(await desk.ask(pay, order)), '200 PAY_SUCCESS');
});

test('twenty freezes under one number at once freeze one payer once', async () => {
  const desk = createUpayDesk();
  const answers = await Promise.all(Array.from({ length: 20 }, () => desk.ask(preAuthFreeze, freeze)));
  assert.deepEqual(answers.map(told).sort(), [...Array(19).fill('200 FAIL CLIENT_SN_CONFLICT'), '200 SUCCESS']);
  assert.equal(desk.calls.length, 1);
});
