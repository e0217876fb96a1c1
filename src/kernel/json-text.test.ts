// Guards what a signature is verified over: the text of each member exactly as it was received.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decodeUtf8, readJsonObject } from './json-text.ts';

const limits = { maxDepth: 32 };

function read(text: string): Extract<ReturnType<typeof readJsonObject>, { ok: true }> {
  const body = readJsonObject(text, limits);
  assert.ok(body.ok, body.ok ? '' : body.problem);
  return body;
}

function problemOf(text: string): string {
  const body = readJsonObject(text, limits);
  assert.ok(!body.ok, `expected a refusal of ${text.slice(0, 80)}`);
  return body.problem;
}

test('each member keeps the text it was received as', () => {
  const rows: [json: string, source: string][] = [
    ['100.00', '100.00'],
    ['-0', '-0'],
    ['1E+2', '1E+2'],
    ['12345678901234567890', '12345678901234567890'],
    ['true', 'true'],
    ['false', 'false'],
    ['null', ''],
    ['""', ''],
    ['" two  blanks "', ' two  blanks '],
    [String.raw`"a\"b\\c\/d\u0041\n\ud83d\ude00"`, 'a"b\\c/dA\n😀'],
    ['"Ni\u00f1o 中"', 'Niño 中'],
    ['[ ]', '[]'],
    ['[ 1.0 , { "a b" : " c , d " } , null ]', '[1.0,{"a b":" c , d "},null]'],
    [String.raw`{ "q" : "\"} ,", "u" : "\u0041" }`, String.raw`{"q":"\"} ,","u":"\u0041"}`],
    ['{"a":\r\n\t[]}', '{"a":[]}'],
  ];
  for (const [json, source] of rows) {
    for (const text of [`{"x":${json}}`, ` \n{ "w" : 1 , "x" :\t${json} , "y" : "x" } `]) {
      assert.equal(read(text).source('x'), source, text);
      assert.deepEqual(read(text).value.x, JSON.parse(json));
    }
  }
});

test('members come in the order received, with null as an empty text', () => {
  assert.deepEqual(read('{"b":1.50,"a":null,"c":{"d": 2}}').members(), [
    ['b', '1.50'],
    ['a', ''],
    ['c', '{"d":2}'],
  ]);
  assert.deepEqual(read(' {} ').members(), []);
});

test('a member that is absent has an empty source, even one that every object inherits', () => {
  const body = read('{"a":1}');
  assert.deepEqual([body.source('b'), body.source('constructor'), body.source('__proto__')], ['', '', '']);
});

test('whatever is not a JSON object is refused', () => {
  for (const text of ['', ' ', '{', '{"a":1,}', "{'a':1}", '{"a":01}', '{"a":NaN}', '{}{}', '\ufeff{}', '{"a":"\n"}']) {
    assert.equal(problemOf(text), 'The body is not JSON.', text);
  }
  for (const text of ['null', '1', '"a"', '[]', '[{"a":1}]', 'true']) {
    assert.equal(problemOf(text), 'The body is not a JSON object.', text);
  }
});

test('a member named twice is refused at any depth, however its name is spelt', () => {
  const rows = [
    '{"a":1,"a":1}',
    '{"a":1,"b":2,"a":3}',
    String.raw`{"a":1,"\u0061":2}`,
    '{"x":{"a":1,"a":2}}',
    '{"x":[{"b":1},{"a":1,"a" :2}]}',
    '{"__proto__":1,"a":{},"a":2}',
  ];
  for (const text of rows) assert.equal(problemOf(text), 'The body names the member "a" twice.', text);
  assert.equal(problemOf('{"":1,"":2}'), 'The body names the member "" twice.');
});

test('the same name in different objects, or as a value, is no repetition', () => {
  read('{"a":{"a":{"a":"a"}},"b":[{"a":1},{"a":2},"a","a"],"c":"a"}');
});

test('nesting is accepted up to the limit and refused one level deeper', () => {
  const nested = (levels: number): string => `{"a":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`;
  assert.equal(read(nested(32)).source('a').length, 62);
  assert.equal(problemOf(nested(33)), 'The body is nested deeper than 32 levels.');
  assert.equal(problemOf(nested(250_000)), 'The body is nested deeper than 32 levels.');
  read(`{"a":"${'['.repeat(100)}","b":${'[[]],'.repeat(100).replace(/^/, '[').replace(/,$/, ']')}}`);
});

