// Somebody pays a QR code, its one payment, or one more where it can be paid many times; or under a number that stays, where the bank asks
// the gateway before it collects.
import { cellOfId, prefixOfId } from '../../kernel/id.ts';
import { refuse, type Refused } from '../../kernel/outcome.ts';
import type { Instrument } from '../../core/instrument/instrument.ts';
import type { Reason } from '../../core/reasons.ts';
import { type ActDeps, type ActResult, notPossible, type Play } from './act-request.ts';
import { payIn } from './pay-in.ts';
import { playPayment } from './play-payment.ts';
import { arrivingAmount, courseOf } from './scenarios.ts';

export async function playInstrument(deps: ActDeps, instrument: Instrument, play: Play): Promise<ActResult> {
  const { id, paymentId, merchantId, channel, currency, expiresAt, status } = instrument;
  if (paymentId !== null) {
    const payment = await deps.engine.find(cellOfId(id) ?? 0, 'payments', paymentId);
    if (!payment) throw new Error(`${id} has no payment ${paymentId}.`);
    return playPayment(deps, payment, play);
  }
  if (status !== 'active') return notPossible(`${id} is ${status}: it can no longer be paid.`);
  if (expiresAt !== null && expiresAt <= deps.clock.now())
    return notPossible(`${id} can no longer be paid: its time is up.`);

  if (!play.paid) return leavesNothing(id);
  const askedMinor = play.amountMinor ?? instrument.amountMinor;
  if (askedMinor === null) return refuse('malformed', `${id} carries no amount: name it in "amount", in minor units.`);
  const course = courseOf('page', askedMinor);
  if (course.kind === 'fails') return leavesNothing(id);
  if (prefixOfId(id) === 'VA') {
    const admitted = await deps.inquire({ instrumentId: id, amountMinor: askedMinor, mobile: play.mobile });
    if (!admitted.ok) return refuse('declined', whyNot(id, admitted));
  }
  return payIn(deps, {
    paymentId: null,
    instrumentId: id,
    merchantId,
    channel,
    currency,
    amountMinor: arrivingAmount(course, askedMinor),
    course,
    expiresAt,
  });
}

/** As the payer hears it. */
function whyNot(id: string, { reason, detail }: Refused<Reason>): string {
  switch (reason) {
    case 'instrument_not_found':
      return `${id} can no longer be paid: it was closed.`;
    case 'channel_unavailable':
      return `${id} cannot be paid now: its channel is switched off.`;
    case 'payment_declined':
      return `The merchant of ${id} did not permit the payment: ${detail}`;
    default:
      return `${id} takes no such payment: ${detail ?? reason}.`;
  }
}

function leavesNothing(id: string): ActResult {
  return notPossible(
    `${id} can be paid many times: an attempt that fails leaves no payment behind, and nobody is told.`,
  );
}
