// The tables of profit sharing: receivers, shares, their returns, and what receivers' cells decided about both.
import type { Table } from '../table.ts';

export const receivers: Table<'receivers'> = {
  name: 'receivers',
  columns: {
    id: 'text',
    merchantId: 'text',
    account: 'text',
    name: 'text',
    relation: 'text',
    status: 'text',
    createdAt: 'timestamptz',
    details: 'jsonb',
  },
  mutable: ['name', 'relation', 'status', 'details'],
};

export const shares: Table<'shares'> = {
  name: 'shares',
  columns: {
    id: 'text',
    splitId: 'text',
    paymentId: 'text',
    merchantId: 'text',
    appId: 'text',
    referenceScope: 'text',
    reference: 'text',
    position: 'int4',
    receiverId: 'text',
    account: 'text',
    currency: 'text',
    amountMinor: 'int8',
    returnedMinor: 'int8',
    returningMinor: 'int8',
    status: 'text',
    problem: 'text',
    createdAt: 'timestamptz',
    finalAt: 'timestamptz',
    details: 'jsonb',
  },
  mutable: ['returnedMinor', 'returningMinor', 'status', 'problem', 'finalAt'],
  // What became final stays so; what was paid may still be given back.
  open: `(t.status = 'pending' or (t.status, t.problem, t.final_at) is not distinct from (v.status, v.problem, v.final_at))`,
};

export const shareReturns: Table<'shareReturns'> = {
  name: 'shareReturns',
  columns: {
    id: 'text',
    shareId: 'text',
    merchantId: 'text',
    appId: 'text',
    referenceScope: 'text',
    reference: 'text',
    currency: 'text',
    amountMinor: 'int8',
    status: 'text',
    problem: 'text',
    createdAt: 'timestamptz',
    finalAt: 'timestamptz',
    details: 'jsonb',
  },
  mutable: ['status', 'problem', 'finalAt'],
  open: "t.status = 'pending'",
};

export const legs: Table<'legs'> = {
  name: 'legs',
  columns: {
    id: 'text',
    merchantId: 'text',
    currency: 'text',
    amountMinor: 'int8',
    direction: 'text',
    problem: 'text',
    at: 'timestamptz',
  },
  mutable: [],
};
