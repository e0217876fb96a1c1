// Public ids: a prefix that says what they name, two digits for the cell their rows live in, then time and a counter.
// They grow with time, so that indexes are appended to, and any id leads to its cell without a look-up.
import { createHash, randomInt } from 'node:crypto';
import type { Instant } from './clock.ts';

/** payment, payout, refund, instrument shown as a QR code or as a number, identity check, checkout, pay token, split, its shares and their returns, merchant, sandbox bank. */
export type IdPrefix = 'C' | 'D' | 'R' | 'QR' | 'VA' | 'EK' | 'CH' | 'TK' | 'S' | 'SH' | 'SR' | 'M' | 'B';

export const maxCells = 100;

export interface IdSource {
  /** A new id of at most 26 characters: prefix, cell (2), milliseconds (12), process (5), counter (5). */
  next(prefix: IdPrefix, cell: number, now: Instant): string;
}

/** One source a process. Two processes collide only with the same random tag, millisecond and counter. */
export function createIdSource(): IdSource {
  const tag = digits(randomInt(100_000), 5);
  let counter = randomInt(100_000);
  return {
    next(prefix, cell, now) {
      counter = (counter + 1) % 100_000;
      return `${prefix}${digits(cell, 2)}${digits(now - epoch, 12)}${tag}${digits(counter, 5)}`;
    },
  };
}

/** The id of what a foreign reference causes: the same reference and time always give the same id, so that a repeat is seen. */
export function derivedId(prefix: IdPrefix, cell: number, at: Instant, foreignReference: string): string {
  const hash = createHash('sha256').update(foreignReference).digest().readUIntBE(0, 6) % 10_000_000_000;
  return `${prefix}${digits(cell, 2)}${digits(at - epoch, 12)}${digits(hash, 10)}`;
}

/**
 * An order number: sixteen digits that begin with 789, then the cell (2) and a number that grows (11), for dialects whose
 * orders are named by digits only (upay.md 2.2). It names a payment or an authorisation as any other id does.
 */
export function orderNumber(cell: number, serial: number): string {
  return `789${digits(cell, 2)}${digits(serial, 11)}`;
}

/** An id that grows by one instead of with time, for what has a short number made of the same serial. */
export function serialId(prefix: IdPrefix, cell: number, serial: number): string {
  return `${prefix}${digits(cell, 2)}${digits(serial, 22)}`;
}

/** As many serials a process reserves at a time; a cell has ten million blocks. */
export const serialsPerBlock = 10_000;

/** The cell an id's rows live in, or undefined when the text is not an id of Polypay. */
export function cellOfId(id: string): number | undefined {
  const match = /^(?:[A-Z]{1,2}(\d{2})\d{22}(?![0-9])|789(\d{2})\d{11}$)/.exec(id);
  return match ? Number(match[1] ?? match[2]) : undefined;
}

/** The letters of an id; an order number counts as a payment's. */
export function prefixOfId(id: string): string | undefined {
  return /^789\d{13}$/.test(id) ? 'C' : /^([A-Z]{1,2})\d{24}$/.exec(id)?.[1];
}

/** 2020-01-01T00:00:00Z: keeps twelve digits enough until the year 2051. */
const epoch: Instant = 1_577_836_800_000;

function digits(value: number, length: number): string {
  return value.toString().padStart(length, '0');
}
