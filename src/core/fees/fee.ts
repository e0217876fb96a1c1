// What the platform charges a merchant: a fixed part and a percentage, per kind of transaction.

export type FeeKind = 'payment' | 'payout';

export interface Fee {
  /** Minor units. */
  readonly fixedMinor: bigint;
  /** Hundredths of a percent: 150 is 1.5 %. */
  readonly basisPoints: number;
}

export type FeeSchedule = Readonly<Partial<Record<FeeKind, Fee>>>;

const none: Fee = { fixedMinor: 0n, basisPoints: 0 };

/** The fee in minor units, the percentage rounded half up, never above `ceilingMinor` where one is given. */
export function feeFor(schedule: FeeSchedule, kind: FeeKind, amountMinor: bigint, ceilingMinor?: bigint): bigint {
  const { fixedMinor, basisPoints } = schedule[kind] ?? none;
  const percentage = (amountMinor * BigInt(basisPoints) + 5_000n) / 10_000n;
  const fee = fixedMinor + percentage;
  return ceilingMinor !== undefined && fee > ceilingMinor ? ceilingMinor : fee;
}
