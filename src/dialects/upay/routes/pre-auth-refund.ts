// 3.12 Refund: POST /api/v1/pre-auth/refund. Gives money of a capture back: of the one named by `sn`, or of the newest.
import { Type } from 'typebox';
import type { Merchant } from '../../../core/merchant/merchant.ts';
import type { Payment } from '../../../core/payment/payment.ts';
import { refuse } from '../../../core/reasons.ts';
import { dayMs } from '../../../kernel/clock.ts';
import { cellOfId } from '../../../kernel/id.ts';
import { transAnswer } from '../answers.ts';
import type { UpayDeps } from '../deps.ts';
import { terminalOperation } from '../operation.ts';
import { type AuthorisationName, awaitTrans, findByClientTransNo, findPreAuth } from '../pre-auth/find-trans.ts';
import { captureSn, transOnAuthorisation } from '../pre-auth/schemas.ts';
import { preAuthScope, transReply } from '../pre-auth/trans.ts';
import { transDetails } from '../pre-auth/trans-details.ts';
import { startAnswerTime } from '../time-left.ts';
import { nextOrderNumber } from '../order-number.ts';

export const preAuthRefund = terminalOperation({
  path: '/api/v1/pre-auth/refund',
  summary: 'Gives money back that was taken of what was kept aside.',
  answer: transAnswer,
  fields: Type.Object(
    { ...transOnAuthorisation, sn: Type.Optional(captureSn) },
    { eitherOf: ['sn', 'auth_sn', 'client_auth_sn'] },
  ),
  async handle({ fields, now: _now, ...caller }, deps) {
    const { merchant, app, settings } = caller;
    const timeLeft = startAnswerTime();
    const captured = await findCapture(deps, merchant, fields);
    if (!captured) return refuse('payment_not_found');
    // A number that failed is used up as well, which the rule for refunds, whose numbers may be tried again, does not say.
    if (await findByClientTransNo(deps, merchant, fields.client_trans_no)) return refuse('reference_repeated');
    if (captured.status === 'pending') await deps.lookout.look(merchant.cell, 'payment', captured.id);
    const id = await nextOrderNumber(deps, merchant.cell);
    const created = await deps.engine.execute(merchant.cell, 'create-refund', {
      id,
      paymentId: captured.id,
      merchantId: merchant.id,
      appId: app.id,
      referenceScope: preAuthScope(merchant.id),
      reference: fields.client_trans_no,
      amountMinor: BigInt(fields.amount),
      notifyUrl: null,
      details: transDetails(caller, fields),
      feeReturn: 'in_proportion',
      oneAtATime: true,
      windowMs: settings.refundWindowDays === null ? null : settings.refundWindowDays * dayMs,
    });
    // Somebody was first with the number between the question and now: then nothing was made.
    const isTaken = created.ok
      ? created.value.id !== id
      : created.reason === 'refund_repeated' || created.reason === 'refund_conflict';
    if (isTaken) return refuse('reference_repeated');
    if (!created.ok) return created;
    return transReply(await awaitTrans(deps, merchant, 'refund', id, timeLeft()));
  },
});

/** `sn` decides; without it, the newest completed capture, or the newest at all. */
async function findCapture(
  deps: Pick<UpayDeps, 'engine'>,
  merchant: Merchant,
  { sn, ...name }: AuthorisationName & { readonly sn?: string | undefined },
): Promise<Payment | undefined> {
  const { engine } = deps;
  if (sn !== undefined && cellOfId(sn) === merchant.cell) {
    const payment = await engine.find(merchant.cell, 'payments', sn);
    if (payment?.referenceScope === preAuthScope(merchant.id)) return payment;
  }
  const authorisation = await findPreAuth(deps, merchant, name);
  if (!authorisation) return undefined;
  const captures = await engine.store(merchant.cell).listCaptures(authorisation.id, mostCaptures);
  return captures.findLast((payment) => payment.status === 'completed') ?? captures.at(-1);
}

/** More than anybody makes of one authorisation; whoever does names the capture. */
const mostCaptures = 1000;
