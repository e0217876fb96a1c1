// The table of instruments.
import type { Table } from '../table.ts';

export const instruments: Table<'instruments'> = {
  name: 'instruments',
  columns: {
    id: 'text',
    paymentId: 'text',
    merchantId: 'text',
    appId: 'text',
    referenceScope: 'text',
    reference: 'text',
    slot: 'text',
    generation: 'int4',
    channel: 'text',
    currency: 'text',
    amountMinor: 'int8',
    minAmountMinor: 'int8',
    maxAmountMinor: 'int8',
    status: 'text',
    presentation: 'text',
    createdAt: 'timestamptz',
    updatedAt: 'timestamptz',
    expiresAt: 'timestamptz',
    notifyUrl: 'text',
    details: 'jsonb',
  },
  mutable: ['status', 'updatedAt', 'notifyUrl', 'details'],
  open: "t.status = 'active'",
};
