// A payer gives a merchant the mandate that it asked for, declines it, or takes it back later.
import type { Mandate } from '../../core/mandate/mandate.ts';
import { cellOfId } from '../../kernel/id.ts';
import { accept, refuse } from '../../kernel/outcome.ts';
import { type ActDeps, type ActRequest, type ActResult, notPossible } from './act-request.ts';

const outcomes = ['authorised', 'failed', 'revoked'] as const satisfies ActRequest['outcome'][];

export async function playMandate(
  { engine }: Pick<ActDeps, 'engine'>,
  { id, reference, status }: Mandate,
  asked: ActRequest['outcome'],
): Promise<ActResult> {
  const outcome = outcomes.find((candidate) => candidate === asked);
  if (!outcome) return notPossible(`${reference} can be "authorised", "failed" or "revoked", not "${asked}".`);
  const cell = cellOfId(id) ?? 0;
  const done =
    outcome === 'revoked'
      ? await engine.execute(cell, 'cancel-mandate', { mandateId: id, by: 'payer' })
      : await engine.execute(cell, 'decide-mandate', { mandateId: id, agreed: outcome === 'authorised' });
  if (done.ok) return accept(undefined);
  if (done.reason === 'unavailable' || done.reason === 'internal')
    return refuse('unavailable', 'The gateway gave no definite answer; try again.');
  return notPossible(`${reference} is ${status}: it cannot be "${outcome}" now.`);
}

/** More apps than that do not use one number. */
const mostNamesakes = 100;

/** Under the number of its request, which apps choose themselves: of several the newest for which the outcome means something. */
export async function findRequested(
  { engine }: Pick<ActDeps, 'engine'>,
  reference: string,
  outcome: ActRequest['outcome'],
): Promise<Mandate | undefined> {
  const perCell = await Promise.all(
    Array.from({ length: engine.cells }, (_, cell) =>
      engine.store(cell).listMandatesOfReference(reference, mostNamesakes),
    ),
  );
  const named = perCell.flat().sort((a, b) => b.createdAt - a.createdAt);
  const wanted = outcome === 'revoked' ? 'active' : 'requested';
  return named.find(({ status }) => status === wanted) ?? named[0];
}
