// Rows of splits as tests of rules write them: a receiver, his share of a payment, what he gives back of it.
import type { Leg } from '../../src/core/split/leg.ts';
import { type Receiver, receiverId, type Share, type ShareReturn } from '../../src/core/split/split.ts';
import { merchantId } from './engine.ts';
import { earlier, owner } from './rows.ts';

/** With whom the merchant of tests shares; another cell's merchant. */
export const receivingMerchantId = 'M010000000000000000000009';

export function receiverRow(change: Partial<Receiver> = {}): Receiver {
  const { account = receivingMerchantId } = change;
  return {
    id: receiverId(merchantId, account),
    merchantId,
    account,
    name: 'Supplier',
    relation: 'SUPPLIER',
    status: 'active',
    createdAt: earlier,
    details: {},
    ...change,
  };
}

/** 200.00 of `paymentRow` for `receiverRow`. */
export function shareRow(change: Partial<Share> = {}): Share {
  const { status = 'pending', account = receivingMerchantId } = change;
  return {
    id: 'SH1',
    splitId: 'S1',
    paymentId: 'C1',
    ...owner,
    reference: 'split-1',
    position: 0,
    receiverId: receiverId(merchantId, account),
    account,
    currency: 'PHP',
    amountMinor: 20_000n,
    returnedMinor: 0n,
    returningMinor: 0n,
    status,
    problem: status === 'failed' ? 'account_abnormal' : null,
    createdAt: earlier,
    finalAt: status === 'pending' ? null : earlier,
    details: {},
    ...change,
  };
}

/** Half of `shareRow`. */
export function shareReturnRow(change: Partial<ShareReturn> = {}): ShareReturn {
  const { status = 'pending' } = change;
  return {
    id: 'SR1',
    shareId: 'SH1',
    ...owner,
    reference: 'return-1',
    currency: 'PHP',
    amountMinor: 10_000n,
    status,
    problem: status === 'failed' ? 'balance_insufficient' : null,
    createdAt: earlier,
    finalAt: status === 'pending' ? null : earlier,
    details: {},
    ...change,
  };
}

/** What `shareRow`'s receiver's cell decided of it. */
export function legRow(change: Partial<Leg> = {}): Leg {
  return {
    id: 'SH1',
    merchantId: receivingMerchantId,
    currency: 'PHP',
    amountMinor: 20_000n,
    direction: 'in',
    problem: null,
    at: earlier,
    ...change,
  };
}
