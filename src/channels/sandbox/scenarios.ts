// What the sandbox's bank does on purpose, told by the last four digits of the amount in minor units.
import { type Failure, failures } from '../../core/failure.ts';

export type Scenario =
  /** Completes; payouts by themselves after about 200 ms, payments when the payer pays. */
  | { readonly kind: 'ordinary' }
  /** 9000 to 9010: no money moves, and the failure is -10000 to -10010. */
  | { readonly kind: 'fails'; readonly failure: Failure }
  /** 9020: nothing happens by itself; `/sandbox/act` decides. */
  | { readonly kind: 'stays_pending' }
  /** 9021: done at the bank, but the gateway is not told at once: a payout is found by query, a credit is told again. */
  | { readonly kind: 'answer_lost' }
  /** 9022: the order is not taken. */
  | { readonly kind: 'channel_unavailable' }
  /** 9023: the gateway is told twice. */
  | { readonly kind: 'confirmed_twice' }
  /** 9024: a credit is told after its payment has expired; a payout finishes some seconds late. */
  | { readonly kind: 'confirmed_late' }
  /** 9025: 100 minor units less arrive than asked for. A payout is paid whole: its confirmation names no amount. */
  | { readonly kind: 'other_amount' };

const byDigits: ReadonlyMap<number, Scenario> = new Map<number, Scenario>([
  ...failures.map((failure, index): [number, Scenario] => [9000 + index, { kind: 'fails', failure }]),
  [9020, { kind: 'stays_pending' }],
  [9021, { kind: 'answer_lost' }],
  [9022, { kind: 'channel_unavailable' }],
  [9023, { kind: 'confirmed_twice' }],
  [9024, { kind: 'confirmed_late' }],
  [9025, { kind: 'other_amount' }],
]);

const ordinary: Scenario = { kind: 'ordinary' };

export function scenarioOf(amountMinor: bigint): Scenario {
  return byDigits.get(Number(amountMinor % 10_000n)) ?? ordinary;
}

/** How much really arrives when a payer pays what was asked, in minor units. */
export function arrivingAmount(askedMinor: bigint): bigint {
  return scenarioOf(askedMinor).kind === 'other_amount' ? askedMinor - 100n : askedMinor;
}

/** The failure of a code from -10000 to -10010, or undefined when there is no such code (paycools.md 6.3). */
export function failureOfCode(code: number): Failure | undefined {
  return failures[-code - 10_000];
}

/** Milliseconds until something happens by itself. */
export const ordinaryDelayMs = 200;
export const lateDelayMs = 3_000;
/** Milliseconds after which the gateway is told again of what it has not confirmed. */
export const resendAfterMs = 1_000;
