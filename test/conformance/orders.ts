// What is ordered: amounts in minor units that are no scenario of the sandbox, and numbers that nobody has used.
import type { Asked } from './speaker.ts';

export const usualMinor = 20_000;
/** The largest payment that is let in. */
export const mostMinor = 1_000_000;
/** 1.5 % of the usual amount. */
export const feeMinor = 300;
export const payoutFeeMinor = 500;
export const partMinor = 5_000;

let made = 0;

/** Of a length that every number of every dialect may have. */
export function aNumber(): string {
  made += 1;
  return `N${String(made).padStart(11, '0')}`;
}

export const anOrder = (amountMinor = usualMinor): Asked => ({ number: aNumber(), amountMinor });
