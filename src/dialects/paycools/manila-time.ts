// PayCools' plain times are Philippine time (paycools.md 2.8, 7 row 34).
import { formatLocalTime, type Instant, minuteMs, startOfLocalDay } from '../../kernel/clock.ts';
import { currencyOf } from '../../kernel/money.ts';

/** The one currency of this API. */
export const currency = 'PHP';

const { zoneMinutes } = currencyOf(currency);

/** `yyyy-MM-dd HH:mm:ss`. */
export function manilaTime(at: Instant): string {
  return formatLocalTime(at, zoneMinutes);
}

/** The same, or null for what has not happened. */
export function manilaTimeOrNull(at: Instant | null): string | null {
  return at === null ? null : manilaTime(at);
}

/** The instant of a time `yyyy-MM-dd HH:mm:ss`, or undefined when there is no such time since 1970. */
export function manilaInstant(time: string): Instant | undefined {
  const at = Date.parse(`${time.replace(' ', 'T')}Z`) - zoneMinutes * minuteMs;
  return at >= 0 && manilaTime(at) === time ? at : undefined;
}

/** The instant at which a day `yyyy-MM-dd` begins, or undefined when there is no such day since 1970. */
export function manilaDayStart(day: string): Instant | undefined {
  const start = startOfLocalDay(day, zoneMinutes);
  // PostgreSQL writes years before our era in another way, and nothing here is older than the epoch.
  return start === undefined || start < 0 ? undefined : start;
}
