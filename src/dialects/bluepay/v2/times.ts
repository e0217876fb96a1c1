// Times of version 2: both kinds are the platform's own, wherever the channel is (bluepay.md 2.8; 7, row 35).
import { formatLocalTime, type Instant } from '../../../kernel/clock.ts';
import type { Settings } from '../settings.ts';

type Zone = Pick<Settings, 'notificationZoneMinutes'>;

/** `yyyy-MM-dd HH:mm:ss`, as answers write them. */
export function plainTime(at: Instant, { notificationZoneMinutes }: Zone): string {
  return formatLocalTime(at, notificationZoneMinutes);
}

/** The same, or null for what has not happened. */
export function plainTimeOrNull(at: Instant | null, zone: Zone): string | null {
  return at === null ? null : plainTime(at, zone);
}
