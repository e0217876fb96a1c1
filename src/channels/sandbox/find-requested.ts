// What a merchant asked of a user under a number of its own: a mandate, or that he shows who he is.
import type { IdentityCheck } from '../../core/identity/identity-check.ts';
import type { Mandate } from '../../core/mandate/mandate.ts';
import type { Engine } from '../../engine/engine.ts';
import type { CellStore } from '../../engine/store.ts';
import type { ActDeps, ActRequest } from './act-request.ts';

/** More apps than that do not use one number. */
const mostNamesakes = 100;

export interface Requested {
  readonly mandates: readonly Mandate[];
  readonly checks: readonly IdentityCheck[];
}

/** All that any app asked for under that number, newest first. */
export async function findRequests(engine: Pick<Engine, 'store' | 'cells'>, reference: string): Promise<Requested> {
  const everywhere = async <Row extends { readonly createdAt: number }>(list: (store: CellStore) => Promise<Row[]>) => {
    const perCell = await Promise.all(Array.from({ length: engine.cells }, (_, cell) => list(engine.store(cell))));
    return perCell.flat().sort((a, b) => b.createdAt - a.createdAt);
  };
  const [mandates, checks] = await Promise.all([
    everywhere((store) => store.listMandatesOfReference(reference, mostNamesakes)),
    everywhere((store) => store.listIdentityChecksOfReference(reference, mostNamesakes)),
  ]);
  return { mandates, checks };
}

/**
 * The one that is meant: of several the newest for which the outcome means something. One number may name a mandate of one app and a
 * check of another: verdicts are for checks, all else is for mandates.
 */
export async function findRequested(
  { engine }: Pick<ActDeps, 'engine'>,
  reference: string,
  outcome: ActRequest['outcome'],
): Promise<{ readonly mandate: Mandate } | { readonly check: IdentityCheck } | undefined> {
  const { mandates, checks } = await findRequests(engine, reference);
  const wanted = outcome === 'revoked' ? 'active' : 'requested';
  const mandate = mandates.find(({ status }) => status === wanted) ?? mandates[0];
  const check = checks.find(({ status }) => status === 'pending') ?? checks[0];
  const isVerdict = outcome === 'passed' || outcome === 'rejected';
  if (check && (isVerdict || !mandate)) return { check };
  return mandate && { mandate };
}
