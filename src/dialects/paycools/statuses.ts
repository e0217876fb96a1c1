// What PayCools calls the statuses of payments, payouts and QR codes (paycools.md 5.6, 6.4).
import type { InstrumentStatus } from '../../core/instrument/instrument.ts';
import type { PaymentStatus } from '../../core/payment/payment.ts';
import type { PayoutStatus } from '../../core/payout/payout.ts';

export const transactionStatuses: Readonly<Record<PaymentStatus | PayoutStatus, string>> = {
  pending: 'PENDING',
  completed: 'COMPLETE',
  failed: 'FAILED',
  closed: 'CLOSED',
};

/** A code that its merchant cancelled says so in every query; the cancelling answer says INACTIVE (paycools.md 7, row 20). */
export const qrcodeStatuses: Readonly<Record<InstrumentStatus, string>> = {
  active: 'ACTIVE',
  used: 'INACTIVE',
  expired: 'INACTIVE',
  cancelled: 'CANCEL',
};
