// Times as answers write them: `yyyy-MM-dd HH:mm:ss` in the zone of the currency's country (bluepay.md 2.8; 7, row 35).
import { formatLocalTime, type Instant, startOfLocalDay } from '../../kernel/clock.ts';
import { currencyOf } from '../../kernel/money.ts';

export function localTime(at: Instant, currency: string): string {
  return formatLocalTime(at, currencyOf(currency).zoneMinutes);
}

/** The same, or null for what has not happened. */
export function localTimeOrNull(at: Instant | null, currency: string): string | null {
  return at === null ? null : localTime(at, currency);
}

/** The instant at which a day `yyyy-MM-dd` begins there, or undefined when there is no such day since 1970. */
export function localDayStart(day: string, currency: string): Instant | undefined {
  const start = startOfLocalDay(day, currencyOf(currency).zoneMinutes);
  // PostgreSQL writes years before our era in another way, and nothing here is older than the epoch.
  return start === undefined || start < 0 ? undefined : start;
}
