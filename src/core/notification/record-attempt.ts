// Records one try to deliver a notification, and what follows from it: delivered, tried again later, or given up.
import type { Instant } from '../../kernel/clock.ts';
import { accept } from '../../kernel/outcome.ts';
import { refuse } from '../reasons.ts';
import type { Decider } from '../state.ts';
import type { Notification } from './notification.ts';

export interface RecordAttempt {
  readonly notificationId: string;
  /** When the try began. */
  readonly at: Instant;
  readonly status: number | null;
  readonly latencyMs: number;
  readonly answer: string;
  /** Whether the answer is the one that the dialect expects. */
  readonly acknowledged: boolean;
  /** The dialect's waits after the first, second, … failed try, in milliseconds; after the last it is given up. */
  readonly retryDelaysMs: readonly number[];
}

export const recordAttempt: Decider<RecordAttempt, Notification> = {
  needs: ({ notificationId }) => ({ notifications: [[notificationId]] }),
  decide(state, command, now) {
    const before = state.notifications.get(command.notificationId);
    if (!before) return refuse('notification_not_found');
    const attempts = before.attempts + 1;
    const { at, status, latencyMs, answer } = command;
    state.attempts.insert({ id: `${before.id}#${attempts}`, notificationId: before.id, at, status, latencyMs, answer });
    const notification = { ...before, attempts, ...progress(before, attempts, command, now) };
    state.notifications.update(notification);
    return accept(notification);
  },
};

export interface Redeliver {
  readonly notificationId: string;
}

/** An operator's request to send a notification once more, whatever became of it; its bytes stay the same. */
export const redeliver: Decider<Redeliver, Notification> = {
  needs: ({ notificationId }) => ({ notifications: [[notificationId]] }),
  decide(state, { notificationId }, now) {
    const before = state.notifications.get(notificationId);
    if (!before) return refuse('notification_not_found');
    const notification: Notification = { ...before, status: 'pending', dueAt: now };
    state.notifications.update(notification);
    return accept(notification);
  },
};

function progress(before: Notification, attempts: number, command: RecordAttempt, now: Instant): Partial<Notification> {
  // What was delivered once stays so, however a later try ends: one that overlapped, or an operator's.
  if (before.deliveredAt !== null) return { status: 'delivered' };
  if (command.acknowledged) return { status: 'delivered', deliveredAt: now };
  if (before.status === 'superseded') return {};
  const delayMs = command.retryDelaysMs[attempts - 1];
  return delayMs === undefined ? { status: 'given_up' } : { status: 'pending', dueAt: now + delayMs };
}
