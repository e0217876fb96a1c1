// Guards that all of a deposit goes back to its payer once, whenever it is cancelled.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  createUpayDesk,
  garbled,
  givenBack,
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

const order = { client_sn: 'D1', total_amount: '10000', dynamic_id: '281234567890123456', subject: 'bicycle' };

async function freeze(desk: UpayDesk): Promise<string> {
  return (await desk.ask(depositFreeze, order)).biz_response.data['sn'] ?? '';
}

const releases = (desk: UpayDesk) => desk.calls.filter((call) => call.startsWith('sendRelease')).length;

test('a cancelled deposit goes back to its payer, once', async () => {
  const desk = createUpayDesk();
  const sn = await freeze(desk);
  const answer = await desk.ask(depositCancel, { client_sn: 'D1' }, 2);
  assert.equal(told(answer), '200 CANCEL_SUCCESS  CANCELED SUCCESS 0');
  const { data } = answer.biz_response;
  assert.deepEqual(
    [data['sn'], data['client_tsn'], data['total_amount'], data['settlement_amount']],
    [sn, 'D1', '10000', '10000'],
  );
  assert.equal(told(await desk.ask(depositCancel, { sn })), '200 FAIL UPAY_CANCEL_ORDER_NOOP');
  assert.equal(releases(desk), 1);
  assert.equal((await desk.engine.find(0, 'authorisations', sn))?.status, 'closed');
});

test('a cancel that the channel has not decided is answered as it is, and asked for again it goes on', async () => {
  const rows = [
    [inProgress, 'CANCEL_IN_PROGRESS  CANCEL_INPROGRESS IN_PROG 10000'],
    [silent, 'CANCEL_ERROR TRADE_FAILED CANCEL_ERROR CANCEL_ERROR 10000'],
    [garbled, 'CANCEL_ERROR TRADE_FAILED CANCEL_ERROR CANCEL_ERROR 10000'],
  ] as const;
  for (const [undecided, expected] of rows) {
    const desk = createUpayDesk();
    const sn = await freeze(desk);
    desk.channel.sendRelease = undecided;
    assert.equal(told(await desk.ask(depositCancel, { sn })), `200 ${expected}`);
    assert.equal(told(await desk.ask(depositCancel, { sn })), `200 ${expected}`);
    assert.match(told(await desk.ask(query, { sn })), /^200 SUCCESS {2}CANCEL_/);
    desk.channel.queryRelease = givenBack;
    assert.equal(told(await desk.ask(query, { sn })), '200 SUCCESS  CANCELED SUCCESS 0');
    assert.equal(told(await desk.ask(depositCancel, { sn })), '200 FAIL UPAY_CANCEL_ORDER_NOOP');
    assert.equal(releases(desk), 1);
  }
});

test('a cancel that the channel refused can be tried again', async () => {
  const desk = createUpayDesk();
  const sn = await freeze(desk);
  desk.channel.sendRelease = { kind: 'refused', failure: 'refund_forbidden' };
  const refused = await desk.ask(depositCancel, { sn });
  assert.equal(told(refused), '200 CANCEL_ERROR UPAY_TCP_ORDER_NOT_REFUNDABLE PAID CANCEL_ERROR 10000');
  desk.channel.sendRelease = givenBack;
  assert.equal(told(await desk.ask(depositCancel, { sn })), '200 CANCEL_SUCCESS  CANCELED SUCCESS 0');
});

