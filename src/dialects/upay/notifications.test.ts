// Guards which events merchants are told, the exact bytes of what they are told, and what counts as received.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Event } from '../../core/event.ts';
import type { App } from '../../core/merchant/merchant.ts';
import type { Payment } from '../../core/payment/payment.ts';
import { acknowledgement, describe, isAcknowledged, recognise, retryDelaysMs } from './notifications.ts';
import { paymentRow, payoutRow, refundRow } from '../../../test/support/rows.ts';

const app: App = {
  id: '2026010100000007',
  merchantId: 'M1',
  dialect: 'upay',
  enabled: true,
  publicKeys: [],
  callbackSecrets: [],
  platformPrivateKeys: [],
  vendorId: '91800129',
  callbackUrls: { merchant: 'https://shop.example/all' },
  ipAllowlist: [],
  rateLimit: null,
  switches: {},
};
const tellingAll: App = { ...app, switches: { notifyOnRefund: true } };

const pending = paymentRow({
  id: '7895200000000003',
  reference: 'C20260105000003',
  entry: 'order',
  amountMinor: 1250n,
  createdAt: 1_767_571_200_000,
  notifyUrl: 'https://shop.example/n',
  details: {
    terminalSn: '100000330000001',
    terminalId: '66666666-7777-8888-9999-000000000000',
    storeSn: '11111111-2222-3333-4444-555555555555',
    operator: 'op1',
    subject: 'coffee',
    reflect: '{"table":"7"}',
    payway: '3',
    subPayway: '2',
  },
});

const paid: Payment = {
  ...pending,
  status: 'completed',
  bankReference: '4200002026010500000000000001',
  receipt: { at: 1_767_571_212_000, payerId: 'oPAYER0001', payerAccount: '', source: 'wallet' },
  finalAt: 1_767_571_212_345,
};

test('a payment is told in the bytes of the published vector', () => {
  const body =
    '{"sn":"7895200000000003","client_sn":"C20260105000003","client_tsn":"C20260105000003","ctime":"1767571200000",' +
    '"status":"SUCCESS","payway":"3","payway_name":"微信","sub_payway":"2","order_status":"PAID",' +
    '"payer_uid":"oPAYER0001","payer_login":"","trade_no":"4200002026010500000000000001","total_amount":"1250",' +
    '"net_amount":"1250","finish_time":"1767571212345","channel_finish_time":"1767571212000","subject":"coffee",' +
    '"store_id":"11111111-2222-3333-4444-555555555555","terminal_id":"66666666-7777-8888-9999-000000000000",' +
    '"terminal_sn":"100000330000001","operator":"op1","reflect":"{\\"table\\":\\"7\\"}",' +
    '"payment_list":[{"type":"WALLET_WEIXIN","amount_total":"1250"}]}';
  assert.equal(Buffer.byteLength(body), 663);
  const told = describe({ kind: 'payment.completed', payment: paid }, app);
  assert.deepEqual(told, { url: 'https://shop.example/n', body, delayMs: 1000 });
});

test('an order that ran out is told in the fields that were seen of one', () => {
  const payment = paymentRow({
    ...pending,
    id: '7895200000000004',
    reference: 'C4',
    amountMinor: 2n,
    createdAt: 1_609_843_241_976,
    details: { ...pending.details, operator: 'op', subject: 's', reflect: null, subPayway: '3' },
  });
  const refund = refundRow({ kind: 'reversal', initiator: 'gateway', createdAt: 1_609_843_487_437 });
  const told = describe({ kind: 'payment.reversing', payment, refund }, app);
  assert.equal(
    told?.body,
    '{"sn":"7895200000000004","client_sn":"C4","client_tsn":"C4","ctime":"1609843241976","status":"ERROR_RECOVERY",' +
      '"payway":"3","payway_name":"微信","sub_payway":"3","order_status":"PAY_ERROR","total_amount":"2",' +
      '"net_amount":"2","finish_time":"1609843487437","subject":"s",' +
      '"store_id":"11111111-2222-3333-4444-555555555555","terminal_id":"66666666-7777-8888-9999-000000000000",' +
      '"terminal_sn":"100000330000001","operator":"op","payment_list":[]}',
  );
});

const code: Payment = { ...pending, entry: 'code' };
const failed: Partial<Payment> = { status: 'failed', failure: 'channel_rejected' };
const stopped: Payment = { ...pending, status: 'closed' };
const returned: Payment = { ...paid, refundedMinor: 1250n };
const byMerchant = refundRow({ kind: 'reversal', status: 'completed' });
const byGateway = refundRow({ kind: 'reversal', initiator: 'gateway', status: 'completed' });
const begun = refundRow({ kind: 'reversal', initiator: 'gateway', status: 'pending' });
const refund = refundRow({ status: 'completed', amountMinor: 250n });
const partly: Payment = { ...paid, refundedMinor: 250n };

