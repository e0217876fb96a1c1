// Guards what follows from a try to deliver: delivered, tried again later, or given up.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Notification, NotificationStatus } from './notification.ts';
import { recordAttempt, redeliver } from './record-attempt.ts';
import { decide, valueOf } from '../../../test/support/decide.ts';
import { earlier, notificationRow, now } from '../../../test/support/rows.ts';

const retryDelaysMs = [1000, 5000]; // so that the third failed try is the last

type AttemptCase = [
  before: NotificationStatus,
  attempts: number,
  acknowledged: boolean,
  after: NotificationStatus,
  dueAt: number,
];

const attemptCases: AttemptCase[] = [
  ['pending', 0, true, 'delivered', earlier],
  ['pending', 2, true, 'delivered', earlier],
  ['pending', 0, false, 'pending', now + 1000],
  ['pending', 1, false, 'pending', now + 5000],
  ['pending', 2, false, 'given_up', earlier],
  ['pending', 9, false, 'given_up', earlier],
  ['given_up', 3, false, 'given_up', earlier],
  ['superseded', 0, false, 'superseded', earlier],
  ['superseded', 0, true, 'delivered', earlier],
  ['given_up', 3, true, 'delivered', earlier],
  ['delivered', 1, false, 'delivered', earlier],
];

test('a try is recorded, and moves its notification to where its answer leads', () => {
  for (const [status, attempts, acknowledged, after, dueAt] of attemptCases) {
    const before = notificationRow({ status, attempts, deliveredAt: status === 'delivered' ? earlier : null });
    const command = { notificationId: before.id, at: now - 20, status: 200, latencyMs: 20, answer: 'ok' };
    const result = decide(recordAttempt, { ...command, acknowledged, retryDelaysMs }, { notifications: [before] });
    const title = `${status} ${attempts} ${acknowledged}`;
    const deliveredAt = acknowledged ? now : before.deliveredAt;
    const expected: Notification = { ...before, status: after, attempts: attempts + 1, dueAt, deliveredAt };
    assert.deepEqual(valueOf(result), expected, title);
    assert.deepEqual(result.changes.attempts?.inserted, [{ id: `${before.id}#${attempts + 1}`, ...command }], title);
  }
});

test('without retries the first failed try is the last', () => {
  const before = notificationRow();
  const result = decide(
    recordAttempt,
    {
      notificationId: before.id,
      at: now,
      status: null,
      latencyMs: 5,
      answer: '',
      acknowledged: false,
      retryDelaysMs: [],
    },
    { notifications: [before] },
  );
  assert.equal(valueOf(result).status, 'given_up');
});

test('a redelivery is due at once, whatever became of the notification, with the same bytes', () => {
  for (const status of ['pending', 'delivered', 'given_up'] as const) {
    const before = notificationRow({ status, attempts: 3 });
    const result = decide(redeliver, { notificationId: before.id }, { notifications: [before] });
    assert.deepEqual(valueOf(result), { ...before, status: 'pending', dueAt: now });
    assert.equal(result.changes.attempts, undefined);
  }
});

test('what does not exist is neither recorded nor sent again', () => {
  const attempt = { at: now, status: 200, latencyMs: 1, answer: '', acknowledged: true, retryDelaysMs };
  assert.equal(decide(recordAttempt, { notificationId: 'C2.failed', ...attempt }).answer, 'notification_not_found');
  assert.equal(decide(redeliver, { notificationId: 'C2.failed' }).answer, 'notification_not_found');
});
