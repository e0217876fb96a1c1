// Guards what is told of a debit that the gateway took back: once, and what its query says as well.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Payment } from '../core/payment/payment.ts';
import type { Refund } from '../core/refund/refund.ts';
import { paymentRow, refundRow } from '../../test/support/rows.ts';
import { findTakingBack, tellsOfFailedDebit } from './debits.ts';

const id = 'C000000000000000000000001';

const rows: readonly [what: string, payment: Partial<Payment>, initiator: Refund['initiator'], told: boolean][] = [
  ['one that was stopped, when its time was up', { entry: 'debit', status: 'closed' }, 'gateway', true],
  ['one whose money had come, and went back', { entry: 'debit', status: 'completed' }, 'gateway', true],
  ['one that its channel refused meanwhile', { entry: 'debit', status: 'failed' }, 'gateway', false],
  ['one of which another amount came', { entry: 'debit', status: 'failed', bankReference: 'B1' }, 'gateway', false],
  ['a void of its merchant', { entry: 'debit', status: 'completed' }, 'merchant', false],
  ['no debit', { entry: 'order', status: 'closed' }, 'gateway', false],
];

for (const [what, change, initiator, told] of rows) {
  test(`${what} is ${told ? 'told and found as failed' : 'not told of once more, and found as it is'}`, async () => {
    const payment = paymentRow({ ...change, id, lastRefundId: 'R1' });
    const refund = refundRow({ kind: 'reversal', paymentId: id, status: 'completed', initiator });
    assert.equal(tellsOfFailedDebit({ kind: 'payment.reversed', payment, refund }), told);
    assert.equal(tellsOfFailedDebit({ kind: 'payment.reversing', payment, refund }), false);
    const find = async () => refund as never;
    assert.equal((await findTakingBack({ find }, payment)) !== undefined, told);
  });
}
