// The payer of one payment pays it, or fails to; or the bank decides on what goes back of it.
import { cellOfId } from '../../kernel/id.ts';
import { accept, refuse } from '../../kernel/outcome.ts';
import type { Failure } from '../../core/failure.ts';
import type { Instrument } from '../../core/instrument/instrument.ts';
import type { Payment } from '../../core/payment/payment.ts';
import { type ActDeps, type ActResult, notPossible, type Play } from './act-request.ts';
import type { BankOrder } from './bank/order.ts';
import { payIn } from './pay-in.ts';
import { arrived, notThere, playOrder } from './play-order.ts';
import { arrivingAmount, courseOf, failureOf } from './scenarios.ts';

export async function playPayment(deps: ActDeps, payment: Payment, play: Play): Promise<ActResult> {
  const { id, status, entry, expiresAt } = payment;
  const refund = await openRefund(deps, payment);
  if (refund) return playOrder(deps, refund, play);
  if (entry === 'page') return status === 'pending' ? playPage(deps, payment, play) : finalAlready(payment, play);
  const find = () => deps.bank.orders.find(id);
  const order = await (status === 'pending' ? arrived(find) : find());
  return order ? playOrder(deps, order, play, expiresAt) : notThere(id, status);
}

/** The refund or reversal that the bank has not decided, the reversal first: the newest one may still be on its way to it. */
async function openRefund({ bank, engine }: ActDeps, payment: Payment): Promise<BankOrder | undefined> {
  const { id, lastRefundId } = payment;
  if (lastRefundId === null) return undefined;
  const newest = await engine.find(cellOfId(id) ?? 0, 'refunds', lastRefundId);
  if (newest?.status === 'pending') await arrived(() => bank.orders.find(lastRefundId));
  const [first] = await bank.orders.listOpenAbout(id);
  return first;
}

async function playPage(deps: ActDeps, payment: Payment, play: Play): Promise<ActResult> {
  const instrument = await instrumentOf(deps, payment);
  const expiresAt = payment.expiresAt ?? instrument?.expiresAt ?? null;
  if (expiresAt !== null && expiresAt <= deps.clock.now())
    return notPossible(`${payment.id} can no longer be paid: its time is up.`);

  const course = courseOf('page', payment.amountMinor);
  const ofScenario = failureOf(course);
  const failure = play.paid ? ofScenario : (play.failure ?? ofScenario ?? 'channel_rejected');
  if (failure !== undefined) return fail(deps, payment, failure, play);
  const { id, merchantId, channel, currency } = payment;
  return payIn(deps, {
    paymentId: id,
    instrumentId: null,
    merchantId,
    channel,
    currency,
    amountMinor: play.amountMinor ?? arrivingAmount(course, payment.amountMinor),
    course,
    expiresAt,
  });
}

async function fail(deps: ActDeps, payment: Payment, failure: Failure, play: Play): Promise<ActResult> {
  const { id } = payment;
  const cell = cellOfId(id) ?? 0;
  if (await deps.bank.credits.has(id)) return notPossible(`${id} cannot fail: the bank has its money already.`);
  const outcome = await deps.engine.execute(cell, 'fail-payment', { paymentId: id, failure });
  if (outcome.ok) return accept(undefined);
  if (outcome.reason !== 'already_final')
    return refuse('unavailable', 'The gateway gave no definite answer; try again.');
  const now = await deps.engine.find(cell, 'payments', id);
  return now ? finalAlready(now, play) : notPossible(`${id} is final already.`);
}

/** A payment that has failed because of its amount may be paid or failed again: nothing else would have happened. */
function finalAlready(payment: Payment, play: Play): ActResult {
  const { status, amountMinor } = payment;
  const ofScenario = failureOf(courseOf('page', amountMinor));
  const byItself = status === 'failed' && ofScenario !== undefined && payment.failure === ofScenario;
  if (byItself && (play.failure === undefined || play.failure === payment.failure)) return accept(undefined);
  return notPossible(`${payment.id} is ${status} already.`);
}

/** The instrument whose time limits a payment that has no time of its own. */
async function instrumentOf(deps: ActDeps, { id, instrumentId }: Payment): Promise<Instrument | undefined> {
  return instrumentId === null ? undefined : deps.engine.find(cellOfId(id) ?? 0, 'instruments', instrumentId);
}
