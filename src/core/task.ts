// A task: work owed after a commit. It is written with the state change that owes it, and removed with the one that
// answers it, so a crash between the two makes it run again, never lose it.
import type { Instant } from '../kernel/clock.ts';
import type { CallSubject } from './call/call.ts';

/** Something is handed to its channel, or its channel is asked what became of it. */
export type TaskKind = `${'send' | 'query'}-${CallSubject}`;

export interface Task {
  /** Kind and subject, `send-payout:D00…`: the same work is never owed twice at a time. */
  readonly id: string;
  readonly kind: TaskKind;
  readonly subjectId: string;
  /** When it is due, or until when the process that runs it has it to itself. */
  readonly dueAt: Instant;
  /** How often it has been rescheduled. */
  readonly attempt: number;
}

/** What is to be done, and with what. */
export function partsOf({ kind }: Pick<Task, 'kind'>): { act: 'send' | 'query'; subject: CallSubject } {
  const act = kind.startsWith('send-') ? 'send' : 'query';
  return { act, subject: kind.slice(act.length + 1) as CallSubject };
}

export function taskId(kind: TaskKind, subjectId: string): string {
  return `${kind}:${subjectId}`;
}
