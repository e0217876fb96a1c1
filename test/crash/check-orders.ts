// Checks that everything the merchant was promised is there: as rows, and as its own client sees it.
import type { Params } from '../support/paycools-client.ts';
import { allowedStatuses, type Book, type Order } from './book.ts';
import type { Load } from './load.ts';
import type { Merchant } from './merchant.ts';
import type { PaymentRow, Rows } from './rows.ts';

const success = 1000;
const repeated = 1012;
const keyRepeated = 1014;
const finalStatuses = new Set(['COMPLETE', 'FAILED', 'CLOSED']);

/** Repeats every unanswered creation: it is accepted, or refused because it exists; answers how many existed. */
export async function repeatUnanswered(orders: readonly Order[], rows: Rows, load: Load, found: string[]) {
  const index = indexOf(rows);
  let existed = 0;
  for (const order of orders) {
    if (order.answered) continue;
    const exists = index.idsOf(order).length > 0;
    if (exists) existed++;
    const refusal = order.kind === 'payout' ? keyRepeated : repeated;
    const expected = exists && order.kind !== 'static' ? refusal : success;
    const code = await load.send(order);
    if (code !== expected) {
      const state = exists ? 'existed' : 'did not exist';
      found.push(`${order.reference} ${state}; repeated, it was answered with ${code}, not ${expected}`);
    }
    // It exists now, whether or not its merchant was ever told of it under this id.
    order.answered = true;
  }
  return existed;
}

/** Compares every order with the rows it has. Learns the ids of orders whose first answer was lost. */
export function checkRows(book: Book, rows: Rows, found: string[]): void {
  const index = indexOf(rows);
  for (const order of book.orders) {
    const ids = index.idsOf(order);
    const [id] = ids;
    if (id === undefined) {
      found.push(`${order.kind} ${order.reference} (${order.id}) was accepted and is lost`);
      continue;
    }
    if (ids.length > 1) found.push(`${order.kind} ${order.reference} exists ${ids.length} times: ${ids.join(', ')}`);
    order.id ??= id;
    if (order.id !== id) found.push(`${order.reference} was answered as ${order.id} and is stored as ${id}`);
    if (order.kind !== 'static') checkStatus(order, index.objectOf(order), found);
  }
  const known = new Set(book.orders.map(({ reference }) => reference));
  for (const row of [...rows.payments, ...rows.instruments, ...rows.payouts]) {
    if (!known.has(row.reference)) found.push(`${row.id} has the reference ${row.reference}, which nobody asked for`);
  }
}

function checkStatus(
  order: Order,
  row: { readonly amountMinor: bigint; readonly status: string } | undefined,
  found: string[],
): void {
  if (!row) return void found.push(`${order.reference} (${order.id}) exists in part only: its payment is missing`);
  const { status, amountMinor } = row;
  if (amountMinor !== BigInt(order.amountMinor))
    found.push(`${order.id} was asked for with ${order.amountMinor} and is stored with ${amountMinor}`);
  if (!allowedStatuses(order).includes(status))
    found.push(
      `${order.kind} ${order.id} of ${order.amountMinor} is ${status}, not ${allowedStatuses(order).join(' or ')} (${JSON.stringify(order.acts)})`,
    );
  if (order.finalStatus !== undefined && order.finalStatus !== status)
    found.push(`${order.id} was ${order.finalStatus} and is ${status} now`);
  if (finalStatuses.has(status)) order.finalStatus = status;
}

/** Asks for each order as the merchant would: 7.2 for web payments, 5.2 and 5.3 for codes, 3.2 for payouts. */
export async function checkAnswers(orders: readonly Order[], merchant: Merchant, rows: Rows, found: string[]) {
  const paymentsOf = Map.groupBy(rows.payments, ({ instrumentId }) => instrumentId);
  const waiting = [...orders];
  const ask = async () => {
    for (let order = waiting.pop(); order; order = waiting.pop()) {
      if (order.kind === 'web' || order.kind === 'payout') await askForTransaction(order, merchant, found);
      else await askForCode(order, merchant, paymentsOf.get(order.id ?? '') ?? [], found);
    }
  };
  await Promise.all(Array.from({ length: 8 }, ask));
}

