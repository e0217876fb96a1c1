// Plays whoever is checked: he shows papers that the channel believes, or that it does not.
import type { Failure } from '../../core/failure.ts';
import type { IdentityCheck, Person } from '../../core/identity/identity-check.ts';
import { cellOfId } from '../../kernel/id.ts';
import { accept, refuse } from '../../kernel/outcome.ts';
import { type ActDeps, type ActRequest, type ActResult, notPossible } from './act-request.ts';

/** What the channel says beside its verdict; what is absent, the sandbox makes up. */
interface Findings {
  /** Of one whom it rejects it says nothing unless this does. */
  readonly person?: Person | undefined;
  readonly failure?: Failure | undefined;
}

export async function playIdentity(
  { engine }: Pick<ActDeps, 'engine'>,
  check: IdentityCheck,
  outcome: ActRequest['outcome'],
  { person, failure }: Findings = {},
): Promise<ActResult> {
  const { id, reference } = check;
  if (outcome !== 'passed' && outcome !== 'rejected')
    return notPossible(`${reference} can be "passed" or "rejected", not "${outcome}".`);
  const cell = cellOfId(id) ?? 0;
  const decided = await engine.execute(
    cell,
    'decide-identity-check',
    outcome === 'passed'
      ? { identityCheckId: id, verdict: 'passed', person: person ?? personOf(check) }
      : { identityCheckId: id, verdict: 'rejected', failure: failure ?? 'channel_rejected', person: person ?? null },
  );
  if (decided.ok) return accept(undefined);
  if (decided.reason === 'unavailable' || decided.reason === 'internal')
    return refuse('unavailable', 'The gateway gave no definite answer; try again.');
  return notPossible(`${reference} is decided, or its time is up: it cannot be "${outcome}" any more.`);
}

/** Somebody of the name that the merchant expects. */
function personOf({ details }: IdentityCheck): Person {
  const { customerName } = details;
  return {
    fullName: typeof customerName === 'string' ? customerName : 'Juan Dela Cruz',
    birthDate: '1990-01-01',
    idType: 'PhilSys',
    idNumberMasked: '********1234',
  };
}
