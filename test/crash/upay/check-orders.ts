// Checks the tills' orders: each number is one order that charged its payer at most once, what tills were told is still true, and a
// query says what the bank's book says.
import { checkSentOnce } from '../check-sent-once.ts';
import { openDigits, type TillBook, type TillOrder, tillScenarios } from './book.ts';
import type { BankOrderRow, TillPaymentRow, TillRefundRow, TillRows } from './rows.ts';
import type { Till } from './till.ts';

/** An order with all that the gateway and the bank have of it. */
export interface Sold {
  readonly order: TillOrder;
  readonly payment: TillPaymentRow;
  readonly refunds: readonly TillRefundRow[];
  /** At the bank: how it was asked to charge, and to give back. */
  readonly charge: BankOrderRow | undefined;
  readonly returns: readonly BankOrderRow[];
  readonly inMinor: bigint;
  readonly outMinor: bigint;
}

/** Answers the orders that exist. */
export function checkTillRows(book: TillBook, rows: TillRows, found: string[]): Sold[] {
  const byNumber = Map.groupBy(rows.payments, ({ reference }) => reference);
  const known = new Set(book.orders.map(({ clientSn }) => clientSn));
  for (const { id, reference } of rows.payments)
    if (!known.has(reference)) found.push(`${id} has the number ${reference}, which no till gave`);
  const refundsOf = Map.groupBy(rows.refunds, ({ paymentId }) => paymentId);
  const returnsOf = Map.groupBy(rows.bankOrders, ({ targetId }) => targetId);
  const charges = new Map(rows.bankOrders.map((row) => [row.id, row]));
  const credits = Map.groupBy(rows.credits, ({ paymentId }) => paymentId);

  const sold = book.orders.flatMap((order): Sold[] => {
    const { clientSn, sn, amountMinor, answered, told } = order;
    const [payment, ...others] = byNumber.get(clientSn) ?? [];
    if (others.length > 0) found.push(`${clientSn} exists ${others.length + 1} times`);
    if (!payment) {
      if (sn !== undefined || (answered && !told.has('absent')))
        found.push(`${clientSn} (${sn}) was accepted and is lost`);
      return [];
    }
    if (told.has('absent')) found.push(`${clientSn} was said not to exist and is ${payment.id}`);
    if (sn !== undefined && sn !== payment.id) found.push(`${clientSn} was answered as ${sn} and is ${payment.id}`);
    if (payment.amountMinor !== BigInt(amountMinor))
      found.push(`${clientSn} was asked for with ${amountMinor} and is stored with ${payment.amountMinor}`);
    const paid = credits.get(payment.id) ?? [];
    if (paid.length > 1) found.push(`${clientSn} was charged ${paid.length} times`);
    const returns = returnsOf.get(payment.id) ?? [];
    return [
      {
        order,
        payment,
        refunds: refundsOf.get(payment.id) ?? [],
        charge: charges.get(payment.id),
        returns,
        inMinor: paid.reduce((sum, credit) => sum + credit.amountMinor, 0n),
        outMinor: returns.reduce((sum, row) => sum + row.movedMinor, 0n),
      },
    ];
  });
  for (const one of sold) checkTold(one, found);
  checkCharged(rows, found);
  return sold;
}

/** Whatever is definite stays so. */
function checkTold({ order, payment, refunds, inMinor, outMinor }: Sold, found: string[]): void {
  const { clientSn, told, cancelAsked } = order;
  const is = `${payment.id} is ${payment.status}, the bank has ${inMinor} in and ${outMinor} out`;
  if (told.has('paid') && (payment.status !== 'completed' || inMinor !== payment.amountMinor))
    found.push(`${clientSn} was said to be paid: ${is}`);
  if (told.has('paid') && told.has('failed')) found.push(`${clientSn} was said to be paid, and to have failed: ${is}`);
  if ((told.has('failed') || told.has('canceled')) && inMinor !== outMinor)
    found.push(`${clientSn} was said to be over, and money stayed: ${is}`);
  if (told.has('canceled') && !cancelAsked) found.push(`${clientSn} was said to be cancelled, which nobody asked for`);
  for (const { number, amountMinor, told: said } of order.refunds) {
    const done = refunds.filter(
      ({ kind, reference, status }) => kind === 'refund' && reference === number && status === 'completed',
    );
    if (done.length > 1) found.push(`the refund ${number} of ${clientSn} was made ${done.length} times`);
    if (said === 'done' && done[0]?.amountMinor !== BigInt(amountMinor))
      found.push(`the refund ${number} of ${clientSn} was said to be made: ${is}`);
    if (said === 'refused' && done.length > 0)
      found.push(`the refund ${number} of ${clientSn} was said to be refused: ${is}`);
  }
  const numbers = new Set(order.refunds.map(({ number }) => number));
  for (const { kind, reference, id } of refunds)
    if (kind === 'refund' && !numbers.has(reference))
      found.push(`${clientSn} has a refund ${id} that nobody asked for`);
}

