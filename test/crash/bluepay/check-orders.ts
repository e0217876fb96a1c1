// Checks the shop's orders: each number is one collection or payout, what the shop was told is still true, and a query says what the
// rows and the bank's book say.
import { allowedStatuses } from '../book.ts';
import { checkRefundsTold } from '../check-refunds.ts';
import type { BankOrderRow, TillPaymentRow, TillRefundRow } from '../upay/rows.ts';
import type { ShopBook, ShopOrder } from './book.ts';
import type { ShopPayoutRow, ShopRows } from './rows.ts';
import { queryPaths } from './requests.ts';
import type { Shop } from './shop.ts';

/** An order with all that the gateway and the bank have of it. */
export interface Traded {
  readonly order: ShopOrder;
  readonly row: TillPaymentRow | ShopPayoutRow;
  readonly refunds: readonly TillRefundRow[];
  /** At the bank: what went back, by refund and by void. */
  readonly returns: readonly BankOrderRow[];
  /** At the bank: the payout. */
  readonly payout: BankOrderRow | undefined;
  readonly inMinor: bigint;
  readonly outMinor: bigint;
}

const statusWords = { pending: 'PENDING', completed: 'COMPLETE', failed: 'FAILED', closed: 'CLOSED' } as const;

/** Answers the orders that exist. */
export function checkShopRows(book: ShopBook, rows: ShopRows, found: string[]): Traded[] {
  const byNumber = Map.groupBy([...rows.payments, ...rows.payouts], ({ reference }) => reference);
  const known = new Set(book.orders.map(({ mchOrderId }) => mchOrderId));
  for (const [reference, [row]] of byNumber)
    if (!known.has(reference)) found.push(`${row?.id} has the number ${reference}, which the shop did not give`);
  const refundsOf = Map.groupBy(rows.refunds, ({ paymentId }) => paymentId);
  const returnsOf = Map.groupBy(rows.bankOrders, ({ targetId }) => targetId);
  const bankOrders = new Map(rows.bankOrders.map((row) => [row.id, row]));
  const credits = Map.groupBy(rows.credits, ({ paymentId }) => paymentId);

  const traded = book.orders.flatMap((order): Traded[] => {
    const { mchOrderId, id, amountMinor } = order;
    const [row, ...others] = byNumber.get(mchOrderId) ?? [];
    if (!row) {
      if (id !== undefined) found.push(`${mchOrderId} (${id}) was accepted and is lost`);
      return [];
    }
    if (others.length > 0) found.push(`${mchOrderId} exists ${others.length + 1} times`);
    if (id !== row.id) found.push(`${mchOrderId} was answered as ${id} and is ${row.id}`);
    if (row.amountMinor !== BigInt(amountMinor))
      found.push(`${mchOrderId} was asked for with ${amountMinor} and is stored with ${row.amountMinor}`);
    const paid = credits.get(row.id) ?? [];
    if (paid.length > 1) found.push(`${mchOrderId} was paid ${paid.length} times`);
    const returns = returnsOf.get(row.id) ?? [];
    const inMinor = paid.reduce((sum, credit) => sum + credit.amountMinor, 0n);
    const outMinor = returns.reduce((sum, { movedMinor }) => sum + movedMinor, 0n);
    const payout = order.kind === 'payout' ? bankOrders.get(row.id) : undefined;
    return [{ order, row, refunds: refundsOf.get(row.id) ?? [], returns, payout, inMinor, outMinor }];
  });
  for (const one of traded) {
    checkTold(one, found);
    checkBack(one, found);
  }
  return traded;
}

