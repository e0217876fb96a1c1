// The table of payouts.
import type { Table } from '../table.ts';

export const payouts: Table<'payouts'> = {
  name: 'payouts',
  columns: {
    id: 'text',
    merchantId: 'text',
    appId: 'text',
    referenceScope: 'text',
    reference: 'text',
    idempotencyKey: 'text',
    channel: 'text',
    currency: 'text',
    amountMinor: 'int8',
    feeMinor: 'int8',
    status: 'text',
    failure: 'text',
    bankReference: 'text',
    destination: 'jsonb',
    createdAt: 'timestamptz',
    finalAt: 'timestamptz',
    notifyUrl: 'text',
    details: 'jsonb',
  },
  usual: { status: 'pending', failure: null, bankReference: null, finalAt: null },
  mutable: ['status', 'failure', 'bankReference', 'finalAt'],
  open: "t.status = 'pending'",
};
