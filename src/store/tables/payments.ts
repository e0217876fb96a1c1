// The table of payments.
import { untouched } from '../../core/payment/payment.ts';
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
    checkoutId: 'text',
    authorisationId: 'text',
    entry: 'text',
    payerCode: 'text',
    channel: 'text',
    currency: 'text',
    amountMinor: 'int8',
    feeMinor: 'int8',
    refundedMinor: 'int8',
    refundingMinor: 'int8',
    feeReturnedMinor: 'int8',
    splitMinor: 'int8',
    splitEnded: 'bool',
    lastRefundId: 'text',
    status: 'text',
    failure: 'text',
    acceptedAt: 'timestamptz',
    doubt: 'text',
    bankReference: 'text',
    receipt: 'jsonb',
    settlementId: 'text',
    createdAt: 'timestamptz',
    finalAt: 'timestamptz',
    expiresAt: 'timestamptz',
    notifyUrl: 'text',
    returnUrl: 'text',
    details: 'jsonb',
  },
  usual: { ...untouched, instrumentId: null },
  mutable: [
    'feeMinor',
    'refundedMinor',
    'refundingMinor',
    'feeReturnedMinor',
    'splitMinor',
    'splitEnded',
    'lastRefundId',
    'status',
    'failure',
    'acceptedAt',
    'doubt',
    'bankReference',
    'receipt',
    'settlementId',
    'finalAt',
    'expiresAt',
    'notifyUrl',
    'details',
  ],
  open: `(t.status = 'pending' or (${finalColumns('t')}) is not distinct from (${finalColumns('v')}))`,
};

/** What became final stays so; money may still go back, or on to others. */
function finalColumns(row: 't' | 'v'): string {
  const columns = ['status', 'failure', 'bank_reference', 'fee_minor', 'final_at', 'expires_at', 'settlement_id'];
  return [...columns, 'receipt', 'details', 'notify_url'].map((column) => `${row}.${column}`).join(', ');
}
