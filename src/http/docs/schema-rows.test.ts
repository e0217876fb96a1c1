// Guards that the tables of the documentation say what their schemas say.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rowsOf, rulesOf } from './schema-rows.ts';

const text = { type: 'string' } as const;

/** Each row in a line: how deep, name, type, and a question mark where it may be absent. */
function outline(schema: Parameters<typeof rowsOf>[0]): string[] {
  return rowsOf(schema).map(
    ({ depth, name, type, required }) => `${'  '.repeat(depth)}${name}${required ? '' : '?'}: ${type}`,
  );
}

const outlines: readonly (readonly [title: string, schema: Parameters<typeof rowsOf>[0], lines: readonly string[]])[] =
  [
    [
      'members stand in their order, those inside an object behind it',
      {
        type: 'object',
        required: ['who'],
        properties: {
          who: { type: 'object', required: ['name'], properties: { name: text, age: { type: 'integer' } } },
          why: text,
        },
      },
      ['who: object', '  name: string', '  age?: integer', 'why?: string'],
    ],
    [
      'the objects of a list are shown like one of them',
      { type: 'array', items: { type: 'object', required: ['id'], properties: { id: text } } },
      ['id: string'],
    ],
    [
      'a list inside is named, with the members of what it lists',
      {
        type: 'object',
        properties: {
          all: { type: 'array', items: { type: 'object', properties: { id: text } } },
          words: { type: 'array', items: text },
        },
      },
      ['all?: list of objects', '  id?: string', 'words?: list of strings'],
    ],
    [
      'JSON in a text is shown as what it holds',
      {
        type: 'object',
        properties: { param: { ...text, contentSchema: { type: 'object', required: ['a'], properties: { a: text } } } },
      },
      ['param?: JSON in a string', '  a: string'],
    ],
    [
      'what may be of several types names them, and shows the members of each',
      {
        type: 'object',
        properties: {
          some: { anyOf: [{ type: 'object', properties: { a: text } }, { type: 'null' }] },
          one: { type: ['string', 'null'] },
        },
      },
      ['some?: object or null', '  a?: string', 'one?: string or null'],
    ],
    [
      'members under names that are not known beforehand',
      { type: 'object', properties: { money: { type: 'object', patternProperties: { '^.*$': { type: 'integer' } } } } },
      ['money?: object', '  any name?: integer'],
    ],
    ['what is no object is one row without a name', { type: 'integer' }, ['?: integer']],
  ];

for (const [title, schema, lines] of outlines) {
  test(title, () => assert.deepEqual(outline(schema), lines));
}

const notes: readonly (readonly [title: string, schema: Parameters<typeof rowsOf>[0], notes: readonly string[]])[] = [
  [
    'what it is for stands before its rule',
    { ...text, title: 'Why.', description: 'Must be short.' },
    ['Why.', 'Must be short.'],
  ],
  [
    'bounds that the rule does not name are added',
    { type: 'integer', minimum: 5, maximum: 10, description: 'Days.' },
    ['Days.', 'From 5, to 10.'],
  ],
  [
    'bounds that the rule names are not',
    { ...text, maxLength: 50, description: 'Must have at most 50 characters.' },
    ['Must have at most 50 characters.'],
  ],
  ['the largest number that JSON carries is no bound', { type: 'integer', maximum: Number.MAX_SAFE_INTEGER }, []],
];

for (const [title, schema, expected] of notes) {
  test(title, () => assert.deepEqual(rowsOf(schema)[0]?.notes, expected));
}

test('the values of an enumeration are listed, unless its rule names them', () => {
  const choices = (schema: Parameters<typeof rowsOf>[0]) => rowsOf(schema)[0]?.choices.map(({ value }) => value);
  assert.deepEqual(choices({ type: ['string', 'null'], enum: ['A', 'B', null] }), ['A', 'B']);
  assert.deepEqual(choices({ enum: ['A', 'B'], description: 'Must be A or B.' }), []);
});

test('codes are listed with what they mean', () => {
  const [row] = rowsOf({ type: 'object', properties: { code: { oneOf: [{ const: 1001, title: 'unknown app' }] } } });
  assert.deepEqual([row?.type, row?.choices], ['integer', [{ value: '1001', meaning: 'unknown app' }]]);
});

test('what fields ask of each other is said in sentences', () => {
  const schema = { anyOf: [{ required: ['a'] }, { required: ['b'] }], dependentRequired: { c: ['d'] } };
  assert.deepEqual(rulesOf(schema), ['One of a, b is required.', 'c needs d.']);
});