/** Whatever is definite stays so. */
function checkTold(one: Traded, found: string[]): void {
  const { order, row } = one;
  const { told, voided } = order;
  const wrong = (what: string) => found.push(`${order.mchOrderId} ${what}: ${describe(one)}`);
  const status = statusWords[row.status];
  const kind = order.kind === 'payout' ? 'payout' : 'web';
  const allowed = [...allowedStatuses({ ...order, kind }), ...(order.cancelAsked ? ['CLOSED'] : [])];
  if (!allowed.includes(status)) wrong(`is ${status}, not ${allowed.join(' or ')}`);
  if (told.has('COMPLETED') && row.status !== 'completed') wrong('was said to be completed');
  if (told.has('FAILED') && row.status !== 'failed' && row.status !== 'closed') wrong('was said to have failed');
  if (order.cancelTold === 'done' && row.status !== 'closed') wrong('was said to be cancelled');
  if (order.cancelTold === 'refused' && row.status === 'closed') wrong('was said not to be cancelled');
  if (told.has('FAILED') && told.size > 1) wrong('was said to have failed, and not to have');
  if ((told.has('VOIDED') || voided?.told === 'done') && !isVoided(one)) wrong('was said to be voided');
  if (voided?.told === 'refused' && isVoided(one)) wrong('was said not to be voided');
}

function checkBack(one: Traded, found: string[]): void {
  const { order, refunds } = one;
  const wrong = (what: string) => found.push(`${order.mchOrderId} ${what}: ${describe(one)}`);
  checkRefundsTold(order.refunds, refunds, wrong);
  for (const { kind, reference, id } of refunds)
    if (kind === 'reversal' && reference !== order.voided?.number) wrong(`has a void ${id} that nobody asked for`);
}

/** Asks for each order, and for what went back of it, as the shop would, when everything is quiet. */
export async function checkShopAnswers(traded: readonly Traded[], shop: Shop, found: string[]): Promise<void> {
  const waiting = [...traded];
  const ask = async () => {
    for (let one = waiting.pop(); one; one = waiting.pop()) await askFor(one, shop, found);
  };
  await Promise.all(Array.from({ length: 8 }, ask));
}

async function askFor(one: Traded, shop: Shop, found: string[]): Promise<void> {
  const { kind, version, mchOrderId, amountMinor } = one.order;
  const answer = await shop.call(queryPaths[kind], { mchOrderId }, version);
  const { transactionId, amount, transactionStatus } = answer?.data ?? {};
  const given = [transactionId, amount, transactionStatus].join(' ');
  const expected = [one.row.id, amountMinor, statusOf(one)].join(' ');
  if (given !== expected) found.push(`${mchOrderId} is answered as ${given}, not as ${expected}: ${describe(one)}`);
  for (const { id, kind: what, reference, amountMinor: part, status } of one.refunds) {
    if (what !== 'refund') continue;
    const path = '/open-api/payment/refund/query';
    const { list = [] } = (await shop.call(path, { mchRefundOrderId: reference }, version)) ?? {};
    const told = list.map(({ refundTransactionId, refundAmount, refundStatus }) =>
      [refundTransactionId, refundAmount, refundStatus].join(' '),
    );
    const stored = [id, part, statusWords[status]].join(' ');
    if (told.join() !== stored) found.push(`${reference} is answered as [${told.join()}], not as ${stored}`);
  }
}

function statusOf(one: Traded): string {
  if (isVoided(one)) return 'VOIDED';
  return { pending: 'PENDING', completed: 'COMPLETED', failed: 'FAILED', closed: 'FAILED' }[one.row.status];
}

/** Out of the rows and the bank's book at once: `checkShopMoney` finds where they differ. */
export function isVoided({ refunds }: Traded): boolean {
  return refunds.some(({ kind, status }) => kind === 'reversal' && status === 'completed');
}

export function describe({ order, row, refunds, returns, payout, inMinor, outMinor }: Traded): string {
  const asked = refunds.map((refund) => `${refund.kind} ${refund.reference} ${refund.amountMinor} ${refund.status}`);
  const made = returns.map((back) => `${back.kind} ${back.movedMinor} ${back.status}`);
  return (
    `${row.id} ${row.status} of ${order.amountMinor}, ${JSON.stringify(order.acts)}, told ${[...order.told].join(' ')}; ` +
    `refunds [${asked.join(', ')}]; bank: ${payout?.status ?? ''} ${inMinor} in, ${outMinor} out, [${made.join(', ')}]`
  );
}
