// Plays the payer or the bank: what `POST /sandbox/act` and the buttons of the payment page do.
import { cellOfId, prefixOfId } from '../../kernel/id.ts';
import { refuse } from '../../kernel/outcome.ts';
import type { Authorisation } from '../../core/authorisation/authorisation.ts';
import type { Payment } from '../../core/payment/payment.ts';
import { collectedBy } from './account-numbers.ts';
import { type ActDeps, type ActRequest, type ActResult, notPossible, type Play } from './act-request.ts';
import { findRequested } from './find-requested.ts';
import { playAuthorisation } from './play-authorisation.ts';
import { playCheckout } from './play-checkout.ts';
import { playIdentity } from './play-identity.ts';
import { playInstrument } from './play-instrument.ts';
import { playMandate } from './play-mandate.ts';
import { playPayment } from './play-payment.ts';
import { playPayout } from './play-payout.ts';
import { failureOfCode } from './scenarios.ts';

export type Act = (request: ActRequest) => Promise<ActResult>;

/** The largest amount a payer can pay at once: twelve digits of minor units, as many as a QR code carries. */
const largestAmountMinor = 999_999_999_999n;

/**
 * Resolves when the gateway has processed the first confirmation, unless the scenario delays it. Refuses an unknown id,
 * an object that is final, an outcome that does not fit; what a scenario has done by itself may be asked for again.
 * Rejects when a database does not answer: then nobody knows what was done.
 */
export function createAct(deps: ActDeps): Act {
  return async (request) => {
    const problem = problemOf(request);
    if (problem !== undefined) return refuse('malformed', problem);
    const { outcome, amountMinor, failedCode } = request;
    const reference = collectedBy(request.reference) ?? request.reference;
    const failure = failedCode === undefined ? undefined : failureOfCode(failedCode);
    const cell = cellOfId(reference);
    if (cell === undefined) {
      const requested = await findRequested(deps, reference, outcome);
      if (!requested) return notFound(reference);
      return 'check' in requested
        ? playIdentity(deps, requested.check, outcome, { failure })
        : playMandate(deps, requested.mandate, outcome);
    }
    if (cell >= deps.engine.cells) return notFound(reference);
    const play: Play = { paid: outcome !== 'failed', amountMinor, failure, mobile: request.mobile ?? '' };
    const fits = outcome === 'paid' || outcome === 'failed';
    const misfit = notPossible(`${reference} can be "paid" or "failed", not "${outcome}".`);

    switch (prefixOfId(reference)) {
      case 'C': {
        const payment = await deps.engine.find(cell, 'payments', reference);
        const authorisation = await authorisationNamed(deps, reference, payment);
        if (authorisation)
          return fits || outcome === 'authorised' ? playAuthorisation(deps, authorisation, play) : misfit;
        if (!payment) return notFound(reference);
        return fits ? playPayment(deps, payment, play) : misfit;
      }
      case 'QR':
      case 'VA': {
        const instrument = await deps.engine.find(cell, 'instruments', reference);
        if (!instrument) return notFound(reference);
        return fits ? playInstrument(deps, instrument, play) : misfit;
      }
      case 'CH': {
        const checkout = await deps.engine.find(cell, 'checkouts', reference);
        if (!checkout) return notFound(reference);
        return fits ? playCheckout(deps, checkout, play) : misfit;
      }
      case 'TK': {
        const mandate = await deps.engine.find(cell, 'mandates', reference);
        return mandate ? playMandate(deps, mandate, outcome) : notFound(reference);
      }
      case 'EK': {
        const check = await deps.engine.find(cell, 'identityChecks', reference);
        return check ? playIdentity(deps, check, outcome, { failure }) : notFound(reference);
      }
      case 'D': {
        const payout = await deps.engine.find(cell, 'payouts', reference);
        if (!payout) return notFound(reference);
        return fits ? playPayout(deps, payout, play) : misfit;
      }
      default:
        return notFound(reference);
    }
  };
}

/** An authorisation whose capture took its id over is meant only while it has something that the bank has not decided. */
async function authorisationNamed(
  { engine }: ActDeps,
  id: string,
  payment: Payment | undefined,
): Promise<Authorisation | undefined> {
  if (payment && (payment.status === 'pending' || payment.authorisationId !== id)) return undefined;
  const authorisation = await engine.find(cellOfId(id) ?? 0, 'authorisations', id);
  return payment && authorisation?.releasingMinor === 0n ? undefined : authorisation;
}

function problemOf({ outcome, amountMinor, failedCode, mobile }: ActRequest): string | undefined {
  if (amountMinor !== undefined && (amountMinor < 1n || amountMinor > largestAmountMinor)) {
    return `amount must be a whole number of minor units from 1 to ${largestAmountMinor}.`;
  }
  if (mobile !== undefined && !/^[0-9]{11,14}$/.test(mobile)) return 'mobile must have 11 to 14 digits.';
  if (failedCode === undefined) return undefined;
  if (outcome !== 'failed' && outcome !== 'rejected')
    return 'failedCode goes with the outcomes "failed" and "rejected" only.';
  return failureOfCode(failedCode) ? undefined : 'failedCode must be a whole number from -10010 to -10000.';
}

function notFound(reference: string): ActResult {
  const shown = reference.slice(0, 64);
  return refuse(
    'not_found',
    `There is no payment, QR code, account, checkout, payout, authorisation, token or identity check ${shown}: give its public id.`,
  );
}
