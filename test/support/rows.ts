// Rows as tests of rules write them: everything filled in, what matters given.
import type { Channel } from '../../src/core/channel/channel.ts';
import type { Instrument } from '../../src/core/instrument/instrument.ts';
import { type Account, type AccountKind, accountId } from '../../src/core/ledger/ledger.ts';
import type { Merchant } from '../../src/core/merchant/merchant.ts';
import type { Notification } from '../../src/core/notification/notification.ts';
import type { Payment } from '../../src/core/payment/payment.ts';
import type { Payout } from '../../src/core/payout/payout.ts';
import { appId, channelOf, merchantId } from './engine.ts';

/** Noon in Manila. */
export const now = Date.parse('2026-03-02T04:00:00Z');

export const earlier = now - 60_000;

/** 1.5 % of a payment, ten pesos for a payout. */
export const merchantOfTests: Merchant = {
  id: merchantId,
  name: 'Sari Sari',
  city: 'Manila',
  cell: 0,
  status: 'active',
  fees: { payment: { fixedMinor: 0n, basisPoints: 150 }, payout: { fixedMinor: 1000n, basisPoints: 0 } },
  limits: {},
  settlementDays: 0,
};

export const channelsOfTests: readonly Channel[] = [
  channelOf('WEB', 'web', { expirySeconds: 3600 }),
  channelOf('QR', 'qr'),
  channelOf('BANK', 'payout'),
  channelOf('OFF', 'web', { enabled: false }),
];

const owner = { merchantId, appId, referenceScope: appId };
const notifyUrl = 'http://merchant.test/notify';

export function paymentRow(change: Partial<Payment> = {}): Payment {
  const { status = 'pending' } = change;
  return {
    id: 'C1',
    ...owner,
    reference: 'order-1',
    instrumentId: null,
    channel: 'WEB',
    currency: 'PHP',
    amountMinor: 50_000n,
    feeMinor: 0n,
    status,
    failure: status === 'failed' ? 'service_error' : null,
    bankReference: status === 'completed' ? 'bank-0' : null,
    createdAt: earlier,
    finalAt: status === 'pending' ? null : earlier,
    expiresAt: null,
    notifyUrl,
    returnUrl: null,
    details: {},
    ...change,
  };
}

export function instrumentRow(change: Partial<Instrument> = {}): Instrument {
  return {
    id: 'QR1',
    paymentId: null,
    ...owner,
    reference: 'counter-1',
    slot: 'qr',
    generation: 0,
    channel: 'QR',
    currency: 'PHP',
    amountMinor: null,
    status: 'active',
    presentation: 'code',
    createdAt: earlier,
    updatedAt: earlier,
    expiresAt: null,
    notifyUrl,
    details: {},
    ...change,
  };
}

export function payoutRow(change: Partial<Payout> = {}): Payout {
  const { status = 'pending' } = change;
  return {
    id: 'D1',
    ...owner,
    reference: 'payout-1',
    idempotencyKey: 'key-1',
    channel: 'BANK',
    currency: 'PHP',
    amountMinor: 10_000n,
    feeMinor: 1000n,
    status,
    failure: status === 'failed' ? 'service_error' : null,
    bankReference: status === 'completed' ? 'bank-0' : null,
    destination: { method: 'bank', code: 'BDO', accountNo: '001234567890', accountName: 'Juan Dela Cruz' },
    createdAt: earlier,
    finalAt: status === 'pending' ? null : earlier,
    notifyUrl,
    details: {},
    ...change,
  };
}

export function notificationRow(change: Partial<Notification> = {}): Notification {
  return {
    id: 'C1.completed',
    merchantId,
    appId,
    subjectId: 'C1',
    event: 'payment.completed',
    url: notifyUrl,
    body: '{}',
    status: 'pending',
    attempts: 0,
    dueAt: earlier,
    createdAt: earlier,
    deliveredAt: null,
    ...change,
  };
}

export function accountRow(kind: AccountKind, balance: bigint): Account {
  return { id: accountId(merchantId, 'PHP', kind), merchantId, currency: 'PHP', kind, debits: 0n, credits: balance };
}
