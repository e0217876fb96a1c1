// Guards that only a message which was not sent is taken back, and an operator can still send it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accept } from '../../kernel/outcome.ts';
import type { Decider } from '../state.ts';
import type { NotificationStatus } from './notification.ts';
import { redeliver } from './record-attempt.ts';
import { supersede, supersededKeys } from './supersede.ts';
import { decide, valueOf } from '../../../test/support/decide.ts';
import { notificationRow, now } from '../../../test/support/rows.ts';

const supersedeAlone: Decider<object, undefined> = {
  needs: () => supersededKeys('C1'),
  decide(state) {
    supersede(state, 'C1');
    return accept(undefined);
  },
};

const cases: [before: NotificationStatus, after: NotificationStatus][] = [
  ['pending', 'superseded'],
  ['delivered', 'delivered'],
  ['given_up', 'given_up'],
  ['superseded', 'superseded'],
];

test('a message about a state that has passed is not sent any more', () => {
  for (const [before, after] of cases) {
    const message = notificationRow({ id: 'C1.reversing', status: before });
    const other = notificationRow({ id: 'C1.completed' });
    const { changes } = decide(supersedeAlone, {}, { notifications: [message, other] });
    assert.deepEqual(
      changes.notifications?.updated ?? [],
      before === after ? [] : [{ ...message, status: after }],
      before,
    );
  }
  assert.deepEqual(decide(supersedeAlone, {}).changes, {});
});

test('an operator can send it all the same', () => {
  const message = notificationRow({ id: 'C1.reversing', status: 'superseded' });
  const sent = valueOf(decide(redeliver, { notificationId: message.id }, { notifications: [message] }));
  assert.deepEqual([sent.status, sent.dueAt], ['pending', now]);
});
