// The table of what merchants with a daily limit took in on a day.
import type { Table } from '../table.ts';

export const usages: Table<'usages'> = {
  name: 'usages',
  columns: { id: 'text', merchantId: 'text', currency: 'text', amountMinor: 'int8', count: 'int4' },
  mutable: ['amountMinor', 'count'],
};
