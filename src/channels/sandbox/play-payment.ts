// The payer of one payment pays it, or fails to.
import { cellOfId } from '../../kernel/id.ts';
import { accept, refuse } from '../../kernel/outcome.ts';
import type { Failure } from '../../core/failure.ts';
import type { Instrument } from '../../core/instrument/instrument.ts';
import type { Payment } from '../../core/payment/payment.ts';
import { type ActDeps, type ActResult, notPossible, type Play } from './act-request.ts';
import { payIn } from './pay-in.ts';
import { arrivingAmount, scenarioOf } from './scenarios.ts';

export async function playPayment(deps: ActDeps, payment: Payment, play: Play): Promise<ActResult> {
  if (payment.status !== 'pending') return finalAlready(payment, play);
  const instrument = await instrumentOf(deps, payment);
  const expiresAt = payment.expiresAt ?? instrument?.expiresAt ?? null;
  if (expiresAt !== null && expiresAt <= deps.clock.now())
    return notPossible(`${payment.id} can no longer be paid: its time is up.`);

  const failure = failureFor(payment, play);
  if (failure !== undefined) return fail(deps, payment, failure, play);
  const { id, merchantId, channel, currency } = payment;
  return payIn(deps, {
    paymentId: id,
    instrumentId: null,
    merchantId,
    channel,
    currency,
    amountMinor: play.amountMinor ?? arrivingAmount(payment.amountMinor),
    scenario: scenarioOf(payment.amountMinor),
    expiresAt,
  });
}

/** Why the attempt fails: because it is wanted, or because of the amount; undefined: it does not. */
function failureFor(payment: Payment, play: Play): Failure | undefined {
  const scenario = scenarioOf(payment.amountMinor);
  const ofScenario = scenario.kind === 'fails' ? scenario.failure : undefined;
  return play.paid ? ofScenario : (play.failure ?? ofScenario ?? 'channel_rejected');
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
  const scenario = scenarioOf(payment.amountMinor);
  const byItself = payment.status === 'failed' && scenario.kind === 'fails' && payment.failure === scenario.failure;
  if (byItself && (play.failure === undefined || play.failure === payment.failure)) return accept(undefined);
  return notPossible(`${payment.id} is ${payment.status} already.`);
}

/** The instrument whose time limits a payment that has no time of its own. */
async function instrumentOf(deps: ActDeps, { id, instrumentId }: Payment): Promise<Instrument | undefined> {
  return instrumentId === null ? undefined : deps.engine.find(cellOfId(id) ?? 0, 'instruments', instrumentId);
}
