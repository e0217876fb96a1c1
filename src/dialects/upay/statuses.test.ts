// Guards what an order and the latest act on it are called, in every state that the core can leave them in.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Payment } from '../../core/payment/payment.ts';
import type { Refund } from '../../core/refund/refund.ts';
import { orderData } from './order.ts';
import { paymentRow, refundRow } from '../../../test/support/rows.ts';

type Change = Partial<Payment>;

const waiting: Change = { entry: 'order' };
const charging: Change = { entry: 'code' };
const capturing: Change = { entry: 'capture' };
const declined: Change = { status: 'failed', failure: 'payer_code_expired' };
const wrongAmount: Change = { status: 'failed', failure: 'params_error', bankReference: 'bank-0' };
const closed: Change = { status: 'closed' };
const paid: Change = { status: 'completed' };
const [part, all] = [20_000n, 50_000n];
const refunding: Change = { ...paid, refundingMinor: part };
const partly: Change = { ...paid, refundedMinor: part };
const wholly: Change = { ...paid, refundedMinor: all };
const returning: Change = { ...paid, refundingMinor: all };

const refund = (change: Partial<Refund>) => refundRow({ amountMinor: part, ...change });
const cancel = (change: Partial<Refund>) => refundRow({ kind: 'reversal', ...change });
const recovery = (change: Partial<Refund>) => cancel({ initiator: 'gateway', foundCompleted: false, ...change });
const pending = {} as const;
const silent = { doubt: 'io_send' } as const;
const garbled = { doubt: 'protocol_query' } as const;
const done = { status: 'completed' } as const;
const refused = { status: 'failed' } as const;

type Row = [payment: Change, last: Refund | undefined, order: string, transaction: string, net: bigint];

