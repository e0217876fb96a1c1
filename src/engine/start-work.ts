// What a batch owes and is due at once belongs to this process until a lease ends; if it dies, another takes it then.
import type { Notification } from '../core/notification/notification.ts';
import type { Task } from '../core/task.ts';
import type { Instant } from '../kernel/clock.ts';
import type { Changes } from './store.ts';

export interface Started {
  /** The changes to save, with the leases written into the rows. */
  readonly changes: Changes;
  readonly tasks: readonly Task[];
  readonly notifications: readonly Notification[];
}

export function startWork(changes: Changes, now: Instant, leaseMs: number): Started {
  const tasks: Task[] = [];
  const notifications: Notification[] = [];
  const lease = <Row extends { dueAt: Instant }>(
    rows: readonly Row[],
    started: Row[],
    isDue: (row: Row) => boolean,
  ): Row[] =>
    rows.map((row) => {
      if (!isDue(row)) return row;
      const leased = { ...row, dueAt: now + leaseMs };
      started.push(leased);
      return leased;
    });
  const leased = {
    ...changes,
    ...(changes.tasks && {
      tasks: { ...changes.tasks, inserted: lease(changes.tasks.inserted, tasks, (task) => task.dueAt <= now) },
    }),
    ...(changes.notifications && {
      notifications: {
        ...changes.notifications,
        inserted: lease(changes.notifications.inserted, notifications, (row) => row.dueAt <= now),
        updated: lease(
          changes.notifications.updated,
          notifications,
          (row) => row.status === 'pending' && row.dueAt <= now,
        ),
      },
    }),
  };
  return { changes: leased, tasks, notifications };
}
