// What the lines of a statement add up to, by type and together.
import { formatMainUnits } from '../kernel/money.ts';
import type { Line } from './lines.ts';

/** In main units. */
interface TotalRow {
  readonly type: string;
  readonly currency: string;
  readonly count: number;
  readonly amount: string;
  readonly fee: string;
  readonly net: string;
}

export interface Totals {
  add(line: Line): void;
  /** A row a type, then one of all. */
  rows(): readonly TotalRow[];
}

interface Sums {
  count: number;
  amountMinor: bigint;
  feeMinor: bigint;
  netMinor: bigint;
}

export function createTotals(): Totals {
  const sums = new Map<string, Sums>();
  let currency = '';
  function addTo(type: string, { amountMinor, feeMinor, netMinor }: Line): void {
    const before = sums.get(type) ?? { count: 0, amountMinor: 0n, feeMinor: 0n, netMinor: 0n };
    sums.set(type, {
      count: before.count + 1,
      amountMinor: before.amountMinor + amountMinor,
      feeMinor: before.feeMinor + feeMinor,
      netMinor: before.netMinor + netMinor,
    });
  }
  return {
    add(line) {
      currency = line.currency;
      addTo(line.type, line);
      addTo('ALL', line);
    },
    rows: () =>
      ['PAYMENT', 'REFUND', 'VOID', 'PAYOUT', 'ALL'].flatMap((type) => {
        const sum = sums.get(type);
        if (!sum) return [];
        const [amount = '', fee = '', net = ''] = [sum.amountMinor, sum.feeMinor, sum.netMinor].map((minor) =>
          formatMainUnits(minor, currency),
        );
        return [{ type, currency, count: sum.count, amount, fee, net }];
      }),
  };
}
