// Checks the shop's money: what the bank has of each order against the gateway's rows, everything handed to the bank once, its books
// against the ledger per channel, and the balances against the test's own model of payments, fees, refunds, voids and payouts.
import { addPaid, addPayout, type Balances, checkBalances, fundedWith } from '../balances.ts';
import { digitsOf, scenarios } from '../book.ts';
import { checkReturns } from '../check-refunds.ts';
import { checkSentOnce } from '../check-sent-once.ts';
import { checkChannels } from '../upay/check-money.ts';
import type { ShopBook } from './book.ts';
import { sharedMinor } from './check-shares.ts';
import { describe, isVoided, type Traded } from './check-orders.ts';
import type { ShopRows } from './rows.ts';
import type { Shop } from './shop.ts';

/** Everything is compared to the satang, over all that the shop ever did. */
export async function checkShopMoney(
  book: ShopBook,
  traded: readonly Traded[],
  rows: ShopRows,
  shop: Shop,
  found: string[],
): Promise<void> {
  for (const one of traded) {
    if (one.order.kind === 'payout') checkPayout(one, found);
    else checkCollection(one, found);
  }
  checkHandedOver(rows, found);
  checkChannels(rows, found);
  const expected = balancesOf(book, traded);
  expected.available -= sharedMinor(rows);
  checkBalances('the shop', expected, rows.accounts, found);
  const answer = await shop.call('/open-api/account/balance');
  const told = String(answer?.data['balance']);
  const available = decimals(expected.available);
  if (told !== available) found.push(`the shop's balance is told as ${told}; the test's own model says ${available}`);
}

function checkCollection(one: Traded, found: string[]): void {
  const { order, row, refunds, returns, inMinor, outMinor } = one;
  const wrong = (what: string) => found.push(`${order.mchOrderId} ${what}: ${describe(one)}`);
  const isOther = digitsOf(order.amountMinor) === scenarios.otherAmount;
  const [act] = order.acts;
  if (inMinor > 0n && act?.outcome !== 'paid') wrong('was paid by nobody');
  if (inMinor > 0n && inMinor !== row.amountMinor - (isOther ? 100n : 0n)) wrong('was paid with another amount');
  if (row.status === 'completed' && inMinor !== row.amountMinor) wrong('is completed without its money');
  if (row.status !== 'completed' && inMinor > 0n && !isOther && !order.cancelAsked)
    wrong('is not completed, and its money is here');
  if (outMinor > inMinor) wrong('gave back more than came');
  checkReturns(row.amountMinor, refunds, returns, wrong);
  const alive = refunds.filter(({ status }) => status !== 'failed');
  if (isVoided(one) && (alive.length > 1 || outMinor !== inMinor))
    wrong('is voided, and its payer has not all of it once');
}

function checkPayout(one: Traded, found: string[]): void {
  const { order, row, payout } = one;
  if (!payout) return void found.push(`the payout ${order.mchOrderId} never reached the bank: ${describe(one)}`);
  const expected = { pending: 'accepted', completed: 'done', failed: 'refused' }[row.status as 'pending'];
  if (payout.status !== expected || payout.amountMinor !== row.amountMinor || payout.channel !== row.channel)
    found.push(`the payout ${order.mchOrderId} is ${payout.status} at the bank by ${payout.channel}: ${describe(one)}`);
}

/** The bank gets each refund, void and payout once, and nobody's account two payouts. */
function checkHandedOver({ bankOrders, payments, refunds, payouts }: ShopRows, found: string[]): void {
  const known = new Set([...payments, ...refunds, ...payouts].map(({ id }) => id));
  checkSentOnce(bankOrders, known, found);
  const paidOut = bankOrders.filter(({ kind }) => kind === 'payout');
  for (const [destination, rows] of Map.groupBy(paidOut, ({ destination }) => destination))
    if (rows.length > 1)
      found.push(`${destination} got ${rows.length} payouts: ${rows.map(({ id }) => id).join(', ')}`);
}

function balancesOf(book: ShopBook, traded: readonly Traded[]): Balances {
  const sums = fundedWith(book.fundedMinor);
  for (const { order, row, refunds, payout, inMinor } of traded) {
    if (order.kind === 'payout') addPayout(sums, row.amountMinor, payout?.status);
    else if (row.status !== 'completed') sums.suspense += inMinor;
    else addPaid(sums, inMinor, refunds);
  }
  return sums;
}

/** Baht have two decimals. */
function decimals(minor: bigint): string {
  return `${minor / 100n}.${String(minor % 100n).padStart(2, '0')}`;
}
