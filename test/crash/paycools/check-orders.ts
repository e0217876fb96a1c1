// Checks the biller's sales: each number is one order that was paid at most once, what the biller was told of it is still true, and a
// checkout that is closed has sold nothing.
import { allowedStatuses, digitsOf } from '../book.ts';
import { checkRefundsTold } from '../check-refunds.ts';
import type { BankOrderRow, TillRefundRow, TillRows } from '../upay/rows.ts';
import { type BillerBook, debitScenarios, isOpen, type Sale } from './book.ts';
import type { BillerPaymentRow, BillerRows, CheckoutRow } from './rows.ts';

/** A sale with all that the gateway and the bank have of it. */
export interface Sold {
  readonly sale: Sale;
  readonly checkout: CheckoutRow | undefined;
  /** Its payment; of a checkout each way in which its payer tried to pay. */
  readonly payments: readonly BillerPaymentRow[];
  readonly refunds: readonly TillRefundRow[];
  /** At the bank: what came in, and what went back. */
  readonly credits: TillRows['credits'];
  readonly returns: readonly BankOrderRow[];
}

const statusWords = { pending: 'PENDING', completed: 'COMPLETE', failed: 'FAILED', closed: 'CLOSED' } as const;

/** Answers the sales that exist. */
export function checkSales(book: BillerBook, rows: BillerRows, found: string[]): Sold[] {
  const alone = rows.payments.filter(({ checkoutId, instrumentId }) => checkoutId === null && instrumentId === null);
  const byNumber = Map.groupBy(alone, ({ reference }) => reference);
  const checkouts = Map.groupBy(rows.checkouts, ({ reference }) => reference);
  const triesOf = Map.groupBy(rows.payments, ({ checkoutId }) => checkoutId);
  const refundsOf = Map.groupBy(rows.refunds, ({ paymentId }) => paymentId);
  const returnsOf = Map.groupBy(rows.bankOrders, ({ targetId }) => targetId);
  const creditsOf = Map.groupBy(rows.credits, ({ paymentId }) => paymentId);
  const known = new Set(book.sales.map(({ reference }) => reference));
  for (const { id, reference } of [...alone, ...rows.checkouts])
    if (!known.has(reference)) found.push(`${id} has the number ${reference}, which the biller did not give`);

  const sold = book.sales.flatMap((sale): Sold[] => {
    const { kind, reference, id, refused } = sale;
    const orders = (kind === 'checkout' ? checkouts : byNumber).get(reference) ?? [];
    const [order] = orders;
    if (orders.length > 1) found.push(`${reference} exists ${orders.length} times`);
    if (order && refused === 'surely') found.push(`${reference} was refused and is ${order.id}`);
    if (!order) {
      if (refused === undefined) found.push(`${reference} (${id}) was accepted and is lost`);
      return [];
    }
    if (id !== undefined && id !== order.id) found.push(`${reference} was answered as ${id} and is ${order.id}`);
    if (order.amountMinor !== BigInt(sale.amountMinor))
      found.push(`${reference} was asked for with ${sale.amountMinor} and is stored with ${order.amountMinor}`);
    const [checkout] = kind === 'checkout' ? (checkouts.get(reference) ?? []) : [];
    const payments = checkout ? (triesOf.get(checkout.id) ?? []) : (byNumber.get(reference) ?? []);
    const together = <Row>(ofPayment: ReadonlyMap<string | null, Row[]>) =>
      payments.flatMap((payment) => ofPayment.get(payment.id) ?? []);
    const [refunds, returns, credits] = [together(refundsOf), together(returnsOf), together(creditsOf)];
    return [{ sale, checkout, payments, refunds, returns, credits }];
  });
  for (const one of sold) {
    const wrong = (what: string) => found.push(`${one.sale.reference} ${what}: ${describe(one)}`);
    checkRefundsTold(one.sale.refunds, one.refunds, wrong);
    checkTold(one, wrong);
    if (one.checkout) checkCheckout(one, one.checkout, wrong);
    else checkPayment(one, wrong);
  }
  return sold;
}

