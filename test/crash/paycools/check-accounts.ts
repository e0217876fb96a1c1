// Checks the numbers under which customers pay: those that were answered are there, each payment under them is one that somebody made
// within what the biller allows, and what came after they were closed is nobody's sale.
import { checkCredits } from '../check-credits.ts';
import type { Bill, BillerBook } from './book.ts';
import type { BillerPaymentRow, BillerRows, PayerAccountRow } from './rows.ts';

/** A bill with all that the gateway and the bank have of it. */
export interface Billed {
  readonly bill: Bill;
  readonly accounts: readonly PayerAccountRow[];
  readonly payments: readonly BillerPaymentRow[];
}

export function checkBills(book: BillerBook, rows: BillerRows, found: string[]): Billed[] {
  const accountsOf = Map.groupBy(rows.payerAccounts, ({ reference }) => reference);
  const paymentsOf = Map.groupBy(rows.payments, ({ instrumentId }) => instrumentId);
  const creditsOf = new Map(rows.credits.map(({ paymentId, amountMinor }) => [paymentId, amountMinor]));
  const known = new Set(book.bills.map(({ reference }) => reference));
  for (const { id, reference } of rows.payerAccounts)
    if (!known.has(reference)) found.push(`${id} has the number ${reference}, which the biller did not give`);

  return book.bills.map((bill) => {
    const { reference, acts } = bill;
    const accounts = accountsOf.get(reference) ?? [];
    checkNumbers(bill, accounts, found);
    const payments = accounts.flatMap((account) => {
      const { id, number } = account;
      const paid = paymentsOf.get(id) ?? [];
      for (const payment of paid) checkPayment(bill, account, payment, creditsOf.get(payment.id), found);
      const booked = paid.flatMap((payment) => creditsOf.get(payment.id) ?? []).map(Number);
      const made = acts.filter((act) => act.number === number);
      checkCredits(`${number} of ${reference}`, booked, made, found);
      return paid;
    });
    return { bill, accounts, payments };
  });
}

/** A batch has all of its numbers once it was answered, each once, and the same for ever. */
function checkNumbers(bill: Bill, accounts: readonly PayerAccountRow[], found: string[]): void {
  const { reference, channels, numbers, cancelAsked, cancelTold } = bill;
  const byChannel = Map.groupBy(accounts, ({ channel }) => channel);
  for (const channel of new Set([...channels, ...numbers.keys()])) {
    const [account, ...others] = byChannel.get(channel) ?? [];
    if (others.length > 0) found.push(`${reference} has ${others.length + 1} numbers at ${channel}`);
    if (!account) found.push(`${reference} was to have a number at ${channel} (${numbers.get(channel)}), and has none`);
    else if (account.number !== numbers.get(channel))
      found.push(`${reference} at ${channel} was answered as ${numbers.get(channel)} and is ${account.number}`);
  }
  for (const { channel, number, status } of accounts) {
    if (!numbers.has(channel)) found.push(`${reference} has ${number} at ${channel}, which nobody asked for`);
    if (cancelTold && status !== 'cancelled')
      found.push(`${number} of ${reference} was said to be closed and is ${status}`);
    if (!cancelAsked && status !== 'active') found.push(`${number} of ${reference} is ${status}, and nobody closed it`);
  }
}

function checkPayment(
  { reference, minMinor, maxMinor, cancelAsked }: Bill,
  { number, channel }: PayerAccountRow,
  payment: BillerPaymentRow,
  inMinor: bigint | undefined,
  found: string[],
): void {
  const { id, status, amountMinor } = payment;
  const is = `${id} under ${number} of ${reference} is ${status} with ${amountMinor}`;
  if (payment.reference !== reference || payment.channel !== channel) found.push(`${is}: it is not of its number`);
  if (inMinor !== amountMinor) found.push(`${is}, and the bank has ${inMinor ?? 'nothing'}`);
  const isWanted = amountMinor >= BigInt(minMinor) && amountMinor <= BigInt(maxMinor);
  const allowed = [...(isWanted ? ['completed'] : []), ...(cancelAsked || !isWanted ? ['closed'] : [])];
  if (!allowed.includes(status)) found.push(`${is}, not ${allowed.join(' or ')} (${minMinor} to ${maxMinor})`);
}
