// The columns of a statement, in both formats (bluepay.md 7, row 24). Times are those of the currency's country, as the day is.
import { formatLocalDay, formatLocalTime, type Instant } from '../kernel/clock.ts';
import { currencyOf, formatMainUnits } from '../kernel/money.ts';
import type { Line } from './lines.ts';

interface Column {
  readonly name: string;
  /** Of money: a number in main units, with the decimals of its currency. */
  readonly isMoney?: true;
  readonly text: (line: Line) => string;
}

export const columns: readonly Column[] = [
  { name: 'transDate', text: ({ completedAt, currency }) => formatLocalDay(completedAt, zoneOf(currency)) },
  { name: 'mchOrderId', text: ({ reference }) => reference },
  { name: 'transactionId', text: ({ id }) => id },
  { name: 'transactionType', text: ({ type }) => type },
  { name: 'channelCode', text: ({ channel }) => channel },
  { name: 'currency', text: ({ currency }) => currency },
  { name: 'amount', isMoney: true, text: ({ amountMinor, currency }) => formatMainUnits(amountMinor, currency) },
  { name: 'fee', isMoney: true, text: ({ feeMinor, currency }) => formatMainUnits(feeMinor, currency) },
  { name: 'netAmount', isMoney: true, text: ({ netMinor, currency }) => formatMainUnits(netMinor, currency) },
  // A payment that is taken back later was completed all the same; what took it back has a line of its own.
  { name: 'transactionStatus', text: () => 'COMPLETED' },
  { name: 'createTime', text: ({ createdAt, currency }) => timeOf(createdAt, currency) },
  { name: 'returnTime', text: ({ completedAt, currency }) => timeOf(completedAt, currency) },
  { name: 'remark', text: ({ remark }) => remark },
];

function timeOf(at: Instant, currency: string): string {
  return formatLocalTime(at, zoneOf(currency));
}

function zoneOf(currency: string): number {
  return currencyOf(currency).zoneMinutes;
}
