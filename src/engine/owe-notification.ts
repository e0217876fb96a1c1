// Turns what a rule announced into a message owed to the merchant, its bytes fixed from here on.
import type { Event } from '../core/event.ts';
import { subjectOf } from '../core/event.ts';
import type { CellState } from '../core/state.ts';
import type { Instant } from '../kernel/clock.ts';
import type { Dialect } from './dialect.ts';

/** Owes the message of an event, where the app's dialect has one and an address is known. */
export function oweNotification(dialects: readonly Dialect[], state: CellState, event: Event, now: Instant): void {
  const subject = subjectOf(event);
  const app = state.app(subject.appId);
  const dialect = dialects.find((candidate) => candidate.names.includes(app.dialect));
  const message = dialect?.describe(event, app);
  if (!message?.url) return;
  state.notifications.insert({
    id: `${subject.id}.${event.kind.slice(event.kind.indexOf('.') + 1)}`,
    merchantId: subject.merchantId,
    appId: subject.appId,
    subjectId: subject.id,
    event: event.kind,
    url: message.url,
    body: message.body,
    status: 'pending',
    attempts: 0,
    dueAt: now + (message.delayMs ?? 0),
    createdAt: now,
    deliveredAt: null,
  });
}
