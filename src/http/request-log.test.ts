// Guards that a request's lines carry its id and keep their secrets, and that one which writes nothing costs no logger.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pino } from 'pino';
import { createRequestLog } from './request-log.ts';

function logOf(level: string) {
  const lines: Record<string, unknown>[] = [];
  let made = 0;
  const parent = pino(
    { level, base: null, redact: ['secret'], onChild: () => (made += 1) },
    { write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) },
  );
  return { log: createRequestLog(parent, { reqId: 'r1' }), lines, made: () => made };
}

test('every line of a request carries its id, and no secret', () => {
  const { log, lines, made } = logOf('debug');
  log.debug({ secret: 'x' }, 'Answered.');
  log.error({ a: 1 }, 'Failed.');
  log.child({ part: 2 }).warn('Late.');
  assert.deepEqual(
    lines.map(({ reqId, secret, msg, part }) => [reqId, secret, msg, part]),
    [
      ['r1', '[Redacted]', 'Answered.', undefined],
      ['r1', undefined, 'Failed.', undefined],
      ['r1', undefined, 'Late.', 2],
    ],
  );
  assert.equal(made(), 2);
});

test('a line below the level is not written and makes no logger', () => {
  const { log, lines, made } = logOf('warn');
  log.debug({}, 'Answered.');
  log.info('Done.');
  assert.deepEqual([lines.length, made(), log.level], [0, 0, 'warn']);
});
