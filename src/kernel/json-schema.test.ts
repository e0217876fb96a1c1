// Guards that a document's schemas say what ours say, in words that every reader of JSON Schema knows.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Type } from 'typebox';
import { plainSchema } from './json-schema.ts';

const rows: readonly (readonly [title: string, schema: object, plain: object])[] = [
  [
    'a rule that follows the name of its field becomes a sentence',
    Type.String({ pattern: '^[0-9]$', description: 'must be a digit' }),
    { type: 'string', pattern: '^[0-9]$', description: 'Must be a digit.' },
  ],
  [
    'any other description stays',
    Type.String({ description: 'yyyy-MM-dd' }),
    { type: 'string', description: 'yyyy-MM-dd' },
  ],
  [
    'functions, codes of refusals and ways of reading are left out, inside too',
    Type.Object({ day: Type.Refine(Type.String({ refusal: 'email_invalid', read: () => '' }), () => true) }),
    { type: 'object', required: ['day'], properties: { day: { type: 'string' } } },
  ],
  [
    'a field that is named like a keyword of ours stays',
    Type.Object({ refusal: Type.Boolean(), eitherOf: Type.Boolean() }),
    {
      type: 'object',
      required: ['refusal', 'eitherOf'],
      properties: { refusal: { type: 'boolean' }, eitherOf: { type: 'boolean' } },
    },
  ],
  [
    'one of several fields, and all or none of them',
    Type.Object(
      { a: Type.Optional(Type.String()), b: Type.Optional(Type.String()) },
      { eitherOf: ['a', 'b'], together: ['a', 'b'] },
    ),
    {
      type: 'object',
      properties: { a: { type: 'string' }, b: { type: 'string' } },
      dependentRequired: { a: ['b'], b: ['a'] },
      anyOf: [{ required: ['a'] }, { required: ['b'] }],
    },
  ],
  [
    'a union of constants is an enumeration',
    Type.Union([Type.Literal('BANK'), Type.Literal('QR')], { description: 'must be BANK or QR' }),
    { type: 'string', enum: ['BANK', 'QR'], description: 'Must be BANK or QR.' },
  ],
  [
    'what may be null has two types',
    Type.Union([Type.String({ maxLength: 3 }), Type.Null()]),
    { type: ['string', 'null'], maxLength: 3 },
  ],
  [
    'an enumeration that may be null has null among its values',
    Type.Union([Type.Enum(['A'], { type: 'string' }), Type.Null()]),
    { type: ['string', 'null'], enum: ['A', null] },
  ],
  [
    'a constant that may be null stays a union of constants and null',
    Type.Union([Type.Literal('A'), Type.Null()]),
    { anyOf: [{ type: 'string', const: 'A' }, { type: 'null' }] },
  ],
  [
    'lists, records and JSON in a text are described to their ground',
    Type.Object({
      list: Type.Array(Type.String({ refusal: 'x' })),
      text: Type.String({ contentMediaType: 'application/json', contentSchema: Type.String({ refusal: 'x' }) }),
    }),
    {
      type: 'object',
      required: ['list', 'text'],
      properties: {
        list: { type: 'array', items: { type: 'string' } },
        text: { type: 'string', contentMediaType: 'application/json', contentSchema: { type: 'string' } },
      },
    },
  ],
];

for (const [title, schema, plain] of rows) {
  test(title, () => assert.deepEqual(plainSchema(schema), plain));
}
