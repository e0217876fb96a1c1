// Who plays the payer where no real one pays: the sandbox hands one in, live mode has none.
import type { Outcome } from '../core/reasons.ts';

export interface Payer {
  /** Pays or declines what a public id names. `amountMinor` where the payer chooses it. */
  act(reference: string, outcome: 'paid' | 'failed', amountMinor?: bigint): Promise<Outcome<unknown>>;
}
