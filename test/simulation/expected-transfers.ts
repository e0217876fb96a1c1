// The books as they must be: every transfer follows from a payment, refund, payout, share, settlement, deposit or stray credit.
import type { Account } from '../../src/core/ledger/ledger.ts';
import type { Merchant } from '../../src/core/merchant/merchant.ts';
import type { Payment } from '../../src/core/payment/payment.ts';
import type { Payout } from '../../src/core/payout/payout.ts';
import type { Refund } from '../../src/core/refund/refund.ts';
import type { Rows } from './rows.ts';

/** What is known outside the gateway: who paid in what, and what was deposited. */
export interface Outside {
  readonly merchants: readonly Pick<Merchant, 'id' | 'settlementDays' | 'fees' | 'limits'>[];
  readonly credits: readonly {
    readonly merchantId: string;
    readonly channel: string;
    readonly command: { readonly paymentId: string; readonly bankReference: string; readonly amountMinor: bigint };
  }[];
  readonly fundings: ReadonlyMap<string, { readonly merchantId: string; readonly amountMinor: bigint }>;
}

/** By id, as `debit > credit: amount`. Credits and deposits are expected only where the gateway has booked them. */
export function expectedTransfers(rows: Rows, outside: Outside): Map<string, string> {
  const expected = new Map<string, string>();
  const booked = new Set(rows.transfers.map(({ id }) => id));
  const expect = (
    id: string,
    merchantId: string,
    debit: Account['kind'],
    credit: Account['kind'],
    amountMinor: bigint,
  ) => {
    const sides = `${merchantId}:PHP:${debit} > ${merchantId}:PHP:${credit}`;
    if (amountMinor !== 0n) expected.set(id, `${sides}: ${amountMinor}`);
  };
  const ofPayment = ({ id, merchantId, channel, amountMinor, feeMinor }: Payment) => {
    const earned = daysOf(outside, merchantId) === 0 ? 'available' : 'pending';
    expect(`${id}/payment`, merchantId, `channel:${channel}`, earned, amountMinor);
    expect(`${id}/payment_fee`, merchantId, earned, 'fees', feeMinor);
  };
  const ofPayout = ({ id, merchantId, channel, amountMinor, feeMinor, status }: Payout) => {
    expect(`${id}/payout_hold`, merchantId, 'available', 'held', amountMinor);
    expect(`${id}/payout_fee_hold`, merchantId, 'available', 'held', feeMinor);
    if (status === 'completed') {
      expect(`${id}/payout`, merchantId, 'held', `channel:${channel}`, amountMinor);
      expect(`${id}/payout_fee`, merchantId, 'held', 'fees', feeMinor);
    }
    if (status === 'failed') {
      expect(`${id}/payout_release`, merchantId, 'held', 'available', amountMinor);
      expect(`${id}/payout_fee_release`, merchantId, 'held', 'available', feeMinor);
    }
  };
  const ofRefund = (refund: Refund) => {
    const { id, merchantId, channel, amountMinor, feeMinor, heldFrom, status, bankReference } = refund;
    // Nothing was held: it stopped the payment, or gave back what had come for one that was final otherwise.
    if (heldFrom === null) {
      const stray = outside.credits.find(({ command }) => command.paymentId === refund.paymentId);
      if (bankReference !== null)
        expect(`${id}/refund`, merchantId, 'suspense', `channel:${channel}`, stray?.command.amountMinor ?? 0n);
      return;
    }
    expect(`${id}/refund_hold`, merchantId, heldFrom, 'held', amountMinor - feeMinor);
    expect(`${id}/refund_fee_hold`, merchantId, 'fees', 'held', feeMinor);
    if (status === 'completed') expect(`${id}/refund`, merchantId, 'held', `channel:${channel}`, amountMinor);
    if (status === 'failed') {
      expect(`${id}/refund_release`, merchantId, 'held', releasedTo(rows, refund), amountMinor - feeMinor);
      expect(`${id}/refund_fee_release`, merchantId, 'held', 'fees', feeMinor);
    }
  };
  for (const refund of rows.refunds) ofRefund(refund);
  for (const payment of rows.payments) if (payment.status === 'completed') ofPayment(payment);
  for (const payout of rows.payouts) ofPayout(payout);
  for (const { id, merchantId, amountMinor, status } of rows.shares) {
    expect(`${id}/share_hold`, merchantId, 'available', 'held', amountMinor);
    if (status === 'completed') expect(`${id}/share`, merchantId, 'held', 'transit', amountMinor);
    if (status === 'failed') expect(`${id}/share_release`, merchantId, 'held', 'available', amountMinor);
  }
  for (const { id, merchantId, amountMinor, direction, problem } of rows.legs) {
    if (problem !== null) continue;
    if (direction === 'in') expect(`${id}/share_received`, merchantId, 'transit', 'available', amountMinor);
    else expect(`${id}/share_given_back`, merchantId, 'available', 'transit', amountMinor);
  }
  for (const { id, merchantId, amountMinor, status } of rows.shareReturns)
    if (status === 'completed') expect(`${id}/share_return`, merchantId, 'transit', 'available', amountMinor);
  for (const { id, merchantId, amountMinor, status } of rows.settlements)
    if (status === 'settled') expect(`${id}/settlement`, merchantId, 'pending', 'available', amountMinor);
  for (const [id, { merchantId, amountMinor }] of outside.fundings)
    if (booked.has(`${id}/funding`)) expect(`${id}/funding`, merchantId, 'funding', 'available', amountMinor);
  for (const { merchantId, channel, command } of outside.credits) {
    const id = `${channel}.${command.bankReference}/suspense`;
    if (booked.has(id)) expect(id, merchantId, `channel:${channel}`, 'suspense', command.amountMinor);
  }
  return expected;
}

/** Where the merchant's part of a refused refund went: back to its day, or to what is available once that was settled. */
export function releasedTo(rows: Rows, { id, heldFrom }: Refund): 'available' | 'pending' {
  const release = rows.transfers.find((transfer) => transfer.id === `${id}/refund_release`);
  return heldFrom === 'pending' && release?.creditAccount.endsWith(':pending') ? 'pending' : 'available';
}

/** What the platform may take of a payment or payout, in minor units. */
export function expectedFee(outside: Outside, merchantId: string, kind: 'payment' | 'payout', amountMinor: bigint) {
  const fee = outside.merchants.find(({ id }) => id === merchantId)?.fees[kind];
  const asked = fee ? fee.fixedMinor + (amountMinor * BigInt(fee.basisPoints) + 5000n) / 10_000n : 0n;
  return kind === 'payment' && asked > amountMinor ? amountMinor : asked;
}

export function daysOf(outside: Outside, merchantId: string): number {
  return outside.merchants.find(({ id }) => id === merchantId)?.settlementDays ?? 0;
}
