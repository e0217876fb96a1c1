// The sandbox as the payer of the hosted pages: the same acts, refused in the core's words.
import { type Outcome, refuse, type Reason } from '../../core/reasons.ts';
import type { Payer } from '../../engine/payer.ts';
import { cellOfId } from '../../kernel/id.ts';
import type { Act } from './act.ts';
import type { ActDeps, ActProblem, ActResult } from './act-request.ts';
import { playIdentity } from './play-identity.ts';

export function createPayer(act: Act, { engine }: Pick<ActDeps, 'engine'>): Payer {
  return {
    async act(reference, outcome, amountMinor) {
      return inTheCoresWords(await act({ reference, outcome, amountMinor }));
    },
    async identify(identityCheckId, verdict, person) {
      const check = await engine.find(cellOfId(identityCheckId) ?? 0, 'identityChecks', identityCheckId);
      if (!check) return refuse('identity_check_not_found');
      return inTheCoresWords(await playIdentity({ engine }, check, verdict, { person }));
    },
  };
}

function inTheCoresWords(result: ActResult): Outcome<unknown> {
  return result.ok ? result : refuse(reasonOf[result.reason], result.detail);
}

const reasonOf: Readonly<Record<ActProblem, Reason>> = {
  malformed: 'request_malformed',
  not_found: 'payment_not_found',
  not_possible: 'already_final',
  declined: 'payment_declined',
  unavailable: 'unavailable',
};