/** The pair and what is left, told always; told only where refunds are; undefined: never. */
type Row = [event: Event, always: string | undefined, onRequest?: string];

const rows: readonly Row[] = [
  [{ kind: 'payment.completed', payment: paid }, 'SUCCESS/PAID 1250'],
  [{ kind: 'payment.completed', payment: { ...paid, entry: 'code' } }, 'SUCCESS/PAID 1250'],
  // A reversal was refused meanwhile, and the merchant hears only now that it was paid.
  [{ kind: 'payment.completed', payment: { ...paid, lastRefundId: 'R1' } }, 'SUCCESS/PAID 1250'],
  [{ kind: 'payment.failed', payment: { ...pending, ...failed } }, 'FAIL_CANCELED/PAY_CANCELED 1250'],
  [{ kind: 'payment.failed', payment: { ...code, ...failed } }, undefined],
  [{ kind: 'payment.closed', payment: stopped }, undefined],
  [{ kind: 'payment.reversing', payment: pending, refund: begun }, 'ERROR_RECOVERY/PAY_ERROR 1250'],
  [{ kind: 'payment.reversing', payment: code, refund: begun }, 'ERROR_RECOVERY/PAY_ERROR 1250'],
  [{ kind: 'payment.reversed', payment: stopped, refund: byGateway }, 'FAIL_CANCELED/PAY_CANCELED 0'],
  [{ kind: 'payment.reversed', payment: returned, refund: byGateway }, 'FAIL_CANCELED/PAY_CANCELED 0'],
  [{ kind: 'payment.reversed', payment: stopped, refund: byMerchant }, undefined, 'SUCCESS/CANCELED 0'],
  [{ kind: 'payment.reversed', payment: returned, refund: byMerchant }, undefined, 'SUCCESS/CANCELED 0'],
  [{ kind: 'refund.completed', payment: partly, refund }, undefined, 'SUCCESS/PARTIAL_REFUNDED 1000'],
  [{ kind: 'refund.failed', payment: paid, refund: { ...refund, status: 'failed' } }, undefined],
  [{ kind: 'payout.completed', payout: payoutRow() }, undefined],
  [{ kind: 'payout.failed', payout: payoutRow() }, undefined],
];

test('each event is told in its pair of statuses, or not at all; refunds and cancels only where the app wants them', () => {
  const pairOf = (event: Event, of: App) => {
    const body = describe(event, of)?.body;
    if (body === undefined) return undefined;
    const { status, order_status: order, net_amount: net } = JSON.parse(body) as Record<string, string>;
    return `${status}/${order} ${net}`;
  };
  for (const [event, always, onRequest = always] of rows) {
    assert.equal(pairOf(event, app), always, event.kind);
    assert.equal(pairOf(event, tellingAll), onRequest, event.kind);
  }
});

test('an order without an address of its own is told to the address of the app, if it has one', () => {
  const event: Event = { kind: 'payment.completed', payment: { ...paid, notifyUrl: null } };
  assert.equal(describe(event, app)?.url, 'https://shop.example/all');
  assert.equal(describe(event, { ...app, callbackUrls: {} })?.url, '');
});

test('the tries of a message lie 1, 5, 30 and 600 seconds after its event', () => {
  const first = describe({ kind: 'payment.completed', payment: paid }, app)?.delayMs ?? Number.NaN;
  const tries = retryDelaysMs.reduce((times, wait) => [...times, (times.at(-1) ?? 0) + wait], [first]);
  assert.deepEqual(tries, [1000, 5000, 30_000, 600_000]);
});

test('HTTP 200 and the word alone mean received', () => {
  const rows: [status: number, body: string, received: boolean][] = [
    [200, acknowledgement, true],
    [200, ' "success"\r\n', true],
    [200, "'success'", true],
    [200, 'SUCCESS', false],
    [200, 'success!', false],
    [200, '{"result":"success"}', false],
    [200, '', false],
    [201, acknowledgement, false],
    [302, acknowledgement, false],
    [500, acknowledgement, false],
  ];
  for (const [status, body, received] of rows) assert.equal(isAcknowledged(status, body), received, body);
});

test('a callback names its order and its order status, and nothing else is taken for one', () => {
  const { body = '' } = describe({ kind: 'payment.completed', payment: paid }, app) ?? {};
  assert.deepEqual(recognise(body), { subjectId: '7895200000000003', eventName: 'PAID' });
  for (const other of ['', '{', 'null', '[]', '1', '{"sn":"1"}', '{"sn":1,"order_status":"PAID"}']) {
    assert.equal(recognise(other), undefined, other);
  }
  assert.equal(recognise('{"sn":"1","order_status":"COMPLETE"}'), undefined);
});
