// The table of checkouts.
import type { Table } from '../table.ts';

export const checkouts: Table<'checkouts'> = {
  name: 'checkouts',
  columns: {
    id: 'text',
    merchantId: 'text',
    appId: 'text',
    referenceScope: 'text',
    reference: 'text',
    currency: 'text',
    amountMinor: 'int8',
    channels: 'jsonb',
    status: 'text',
    paymentId: 'text',
    tries: 'int4',
    createdAt: 'timestamptz',
    finalAt: 'timestamptz',
    expiresAt: 'timestamptz',
    notifyUrl: 'text',
    returnUrl: 'text',
    language: 'text',
    logoUrl: 'text',
    details: 'jsonb',
  },
  mutable: ['status', 'paymentId', 'tries', 'finalAt'],
  open: "t.status = 'open'",
};
