// Rows as tests of rules write them: everything filled in, what matters given.
import type { Authorisation, Release } from '../../src/core/authorisation/authorisation.ts';
import type { Channel } from '../../src/core/channel/channel.ts';
import type { Checkout } from '../../src/core/checkout/checkout.ts';
import type { IdentityCheck, Person } from '../../src/core/identity/identity-check.ts';
import type { Instrument } from '../../src/core/instrument/instrument.ts';
import { type Account, type AccountKind, accountId } from '../../src/core/ledger/ledger.ts';
import type { Usage } from '../../src/core/limits/daily-usage.ts';
import type { Merchant } from '../../src/core/merchant/merchant.ts';
import type { Notification } from '../../src/core/notification/notification.ts';
import type { Mandate } from '../../src/core/mandate/mandate.ts';
import { type Payment, untouched } from '../../src/core/payment/payment.ts';
import type { Payout } from '../../src/core/payout/payout.ts';
import { type Refund, reversalScope } from '../../src/core/refund/refund.ts';
import type { Settlement } from '../../src/core/settlement/settlement.ts';
import { type Task, taskId, type TaskKind } from '../../src/core/task.ts';
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
  channelOf('WALLET', 'wallet', { expirySeconds: 240 }),
  channelOf('DEBIT', 'wallet', { type: 'direct_debit', expirySeconds: 3600 }),
  channelOf('DEBIT_OFF', 'wallet', { type: 'direct_debit', enabled: false }),
  channelOf('YUAN', 'wallet', { currency: 'CNY', country: 'CN', minAmount: 1n, maxAmount: 9_999_999_999n }),
  channelOf('WALLET_OFF', 'wallet', { enabled: false }),
  channelOf('IDENTITY', 'identity'),
  channelOf('IDENTITY_OFF', 'identity', { enabled: false }),
];

export const owner = { merchantId, appId, referenceScope: appId };
const notifyUrl = 'http://merchant.test/notify';

