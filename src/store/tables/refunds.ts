// The table of refunds and reversals.
import type { Table } from '../table.ts';

export const refunds: Table<'refunds'> = {
  name: 'refunds',
  columns: {
    id: 'text',
    paymentId: 'text',
    merchantId: 'text',
    appId: 'text',
    referenceScope: 'text',
    reference: 'text',
    generation: 'int4',
    kind: 'text',
    initiator: 'text',
    foundCompleted: 'bool',
    channel: 'text',
    currency: 'text',
    amountMinor: 'int8',
    feeMinor: 'int8',
    heldFrom: 'text',
    status: 'text',
    failure: 'text',
    doubt: 'text',
    bankReference: 'text',
    createdAt: 'timestamptz',
    finalAt: 'timestamptz',
    notifyUrl: 'text',
    details: 'jsonb',
  },
  mutable: ['feeMinor', 'heldFrom', 'status', 'failure', 'doubt', 'bankReference', 'finalAt'],
  open: "t.status = 'pending'",
};