/** Whatever is definite stays so. */
function checkTold(one: Sold, wrong: (what: string) => void): void {
  const { sale } = one;
  const is = statusOf(one);
  for (const told of sale.told) if (told !== is) wrong(`was said to be ${told}`);
  if (sale.closeTold && one.checkout?.status !== 'closed') wrong('was said to be closed');
}

/** What a query must say, out of the rows. */
export function statusOf({ checkout, payments, refunds }: Sold): string {
  const newest = checkout ? payments.find(({ id }) => id === checkout.paymentId) : payments[0];
  if (!checkout) return isTakenBack(refunds) ? 'FAILED' : statusWords[newest?.status ?? 'pending'];
  if (checkout.status === 'closed') return newest?.status === 'failed' ? 'FAILED' : 'CLOSED';
  return checkout.status === 'completed' ? 'COMPLETE' : 'PENDING';
}

/** Whether the gateway took a debit back that its bank did not decide in time. */
export function isTakenBack(refunds: readonly TillRefundRow[]): boolean {
  return refunds.some(({ kind, status }) => kind === 'reversal' && status === 'completed');
}

/** One order is paid once, in the way that its checkout names, and what its biller closed is not paid. */
function checkCheckout(
  { sale, payments, credits }: Sold,
  { status, paymentId, tries }: CheckoutRow,
  wrong: (what: string) => void,
): void {
  const completed = payments.filter((payment) => payment.status === 'completed');
  if (completed.length > 1) wrong('is paid in several ways');
  if ((status === 'completed') !== (completed.length === 1)) wrong('is paid and not completed, or the other way round');
  if (status === 'completed' && completed[0]?.id !== paymentId)
    wrong('names another payment than the one that paid it');
  if (tries !== payments.length || tries > sale.picks) wrong(`has ${tries} tries of ${sale.picks} picks`);
  const waiting = payments.filter((payment) => payment.status === 'pending');
  if (waiting.length > (status === 'open' ? 1 : 0)) wrong('has a payment that waits');
  const whole = credits.some(({ amountMinor }) => amountMinor === BigInt(sale.amountMinor));
  if (status !== 'completed' && whole && !sale.closeAsked && sale.picks < 2)
    wrong('is not completed, and its money is here');
  if (status === 'closed' && !sale.closeAsked && sale.told.has('COMPLETE')) wrong('was closed by nobody');
}

function checkPayment({ sale, payments, refunds }: Sold, wrong: (what: string) => void): void {
  const { kind, amountMinor, acts } = sale;
  const [payment] = payments;
  if (!payment) return;
  const status = statusWords[payment.status];
  const allowed = kind === 'debit' ? debitStatuses(sale) : allowedStatuses({ kind: 'web', amountMinor, acts });
  if (!allowed.includes(status)) wrong(`is ${status}, not ${allowed.join(' or ')}`);
  if (refunds.some((row) => row.kind === 'reversal') && !isOpen(amountMinor)) wrong('was to be taken back');
}

/** What a debit may be once everything is quiet: the bank decides all but what waits for an act. */
function debitStatuses({ amountMinor }: Sale): readonly string[] {
  if (isOpen(amountMinor)) return ['PENDING', 'COMPLETE', 'FAILED', 'CLOSED'];
  const digits = digitsOf(amountMinor);
  return debitScenarios.failing.includes(digits) || digits === debitScenarios.otherAmount ? ['FAILED'] : ['COMPLETE'];
}

export function describe({ sale, checkout, payments, refunds, credits, returns }: Sold): string {
  const made = payments.map(({ id, channel, status }) => `${id} ${channel} ${status}`);
  const asked = refunds.map((row) => `${row.kind} ${row.reference} ${row.amountMinor} ${row.status}`);
  const came = credits.map(({ paymentId, amountMinor }) => `${amountMinor} for ${paymentId}`);
  const went = returns.map((row) => `${row.kind} ${row.movedMinor} ${row.status}`);
  return (
    `${sale.kind} ${checkout ? `${checkout.id} ${checkout.status} ` : ''}of ${sale.amountMinor}, ${JSON.stringify(sale.acts)}, ` +
    `told ${[...sale.told].join(' ')}; payments [${made.join(', ')}], refunds [${asked.join(', ')}]; ` +
    `bank: in [${came.join(', ')}], out [${went.join(', ')}]`
  );
}
