// A call: what the gateway asks of a channel, and the tasks that owe it. Everything that a channel decides goes the same
// way: handed over once, then asked for, later and later, until there is a definite answer.
import { dayMs, hourMs, minuteMs, secondMs } from '../../kernel/clock.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { Failure } from '../failure.ts';
import type { CellState } from '../state.ts';
import { type Task, taskId } from '../task.ts';

/**
 * What can be handed to a channel; each is a row with the status `pending` until the channel has decided. A share and its return are
 * handed to another cell of the platform in the same way.
 */
export type CallSubject = 'payout' | 'payment' | 'refund' | 'authorisation' | 'release' | 'share' | 'share-return';

/** A definite answer of the channel. */
export type CallResult =
  | { readonly kind: 'succeeded'; readonly bankReference: string }
  | { readonly kind: 'refused'; readonly failure: Failure };

/** Why nobody knows what became of a call: no answer came, or one that could not be read. */
export type Trouble = 'io' | 'protocol';

/** The latest trouble, and whether it came when the subject was handed over or when it was asked for later. */
export type Doubt = `${Trouble}_${'send' | 'query'}`;

/** Waits before each query of an unknown result; the last one repeats, and what waits so long is shown to operators. */
export const queryDelaysMs = [secondMs, 5 * secondMs, 30 * secondMs, 5 * minuteMs, hourMs, dayMs] as const;

/** The names of the tasks that a subject can have. */
export function callKeys(subject: CallSubject, id: string): string[][] {
  return [[taskId(`send-${subject}`, id)], [taskId(`query-${subject}`, id)]];
}

/** Owes the call that hands the subject over. */
export function oweCall(state: CellState, subject: CallSubject, id: string, now: Instant): void {
  const kind = `send-${subject}` as const;
  state.tasks.insert({ id: taskId(kind, id), kind, subjectId: id, dueAt: now, attempt: 0 });
}

/** The channel has decided: nothing is owed any more. */
export function endCalls(state: CellState, subject: CallSubject, id: string): void {
  for (const [name] of callKeys(subject, id)) if (name && state.tasks.get(name)) state.tasks.remove(name);
}

/** Replaces whatever task the subject has by its next query. */
export function oweQuery(state: CellState, subject: CallSubject, id: string, now: Instant): Task {
  const send = taskId(`send-${subject}`, id);
  if (state.tasks.get(send)) state.tasks.remove(send);
  const kind = `query-${subject}` as const;
  const asked = state.tasks.get(taskId(kind, id));
  const attempt = asked ? asked.attempt + 1 : 0;
  const delayMs = queryDelaysMs[Math.min(attempt, queryDelaysMs.length - 1)] ?? dayMs;
  const task: Task = { id: taskId(kind, id), kind, subjectId: id, dueAt: now + delayMs, attempt };
  if (asked) state.tasks.update(task);
  else state.tasks.insert(task);
  return task;
}
