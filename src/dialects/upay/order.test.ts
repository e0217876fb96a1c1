// Guards the fields of an order: which act they speak of, and what is left out where it is not known.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Payment } from '../../core/payment/payment.ts';
import type { Refund } from '../../core/refund/refund.ts';
import { answerData, orderData, type OrderData } from './order.ts';
import { paymentRow, refundRow } from '../../../test/support/rows.ts';

const settings = { alipayName: '支付宝' };
const createdAt = 1_767_571_200_000;
const paidAt = 1_767_571_212_345;
const refundedAt = 1_767_574_800_000;

const pending = paymentRow({
  id: '7895200000000001',
  reference: 'C20260105000001',
  entry: 'code',
  amountMinor: 1250n,
  createdAt,
  details: {
    terminalSn: '100000330000001',
    storeSn: '49',
    operator: 'op1',
    subject: 'coffee',
    payway: '3',
    subPayway: '1',
  },
});

const paid: Payment = {
  ...pending,
  status: 'completed',
  bankReference: 'B0042',
  receipt: { at: paidAt - 400, payerId: 'oPAYER0001', payerAccount: '', source: 'wallet' },
  finalAt: paidAt,
};

const refund = refundRow({
  paymentId: paid.id,
  reference: 'R001',
  amountMinor: 250n,
  status: 'completed',
  createdAt: refundedAt - 900,
  finalAt: refundedAt,
  details: { operator: 'op2' },
});

const fieldsOf = (payment: Payment, last?: Refund) => orderData({ payment, last }, settings);

test('an order that waits says what was asked for, and nothing that is not known yet', () => {
  assert.deepEqual(fieldsOf(pending), {
    sn: '7895200000000001',
    client_sn: 'C20260105000001',
    client_tsn: 'C20260105000001',
    ctime: '1767571200000',
    status: 'IN_PROG',
    payway: '3',
    payway_name: '微信',
    sub_payway: '1',
    order_status: 'CREATED',
    total_amount: '1250',
    net_amount: '1250',
    subject: 'coffee',
    store_id: '49',
    terminal_sn: '100000330000001',
    operator: 'op1',
    payment_list: [],
  });
});

test('a paid order says who paid, from what, and when, at its channel to the second', () => {
  const { payer_uid, payer_login, trade_no, finish_time, channel_finish_time, payment_list } = fieldsOf(paid);
  assert.deepEqual(
    { payer_uid, payer_login, trade_no, finish_time, channel_finish_time, payment_list },
    {
      payer_uid: 'oPAYER0001',
      payer_login: '',
      trade_no: 'B0042',
      finish_time: '1767571212345',
      channel_finish_time: '1767571211000',
      payment_list: [{ type: 'WALLET_WEIXIN', amount_total: '1250' }],
    },
  );
});

test('what a payer paid with is named where the published list has a name for it', () => {
  const rows = [
    ['1', 'wallet', 'WALLET_ALIPAY'],
    ['3', 'wallet', 'WALLET_WEIXIN'],
    ['6', 'wallet', undefined],
    ['6', 'debit_card', 'BANKCARD_DEBIT'],
    ['1', 'credit_card', 'BANKCARD_CREDIT'],
  ] as const;
  for (const [payway, source, type] of rows) {
    const receipt = paid.receipt && { ...paid.receipt, source };
    const { payment_list: list } = fieldsOf({ ...paid, receipt, details: { ...paid.details, payway } });
    assert.deepEqual(list, type === undefined ? [] : [{ type, amount_total: '1250' }], `${payway} ${source}`);
  }
});

const actFields = ({ client_tsn, operator, reflect, finish_time, channel_finish_time }: OrderData) => [
  client_tsn,
  operator,
  reflect,
  finish_time,
  channel_finish_time,
];

test('the number, the operator and the times are those of the latest act, or of the one that is asked for', () => {
  const refunded: Payment = { ...paid, refundedMinor: 250n, lastRefundId: refund.id };
  const told = { ...refund, details: { ...refund.details, reflect: 'r', clientTsn: 'own-1' } };
  const cancel = refundRow({ kind: 'reversal', amountMinor: 1250n, status: 'completed', finalAt: refundedAt });
  const ofPayment = ['C20260105000001', 'op1', undefined, '1767571212345', '1767571211000'];
  assert.deepEqual(actFields(fieldsOf(paid)), ofPayment);
  const ofRefund = ['C20260105000001-R001', 'op2', undefined, '1767574800000', undefined];
  assert.deepEqual(actFields(fieldsOf(refunded, refund)), ofRefund);
  const ofOwnNumber = ['own-1', 'op2', 'r', '1767574800000', undefined];
  assert.deepEqual(actFields(fieldsOf(refunded, told)), ofOwnNumber);
  assert.deepEqual(actFields(orderData({ payment: refunded, last: refund }, settings, 'payment')), ofPayment);
  assert.deepEqual(actFields(orderData({ payment: refunded, last: cancel }, settings, refund)), ofRefund);
  // A cancel has no number and no operator of its own.
  const ofCancel = ['C20260105000001', 'op1', undefined, '1767574800000', undefined];
  assert.deepEqual(actFields(fieldsOf({ ...paid, refundedMinor: 1250n }, cancel)), ofCancel);
});

test('what the gateway takes back has finished when it begins to, and again when it has ended', () => {
  const begun = refundRow({
    kind: 'reversal',
    initiator: 'gateway',
    foundCompleted: false,
    createdAt: 7,
    finalAt: null,
  });
  const ended: Refund = { ...begun, status: 'completed', finalAt: 9 };
  const refused: Refund = { ...begun, status: 'failed', finalAt: 9 };
  const rows: [Payment, Refund, string][] = [
    [pending, begun, '7'],
    [pending, refused, '7'],
    [{ ...pending, status: 'closed', finalAt: 9 }, ended, '9'],
    [{ ...paid, refundingMinor: 1250n }, begun, '7'],
    [{ ...paid, refundedMinor: 1250n }, ended, '9'],
    [paid, refused, `${paidAt}`],
  ];
  for (const [payment, last, finished] of rows) assert.equal(fieldsOf(payment, last).finish_time, finished);
});

test('an answer says what a successful act moved, and nothing of one that has not succeeded', () => {
  const refunded: Payment = { ...paid, refundedMinor: 250n };
  const cancel = refundRow({ kind: 'reversal', amountMinor: 1250n, status: 'completed' });
  const moved = (payment: Payment, last?: Refund, act?: 'payment') =>
    answerData({ payment, last }, settings, act).settlement_amount;
  assert.equal(moved(pending), undefined);
  assert.equal(moved(paid), '1250');
  assert.equal(moved(refunded, refund), '250');
  assert.equal(moved(refunded, refund, 'payment'), '1250');
  assert.equal(moved({ ...paid, refundedMinor: 1250n }, cancel), '1250');
  assert.equal(moved(paid, { ...refund, status: 'failed' }), undefined);
});
