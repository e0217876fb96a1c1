// What BluePay calls the statuses of payments, payouts, refunds and QR codes, and how it says why money did not move
// (bluepay.md 5.4, 6.4, 6.5).
import type { Failure } from '../../core/failure.ts';
import type { InstrumentStatus } from '../../core/instrument/instrument.ts';
import type { PaymentStatus } from '../../core/payment/payment.ts';
import type { PayoutStatus } from '../../core/payout/payout.ts';
import type { RefundStatus } from '../../core/refund/refund.ts';
import { failureCodes } from '../failure-codes.ts';

export type TransactionStatus = 'PENDING' | 'COMPLETED' | 'FAILED' | 'VOIDED';

/** Neither version has a word for what was closed or ran out of time: it failed (7, row 28). VOIDED is v2's alone (6.4). */
export const transactionStatuses: Readonly<Record<PaymentStatus | PayoutStatus | RefundStatus, TransactionStatus>> = {
  pending: 'PENDING',
  completed: 'COMPLETED',
  failed: 'FAILED',
  closed: 'FAILED',
};

export const qrStatuses: Readonly<Record<InstrumentStatus, string>> = {
  active: 'ACTIVE',
  used: 'INACTIVE',
  expired: 'INACTIVE',
  cancelled: 'CANCELLED',
};

/** An integer everywhere (6.5); both are null where nothing failed, or nothing is known but that it did. */
export function failureFields(failure: Failure | null): {
  readonly failedCode: number | null;
  readonly failedMessage: string | null;
} {
  const code = failure === null ? null : failureCodes[failure];
  return { failedCode: code?.code ?? null, failedMessage: code?.message ?? null };
}
