// Somebody decides at the bank what becomes of an order that it has taken, or that is on its way to it.
import { accept } from '../../kernel/outcome.ts';
import type { Failure } from '../../core/failure.ts';
import { type ActDeps, type ActResult, notPossible, type Play } from './act-request.ts';
import { type BankOrder, idOfKey, isPayIn } from './bank/order.ts';
import { courseOf, failureOf } from './scenarios.ts';

/** How long an act waits for what the gateway has accepted and is about to hand over. */
const patienceMs = 2_000;
const pauseMs = 20;

/** Asks the bank again until it has what it is asked for, for as long as an act waits. */
export async function arrived<Found>(ask: () => Promise<Found | undefined>): Promise<Found | undefined> {
  const startedAt = performance.now();
  for (;;) {
    const found = await ask();
    if (found !== undefined || performance.now() - startedAt > patienceMs) return found;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

/** Refuses what has finished otherwise, and an amount that only payers could choose. */
export async function playOrder(
  deps: ActDeps,
  order: BankOrder,
  play: Play,
  expiresAt: number | null = null,
): Promise<ActResult> {
  const { id, amountMinor } = order;
  if (play.amountMinor !== undefined && play.amountMinor !== amountMinor && !isPayIn(order)) {
    return notPossible(`${idOfKey(id)} moves whole: ${amountMinor} minor units.`);
  }
  if (order.status !== 'accepted') return finishedAlready(order, play);
  const failure = play.paid ? null : failureFor(order, play);
  const finished = await deps.desk.finishByAct(order, { failure, movedMinor: play.amountMinor, expiresAt });
  if (!finished) {
    const now = await deps.bank.orders.find(id);
    return now ? finishedAlready(now, play) : notPossible(`${idOfKey(id)} is final already.`);
  }
  if (finished.failure === failure) return accept(undefined);
  return notPossible(`The bank refused ${idOfKey(id)}: ${finished.failure}.`);
}

/** For what the bank has not got and will not get by itself. */
export function notThere(id: string, status: string): ActResult {
  return notPossible(
    status === 'pending' ? `${id} has not reached the bank yet: try again.` : `${id} is ${status} already.`,
  );
}

function failureFor({ kind, amountMinor }: BankOrder, play: Play): Failure {
  return play.failure ?? failureOf(courseOf(kind, amountMinor)) ?? 'channel_rejected';
}

/** What the bank did by itself may be asked for again; what somebody decided stands. */
function finishedAlready({ id, status, failure, acted }: BankOrder, play: Play): ActResult {
  const same = play.paid ? status === 'done' : status === 'refused' && (play.failure ?? failure) === failure;
  return same && !acted ? accept(undefined) : notPossible(`${idOfKey(id)} is ${status} already.`);
}
