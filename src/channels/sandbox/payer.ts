// The sandbox as the payer of the payment page: the same acts, refused in the core's words.
import { refuse, type Reason } from '../../core/reasons.ts';
import type { Payer } from '../../engine/payer.ts';
import type { Act } from './act.ts';
import type { ActProblem } from './act-request.ts';

export function createPayer(act: Act): Payer {
  return {
    async act(reference, outcome, amountMinor) {
      const result = await act({ reference, outcome, amountMinor });
      return result.ok ? result : refuse(reasonOf[result.reason], result.detail);
    },
  };
}

const reasonOf: Readonly<Record<ActProblem, Reason>> = {
  malformed: 'request_malformed',
  not_found: 'payment_not_found',
  not_possible: 'already_final',
  unavailable: 'unavailable',
};