test('a deposit cancelled before its payer confirmed is released when he does, and nothing is when he never does', async () => {
  const rows = [
    [inProgress, 'CANCEL_ABORT_IN_PROGRESS  CANCEL_INPROGRESS IN_PROG 10000'],
    [silent, 'CANCEL_ABORT_ERROR TRADE_FAILED CANCEL_ERROR CANCEL_ERROR 10000'],
  ] as const;
  for (const [undecided, expected] of rows) {
    for (const confirms of [true, false]) {
      const desk = createUpayDesk();
      desk.channel.sendAuthorisation = undecided;
      const sn = await freeze(desk);
      assert.equal(told(await desk.ask(depositCancel, { sn })), `200 ${expected}`);
      assert.equal(releases(desk), 0);
      assert.equal(
        told(await desk.ask(depositConsume, { sn, consume_amount: '1' })),
        '200 FAIL UPAY_CANCEL_INVALID_ORDER_STATE',
      );
      desk.channel.queryAuthorisation = confirms ? paidAnswer : { kind: 'refused', failure: 'timed_out' };
      await desk.advance(5);
      await desk.advance(5);
      const authorisation = await desk.engine.find(0, 'authorisations', sn);
      assert.equal(authorisation?.status, confirms ? 'closed' : 'failed');
      assert.equal(authorisation?.releasingMinor, 0n);
      assert.equal(releases(desk), confirms ? 1 : 0);
      assert.equal(told(await desk.ask(depositCancel, { sn })), '200 FAIL UPAY_CANCEL_ORDER_NOOP');
    }
  }
});

test('a cancel that meets the payer’s confirmation releases at once', async () => {
  const desk = createUpayDesk();
  desk.channel.sendAuthorisation = inProgress;
  const sn = await freeze(desk);
  desk.channel.queryAuthorisation = paidAnswer;
  assert.equal(told(await desk.ask(depositCancel, { sn })), '200 CANCEL_SUCCESS  CANCELED SUCCESS 0');
});

test('what was never kept aside, was consumed, or is another’s cannot be cancelled', async () => {
  const desk = createUpayDesk();
  desk.channel.sendAuthorisation = { kind: 'refused', failure: 'payer_code_expired' };
  const failed = await freeze(desk);
  assert.equal(told(await desk.ask(depositCancel, { sn: failed })), '200 FAIL UPAY_CANCEL_ORDER_NOOP');

  for (const [answer, status] of [
    [paidAnswer, 'PAID'],
    [inProgress, 'CREATED'],
  ] as const) {
    const consumed = createUpayDesk();
    const sn = await freeze(consumed);
    consumed.channel.sendPayment = answer;
    await consumed.ask(depositConsume, { sn, consume_amount: '10000' });
    const { biz_response } = await consumed.ask(depositCancel, { sn });
    assert.deepEqual(biz_response, {
      result_code: 'FAIL',
      error_code: 'UPAY_CANCEL_INVALID_ORDER_STATE',
      error_message: `当前的订单${sn}状态是${status}`,
    });
  }
  assert.equal(told(await desk.ask(depositCancel, { client_sn: 'D2' })), '200 FAIL UPAY_ORDER_NOT_EXIST');
  assert.equal(told(await desk.ask(depositCancel, {})), '400 INVALID_PARAMS');
  const other = await desk.askOther(depositCancel, { sn: failed, client_sn: 'D1' });
  assert.equal(told(other), '200 FAIL UPAY_ORDER_NOT_EXIST');
});

test('of cancels and consumes at once exactly one wins', async () => {
  for (let round = 0; round < 5; round++) {
    const desk = createUpayDesk();
    const sn = await freeze(desk);
    const asked = Array.from({ length: 10 }, (_, index) =>
      (index + round) % 2 === 0
        ? desk.ask(depositCancel, { sn })
        : desk.ask(depositConsume, { sn, consume_amount: '4000' }),
    );
    await Promise.all(asked);
    await desk.advance(5);
    const authorisation = await desk.engine.find(0, 'authorisations', sn);
    const { status, capturedMinor = 0n, releasedMinor = 0n } = authorisation ?? {};
    assert.deepEqual([status, capturedMinor + releasedMinor], ['closed', 10_000n]);
    assert.ok(capturedMinor === 0n || capturedMinor === 4000n);
    assert.equal(releases(desk), 1);
  }
});
