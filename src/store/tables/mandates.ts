// The table of mandates.
import type { Table } from '../table.ts';

export const mandates: Table<'mandates'> = {
  name: 'mandates',
  columns: {
    id: 'text',
    merchantId: 'text',
    appId: 'text',
    referenceScope: 'text',
    reference: 'text',
    userId: 'text',
    channel: 'text',
    currency: 'text',
    status: 'text',
    cancelledBy: 'text',
    createdAt: 'timestamptz',
    decidedAt: 'timestamptz',
    endedAt: 'timestamptz',
    expiresAt: 'timestamptz',
    notifyUrl: 'text',
    returnUrl: 'text',
    details: 'jsonb',
  },
  mutable: ['status', 'cancelledBy', 'decidedAt', 'endedAt', 'expiresAt'],
  open: "t.status in ('requested', 'active')",
};
