// A notification: a message owed to a merchant, its bytes fixed when the event that caused it was committed.
import type { Instant } from '../../kernel/clock.ts';

/** `given_up`: every retry of the dialect's schedule failed; `superseded`: a newer message tells more. An operator can still send it again. */
export type NotificationStatus = 'pending' | 'delivered' | 'given_up' | 'superseded';

export interface Notification {
  /** What it is about and which event it tells, `C00….completed`: the same event is never owed twice. */
  readonly id: string;
  readonly merchantId: string;
  readonly appId: string;
  readonly subjectId: string;
  readonly event: string;
  readonly url: string;
  readonly body: string;
  readonly status: NotificationStatus;
  /** Tries so far. */
  readonly attempts: number;
  /** When the next try is due, or until when the try under way has the row to itself. */
  readonly dueAt: Instant;
  readonly createdAt: Instant;
  readonly deliveredAt: Instant | null;
}

/** One try to deliver a notification. Rows are only ever added. */
export interface Attempt {
  /** The notification's id and the try's number. */
  readonly id: string;
  readonly notificationId: string;
  readonly at: Instant;
  /** HTTP status; null when no answer came. */
  readonly status: number | null;
  readonly latencyMs: number;
  /** The first bytes of the answer, or what went wrong, as text. */
  readonly answer: string;
}
