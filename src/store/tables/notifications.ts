// The tables of notifications and of the tries to deliver them.
import type { Table } from '../table.ts';

export const notifications: Table<'notifications'> = {
  name: 'notifications',
  columns: {
    id: 'text',
    merchantId: 'text',
    appId: 'text',
    subjectId: 'text',
    event: 'text',
    url: 'text',
    body: 'text',
    status: 'text',
    attempts: 'int4',
    dueAt: 'timestamptz',
    createdAt: 'timestamptz',
    deliveredAt: 'timestamptz',
  },
  usual: { status: 'pending', attempts: 0, deliveredAt: null },
  mutable: ['status', 'attempts', 'dueAt', 'deliveredAt'],
};

export const attempts: Table<'attempts'> = {
  name: 'attempts',
  columns: { id: 'text', notificationId: 'text', at: 'timestamptz', status: 'int4', latencyMs: 'int4', answer: 'text' },
  mutable: [],
};
