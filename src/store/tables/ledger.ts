// The tables of the ledger: accounts with their balances, and the transfers that made them.
import type { Table } from '../table.ts';

export const accounts: Table<'accounts'> = {
  name: 'accounts',
  columns: { id: 'text', merchantId: 'text', currency: 'text', kind: 'text', debits: 'int8', credits: 'int8' },
  mutable: ['debits', 'credits'],
};

export const transfers: Table<'transfers'> = {
  name: 'transfers',
  columns: {
    id: 'text',
    merchantId: 'text',
    debitAccount: 'text',
    creditAccount: 'text',
    amountMinor: 'int8',
    currency: 'text',
    code: 'text',
    causeId: 'text',
    at: 'timestamptz',
  },
  mutable: [],
};

export const settlements: Table<'settlements'> = {
  name: 'settlements',
  columns: {
    id: 'text',
    merchantId: 'text',
    currency: 'text',
    amountMinor: 'int8',
    status: 'text',
    dueAt: 'timestamptz',
  },
  mutable: ['amountMinor', 'status'],
  open: "t.status = 'open'",
};
