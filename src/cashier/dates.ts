// Moments as a payer reads them: in his language, in the time of the country whose money it is.
import { type Instant, minuteMs } from '../kernel/clock.ts';
import { currencyOf } from '../kernel/money.ts';

/** The last moment before the end: of an end at midnight the whole day before it, else to the minute. */
export function lastMomentBefore(end: Instant, currency: string, tag: string): string {
  const local = new Date(end - 1 + currencyOf(currency).zoneMinutes * minuteMs);
  const isDay = local.toISOString().endsWith('T23:59:59.999Z');
  const style = isDay ? { dateStyle: 'long' } : { dateStyle: 'long', timeStyle: 'short' };
  return new Intl.DateTimeFormat(tag, { ...style, timeZone: 'UTC' } as Intl.DateTimeFormatOptions).format(local);
}
