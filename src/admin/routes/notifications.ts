// Notifications: what merchants were told of something, every try, and once more by hand.
import Type from 'typebox';
import type { Attempt, Notification } from '../../core/notification/notification.ts';
import type { CellStore } from '../../engine/store.ts';
import { cellOfId } from '../../kernel/id.ts';
import { accept, refuse } from '../../kernel/outcome.ts';
import { findSubjects } from '../find-subjects.ts';
import { refuseAbsent } from '../refusals.ts';
import { type AdminDeps, type Route, route } from '../route.ts';
import { closed, Id, Time } from '../schemas.ts';
import { writeTime } from '../wire.ts';

/** Any text that PostgreSQL can take. */
const Reference = Type.String({ minLength: 1, maxLength: 256, pattern: '^[^\\u0000]+$' });
const NotificationId = Type.String({ pattern: '^[A-Za-z0-9_.:-]{1,100}$' });

const Tried = Type.Object({
  at: Time,
  status: Type.Union([Type.Integer(), Type.Null()]),
  latencyMs: Type.Number(),
  answer: Type.String(),
});
const Notified = Type.Object({
  id: Type.String(),
  subjectId: Type.String(),
  event: Type.String(),
  url: Type.String(),
  body: Type.String(),
  status: Type.Enum(['pending', 'delivered', 'given_up', 'superseded']),
  attempts: Type.Array(Tried),
  dueAt: Time,
});

export function notificationRoutes(deps: AdminDeps): readonly Route[] {
  const { engine, directory } = deps;
  return [
    route({
      method: 'GET',
      path: '/notifications',
      summary:
        "Lists what was told of a payment and its refunds, a payout, checkout, mandate, instrument, authorisation or share, named by its id, or by the merchant's reference and the app.",
      query: Type.Object({ reference: Reference, appId: Type.Optional(Id) }, closed),
      answer: Type.Array(Notified),
      refusals: { 400: 'The reference is missing.', 404: 'There is no such app.' },
      async act({ query: { reference, appId } }) {
        const app = appId === undefined ? undefined : await directory.findApp(appId);
        if (appId !== undefined && !app) return refuseAbsent('app', appId);
        const { cell, subjectIds } = await findSubjects(deps, reference, app);
        const store = engine.store(cell);
        const listed: object[] = [];
        for (const subjectId of subjectIds) listed.push(...(await notificationsOf(store, subjectId)));
        return accept(listed);
      },
    }),
    route({
      method: 'POST',
      path: '/notifications/{id}/redeliver',
      summary: 'Sends a notification once more, the same bytes, whatever became of it.',
      params: Type.Object({ id: NotificationId }, closed),
      body: Type.Object({}, closed),
      answer: Notified,
      refusals: { 404: 'There is no such notification.' },
      async act({ params: { id }, who }) {
        const cell = cellOfId(id) ?? 0;
        const known = cell < engine.cells && (await engine.find(cell, 'notifications', id));
        if (!known) return refuseAbsent('notification', id);
        await directory.audit({ who, action: 'notification.redeliver', object: id });
        const sent = await engine.execute(cell, 'redeliver', { notificationId: id });
        if (!sent.ok) return refuse('unavailable', 'The notification could not be queued now. Try again in a moment.');
        return accept(writeNotification(sent.value, await engine.store(cell).listAttempts(id)));
      },
    }),
  ];
}

async function notificationsOf(store: CellStore, subjectId: string): Promise<object[]> {
  const notifications = await store.listNotifications(subjectId);
  const written = notifications.map(async (notification) =>
    writeNotification(notification, await store.listAttempts(notification.id)),
  );
  return Promise.all(written);
}

function writeNotification(notification: Notification, attempts: readonly Attempt[]): object {
  const { id, subjectId, event, url, body, status, dueAt } = notification;
  const tries = attempts.map(({ at, status, latencyMs, answer }) => ({ at: writeTime(at), status, latencyMs, answer }));
  return { id, subjectId, event, url, body, status, attempts: tries, dueAt: writeTime(dueAt) };
}
