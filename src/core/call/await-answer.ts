// Notes that a channel was asked and has not decided: it works on it, or nobody knows what it did. It is asked again, always
// under the same name, and nothing is ever handed over twice.
import { accept } from '../../kernel/outcome.ts';
import type { Instant } from '../../kernel/clock.ts';
import { refuse } from '../reasons.ts';
import type { CellState, Decider, Keys } from '../state.ts';
import { type CallSubject, callKeys, type Doubt, endCalls, oweQuery, type Trouble } from './call.ts';

export interface AwaitAnswer {
  readonly subject: CallSubject;
  readonly id: string;
  readonly during: 'send' | 'query';
  /** Null: the channel has it and works on it. */
  readonly trouble: Trouble | null;
}

/** Refuses what is final already, and what does not exist. */
export const awaitAnswer: Decider<AwaitAnswer, undefined> = {
  needs: ({ subject, id }) => nameOf(subject, id),
  // Tasks are locked last, so that whatever else a batch follows is waited for.
  follow: (_state, { subject, id }) => ({ tasks: callKeys(subject, id) }),
  decide(state, { subject, id, during, trouble }, now) {
    const status = statusOf(state, subject, id);
    if (status === undefined) return refuse('internal', `There is no ${subject} ${id}.`);
    if (status !== 'pending') return refuse('already_final');
    note(state, subject, id, trouble && `${trouble}_${during}`, now);
    // The channel of a payment that its payer makes by himself tells what becomes of it.
    const waitsForPayer = subject === 'payment' && state.payments.get(id)?.entry === 'order' && trouble === null;
    if (waitsForPayer) endCalls(state, subject, id);
    else oweQuery(state, subject, id, now);
    return accept(undefined);
  },
};

const tables = {
  payout: 'payouts',
  payment: 'payments',
  refund: 'refunds',
  authorisation: 'authorisations',
  release: 'releases',
  share: 'shares',
  'share-return': 'shareReturns',
} as const;

function nameOf(subject: CallSubject, id: string): Keys {
  return { [tables[subject]]: [[id]] };
}

function statusOf(state: CellState, subject: CallSubject, id: string): string | undefined {
  return state[tables[subject]].get(id)?.status;
}

/** An answer that could be read says that the channel has it; one that could not leaves a doubt. Payouts and shares keep neither. */
function note(state: CellState, subject: CallSubject, id: string, doubt: Doubt | null, now: Instant): void {
  if (subject === 'payment') {
    const payment = state.payments.get(id);
    if (!payment) return;
    // What is in doubt stays so until the channel decides: it may work on something else than was handed over.
    const after = {
      acceptedAt: doubt === null ? (payment.acceptedAt ?? now) : payment.acceptedAt,
      doubt: doubt ?? payment.doubt,
    };
    const isNews = after.acceptedAt !== payment.acceptedAt || after.doubt !== payment.doubt;
    if (isNews) state.payments.update({ ...payment, ...after });
  }
  if (subject === 'refund') update(state.refunds, id, doubt);
  if (subject === 'authorisation') update(state.authorisations, id, doubt);
  if (subject === 'release') update(state.releases, id, doubt);
}

function update<Row extends { readonly id: string; readonly doubt: Doubt | null }>(
  rows: { get(id: string): Row | undefined; update(row: Row): void },
  id: string,
  doubt: Doubt | null,
): void {
  const row = rows.get(id);
  if (row && row.doubt !== doubt) rows.update({ ...row, doubt });
}
