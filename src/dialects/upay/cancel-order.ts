// Takes an order back as if it had never been made (upay.md 3.7, 3.8): what cancel and revoke both do.
import { Type } from 'typebox';
import { type Reason, refuse } from '../../core/reasons.ts';
import type { Refund } from '../../core/refund/refund.ts';
import type { Refused } from '../../kernel/outcome.ts';
import { cancelAnswer } from './answers.ts';
import { businessErrors, failureErrors, type UpayError } from './codes.ts';
import { findOrder, lookAtOrder, readOrder } from './find-order.ts';
import { type Operation, terminalOperation } from './operation.ts';
import { answerData } from './order.ts';
import { present } from './place-order.ts';
import { business, type Reply } from './reply.ts';
import { clientSnToFind, orderNamed, sn, terminalSn } from './schemas.ts';
import { type Order, orderStatusOf, payStatusOf } from './statuses.ts';
import { startAnswerTime } from './time-left.ts';

/** An operation that takes an order back; `manual` marks that a person decided it, not a client that lost an answer. */
export function cancelOperation(path: string, summary: string, manual: boolean): Operation<'terminal'> {
  return terminalOperation({
    path,
    summary,
    answer: cancelAnswer,
    fields: cancelFields,
    async handle({ terminal, merchant, settings, fields }, deps) {
      const timeLeft = startAnswerTime();
      const { cell } = merchant;
      const found = await findOrder(deps, merchant, fields);
      if (!found) return refuse('payment_not_found');
      const { payment } = await lookAtOrder(deps, cell, found);
      const asked = await deps.engine.execute(cell, 'reverse-payment', {
        paymentId: payment.id,
        merchantId: merchant.id,
        sameDay: settings.sameDayCancel,
        details: present({ terminalSn: terminal.id, ...(manual ? { manual } : {}) }),
      });
      const reversal = asked.ok
        ? await deps.engine.until(
            cell,
            'refunds',
            asked.value.refund.id,
            (row) => row?.status !== 'pending',
            timeLeft(),
          )
        : undefined;
      const after = await readOrder(deps, cell, payment.id);
      if (!asked.ok && !endedMeanwhile(found, after)) return refusalOf(asked, after);
      const { result, error } = resultOf(after, reversal);
      const data = answerData(after, settings);
      // A stop that went wrong names no cause (upay.md 4.3).
      if (wasBeingPaid(found, reversal)) return business(`CANCEL_ABORT_${result}`, { data });
      return business(`CANCEL_${result}`, { error, data });
    },
  });
}

const cancelFields = Type.Object(
  { terminal_sn: terminalSn, sn: Type.Optional(sn), client_sn: Type.Optional(clientSnToFind) },
  orderNamed,
);

/** A charge was stopped on its way, instead of a paid order given back or an idle one closed (upay.md 3.7). */
function wasBeingPaid(found: Order, reversal: Refund | undefined): boolean {
  const isCharge = found.payment.entry !== 'order' && orderStatusOf(found) === 'CREATED';
  return isCharge && reversal?.foundCompleted !== true;
}

/** It was not over when it was asked for, and is now, with nobody having paid: the look at its channel said so, or a cancel that ran. */
function endedMeanwhile(found: Order, after: Order): boolean {
  return !isUnpaid(found) && isUnpaid(after);
}

/** Neither will its payer pay, nor has he. */
function isUnpaid(order: Order): boolean {
  const status = orderStatusOf(order);
  return status === 'CANCELED' || status === 'PAY_CANCELED';
}

function resultOf(after: Order, reversal: Refund | undefined): { readonly result: string; readonly error?: UpayError } {
  // The channel may have declined the payment meanwhile, or the gateway have taken it back first.
  if (isUnpaid(after)) return { result: 'SUCCESS' };
  const status = orderStatusOf(after);
  const isRecovering = status === 'PAY_ERROR' && payStatusOf(after) === 'ERROR_RECOVERY';
  if (status === 'CANCEL_INPROGRESS' || isRecovering) return { result: 'IN_PROGRESS' };
  const failure = reversal?.failure ?? undefined;
  return { result: 'ERROR', error: failure ? failureErrors[failure] : businessErrors.tradeFailed };
}

/** The refusal, which names the state that forbids it where that is one of refunds (upay.md 3.7). */
function refusalOf(refused: Refused<Reason>, order: Order): Refused<Reason> | Reply {
  const status = orderStatusOf(order);
  const isState = refused.reason === 'payment_not_reversible' || status === 'INVALID_STATUS_CODE';
  if (!isState) return refused;
  const { code } = businessErrors.cancelInvalidState;
  return business('FAIL', { error: { code, message: `当前的订单${order.payment.id}状态是${status}` } });
}