/** The bank gets each order once, under one name: even a payer's code that it charges, no other order shows. */
function checkCharged({ bankOrders, payments, refunds }: TillRows, found: string[]): void {
  const known = new Set([...payments, ...refunds].map(({ id }) => id));
  checkSentOnce(bankOrders, known, found);
  for (const [code, rows] of Map.groupBy(bankOrders, ({ payerCode }) => payerCode))
    if (code !== null && rows.length > 1)
      found.push(`the code ${code} was to be charged by ${rows.map(({ id }) => id).join(', ')}`);
}

/** Asks for each order as a till would, when everything is quiet. */
export async function checkTillAnswers(sold: readonly Sold[], till: Till, found: string[]): Promise<void> {
  const waiting = [...sold];
  const ask = async () => {
    for (let one = waiting.pop(); one; one = waiting.pop()) {
      const answer = await till.call('query', { client_sn: one.order.clientSn });
      const state = answer ? `${answer.data['order_status']} ${answer.data['net_amount']}` : 'nothing';
      const expected = statesOf(one);
      if (!expected.includes(state))
        found.push(`${one.order.clientSn} is answered as ${state}, not as ${expected.join(' or ')}: ${describe(one)}`);
    }
  };
  await Promise.all(Array.from({ length: 8 }, ask));
}

/** What a query may say, out of the bank's book alone: who paid, what went back, and by which way. */
function statesOf({ order, payment, charge, returns, inMinor, outMinor }: Sold): readonly string[] {
  const amount = BigInt(order.amountMinor);
  const open = returns.find(({ status }) => status === 'accepted');
  if (open?.kind === 'refund')
    return ['REFUND_INPROGRESS', 'REFUND_ERROR'].map((state) => `${state} ${amount - outMinor}`);
  const over = [...(order.cancelAsked ? ['CANCELED 0'] : []), 'PAY_CANCELED 0'];
  const undecided = [...(order.cancelAsked ? ['CANCEL_INPROGRESS', 'CANCEL_ERROR'] : []), 'PAY_ERROR', 'CREATED'];
  if (open || (charge?.status === 'accepted' && payment.status === 'pending'))
    return undecided.map((state) => `${state} ${amount}`);
  if (inMinor === 0n) return [...over, `PAY_CANCELED ${amount}`];
  if (returns.some(({ kind, status }) => kind === 'reversal' && status === 'done')) return over;
  // Another amount came than was asked for: an operator must say what becomes of it.
  if (inMinor !== amount) return [`INVALID_STATUS_CODE ${amount}`];
  if (outMinor === 0n) return [`PAID ${amount}`];
  return [outMinor < inMinor ? `PARTIAL_REFUNDED ${inMinor - outMinor}` : 'REFUNDED 0'];
}

/** Whether somebody's act is what it waits for. */
export function staysOpen({ order, returns }: Sold): boolean {
  const digits = order.amountMinor % 10_000;
  const refund = returns.find(({ kind, status }) => kind === 'refund' && status === 'accepted');
  return (openDigits.orders as readonly number[]).includes(digits) || refund !== undefined;
}

/** Amounts of which another one arrives. */
export function isOtherAmount({ order }: Sold): boolean {
  return order.amountMinor % 10_000 === tillScenarios.otherAmount;
}

export function describe({ order, payment, refunds, returns, inMinor, outMinor }: Sold): string {
  const asked = refunds.map((row) => `${row.kind} ${row.reference} ${row.amountMinor} ${row.status}`);
  const made = returns.map((row) => `${row.kind} ${row.movedMinor} ${row.status}`);
  return (
    `${payment.id} ${payment.status} of ${order.amountMinor}, told ${[...order.told].join(' ')}; refunds [${asked.join(', ')}]; ` +
    `bank: ${inMinor} in, ${outMinor} out, [${made.join(', ')}]`
  );
}
