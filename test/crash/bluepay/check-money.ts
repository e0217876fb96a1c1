// Checks the shop's money: what the bank has of each order against the gateway's rows, everything handed to the bank once, its books
// against the ledger per channel, and the balances against the test's own model of payments, fees, refunds, voids and payouts.
import { digitsOf, earnedMinor, scenarios, spentMinor } from '../book.ts';
import { checkChannels } from '../upay/check-money.ts';
import type { ShopBook } from './book.ts';
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
  checkSentOnce(rows, found);
  checkChannels(rows, found);
  const expected = balancesOf(book, traded);
  checkAccounts(expected, rows, found);
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
  if (row.status !== 'completed' && inMinor > 0n && !isOther) wrong('is not completed, and its money is here');
  if (outMinor > inMinor) wrong('gave back more than came');
  const atBank = new Map(returns.map((back) => [back.id, back]));
  for (const { id, kind, status, amountMinor } of refunds) {
    const bank = atBank.get(id);
    const expected = { pending: 'accepted', completed: 'done', failed: 'refused' }[status];
    if (bank?.status !== expected || bank.amountMinor !== amountMinor)
      wrong(`has the ${kind} ${id}, at the bank ${bank?.status} with ${bank?.amountMinor}`);
  }
  const alive = refunds.filter(({ status }) => status !== 'failed');
  const backMinor = alive.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  if (backMinor > row.amountMinor) wrong('has refunds above its amount');
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
function checkSentOnce({ bankOrders, payments, refunds, payouts }: ShopRows, found: string[]): void {
  const known = new Set([...payments, ...refunds, ...payouts].map(({ id }) => id));
  for (const { id, kind, sent, replays } of bankOrders) {
    if (!known.has(id)) found.push(`the bank has a ${kind} ${id} that is not here`);
    if (sent !== 1 || replays > 0)
      found.push(`the ${kind} ${id} was sent ${sent} times, ${replays} times while the bank had it`);
  }
  const paidOut = bankOrders.filter(({ kind }) => kind === 'payout');
  for (const [destination, rows] of Map.groupBy(paidOut, ({ destination }) => destination))
    if (rows.length > 1)
      found.push(`${destination} got ${rows.length} payouts: ${rows.map(({ id }) => id).join(', ')}`);
}

interface Balances {
  available: bigint;
  held: bigint;
  suspense: bigint;
  fees: bigint;
}

/** Refunds give nothing of the fee back, as is the default; a void gives all of it (bluepay.md 3.12; 7, row 22). */
function balancesOf(book: ShopBook, traded: readonly Traded[]): Balances {
  const sums: Balances = { available: book.fundedMinor, held: 0n, suspense: 0n, fees: 0n };
  for (const { order, row, refunds, payout, inMinor } of traded) {
    if (order.kind === 'payout') addPayout(sums, row.amountMinor, payout?.status);
    else if (row.status !== 'completed') sums.suspense += inMinor;
    else addCollection(sums, inMinor, refunds);
  }
  return sums;
}

function addCollection(sums: Balances, inMinor: bigint, refunds: Traded['refunds']): void {
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

function addPayout(sums: Balances, amountMinor: bigint, atBank: string | undefined): void {
  if (atBank === undefined || atBank === 'refused') return;
  const spent = spentMinor(amountMinor);
  sums.available -= spent;
  if (atBank === 'accepted') sums.held += spent;
  else sums.fees += spent - amountMinor;
}

function checkAccounts(expected: Balances, rows: ShopRows, found: string[]): void {
  const accounts = new Map(rows.accounts.map(({ kind, debits, credits }) => [kind, credits - debits]));
  for (const [kind, balance] of Object.entries(expected)) {
    const booked = accounts.get(kind) ?? 0n;
    if (booked !== balance)
      found.push(`the account ${kind} of the shop has ${booked}; the test's own model says ${balance}`);
  }
}

/** Baht have two decimals. */
function decimals(minor: bigint): string {
  return `${minor / 100n}.${String(minor % 100n).padStart(2, '0')}`;
}
