// The table of identity checks.
import type { Table } from '../table.ts';

export const identityChecks: Table<'identityChecks'> = {
  name: 'identityChecks',
  columns: {
    id: 'text',
    merchantId: 'text',
    appId: 'text',
    referenceScope: 'text',
    reference: 'text',
    userId: 'text',
    channel: 'text',
    status: 'text',
    failure: 'text',
    person: 'jsonb',
    createdAt: 'timestamptz',
    finalAt: 'timestamptz',
    expiresAt: 'timestamptz',
    notifyUrl: 'text',
    returnUrl: 'text',
    details: 'jsonb',
  },
  mutable: ['status', 'failure', 'person', 'finalAt'],
  open: "t.status = 'pending'",
};
