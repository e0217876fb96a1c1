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
