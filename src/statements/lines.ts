// The lines of a statement, read from the cell in pages by time of completion, so that a day of any size passes through. Each
// line is a movement of a channel account in the ledger, and what became final never changes: the same day has the same lines for ever.
import type { Details, Payment } from '../core/payment/payment.ts';
import type { Payout } from '../core/payout/payout.ts';
import type { Refund } from '../core/refund/refund.ts';
import type { CellStore, CompletedRows, CompletedTable, Place } from '../engine/store.ts';
import type { Instant } from '../kernel/clock.ts';
import { type Statement, spanOf } from './statement.ts';

export interface Line {
  readonly type: 'PAYMENT' | 'REFUND' | 'VOID' | 'PAYOUT';
  /** The merchant's own number; a refund's and a void's is theirs, not their payment's. */
  readonly reference: string;
  readonly id: string;
  readonly channel: string;
  readonly currency: string;
  /** What went through the channel; below zero what went back through it. */
  readonly amountMinor: bigint;
  /** Below zero what the platform gave back of it. */
  readonly feeMinor: bigint;
  /** With a payment, what the merchant has of it; with a payout, what it cost him. */
  readonly netMinor: bigint;
  readonly createdAt: Instant;
  readonly completedAt: Instant;
  readonly remark: string;
}

type Completed = Pick<CellStore, 'listCompleted'>;

/** Whether it has a line at all. */
export async function hasLines(store: Completed, statement: Statement): Promise<boolean> {
  const first = await linesOf(store, statement, 1).next();
  return first.done !== true;
}

/** Few enough that payments do not wait while a page becomes text. */
const rowsOfPage = 250;

/** By time of completion, then by id. */
export async function* linesOf(store: Completed, statement: Statement, pageSize = rowsOfPage): AsyncGenerator<Line> {
  if (statement.kind === 'payouts') return yield* rowsOf(store, 'payouts', payoutLine, statement, pageSize);
  yield* merge(
    rowsOf(store, 'payments', paymentLine, statement, pageSize),
    rowsOf(store, 'refunds', refundLine, statement, pageSize),
  );
}

async function* rowsOf<Table extends CompletedTable>(
  store: Completed,
  table: Table,
  lineOf: (row: CompletedRows[Table]) => Line,
  statement: Statement,
  pageSize: number,
): AsyncGenerator<Line, undefined> {
  const span = spanOf(statement);
  if (!span) return;
  const { merchantId, currency } = statement;
  let after: Place = { at: span.from, id: '' };
  for (;;) {
    const rows = await store.listCompleted(table, { merchantId, currency, after, before: span.to }, pageSize);
    for (const row of rows) yield lineOf(row);
    const last = rows.at(-1);
    if (!last || rows.length < pageSize) return;
    after = { at: completedAt(last), id: last.id };
  }
}

/** Two lists in order as one. */
async function* merge(one: AsyncGenerator<Line>, other: AsyncGenerator<Line>): AsyncGenerator<Line> {
  let [a, b] = await Promise.all([one.next(), other.next()]);
  while (a.done !== true || b.done !== true) {
    if (b.done === true || (a.done !== true && isBefore(a.value, b.value))) {
      yield a.value;
      a = await one.next();
    } else {
      yield b.value;
      b = await other.next();
    }
  }
}

function isBefore(a: Line, b: Line): boolean {
  return a.completedAt === b.completedAt ? a.id < b.id : a.completedAt < b.completedAt;
}

function paymentLine(payment: Payment): Line {
  const { amountMinor, feeMinor } = payment;
  return { ...sharedBy(payment), type: 'PAYMENT', amountMinor, feeMinor, netMinor: amountMinor - feeMinor };
}

function refundLine(refund: Refund): Line {
  const { kind, amountMinor, feeMinor } = refund;
  return {
    ...sharedBy(refund),
    type: kind === 'reversal' ? 'VOID' : 'REFUND',
    amountMinor: -amountMinor,
    feeMinor: -feeMinor,
    netMinor: feeMinor - amountMinor,
  };
}

function payoutLine(payout: Payout): Line {
  const { amountMinor, feeMinor } = payout;
  return { ...sharedBy(payout), type: 'PAYOUT', amountMinor, feeMinor, netMinor: amountMinor + feeMinor };
}

function sharedBy(row: Payment | Refund | Payout) {
  const { reference, id, channel, currency, createdAt, details } = row;
  return { reference, id, channel, currency, createdAt, completedAt: completedAt(row), remark: remarkOf(details) };
}

function completedAt({ id, finalAt }: Payment | Refund | Payout): Instant {
  if (finalAt === null) throw new Error(`${id} is in a statement and not completed.`);
  return finalAt;
}

/** What the merchant said of it, under the names that dialects keep it by. */
function remarkOf({ remark, refundReason }: Details): string {
  return String(remark ?? refundReason ?? '');
}
