// What an answer shows, in neutral words.
import type { Shown } from './speaker.ts';

/** A dialect's words for what stands where. */
export type Statuses = Readonly<Record<string, Shown['status']>>;

/** Takes what stands there for what it should be: the suite compares it, and what is missing or of another type is not equal. */
export function shownOf(statuses: Statuses, { status, ...rest }: Readonly<Record<keyof Shown, unknown>>): Shown {
  return { ...rest, status: statuses[String(status)] ?? status } as Shown;
}
