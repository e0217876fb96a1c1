// Guards local days and times, and the clock's offset.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createClock, dayMs, formatLocalDay, formatLocalTime, startOfLocalDay } from './clock.ts';

const times: [at: string, zoneMinutes: number, text: string][] = [
  ['2026-03-17T02:18:07.999Z', 480, '2026-03-17 10:18:07'],
  ['2026-03-17T15:59:59Z', 480, '2026-03-17 23:59:59'],
  ['2026-03-17T16:00:00Z', 480, '2026-03-18 00:00:00'],
  ['2026-12-31T17:00:00Z', 420, '2027-01-01 00:00:00'],
  ['2028-02-29T12:00:00Z', 0, '2028-02-29 12:00:00'],
  ['2026-01-01T02:00:00Z', -180, '2025-12-31 23:00:00'],
];

test('a time is written in its zone', () => {
  for (const [at, zoneMinutes, text] of times) {
    assert.equal(formatLocalTime(Date.parse(at), zoneMinutes), text);
    assert.equal(formatLocalDay(Date.parse(at), zoneMinutes), text.slice(0, 10));
  }
});

const days: [day: string, zoneMinutes: number, start: string | undefined][] = [
  ['2026-03-17', 480, '2026-03-16T16:00:00Z'],
  ['2026-03-17', 0, '2026-03-17T00:00:00Z'],
  ['2026-03-17', -180, '2026-03-17T03:00:00Z'],
  ['2028-02-29', 420, '2028-02-28T17:00:00Z'],
  ['2027-02-29', 480, undefined],
  ['2026-02-30', 480, undefined],
  ['2026-04-31', 480, undefined],
  ['2026-13-01', 480, undefined],
  ['2026-00-10', 480, undefined],
  ['2026-01-00', 480, undefined],
  ['2026-1-1', 480, undefined],
  ['26-01-01', 480, undefined],
  ['2026/01/01', 480, undefined],
  ['2026-01-01 ', 480, undefined],
  ['2026-01-01\n', 480, undefined],
  ['2026-01-01T00:00:00Z', 480, undefined],
  ['', 480, undefined],
];

test('a day begins at its zone’s midnight, and a day that is none has no beginning', () => {
  for (const [day, zoneMinutes, start] of days) {
    assert.equal(
      startOfLocalDay(day, zoneMinutes),
      start === undefined ? undefined : Date.parse(start),
      JSON.stringify(day),
    );
  }
});

test('any instant lies in the day that it is written as', () => {
  const instants = fc.integer({ min: Date.parse('2000-01-01'), max: Date.parse('2099-12-31') });
  fc.assert(
    fc.property(instants, fc.integer({ min: -720, max: 840 }), (at, zoneMinutes) => {
      const start = startOfLocalDay(formatLocalDay(at, zoneMinutes), zoneMinutes);
      assert.ok(start !== undefined && start <= at && at < start + dayMs);
      assert.equal(formatLocalTime(start, zoneMinutes).slice(11), '00:00:00');
    }),
  );
});

test('the clock runs with the machine’s, moved by its offset', () => {
  const clock = createClock(5000);
  for (const offsetMs of [5000, 86_400_000]) {
    clock.setOffsetMs(offsetMs);
    assert.equal(clock.offsetMs(), offsetMs);
    const [before, now, after] = [Date.now(), clock.now(), Date.now()];
    assert.ok(before + offsetMs <= now && now <= after + offsetMs);
  }
  assert.equal(createClock().offsetMs(), 0);
});