export function paymentRow(change: Partial<Payment> = {}): Payment {
  const { status = 'pending' } = change;
  return {
    ...untouched,
    id: 'C1',
    ...owner,
    entry: 'page',
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

/** Open for an hour, without a try. */
export function checkoutRow(change: Partial<Checkout> = {}): Checkout {
  const { status = 'open', paymentId = null } = change;
  return {
    id: 'CH1',
    ...owner,
    reference: 'order-1',
    currency: 'PHP',
    amountMinor: 50_000n,
    channels: ['WEB', 'QR'],
    status,
    paymentId,
    tries: paymentId === null ? 0 : 1,
    createdAt: earlier,
    finalAt: status === 'open' ? null : earlier,
    expiresAt: now + 3_600_000,
    notifyUrl,
    returnUrl: 'http://merchant.test/back',
    language: null,
    logoUrl: null,
    details: {},
    ...change,
  };
}

/** The try of `checkoutRow` by web page. */
export function tryRow(change: Partial<Payment> = {}): Payment {
  return paymentRow({ checkoutId: 'CH1', referenceScope: 'C1.try', expiresAt: now + 3_600_000, ...change });
}

/** The code of a try, whose payment is C1. */
export function codeOfTry(change: Partial<Instrument> = {}): Instrument {
  const names = { paymentId: 'C1', referenceScope: 'C1.try', reference: 'order-1' };
  return instrumentRow({ ...names, amountMinor: 50_000n, expiresAt: now + 3_600_000, ...change });
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
    minAmountMinor: null,
    maxAmountMinor: null,
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

/** A refund of all of `paymentRow`; as a reversal one that found the payment completed. */
export function refundRow(change: Partial<Refund> = {}): Refund {
  const { status = 'pending', kind = 'refund', paymentId = 'C1' } = change;
  return {
    id: 'R1',
    paymentId,
    ...owner,
    referenceScope: kind === 'reversal' ? reversalScope(paymentId) : paymentId,
    reference: kind === 'reversal' ? '' : 'refund-1',
    generation: 0,
    kind,
    initiator: 'merchant',
    channel: 'WEB',
    currency: 'PHP',
    amountMinor: 50_000n,
    foundCompleted: true,
    feeMinor: 0n,
    heldFrom: 'available',
    status,
    failure: status === 'failed' ? 'refund_failed' : null,
    doubt: null,
    bankReference: status === 'completed' ? 'bank-r' : null,
    createdAt: earlier,
    finalAt: status === 'pending' ? null : earlier,
    notifyUrl,
    details: {},
    ...change,
  };
}

export function authorisationRow(change: Partial<Authorisation> = {}): Authorisation {
  const { status = 'authorised' } = change;
  return {
    id: 'A1',
    ...owner,
    reference: 'authorisation-1',
    operationReference: 'operation-1',
    channel: 'WALLET',
    currency: 'PHP',
    amountMinor: 50_000n,
    capturedMinor: 0n,
    capturingMinor: 0n,
    releasedMinor: 0n,
    releasingMinor: 0n,
    payerCode: '281234567890123456',
    status,
    failure: status === 'failed' ? 'channel_rejected' : null,
    doubt: null,
    bankReference: status === 'authorised' || status === 'closed' ? 'bank-a' : null,
    receipt: null,
    createdAt: earlier,
    decidedAt: status === 'pending' ? null : earlier,
    details: {},
    ...change,
  };
}

/** Given, and good for ten years. */
export function mandateRow(change: Partial<Mandate> = {}): Mandate {
  const { status = 'active' } = change;
  const isOver = status !== 'requested' && status !== 'active';
  return {
    id: 'TK1',
    ...owner,
    reference: 'request-1',
    userId: 'user-1',
    channel: 'DEBIT',
    currency: 'PHP',
    status,
    cancelledBy: status === 'cancelled' ? 'merchant' : null,
    createdAt: earlier,
    decidedAt: status === 'requested' ? null : earlier,
    endedAt: isOver ? earlier : null,
    expiresAt: now + (status === 'requested' ? 3_600_000 : 315_000_000_000),
    notifyUrl,
    returnUrl: 'http://merchant.test/back',
    details: {},
    ...change,
  };
}

export const personOfTests: Person = {
  fullName: 'Juan Dela Cruz',
  birthDate: '1990-01-01',
  idType: 'PhilSys',
  idNumberMasked: '********1234',
};

export function identityCheckRow(change: Partial<IdentityCheck> = {}): IdentityCheck {
  const { status = 'pending' } = change;
  return {
    id: 'EK1',
    ...owner,
    reference: 'check-1',
    userId: 'user-1',
    channel: 'IDENTITY',
    status,
    failure: status === 'rejected' ? 'channel_rejected' : null,
    person: status === 'passed' ? personOfTests : null,
    createdAt: earlier,
    finalAt: status === 'pending' ? null : earlier,
    expiresAt: now + 3_600_000,
    notifyUrl,
    returnUrl: 'http://merchant.test/back',
    details: {},
    ...change,
  };
}

export function releaseRow(change: Partial<Release> = {}): Release {
  const { status = 'pending' } = change;
  return {
    id: 'L1',
    authorisationId: 'A1',
    ...owner,
    reference: 'release-1',
    channel: 'WALLET',
    currency: 'PHP',
    amountMinor: 10_000n,
    status,
    failure: status === 'failed' ? 'channel_rejected' : null,
    doubt: null,
    bankReference: status === 'completed' ? 'bank-l' : null,
    createdAt: earlier,
    finalAt: status === 'pending' ? null : earlier,
    details: {},
    ...change,
  };
}

/** What the merchant took in on the day of `now`. */
export function usageRow(change: Partial<Usage> = {}): Usage {
  return { id: `${merchantId}:PHP:2026-03-02`, merchantId, currency: 'PHP', amountMinor: 0n, count: 0, ...change };
}

/** The day after `now`. */
export function settlementRow(change: Partial<Settlement> = {}): Settlement {
  return {
    id: `${merchantId}:PHP:2026-03-03`,
    merchantId,
    currency: 'PHP',
    amountMinor: 49_250n,
    status: 'open',
    dueAt: Date.parse('2026-03-02T16:00:00Z'),
    ...change,
  };
}

export function taskRow(kind: TaskKind, subjectId: string, attempt = 0): Task {
  return { id: taskId(kind, subjectId), kind, subjectId, dueAt: earlier, attempt };
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
