// Times as notifications write them where the documentation gives their zone: `2024-07-19T14:14:47+08:00` (bluepay.md 2.8, 4.7).
import { formatLocalTime, type Instant } from '../../kernel/clock.ts';
import type { Settings } from './settings.ts';

/** Null for what has not happened. */
export function offsetTime(
  at: Instant | null,
  { notificationZoneMinutes: minutes }: Pick<Settings, 'notificationZoneMinutes'>,
): string | null {
  if (at === null) return null;
  const sign = minutes < 0 ? '-' : '+';
  const ahead = Math.abs(minutes);
  const offset = `${sign}${twoDigits(Math.trunc(ahead / 60))}:${twoDigits(ahead % 60)}`;
  return formatLocalTime(at, minutes).replace(' ', 'T') + offset;
}

function twoDigits(count: number): string {
  return String(count).padStart(2, '0');
}