const rows: readonly Row[] = [
  // nobody took anything back
  [waiting, undefined, 'CREATED', 'CREATED', all],
  [charging, undefined, 'CREATED', 'IN_PROG', all],
  [capturing, undefined, 'CREATED', 'IN_PROG', all],
  [{ ...charging, ...silent }, undefined, 'CREATED', 'IN_PROG', all],
  [declined, undefined, 'PAY_CANCELED', 'FAIL_CANCELED', all],
  [wrongAmount, undefined, 'INVALID_STATUS_CODE', 'FAIL_ERROR', all],
  [closed, undefined, 'PAY_CANCELED', 'FAIL_CANCELED', 0n],
  [paid, undefined, 'PAID', 'SUCCESS', all],

  // the gateway takes it back, because its time was up
  [waiting, recovery(pending), 'PAY_ERROR', 'ERROR_RECOVERY', all],
  [charging, recovery(pending), 'PAY_ERROR', 'ERROR_RECOVERY', all],
  [{ ...charging, ...silent }, recovery(pending), 'PAY_ERROR', 'ERROR_RECOVERY', all],
  [charging, recovery(silent), 'PAY_ERROR', 'ERROR_RECOVERY', all],
  [charging, recovery(garbled), 'PAY_ERROR', 'FAIL_PROTOCOL_3', all],
  [{ ...charging, doubt: 'io_send' }, recovery(garbled), 'PAY_ERROR', 'FAIL_PROTOCOL_3', all],
  [{ ...charging, doubt: 'io_send' }, recovery(silent), 'PAY_ERROR', 'FAIL_IO_1', all],
  [{ ...charging, doubt: 'protocol_send' }, recovery(silent), 'PAY_ERROR', 'FAIL_PROTOCOL_1', all],
  [{ ...charging, doubt: 'io_query' }, recovery(silent), 'PAY_ERROR', 'FAIL_IO_2', all],
  [{ ...charging, doubt: 'protocol_query' }, recovery(silent), 'PAY_ERROR', 'FAIL_PROTOCOL_2', all],
  [waiting, recovery(refused), 'PAY_ERROR', 'FAIL_ERROR', all],
  [charging, recovery(refused), 'PAY_ERROR', 'FAIL_ERROR', all],
  [closed, recovery(done), 'PAY_CANCELED', 'FAIL_CANCELED', 0n],
  // … and it turns out to have been paid
  [returning, recovery(pending), 'PAY_ERROR', 'ERROR_RECOVERY', all],
  [returning, recovery(garbled), 'PAY_ERROR', 'FAIL_PROTOCOL_3', all],
  [paid, recovery(refused), 'PAID', 'SUCCESS', all],
  [wholly, recovery(done), 'PAY_CANCELED', 'FAIL_CANCELED', 0n],
  // … or to have failed by itself
  [declined, recovery(pending), 'PAY_CANCELED', 'FAIL_CANCELED', all],
  [declined, recovery(done), 'PAY_CANCELED', 'FAIL_CANCELED', all],
  [wrongAmount, recovery(pending), 'INVALID_STATUS_CODE', 'FAIL_ERROR', all],
  [wrongAmount, recovery(done), 'PAY_CANCELED', 'FAIL_CANCELED', 0n],

  // its merchant takes it back before it was paid
  [waiting, cancel(pending), 'CANCEL_INPROGRESS', 'IN_PROG', all],
  [charging, cancel(pending), 'CANCEL_INPROGRESS', 'IN_PROG', all],
  [charging, cancel(silent), 'CANCEL_ERROR', 'CANCEL_ERROR', all],
  [charging, cancel(garbled), 'CANCEL_ERROR', 'CANCEL_ERROR', all],
  [charging, cancel(refused), 'CANCEL_ERROR', 'CANCEL_ERROR', all],
  [closed, cancel(done), 'CANCELED', 'SUCCESS', 0n],
  [declined, cancel(pending), 'PAY_CANCELED', 'FAIL_CANCELED', all],
  [declined, cancel(done), 'PAY_CANCELED', 'FAIL_CANCELED', all],
  [wrongAmount, cancel(pending), 'INVALID_STATUS_CODE', 'FAIL_ERROR', all],
  [wrongAmount, cancel(done), 'CANCELED', 'SUCCESS', 0n],

  // … and once it was paid
  [returning, cancel(pending), 'CANCEL_INPROGRESS', 'IN_PROG', all],
  [returning, cancel(silent), 'CANCEL_ERROR', 'CANCEL_ERROR', all],
  [paid, cancel(refused), 'PAID', 'CANCEL_ERROR', all],
  [wholly, cancel(done), 'CANCELED', 'SUCCESS', 0n],

  // refunds
  [refunding, refund(pending), 'REFUND_INPROGRESS', 'IN_PROG', all],
  [refunding, refund(silent), 'REFUND_ERROR', 'REFUND_ERROR', all],
  [refunding, refund(garbled), 'REFUND_ERROR', 'REFUND_ERROR', all],
  [{ ...partly, refundingMinor: part }, refund(pending), 'REFUND_INPROGRESS', 'IN_PROG', 30_000n],
  [paid, refund(refused), 'PAID', 'REFUND_ERROR', all],
  [partly, refund(refused), 'PARTIAL_REFUNDED', 'REFUND_ERROR', 30_000n],
  [partly, refund(done), 'PARTIAL_REFUNDED', 'SUCCESS', 30_000n],
  [wholly, refund(done), 'REFUNDED', 'SUCCESS', 0n],
];

test('every state of a payment and of what takes it back has one order status, one act status, and what is left', () => {
  for (const [change, last, order, transaction, net] of rows) {
    const data = orderData({ payment: paymentRow({ ...change, lastRefundId: last?.id ?? null }), last }, settings);
    const shown = [data.order_status, data.status, data.net_amount];
    const told = JSON.stringify([change, last?.kind, last?.initiator, last?.status, last?.doubt], (_, value) =>
      typeof value === 'bigint' ? `${value}` : (value as unknown),
    );
    assert.deepEqual(shown, [order, transaction, `${net}`], told);
  }
});

const settings = { alipayName: '支付宝' };

type PayRow = [payment: Change, last: Refund | undefined, transaction: string];

/** What `pay` says of its own act, whatever another terminal did to the order meanwhile. */
const payRows: readonly PayRow[] = [
  [paid, undefined, 'SUCCESS'],
  [partly, refund(done), 'SUCCESS'],
  [refunding, refund(silent), 'SUCCESS'],
  [returning, cancel(pending), 'SUCCESS'],
  [wholly, cancel(done), 'ABORTED'],
  [closed, cancel(done), 'ABORTED'],
  [charging, cancel(pending), 'IN_PROG'],
  [charging, cancel(refused), 'IN_PROG'],
];

test('the act of paying keeps its own status beside what was asked for later', () => {
  for (const [change, last, transaction] of payRows) {
    assert.equal(orderData({ payment: paymentRow(change), last }, settings, 'payment').status, transaction);
  }
});
