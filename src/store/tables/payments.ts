// The table of payments.
import type { Table } from '../table.ts';

export const payments: Table<'payments'> = {
  name: 'payments',
  columns: {
    id: 'text',
    merchantId: 'text',
    appId: 'text',
    referenceScope: 'text',
    reference: 'text',
    instrumentId: 'text',
    channel: 'text',
    currency: 'text',
    amountMinor: 'int8',
    feeMinor: 'int8',
    status: 'text',
    failure: 'text',
    bankReference: 'text',
    createdAt: 'timestamptz',
    finalAt: 'timestamptz',
    expiresAt: 'timestamptz',
    notifyUrl: 'text',
    returnUrl: 'text',
    details: 'jsonb',
  },
  mutable: ['feeMinor', 'status', 'failure', 'bankReference', 'finalAt', 'notifyUrl', 'details'],
  open: "t.status = 'pending'",
};
