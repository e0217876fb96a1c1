// Guards that whatever a batch writes as an array comes out of PostgreSQL as it went in.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import { arrayLiteral } from './array-literal.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';

const hostileTexts = [
  '',
  ' ',
  'null',
  'NULL',
  '"',
  '\\',
  '\\\\',
  '\\"',
  '""',
  '{}',
  '{a,b}',
  ',',
  "'",
  "'; drop table payments; --",
  '$1',
  '\n\r\t\b',
  'ñ é 中文 ไทย',
  '👩‍👩‍👧 \u{10ffff}',
  '\u2028\ufeff',
  'x'.repeat(100_000),
];

describe('array literals', () => {
  let database: TestDatabase;
  before(async () => {
    database = await createTestDatabase({ empty: true });
  });
  after(() => database.drop());

  async function roundTrip<Value>(literal: string, type: string): Promise<Value[]> {
    const rows = await database.sql.unsafe<{ value: Value }>(
      `select v.value from unnest($1::${type}[]) with ordinality as v(value, place) order by v.place`,
      [literal],
    );
    return rows.map(({ value }) => value);
  }

  test('any texts come back as they were, with what is absent between them', async () => {
    const texts = [...hostileTexts, null, undefined];
    const back = await roundTrip(arrayLiteral(texts, 'text'), 'text');
    assert.deepEqual(back, [...hostileTexts, null, null]);
    assert.deepEqual(await roundTrip(arrayLiteral([], 'text'), 'text'), []);

    // PostgreSQL has no NUL in texts: the engine refuses that command alone (test/engine/faults.test.ts). And half a
    // surrogate pair is not a character in UTF-8.
    const text = fc.oneof(
      fc.string({ unit: 'binary' }).map((value) => value.replaceAll('\u0000', '').toWellFormed()),
      fc.stringMatching(/^["\\{},' \t\nNULnul]*$/),
      fc.constantFrom(...hostileTexts),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.option(text), { maxLength: 20 }), async (values) => {
        assert.deepEqual(await roundTrip(arrayLiteral(values, 'text'), 'text'), values);
      }),
      { numRuns: 300 },
    );
  });

  test('any whole number of its size comes back exactly', async () => {
    const small = fc.array(fc.option(fc.integer()), { maxLength: 20 });
    const large = fc.array(fc.option(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(small, large, async (int4, int8) => {
        assert.deepEqual(await roundTrip(arrayLiteral(int4, 'int4'), 'int4'), int4);
        assert.deepEqual(await roundTrip(arrayLiteral(int8, 'int8'), 'int8'), int8);
      }),
      { numRuns: 100 },
    );
  });

  test('any point in time comes back to the millisecond', async () => {
    const instant = fc.integer({ min: Date.parse('1900-01-01'), max: Date.parse('9999-12-31') });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.option(instant), { maxLength: 20 }), async (values) => {
        assert.deepEqual(await roundTrip(arrayLiteral(values, 'timestamptz'), 'timestamptz'), values);
      }),
      { numRuns: 100 },
    );
  });

  test('any details come back as they were', async () => {
    const text = fc.string({ unit: 'grapheme' }).map((value) => value.replaceAll('\u0000', ''));
    const member = fc.oneof(text, fc.constantFrom(...hostileTexts), fc.integer(), fc.boolean(), fc.constant(null));
    const details = fc.dictionary(text, member, { noNullPrototype: true });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.option(details), { maxLength: 10 }), async (values) => {
        const back = await roundTrip(arrayLiteral(values, 'jsonb'), 'text');
        assert.deepEqual(
          back.map((value) => (value === null ? null : JSON.parse(value as string))),
          values,
        );
        assert.deepEqual(await roundTrip(arrayLiteral(values, 'jsonb'), 'jsonb'), values);
      }),
      { numRuns: 100 },
    );
  });
});
