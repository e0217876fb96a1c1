// The balances that a merchant must have by the test's own model: of what was paid, its fees, what went back, and payouts.
import { earnedMinor, spentMinor } from './book.ts';
import type { TillRefundRow, TillRows } from './upay/rows.ts';

export interface Balances {
  available: bigint;
  held: bigint;
  suspense: bigint;
  fees: bigint;
}

export function fundedWith(fundedMinor: bigint): Balances {
  return { available: fundedMinor, held: 0n, suspense: 0n, fees: 0n };
}

/** Refunds give nothing of the fee back, as is the default; a reversal gives all of it (bluepay.md 3.12; 7, row 22). */
export function addPaid(sums: Balances, inMinor: bigint, refunds: readonly TillRefundRow[]): void {
  const earned = earnedMinor(inMinor);
  sums.available += earned;
  sums.fees += inMinor - earned;
  for (const { kind, status, amountMinor } of refunds) {
    if (status === 'failed') continue;
    sums.available -= kind === 'reversal' ? earned : amountMinor;
    if (kind === 'reversal') sums.fees -= inMinor - earned;
    if (status === 'pending') sums.held += amountMinor;
  }
}

export function addPayout(sums: Balances, amountMinor: bigint, atBank: string | undefined): void {
  if (atBank === undefined || atBank === 'refused') return;
  const spent = spentMinor(amountMinor);
  sums.available -= spent;
  if (atBank === 'accepted') sums.held += spent;
  else sums.fees += spent - amountMinor;
}

/** `who`: whose they are, for the sentence. */
export function checkBalances(who: string, expected: Balances, accounts: TillRows['accounts'], found: string[]): void {
  const booked = new Map(accounts.map(({ kind, debits, credits }) => [kind, credits - debits]));
  for (const [kind, balance] of Object.entries(expected)) {
    const there = booked.get(kind) ?? 0n;
    if (there !== balance)
      found.push(`the account ${kind} of ${who} has ${there}; the test's own model says ${balance}`);
  }
}
