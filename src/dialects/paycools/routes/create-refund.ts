// 8.1 Create refund: POST /api/payment/refund. It is accepted as PENDING; what became of it comes by query or callback. Of several
// things wrong the first of these is answered (paycools.md 3.7, 6.2):
//
//   a field missing or malformed                      1009   request_malformed
//   refundAmount is no positive integer               1513   amount_invalid
//   unknown original, or another merchant's           1501   payment_not_found
//   original of another app of the merchant           1504   app_mismatch
//   refunds are off for the app                       1505   refunds_disabled
//   mchRefundOrderId used before                      1515   refund_repeated, refund_conflict
//   original not completed                            1516   payment_not_refundable
//   original was taken back                           1505   payment_reversed
//   another refund of it is under way                 1502   refund_under_way, refund_processing
//   original completed more than 60 days ago          1509   refund_window_over
//   its kind of channel never gives anything back     1507   refund_unsupported
//   an operator switched its channel's refunds off    1510   refund_switched_off
//   its channel gives back once, and that was         1508   second_refund_unsupported
//   its channel gives back nothing but the whole      1511   partial_refund_unsupported: less than that
//                                                     1512   refund_not_whole: more than that
//   more than what is left                            1506   refund_exceeds_rest, payment_refunded
//   balance too small                                 1006   balance_insufficient
//   the database, or a bug                            1503   unavailable, internal
//
// Where nothing is left of the original, that comes before 1502 and 1509: it stays so for ever.
import type { Static } from 'typebox';
import type { Channel } from '../../../core/channel/channel.ts';
import type { Payment } from '../../../core/payment/payment.ts';
import { type Reason, refuse } from '../../../core/reasons.ts';
import { accept, type Refused } from '../../../kernel/outcome.ts';
import { createNumberedRefund } from '../../refunds.ts';
import type { Code } from '../codes.ts';
import type { PaycoolsDeps } from '../deps.ts';
import { type Call, defineOperation } from '../operation.ts';
import { createdRefundAnswer, createdRefundData } from '../refund-data.ts';
import { refundFields } from '../refund-fields.ts';
import { settingsOf } from '../settings.ts';

const systemError: Code = { code: 1503, message: 'System error, please contract Paycools' };

export const createRefund = defineOperation({
  method: 'POST',
  path: '/api/payment/refund',
  summary: 'Gives the money of a completed transaction back to its payer, wholly or partly.',
  answer: createdRefundAnswer,
  fields: refundFields,
  codes: {
    payment_not_found: { code: 1501, message: 'The original transaction Id not exist' },
    unavailable: systemError,
    internal: systemError,
  },
  async handle(call, deps) {
    const { app, merchant, fields } = call;
    const original = await deps.engine.find(merchant.cell, 'payments', fields.originalTransactionId);
    if (original?.merchantId !== merchant.id) return refuse('payment_not_found');
    if (original.appId !== app.id) return refuse('app_mismatch');
    const { refundsEnabled, refundFeeReturn } = settingsOf(app);
    if (!refundsEnabled) return refuse('refunds_disabled');
    const asked = {
      reference: fields.mchRefundOrderId,
      amountMinor: BigInt(fields.refundAmount),
      reason: fields.refundReason,
      notifyUrl: fields.refundCallbackUrl,
      feeReturn: refundFeeReturn,
    };
    const created = await createNumberedRefund(call, original, asked, deps);
    return created.ok ? accept(createdRefundData(created.value)) : explained(created, call, deps);
  },
});

/** What is one reason to the core and several to PayCools. */
const vague: ReadonlySet<Reason> = new Set([
  'payment_not_refundable',
  'refund_unsupported',
  'payment_refunded',
  'refund_exceeds_rest',
]);

/** What the core refused, in PayCools' words. */
async function explained(
  refused: Refused<Reason>,
  { merchant, fields }: Call<Static<typeof refundFields>>,
  { engine, directory }: PaycoolsDeps,
): Promise<Refused<Reason>> {
  if (!vague.has(refused.reason)) return refused;
  // As it stands by now, for a refund of it may have come before this one.
  const payment = await engine.find(merchant.cell, 'payments', fields.originalTransactionId);
  if (!payment) return refused;
  if (refused.reason === 'payment_not_refundable') {
    return payment.status === 'completed' ? refuse('payment_reversed') : refused;
  }
  return limitOf(directory.channel(payment.channel), payment, BigInt(fields.refundAmount)) ?? refused;
}

/** What the channel forbids: it comes before what is left of the payment. */
function limitOf(channel: Channel | undefined, payment: Payment, amountMinor: bigint): Refused<Reason> | undefined {
  if (!channel || isOneWay(channel)) return refuse('refund_unsupported');
  const { fullRefund, partialRefund, multipleRefund } = channel.supports;
  if (!fullRefund && !partialRefund) return refuse('refund_switched_off');
  if (!multipleRefund && payment.refundedMinor + payment.refundingMinor > 0n) {
    return refuse('second_refund_unsupported');
  }
  return !partialRefund && amountMinor > payment.amountMinor ? refuse('refund_not_whole') : undefined;
}

const oneWay: ReadonlySet<Channel['type']> = new Set(['online_banking', 'bank_transfer', 'otc']);

/** Whether money that came by it can never go back by it (7, rows 31 and 32); unless an operator says that it can. */
function isOneWay({ kind, type, supports }: Channel): boolean {
  return (kind === 'account' || oneWay.has(type)) && !supports.fullRefund && !supports.partialRefund;
}
