// Checks the biller's money: what the bank has of each sale against the gateway's rows, everything handed to the bank once, its books
// against the ledger per channel, and the balances against the test's own model of payments, fees and refunds.
import { addPaid, type Balances, checkBalances, fundedWith } from '../balances.ts';
import { arrivingMinor, digitsOf, scenarios } from '../book.ts';
import { checkCredits } from '../check-credits.ts';
import { checkReturns } from '../check-refunds.ts';
import { checkSentOnce } from '../check-sent-once.ts';
import { checkChannels } from '../upay/check-money.ts';
import type { Biller } from './biller.ts';
import type { BillerBook } from './book.ts';
import type { Billed } from './check-accounts.ts';
import { describe, type Sold } from './check-orders.ts';
import type { BillerPaymentRow, BillerRows } from './rows.ts';

/** Everything is compared to the centavo, over all that the biller ever did. */
export async function checkBillerMoney(
  book: BillerBook,
  { sold, billed }: { readonly sold: readonly Sold[]; readonly billed: readonly Billed[] },
  rows: BillerRows,
  biller: Biller,
  found: string[],
): Promise<void> {
  for (const one of sold) checkSale(one, found);
  const known = new Set([...rows.payments, ...rows.refunds].map(({ id }) => id));
  checkSentOnce(rows.bankOrders, known, found);
  for (const { paymentId } of rows.credits)
    if (!known.has(paymentId)) found.push(`the bank has money for ${paymentId}, which is not here`);
  checkChannels(rows, found);
  const payments = [...sold.flatMap((one) => one.payments), ...billed.flatMap((one) => one.payments)];
  const expected = balancesOf(book.fundedMinor, payments, rows);
  checkBalances('the biller', expected, rows.accounts, found);
  const answer = await biller.get('/api/v1/account/checkBalance', {});
  const told = String(answer?.data['balance']);
  if (told !== String(expected.available))
    found.push(`the biller's balance is told as ${told}; the test's own model says ${expected.available}`);
}

function checkSale(one: Sold, found: string[]): void {
  const { sale, payments } = one;
  const wrong = (what: string) => found.push(`${sale.reference} ${what}: ${describe(one)}`);
  if (sale.kind !== 'debit') {
    const booked = one.credits.map(({ amountMinor }) => Number(amountMinor));
    const fails = scenarios.failing.includes(digitsOf(sale.amountMinor));
    const acts = sale.acts.filter(({ outcome }) => outcome === 'paid' && !fails);
    checkCredits(sale.reference, booked, acts, found);
  }
  for (const payment of payments) checkPayment(one, payment, wrong);
}

function checkPayment(
  { sale, refunds, returns, credits }: Sold,
  payment: BillerPaymentRow,
  wrong: (what: string) => void,
) {
  const { id, status, amountMinor } = payment;
  const sums = {
    inMinor: sumOf(credits.filter(({ paymentId }) => paymentId === id).map((row) => row.amountMinor)),
    outMinor: sumOf(returns.filter(({ targetId }) => targetId === id).map((row) => row.movedMinor)),
  };
  const { inMinor, outMinor } = sums;
  const arriving = BigInt(arrivingMinor(Number(amountMinor)));
  if (inMinor !== 0n && inMinor !== arriving) wrong('was paid with another amount');
  if (status === 'completed' && inMinor !== amountMinor) wrong('is completed without its money');
  // What arrives with another amount, and for a way that its payer or biller gave up, waits for an operator.
  const isStray = inMinor !== amountMinor || (sale.kind === 'checkout' && (sale.closeAsked || sale.picks > 1));
  if (status !== 'completed' && inMinor > outMinor && !isStray) wrong('is not completed, and its money is here');
  if (outMinor > inMinor) wrong('gave back more than came');
  const own = refunds.filter(({ paymentId }) => paymentId === id);
  const back = returns.filter(({ targetId }) => targetId === id);
  checkReturns(amountMinor, own, back, wrong);
}

/** What came and completed nothing is in suspense, unless it went back. */
function balancesOf(
  fundedMinor: bigint,
  payments: readonly BillerPaymentRow[],
  { refunds, bankOrders, credits }: BillerRows,
): Balances {
  const sums = fundedWith(fundedMinor);
  const refundsOf = Map.groupBy(refunds, ({ paymentId }) => paymentId);
  const returnsOf = Map.groupBy(bankOrders, ({ targetId }) => targetId);
  const arrived = new Map(credits.map(({ paymentId, amountMinor }) => [paymentId, amountMinor]));
  for (const { id, status } of payments) {
    const inMinor = arrived.get(id) ?? 0n;
    const backMinor = sumOf((returnsOf.get(id) ?? []).map(({ movedMinor }) => movedMinor));
    if (status === 'completed') addPaid(sums, inMinor, refundsOf.get(id) ?? []);
    else sums.suspense += inMinor - backMinor;
  }
  return sums;
}

function sumOf(amounts: readonly bigint[]): bigint {
  return amounts.reduce((sum, amount) => sum + amount, 0n);
}
