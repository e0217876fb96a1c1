// Who plays the payer where no real one pays: the sandbox hands one in, live mode has none.
import type { Person } from '../core/identity/identity-check.ts';
import type { Outcome } from '../core/reasons.ts';

export interface Payer {
  /** Pays what a public id names, or permits it, or declines it. `amountMinor` where the payer chooses it. */
  act(reference: string, outcome: 'paid' | 'authorised' | 'failed', amountMinor?: bigint): Promise<Outcome<unknown>>;
  /** Decides on a user whose identity is checked. `person`: whom his papers show; absent: somebody, or of a rejected one nobody. */
  identify(identityCheckId: string, verdict: 'passed' | 'rejected', person?: Person): Promise<Outcome<unknown>>;
}
