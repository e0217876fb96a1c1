// The columns of a statement, in both formats (bluepay.md 7, row 24), in the words of a dialect. Times are those of the currency's country,
// as the day is.
import type { StatementColumn, StatementWords } from '../engine/statements.ts';
import { formatLocalDay, formatLocalTime, type Instant } from '../kernel/clock.ts';
import { currencyOf, formatMainUnits } from '../kernel/money.ts';
import type { Line } from './lines.ts';

interface Column {
  readonly head: string;
  /** Of money: a number in main units, with the decimals of its currency. */
  readonly isMoney: boolean;
  readonly text: (line: Line) => string;
}

export function columnsOf({ heads, completed }: StatementWords): readonly Column[] {
  const column = (name: StatementColumn, text: Column['text'], isMoney = false) => ({
    head: heads[name],
    isMoney,
    text,
  });
  return [
    column('day', ({ completedAt, currency }) => formatLocalDay(completedAt, zoneOf(currency))),
    column('reference', ({ reference }) => reference),
    column('id', ({ id }) => id),
    column('type', ({ type }) => type),
    column('channel', ({ channel }) => channel),
    column('currency', ({ currency }) => currency),
    column('amount', ({ amountMinor, currency }) => formatMainUnits(amountMinor, currency), true),
    column('fee', ({ feeMinor, currency }) => formatMainUnits(feeMinor, currency), true),
    column('net', ({ netMinor, currency }) => formatMainUnits(netMinor, currency), true),
    // A payment that is taken back later was completed all the same; what took it back has a line of its own.
    column('status', () => completed),
    column('createdAt', ({ createdAt, currency }) => timeOf(createdAt, currency)),
    column('completedAt', ({ completedAt, currency }) => timeOf(completedAt, currency)),
    column('remark', ({ remark }) => remark),
  ];
}

function timeOf(at: Instant, currency: string): string {
  return formatLocalTime(at, zoneOf(currency));
}

function zoneOf(currency: string): number {
  return currencyOf(currency).zoneMinutes;
}
