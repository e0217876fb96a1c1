// The gateway's clock: the machine's time plus an offset that only the sandbox may move, and calendar days in a zone.

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

export const secondMs = 1000;
export const minuteMs = 60 * secondMs;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

export interface Clock {
  now(): Instant;
  offsetMs(): number;
  /** Replaces the offset. Time of the gateway never runs backwards in the sandbox: callers only ever add to it. */
  setOffsetMs(offsetMs: number): void;
}

export function createClock(offsetMs = 0): Clock {
  let offset = offsetMs;
  return {
    now: () => Date.now() + offset,
    offsetMs: () => offset,
    setOffsetMs(next) {
      offset = next;
    },
  };
}

/** `yyyy-MM-dd HH:mm:ss` in a zone that lies a fixed number of minutes east of UTC. */
export function formatLocalTime(at: Instant, zoneMinutes: number): string {
  return new Date(at + zoneMinutes * minuteMs).toISOString().slice(0, 19).replace('T', ' ');
}

/** `yyyy-MM-dd` in a zone that lies a fixed number of minutes east of UTC. */
export function formatLocalDay(at: Instant, zoneMinutes: number): string {
  return formatLocalTime(at, zoneMinutes).slice(0, 10);
}

/** The instant at which a local day begins, or undefined when the text is not a real `yyyy-MM-dd` day. */
export function startOfLocalDay(day: string, zoneMinutes: number): Instant | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return undefined;
  const midnight = Date.parse(`${day}T00:00:00.000Z`);
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== day) return undefined;
  return midnight - zoneMinutes * minuteMs;
}
