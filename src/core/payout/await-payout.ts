// Notes that a payout was handed to its bank and has no definite answer yet: the bank is asked again, later and later,
// always under the same reference, and never paid twice.
import { dayMs, hourMs, minuteMs, secondMs } from '../../kernel/clock.ts';
import { accept } from '../../kernel/outcome.ts';
import { refuse } from '../reasons.ts';
import type { Decider } from '../state.ts';
import { type Task, taskId } from '../task.ts';

/** Waits before each query of an unknown result; the last one repeats, and such payouts are shown to operators. */
export const queryDelaysMs = [secondMs, 5 * secondMs, 30 * secondMs, 5 * minuteMs, hourMs, dayMs] as const;

export interface AwaitPayout {
  readonly payoutId: string;
}

/** Replaces whatever task the payout has by its next query. Refuses a payout that is final or unknown. */
export const awaitPayout: Decider<AwaitPayout, Task> = {
  needs: ({ payoutId }) => ({
    payouts: [[payoutId]],
    tasks: [[taskId('send-payout', payoutId)], [taskId('query-payout', payoutId)]],
  }),
  decide(state, { payoutId }, now) {
    const payout = state.payouts.get(payoutId);
    if (!payout) return refuse('payout_not_found');
    if (payout.status !== 'pending') return refuse('already_final');
    if (state.tasks.get(taskId('send-payout', payoutId))) state.tasks.remove(taskId('send-payout', payoutId));
    const asked = state.tasks.get(taskId('query-payout', payoutId));
    const attempt = asked ? asked.attempt + 1 : 0;
    const delayMs = queryDelaysMs[Math.min(attempt, queryDelaysMs.length - 1)] ?? dayMs;
    const task: Task = {
      id: taskId('query-payout', payoutId),
      kind: 'query-payout',
      subjectId: payoutId,
      dueAt: now + delayMs,
      attempt,
    };
    if (asked) state.tasks.update(task);
    else state.tasks.insert(task);
    return accept(task);
  },
};
