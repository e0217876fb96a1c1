// Somebody decides at the bank what becomes of a payout.
import { accept } from '../../kernel/outcome.ts';
import type { Failure } from '../../core/failure.ts';
import type { Payout } from '../../core/payout/payout.ts';
import { type ActDeps, type ActResult, notPossible, type Play } from './act-request.ts';
import type { BankPayout } from './bank/payouts.ts';
import { scenarioOf } from './scenarios.ts';

/** How long an act waits for a payout that the gateway has accepted and is about to send. */
const patienceMs = 2_000;
const pauseMs = 20;

export async function playPayout(deps: ActDeps, payout: Payout, play: Play): Promise<ActResult> {
  const { id, amountMinor, status } = payout;
  if (play.amountMinor !== undefined && play.amountMinor !== amountMinor) {
    return notPossible(`${id} is paid whole: ${amountMinor} minor units.`);
  }
  const known = await findSent(deps, payout);
  if (!known)
    return notPossible(
      status === 'pending' ? `${id} has not reached the bank yet: try again.` : `${id} is ${status} already.`,
    );
  if (known.status !== 'accepted') return finishedAlready(known, play);

  const finished = await deps.desk.finishByAct(known, play.paid ? null : failureFor(payout, play));
  if (finished) return accept(undefined);
  const now = await deps.bank.payouts.find(id);
  return now ? finishedAlready(now, play) : notPossible(`${id} is final already.`);
}

async function findSent({ bank }: ActDeps, { id, status }: Payout): Promise<BankPayout | undefined> {
  const startedAt = performance.now();
  for (;;) {
    const known = await bank.payouts.find(id);
    if (known || status !== 'pending' || performance.now() - startedAt > patienceMs) return known;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

function failureFor({ amountMinor }: Payout, play: Play): Failure {
  const scenario = scenarioOf(amountMinor);
  return play.failure ?? (scenario.kind === 'fails' ? scenario.failure : 'channel_rejected');
}

/** What the bank did by itself may be asked for again; what somebody decided stands. */
function finishedAlready({ id, status, failure, acted }: BankPayout, play: Play): ActResult {
  const same = play.paid ? status === 'paid' : status === 'refused' && (play.failure ?? failure) === failure;
  return same && !acted ? accept(undefined) : notPossible(`${id} is ${status} already.`);
}
