// The double-entry ledger of a merchant. One row a transfer: it debits one account and credits another by the same
// amount, so an unbalanced booking cannot be written. Every flow and its transfers: docs/ledger.md.
import type { Instant } from '../../kernel/clock.ts';
import type { CellState } from '../state.ts';

/**
 * `available`, `pending` and `held` belong to the merchant and never fall below zero; `suspense` holds money that came
 * in and belongs to no open payment; `fees` is what the platform earned; `transit` is what is between two merchants; `channel:<code>`
 * and `funding` are the other side, the bank's view of what came in and went out.
 */
export type AccountKind =
  | 'available'
  | 'pending'
  | 'held'
  | 'suspense'
  | 'fees'
  | 'transit'
  | 'funding'
  | `channel:${string}`;

export interface Account {
  readonly id: string;
  readonly merchantId: string;
  readonly currency: string;
  readonly kind: AccountKind;
  /** Sums of all transfers, in minor units. They only ever grow. */
  readonly debits: bigint;
  readonly credits: bigint;
}

export type TransferCode =
  | 'payment'
  | 'payment_fee'
  | 'settlement'
  | 'suspense'
  | 'funding'
  | 'payout_hold'
  | 'payout_fee_hold'
  | 'payout'
  | 'payout_fee'
  | 'payout_release'
  | 'payout_fee_release'
  | 'refund_hold'
  | 'refund_fee_hold'
  | 'refund'
  | 'refund_release'
  | 'refund_fee_release'
  | 'share_hold'
  | 'share'
  | 'share_release'
  | 'share_received'
  | 'share_given_back'
  | 'share_return';

export interface Transfer {
  /** What caused it and what it books, `C00…/payment_fee`: the same booking cannot be written twice. */
  readonly id: string;
  readonly merchantId: string;
  readonly debitAccount: string;
  readonly creditAccount: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly code: TransferCode;
  /** The id of the payment, payout, refund, settlement or bank credit that caused it. */
  readonly causeId: string;
  readonly at: Instant;
}

export interface Booking {
  readonly merchantId: string;
  readonly currency: string;
  readonly debit: AccountKind;
  readonly credit: AccountKind;
  readonly amountMinor: bigint;
  readonly code: TransferCode;
  readonly causeId: string;
}

export function accountId(merchantId: string, currency: string, kind: AccountKind): string {
  return `${merchantId}:${currency}:${kind}`;
}

export function transferId(causeId: string, code: TransferCode): string {
  return `${causeId}/${code}`;
}

/** What is in an account of the merchant, in minor units; an account without a row is empty. */
export function balanceOf(state: CellState, merchantId: string, currency: string, kind: AccountKind): bigint {
  const account = state.accounts.get(accountId(merchantId, currency, kind));
  return account ? account.credits - account.debits : 0n;
}

/** Books one transfer and both balances. A booking of nothing is no booking: fees of zero leave no trace. */
export function post(state: CellState, booking: Booking, at: Instant): void {
  const { merchantId, currency, amountMinor, code, causeId } = booking;
  if (amountMinor === 0n) return;
  if (amountMinor < 0n) throw new Error(`A transfer of ${amountMinor} was about to be booked for ${causeId}.`);
  move(state, booking, booking.debit, 'debits');
  move(state, booking, booking.credit, 'credits');
  state.transfers.insert({
    id: transferId(causeId, code),
    merchantId,
    debitAccount: accountId(merchantId, currency, booking.debit),
    creditAccount: accountId(merchantId, currency, booking.credit),
    amountMinor,
    currency,
    code,
    causeId,
    at,
  });
}

/** The names under which a decider asks for accounts of one merchant. */
export function accountKeys(merchantId: string, currency: string, kinds: readonly AccountKind[]): string[][] {
  return kinds.map((kind) => [accountId(merchantId, currency, kind)]);
}

function move(state: CellState, booking: Booking, kind: AccountKind, side: 'debits' | 'credits'): void {
  const { merchantId, currency, amountMinor } = booking;
  const id = accountId(merchantId, currency, kind);
  const account = state.accounts.get(id);
  if (account) return state.accounts.update({ ...account, [side]: account[side] + amountMinor });
  const empty: Account = { id, merchantId, currency, kind, debits: 0n, credits: 0n };
  state.accounts.insert({ ...empty, [side]: amountMinor });
}
