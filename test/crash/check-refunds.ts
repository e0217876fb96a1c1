// Checks what goes back of a payment: what its merchant was told of each refund is still true, and the bank says the same of all.
import type { BankOrderRow, TillRefundRow } from './upay/rows.ts';

/** A refund as its merchant asked for it, with a number of its own. */
export interface AskedRefund {
  readonly number: string;
  readonly amountMinor: number;
  /** Undefined: it was not answered. */
  readonly accepted: boolean | undefined;
  readonly told: 'COMPLETE' | 'FAILED' | undefined;
}

export const refundWords = { pending: 'PENDING', completed: 'COMPLETE', failed: 'FAILED' } as const;

/** `wrong` hears a clause about the payment. */
export function checkRefundsTold(
  asked: readonly AskedRefund[],
  rows: readonly TillRefundRow[],
  wrong: (what: string) => void,
): void {
  const refunds = rows.filter(({ kind }) => kind === 'refund');
  for (const { number, amountMinor, accepted, told } of asked) {
    const made = refunds.filter(({ reference }) => reference === number);
    const [row] = made;
    if (made.length > 1) wrong(`has the refund ${number} ${made.length} times`);
    if (accepted === false && row) wrong(`has the refund ${number}, which was refused`);
    if (accepted === true && row?.amountMinor !== BigInt(amountMinor))
      wrong(`has not the refund ${number}, which was taken`);
    if (told !== undefined && row && refundWords[row.status] !== told)
      wrong(`was told that the refund ${number} is ${told}`);
  }
  const numbers = new Set(asked.map(({ number }) => number));
  for (const { reference, id } of refunds)
    if (!numbers.has(reference)) wrong(`has a refund ${id} that nobody asked for`);
}

/** Of each refund and reversal the bank has what the gateway has of it, and together they never exceed what was paid. */
export function checkReturns(
  amountMinor: bigint,
  refunds: readonly TillRefundRow[],
  returns: readonly BankOrderRow[],
  wrong: (what: string) => void,
): void {
  const atBank = new Map(returns.map((back) => [back.id, back]));
  const expected = { pending: ['accepted'], completed: ['done', 'stopped'], failed: ['refused'] };
  for (const { id, kind, status, amountMinor: asked } of refunds) {
    const bank = atBank.get(id);
    if (!expected[status].includes(bank?.status ?? '') || bank?.amountMinor !== asked)
      wrong(`has the ${kind} ${id}, at the bank ${bank?.status} with ${bank?.amountMinor}`);
  }
  const alive = refunds.filter(({ status }) => status !== 'failed');
  const backMinor = alive.reduce((sum, refund) => sum + refund.amountMinor, 0n);
  if (backMinor > amountMinor) wrong('has refunds above its amount');
}