async function askForTransaction(order: Order, merchant: Merchant, found: string[]): Promise<void> {
  const { kind, reference, id, amountMinor, finalStatus = 'PENDING' } = order;
  const data =
    kind === 'web'
      ? await read(merchant, `/api/v1/payment/${id}`, {}, found)
      : await read(merchant, '/api/v1/payout/check', { mchOrderId: reference }, found);
  const expected = { mchOrderId: reference, transactionId: id, amount: amountMinor, transactionStatus: finalStatus };
  compare(reference, data, expected, found);
}

interface Listed {
  readonly transactionId: string;
  readonly transactionAmount: number;
  readonly transactionStatus: string;
}

async function askForCode(
  { reference, id }: Order,
  merchant: Merchant,
  payments: readonly PaymentRow[],
  found: string[],
): Promise<void> {
  const code = await read(merchant, '/api/v1/qrcode/detail', { mchOrderId: reference }, found);
  compare(reference, code, { mchOrderId: reference, qrcodeId: id }, found);
  const days = { startDate: manilaDay(-1), endDate: manilaDay(20) };
  const listed = await read(merchant, `/api/v1/qrcode/${reference}/payments`, days, found);
  const text = (lines: readonly string[]) => [...lines].sort().join(', ');
  const given = text(
    ((listed ?? []) as Listed[]).map(
      (item) => `${item.transactionId} ${item.transactionAmount} ${item.transactionStatus}`,
    ),
  );
  const told = payments.filter(({ status }) => status !== 'CLOSED');
  const stored = text(told.map((row) => `${row.id} ${row.amountMinor} ${row.status}`));
  if (given !== stored) found.push(`${reference}: 5.3 lists [${given}], stored is [${stored}]`);
}

async function read(merchant: Merchant, path: string, params: Params, found: string[]): Promise<unknown> {
  const answer = await merchant.call('GET', path, params);
  if (answer?.code === success) return answer.data;
  found.push(`${path} ${JSON.stringify(params)} was answered with ${answer?.code} when everything was quiet`);
  return undefined;
}

function compare(reference: string, data: unknown, expected: Readonly<Record<string, unknown>>, found: string[]): void {
  if (data === undefined) return;
  for (const [name, value] of Object.entries(expected)) {
    const given = (data as Record<string, unknown>)[name];
    if (given !== value) found.push(`${reference}: ${name} is ${String(given)}, not ${String(value)}`);
  }
}

function manilaDay(days: number): string {
  return new Date(Date.now() + (8 + days * 24) * 3_600_000).toISOString().slice(0, 10);
}

function indexOf(rows: Rows) {
  const byKey = new Map<string, string[]>();
  const add = (kind: string, { reference, id }: { readonly reference: string; readonly id: string }) =>
    byKey.set(`${kind} ${reference}`, [...(byKey.get(`${kind} ${reference}`) ?? []), id]);
  for (const payment of rows.payments) if (payment.instrumentId === null) add('web', payment);
  for (const instrument of rows.instruments) add('code', instrument);
  for (const payout of rows.payouts) add('payout', payout);
  const payments = new Map(rows.payments.map((row) => [row.id, row]));
  const payouts = new Map(rows.payouts.map((row) => [row.id, row]));
  const paymentOf = new Map(rows.instruments.map(({ id, paymentId }) => [id, paymentId ?? '']));
  return {
    /** Of the payment, code or payout that goes by an order's reference: one, if all is well. */
    idsOf({ kind, reference }: Order): readonly string[] {
      const named = kind === 'payout' || kind === 'web' ? kind : 'code';
      return byKey.get(`${named} ${reference}`) ?? [];
    },
    /** The payment or payout of an order; of a dynamic code, its one payment. */
    objectOf({ kind, id = '' }: Order): { readonly amountMinor: bigint; readonly status: string } | undefined {
      if (kind === 'payout') return payouts.get(id);
      return payments.get(kind === 'dynamic' ? (paymentOf.get(id) ?? '') : id);
    },
  };
}