test('half a surrogate pair and U+0000 are refused in values and names at any depth', () => {
  for (const escape of [String.raw`\ud800`, String.raw`\udc00`, String.raw`\ude00\ud83d`, '\ud800', '\udfff']) {
    for (const text of [
      `{"a":"${escape}"}`,
      `{"${escape}":1}`,
      `{"a":[{"b":"x${escape}y"}]}`,
      `{"a":{"${escape}":1}}`,
    ]) {
      assert.equal(problemOf(text), 'The body holds half of a surrogate pair.', text);
    }
  }
  for (const text of [String.raw`{"a":"x\u0000"}`, String.raw`{"\u0000":1}`, String.raw`{"a":[["\u0000"]]}`]) {
    assert.equal(problemOf(text), 'The body holds the character U+0000.', text);
  }
  assert.equal(read(String.raw`{"a":"\\u0000 \\ud800"}`).source('a'), String.raw`\u0000 \ud800`);
});

test('a member named __proto__ is a member like any other and changes no prototype', () => {
  const body = read('{"__proto__":{"polluted":true},"constructor":"c"}');
  assert.equal(Object.getPrototypeOf(body.value), Object.prototype);
  assert.equal(body.source('__proto__'), '{"polluted":true}');
  assert.equal(body.source('constructor'), 'c');
  assert.equal('polluted' in {}, false);
});

test('any object written with any spacing gives the parsed value and its compact sources', () => {
  const anyObject = fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue({ maxDepth: 6 }));
  fc.assert(
    fc.property(anyObject, fc.constantFrom('', ' ', '\n\t ', '\r\n'), (object, space) => {
      const clean = JSON.stringify(object);
      fc.pre(!clean.includes('\\u'));
      const body = read(JSON.stringify(JSON.parse(clean), null, space));
      assert.deepEqual(body.value, JSON.parse(clean));
      for (const [name, value] of Object.entries(body.value)) {
        const expected = value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);
        assert.equal(body.source(name), expected);
      }
      assert.equal(body.members().length, Object.keys(body.value).length);
    }),
  );
});

test('no text, valid or not, makes the reader throw, and it accepts only what JSON.parse accepts', () => {
  const pieces = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    '"',
    '\\',
    ':',
    ',',
    ' ',
    'a',
    '1',
    'null',
    '"a":',
    '\\u0000',
    '{"a"',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 24 }), (parts) => {
      const text = `{"k":${parts.join('')}}`;
      const body = readJsonObject(text, limits);
      if (body.ok) assert.deepEqual(body.value, JSON.parse(text));
    }),
    { numRuns: 2_000 },
  );
});

test('time grows no faster than the length of the body', () => {
  const shapes: [name: string, make: (bytes: number) => string][] = [
    ['many members', (bytes) => `{${Array.from({ length: bytes / 12 }, (_, index) => `"${index}":"x"`).join()}}`],
    ['many blanks', (bytes) => `{"a"${' '.repeat(bytes / 2)}:1${' '.repeat(bytes / 2)}}`],
    ['many escapes', (bytes) => `{"a":"${'\\n'.repeat(bytes / 2)}"}`],
    ['many short escaped texts', (bytes) => `{"a":[${'"\\n",'.repeat(bytes / 5)}1]}`],
    ['many objects', (bytes) => `{"a":[${'{"b":1},'.repeat(bytes / 8)}1]}`],
  ];
  // The processor's time, not the clock's: what else the machine does is no part of it.
  const bestMs = (text: string): number => {
    const times = Array.from({ length: 5 }, () => {
      const begun = process.cpuUsage();
      read(text).source('a');
      const { user, system } = process.cpuUsage(begun);
      return (user + system) / 1000;
    });
    return Math.min(...times);
  };
  for (const [name, make] of shapes) {
    const ratio = bestMs(make(1_000_000)) / Math.max(bestMs(make(62_500)), 0.1);
    assert.ok(ratio < 16 * 6, `${name}: 16 times the bytes took ${ratio.toFixed(1)} times as long`);
  }
});

test('bytes that are not UTF-8 are refused, and valid ones are decoded as they are', () => {
  const refused = [
    [0xff],
    [0xc0, 0xaf],
    [0xed, 0xa0, 0x80],
    [0xf4, 0x90, 0x80, 0x80],
    [0x61, 0xe4, 0xb8],
    [0xef, 0xbb, 0xbf, 0x7b],
  ];
  for (const bytes of refused) assert.equal(decodeUtf8(Uint8Array.from(bytes)), undefined, String(bytes));
  assert.equal(decodeUtf8(new Uint8Array(0)), '');
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      fc.pre(!text.startsWith('\ufeff'));
      const padded = Buffer.from(`#${text}`, 'utf8');
      assert.equal(decodeUtf8(padded.subarray(1)), text);
    }),
  );
});
