// What the sandbox's bank does on purpose, told by the last four digits of the amount in minor units: one table, as data.
import type { Trouble } from '../../core/call/call.ts';
import { exactFailures, type Failure, numberedFailures } from '../../core/failure.ts';
import type { OrderKind } from './bank/order.ts';

/** What becomes of one thing that the bank does. */
export type Course =
  /** It is done: by itself after about 200 ms, or when the payer pays. */
  | { readonly kind: 'ordinary' }
  /** No money moves. */
  | { readonly kind: 'fails'; readonly failure: Failure }
  /**
   * Nothing happens by itself: `/sandbox/act` decides. Until then the gateway hears that it is in progress, or nothing that it could
   * use when it hands it over (`sent`) and when it asks (`asked`).
   */
  | { readonly kind: 'stays_pending'; readonly sent?: Trouble; readonly asked?: Trouble }
  /** Done at the bank, and the gateway is not told at once: it asks, or a credit is told again. */
  | { readonly kind: 'answer_lost'; readonly sent: 'io' }
  /** It is not taken. */
  | { readonly kind: 'channel_unavailable' }
  /** Its creation fails: there is nothing to pay with, and nobody to pay. */
  | { readonly kind: 'creation_failed' }
  /** The gateway is told twice. */
  | { readonly kind: 'confirmed_twice' }
  /** Some seconds late; what a payer pays is told only after its time has passed. */
  | { readonly kind: 'confirmed_late' }
  /** 100 minor units less arrive than asked for; only a payer can do that, everything else is paid whole. */
  | { readonly kind: 'other_amount' }
  /** No answer, and the bank does not have it. */
  | { readonly kind: 'never_taken'; readonly sent: 'io' };

/** What is not named is ordinary; an order goes as a charge does unless it is named. */
export interface Scenario {
  /** The last four of the amount. */
  readonly digits: number;
  /** Payments by QR code and web page; payouts. */
  readonly page?: Course;
  /** Charges of a payer's code, captures, authorisations. */
  readonly charge?: Course;
  /** Orders that the bank takes and the payer pays. */
  readonly order?: Course;
  /** By the refund's own amount; releases. */
  readonly refund?: Course;
  /** Reversals, which have the amount of their payment. */
  readonly reversal?: Course;
}

const ordinary: Course = { kind: 'ordinary' };
const stays: Course = { kind: 'stays_pending' };
const silent: Course = { kind: 'stays_pending', sent: 'io', asked: 'io' };
const garbled: Course = { kind: 'stays_pending', sent: 'protocol', asked: 'protocol' };
const lost: Course = { kind: 'answer_lost', sent: 'io' };
const unavailable: Course = { kind: 'channel_unavailable' };
const uncreated: Course = { kind: 'creation_failed' };
const twice: Course = { kind: 'confirmed_twice' };
const late: Course = { kind: 'confirmed_late' };
const otherAmount: Course = { kind: 'other_amount' };

export const scenarios: readonly Scenario[] = [
  // 9000 to 9010: -10000 to -10010.
  ...numberedFailures.map((failure, index) => failing(9000 + index, failure, 'everywhere')),
  // 9011 to 9019: the first nine of what only channels say that charge a payer directly.
  ...exactFailures.slice(0, 9).map((failure, index) => failing(9011 + index, failure, 'no_pages')),
  { digits: 9020, page: stays, charge: stays, refund: stays },
  { digits: 9021, page: lost, charge: lost, refund: lost },
  { digits: 9022, page: unavailable, charge: unavailable, refund: unavailable },
  { digits: 9023, page: twice, charge: twice, refund: twice },
  { digits: 9024, page: late, charge: late, refund: late },
  { digits: 9025, page: otherAmount, charge: otherAmount },
  { digits: 9026, charge: silent, refund: silent, reversal: silent },
  { digits: 9027, charge: garbled, refund: garbled, reversal: garbled },
  { digits: 9028, page: uncreated },
  { digits: 9030, reversal: stays },
  { digits: 9031, reversal: silent },
  { digits: 9032, reversal: { kind: 'fails', failure: 'refund_forbidden' } },
  { digits: 9033, reversal: { kind: 'fails', failure: 'unknown_at_channel' } },
  { digits: 9034, reversal: garbled },
  { digits: 9035, charge: stays, reversal: stays },
  { digits: 9036, charge: stays, reversal: silent },
  { digits: 9037, charge: stays, reversal: garbled },
  { digits: 9038, charge: stays, reversal: { kind: 'fails', failure: 'channel_rejected' } },
  { digits: 9040, charge: { ...stays, sent: 'io' }, reversal: silent },
  { digits: 9041, charge: { ...stays, sent: 'protocol' }, reversal: silent },
  { digits: 9042, charge: { ...stays, asked: 'io' }, reversal: silent },
  { digits: 9043, charge: { ...stays, asked: 'protocol' }, reversal: silent },
  { digits: 9044, charge: stays, order: { kind: 'never_taken', sent: 'io' } },
];

const byDigits: ReadonlyMap<number, Scenario> = new Map(scenarios.map((scenario) => [scenario.digits, scenario]));

/** What becomes of an amount: on a page, or as the bank's order of that kind. */
export function courseOf(what: OrderKind | 'page', amountMinor: bigint): Course {
  const scenario = byDigits.get(Number(amountMinor % 10_000n));
  if (!scenario) return ordinary;
  const { page, charge, order = charge, refund, reversal } = scenario;
  return { page, charge, order, refund, reversal }[columnOf[what]] ?? ordinary;
}

const columnOf = {
  page: 'page',
  payment: 'page',
  payout: 'page',
  charge: 'charge',
  capture: 'charge',
  authorisation: 'charge',
  order: 'order',
  refund: 'refund',
  release: 'refund',
  reversal: 'reversal',
} as const satisfies Record<OrderKind | 'page', Exclude<keyof Scenario, 'digits'>>;

/** How much really arrives when a payer pays what was asked, in minor units. */
export function arrivingAmount(course: Course, askedMinor: bigint): bigint {
  return course.kind === 'other_amount' ? askedMinor - 100n : askedMinor;
}

/** Why nothing of it moves by itself, or undefined where it does. */
export function failureOf(course: Course): Failure | undefined {
  if (course.kind === 'fails') return course.failure;
  return course.kind === 'channel_unavailable' ? 'channel_closed' : undefined;
}

/** The failure of a code from -10000 to -10010, or undefined when there is no such code (paycools.md 6.3). */
export function failureOfCode(code: number): Failure | undefined {
  return numberedFailures[-code - 10_000];
}

/** Milliseconds until something happens by itself. */
export const ordinaryDelayMs = 200;
export const lateDelayMs = 3_000;
/** Milliseconds after which the gateway is told again of what it has not confirmed. */
export const resendAfterMs = 1_000;

function failing(digits: number, failure: Failure, where: 'everywhere' | 'no_pages'): Scenario {
  const fails: Course = { kind: 'fails', failure };
  return { digits, ...(where === 'everywhere' ? { page: fails } : {}), charge: fails, refund: fails };
}
