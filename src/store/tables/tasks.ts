// The table of work owed after a commit.
import type { Table } from '../table.ts';

export const tasks: Table<'tasks'> = {
  name: 'tasks',
  columns: { id: 'text', kind: 'text', subjectId: 'text', dueAt: 'timestamptz', attempt: 'int4' },
  mutable: ['dueAt', 'attempt'],
};
