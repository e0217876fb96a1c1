// Fees and limits as jsonb: amounts are texts there, because JSON numbers lose digits on their way through JavaScript.
import type { Fee, FeeKind, FeeSchedule } from '../../core/fees/fee.ts';
import type { AmountLimit, AmountLimits, LimitedKind } from '../../core/limits/amount-limits.ts';

export type StoredFees = Partial<Record<FeeKind, { readonly fixedMinor: string; readonly basisPoints: number }>>;
export type StoredLimits = Partial<Record<LimitedKind, StoredLimit>>;
type StoredLimit = {
  readonly [Name in keyof AmountLimit]: NonNullable<AmountLimit[Name]> extends bigint ? string : number;
};

export function storeFees(fees: FeeSchedule): StoredFees {
  return mapValues(fees, ({ fixedMinor, basisPoints }) => ({ fixedMinor: fixedMinor.toString(), basisPoints }));
}

export function readFees(stored: StoredFees): FeeSchedule {
  return mapValues(stored, ({ fixedMinor, basisPoints }): Fee => ({ fixedMinor: BigInt(fixedMinor), basisPoints }));
}

export function storeLimits(limits: AmountLimits): StoredLimits {
  return mapValues(limits, ({ dailyCount, ...amounts }) => ({ ...mapValues(amounts, String), ...countOf(dailyCount) }));
}

export function readLimits(stored: StoredLimits): AmountLimits {
  return mapValues(stored, ({ dailyCount, ...amounts }) => ({ ...mapValues(amounts, BigInt), ...countOf(dailyCount) }));
}

function countOf(dailyCount: number | undefined): { readonly dailyCount?: number } {
  return dailyCount === undefined ? {} : { dailyCount };
}

function mapValues<Key extends string, From, To>(
  object: Readonly<Partial<Record<Key, From>>>,
  map: (value: From) => To,
): Partial<Record<Key, To>> {
  const entries = Object.entries<From | undefined>(object).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries.map(([key, value]) => [key, map(value as From)])) as Partial<Record<Key, To>>;
}
