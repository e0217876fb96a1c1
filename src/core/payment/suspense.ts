// Money that came in and belongs to no open payment: late, of another amount, or a second time. It waits under the bank's own
// name for it, until its channel gives it back or an operator finds out whose it is.
import type { Instant } from '../../kernel/clock.ts';
import { accountKeys, post, type Transfer, transferId } from '../ledger/ledger.ts';
import type { CellState, Keys } from '../state.ts';
import type { Payment } from './payment.ts';

/** The rows that say whether this credit is in suspense, and that change when it gets there or leaves. */
export function suspenseKeys({ merchantId, currency, channel }: Payment, bankReference: string): Keys {
  return {
    accounts: accountKeys(merchantId, currency, ['suspense', `channel:${channel}`]),
    transfers: [[transferId(causeOf(channel, bankReference), 'suspense')]],
  };
}

/** The transfer by which this credit got into suspense, if it did; it stays when the money leaves. */
export function findSuspense(state: CellState, { channel }: Payment, bankReference: string): Transfer | undefined {
  return state.transfers.get(transferId(causeOf(channel, bankReference), 'suspense'));
}

export function bookSuspense(
  state: CellState,
  { merchantId, currency, channel }: Payment,
  { bankReference, amountMinor }: { readonly bankReference: string; readonly amountMinor: bigint },
  now: Instant,
): void {
  const causeId = causeOf(channel, bankReference);
  const sides = { debit: `channel:${channel}`, credit: 'suspense' } as const;
  post(state, { merchantId, currency, ...sides, amountMinor, code: 'suspense', causeId }, now);
}

/** Banks name their credits each in its own way, so the channel is part of the name. */
function causeOf(channel: string, bankReference: string): string {
  return `${channel}.${bankReference}`;
}
