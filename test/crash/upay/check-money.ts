// Checks the tills' money: what the bank has of each order against the gateway's rows, the bank's books against the ledger per
// channel, and the balances against the test's own model of payments, fees, refunds and reversals.
import { earnedMinor } from '../book.ts';
import { describe, isOtherAmount, type Sold, staysOpen } from './check-orders.ts';
import type { TillRows } from './rows.ts';

/** Everything is compared to the cent, over all that the tills ever did. */
export function checkTillMoney(sold: readonly Sold[], rows: TillRows, found: string[]): void {
  for (const one of sold) checkOne(one, found);
  checkChannels(rows, found);
  checkBalances(sold, rows, found);
}

function checkOne(one: Sold, found: string[]): void {
  const { order, payment, refunds, returns, inMinor, outMinor } = one;
  const wrong = (what: string) => found.push(`${order.clientSn} ${what}: ${describe(one)}`);
  if (payment.status === 'pending' && !staysOpen(one)) wrong('is still open');
  if (payment.status === 'completed' && inMinor !== payment.amountMinor) wrong('is completed without its money');
  if (payment.status === 'closed' && inMinor !== outMinor) wrong('is closed and its money is here');
  if (payment.status === 'failed' && inMinor !== outMinor && !isOtherAmount(one)) wrong('failed and its money is here');
  if (outMinor > inMinor) wrong('gave back more than came');
  const atBank = new Map(returns.map((row) => [row.id, row]));
  let refundedMinor = 0n;
  for (const refund of refunds) {
    const bank = atBank.get(refund.id);
    if (refund.kind === 'refund' && refund.status !== 'failed') refundedMinor += refund.amountMinor;
    const expected = { pending: ['accepted'], completed: ['done', 'stopped'], failed: ['refused'] }[refund.status];
    if (!expected.includes(bank?.status ?? ''))
      wrong(`has the ${refund.kind} ${refund.id}, at the bank ${bank?.status}`);
    if (refund.status === 'pending' && !staysOpen(one)) wrong(`has the open ${refund.kind} ${refund.id}`);
  }
  if (refundedMinor > payment.amountMinor) wrong('has refunds above its amount');
}

/** What the bank has of each channel is what the ledger has. */
export function checkChannels(rows: Pick<TillRows, 'credits' | 'bankOrders' | 'accounts'>, found: string[]): void {
  const bank = new Map<string, { in: bigint; out: bigint }>();
  const sumsOf = (channel: string) => {
    const sums = bank.get(channel) ?? { in: 0n, out: 0n };
    bank.set(channel, sums);
    return sums;
  };
  for (const { channel, amountMinor } of rows.credits) sumsOf(channel).in += amountMinor;
  for (const { kind, channel, movedMinor } of rows.bankOrders)
    if (kind === 'refund' || kind === 'reversal' || kind === 'payout') sumsOf(channel).out += movedMinor;
  const accounts = new Map(rows.accounts.map((account) => [account.kind, account]));
  for (const channel of new Set([...bank.keys(), ...[...accounts.keys()].flatMap(channelOf)])) {
    const sums = sumsOf(channel);
    const { debits, credits } = accounts.get(`channel:${channel}`) ?? { debits: 0n, credits: 0n };
    if (debits !== sums.in || credits !== sums.out)
      found.push(`channel:${channel} has ${debits} in and ${credits} out; the bank has ${sums.in} and ${sums.out}`);
  }
}

function channelOf(kind: string): string[] {
  return kind.startsWith('channel:') ? [kind.slice('channel:'.length)] : [];
}

/** Out of the bank's book alone, but for what is held: that only the gateway knows to be on its way. */
function checkBalances(sold: readonly Sold[], rows: TillRows, found: string[]): void {
  const expected = { available: 0n, held: 0n, suspense: 0n, fees: 0n };
  for (const { payment, refunds, inMinor, outMinor } of sold) {
    if (inMinor === 0n) continue;
    if (payment.status !== 'completed') {
      expected.suspense += inMinor - outMinor;
      continue;
    }
    const heldMinor = refunds
      .filter(({ status }) => status === 'pending')
      .reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
    const feeMinor = inMinor - earnedMinor(inMinor);
    const backMinor = outMinor + heldMinor;
    // What goes back takes its part of the fee along, rounded down over all of it.
    const feeBackMinor = (feeMinor * backMinor) / inMinor;
    expected.available += inMinor - feeMinor - (backMinor - feeBackMinor);
    expected.held += heldMinor;
    expected.fees += feeMinor - feeBackMinor;
  }
  const accounts = new Map(rows.accounts.map(({ kind, debits, credits }) => [kind, credits - debits]));
  for (const [kind, balance] of Object.entries(expected)) {
    const booked = accounts.get(kind) ?? 0n;
    if (booked !== balance)
      found.push(`the account ${kind} of the tills has ${booked}; the test's own model says ${balance}`);
  }
}
