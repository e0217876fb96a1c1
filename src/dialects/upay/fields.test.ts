// Guards what a field may be (upay.md 2.1, 2.7): which odd forms clients send are understood, and what a refusal says of the rest.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type TSchema, Type } from 'typebox';
import { compileFields } from './fields.ts';
import { receive } from './received.ts';
import {
  amount,
  bytes,
  digits,
  extended,
  goodsDetails,
  latitude,
  located,
  longitude,
  notifyUrl,
  operator,
  orderNamed,
  payway,
  reflect,
  sn,
  subPayway,
  text,
} from './schemas.ts';

/** What becomes of a field: its value, or undefined where it is refused. */
function readOne(schema: TSchema, json: string): unknown {
  const read = compileFields(Type.Object({ it: schema }))(receive(Buffer.from(`{"it":${json}}`)));
  return read.ok ? (read.value as { it?: unknown }).it : undefined;
}

const goods = '{"goods_id":"1","goods_name":"拿铁","quantity":1,"price":1250,"promotion_type":0}';
const members = (count: number) => `{${Array.from({ length: count }, (_, index) => `"k${index}":"v"`).join(',')}}`;
const longUrl = (length: number) => `"https://m.example/${'n'.repeat(length - 18)}"`;

const understood: readonly [title: string, schema: TSchema, json: string, value: string][] = [
  ['an amount', amount, '"1250"', '1250'],
  ['an amount as a number', amount, '1250', '1250'],
  ['an amount with leading zeros', amount, '"0000001250"', '1250'],
  ['the largest amount', amount, '9999999999', '9999999999'],
  ['a payway as a number', payway, '1', '1'],
  ['a payway that nobody knows', payway, '"abc"', 'abc'],
  ['a long number without a rounded digit', digits(32), '12345678901234567890', '12345678901234567890'],
  ['an order number as a number', sn, '7895200000000001', '7895200000000001'],
  ['32 bytes', bytes(32), `"${'中'.repeat(10)}ab"`, `${'中'.repeat(10)}ab`],
  ['64 characters of four bytes', text(64), `"${'😀'.repeat(64)}"`, '😀'.repeat(64)],
  ['a text with any characters', text(64), '"a\\n\\"\\\\"', 'a\n"\\'],
  ['reflect as a text', reflect, '"{\\"a\\": 1}"', '{"a": 1}'],
  ['reflect as an object', reflect, '{ "tips" : "200", "n" : 1.0 }', '{"tips":"200","n":1.0}'],
  ['extended', extended, '{"goods_tag": "x"}', '{"goods_tag":"x"}'],
  ['extended with an object', extended, '{"extend_params":{"hb_fq_num":"3"}}', '{"extend_params":{"hb_fq_num":"3"}}'],
  ['extended with 24 keys', extended, members(24), members(24)],
  ['goods', goodsDetails, `[ ${goods} ]`, `[${goods}]`],
  ['goods that are wrapped twice', goodsDetails, `{"goods_details":[${goods}]}`, `[${goods}]`],
  ['a coordinate', longitude, '"-121.615459404"', '-121.615459404'],
  ['an address of 128 characters', notifyUrl, longUrl(128), longUrl(128).slice(1, -1)],
];
for (const [title, schema, json, value] of understood) {
  test(`${title} is understood`, () => assert.equal(readOne(schema, json), value));
}

const refused: readonly [schema: TSchema, ...json: string[]][] = [
  [
    amount,
    '"0"',
    '0',
    '"00"',
    '"-1"',
    '-1',
    '"1.5"',
    '1.0',
    '1e3',
    '"+1"',
    '" 1"',
    '"1 "',
    '"１"',
    '"99999999999"',
    '"00000000001"',
    '{}',
    'true',
  ],
  [payway, '{}', 'true', '1.5', `"${'1'.repeat(33)}"`],
  [subPayway, '"1"', '"7"', '"22"', '0'],
  [digits(32), '"a"', '-1', `"${'1'.repeat(33)}"`],
  [bytes(32), `"${'中'.repeat(11)}"`, '["a"]', '1.5'],
  [text(64), `"${'a'.repeat(65)}"`, `"${'e\u0301'.repeat(33)}"`, '1', '[]', 'false'],
  [reflect, '1', '[1]', `{"a":"${'x'.repeat(60)}"}`],
  [
    extended,
    '"x"',
    '[]',
    '1',
    members(25),
    `{"${'k'.repeat(65)}":"v"}`,
    `{"k":"${'中'.repeat(86)}"}`,
    `{"k":{"v":"${'x'.repeat(256)}"}}`,
  ],
  [
    goodsDetails,
    '"x"',
    '{}',
    `[${goods},1]`,
    goods,
    `[${goods.replace('"1"', '1')}]`,
    `[${goods.replace(':1,', ':1.5,')}]`,
    `[${goods.replace(':0}', ':2}')}]`,
    '[{}]',
  ],
  [longitude, '"181"', '"east"', '"1.5.5"', '12', '"121.61545940411111111"'],
  [latitude, '"90.1"'],
  [
    notifyUrl,
    '"/n"',
    '"ftp://m.example/n"',
    '"https://u:p@m.example/n"',
    '"https://m.example/ n"',
    '"https://"',
    longUrl(129),
    '1',
  ],
];
for (const [index, [schema, ...values]] of refused.entries()) {
  const { description } = schema as { description?: string };
  for (const json of values) {
    test(`${json.slice(0, 40)} is refused as no. ${index}: ${description}`, () => {
      const read = compileFields(Type.Object({ it: schema }))(receive(Buffer.from(`{"it":${json}}`)));
      assert.deepEqual(read, { ok: false, reason: 'request_malformed', detail: `it${description}` });
    });
  }
}

const several = compileFields(
  Type.Object(
    { sn: Type.Optional(sn), client_sn: Type.Optional(bytes(64)), total_amount: amount, operator, longitude, latitude },
    { ...orderNamed, ...located },
  ),
);
const readSeveral = (object: object, strictOperator = false) =>
  several(receive(Buffer.from(JSON.stringify(object))), { strictOperator });

test('null, the empty text and fields that nobody named count for nothing', () => {
  const read = readSeveral({ sn: '', client_sn: 'C1', total_amount: '1', operator: null, extra: {}, longitude: '' });
  assert.deepEqual(read, { ok: true, value: { client_sn: 'C1', total_amount: '1' } });
});

test('all faults are told at once, by name, in the order of the documents', () => {
  const read = readSeveral({ total_amount: 'x', longitude: '1' });
  assert.equal(
    read.ok ? '' : read.detail,
    'total_amount金额为大于0的整数，长度不超过10位，以分为单位；sn与client_sn不能同时为空；longitude与latitude须同时填写',
  );
  assert.equal(readSeveral({ sn: '1', total_amount: 1, longitude: '1', latitude: '1' }).ok, true);
});

test('an operator is asked for only where one wants it', () => {
  assert.equal(readSeveral({ sn: '1', total_amount: 1 }).ok, true);
  const strict = readSeveral({ sn: '1', total_amount: 1 }, true);
  assert.equal(strict.ok ? '' : strict.detail, 'operator不能为空');
  assert.equal(readSeveral({ sn: '1', total_amount: 1, operator: 'op' }, true).ok, true);
});

test('what is no JSON object is refused in words', () => {
  const bodies = ['', '[]', '{"a":1,"a":1}', '\ufeff{}', '{"a":"\\ud800"}', `${'{"a":'.repeat(40)}1${'}'.repeat(40)}`];
  for (const body of bodies) {
    const read = several(receive(Buffer.from(body)));
    assert.ok(!read.ok && read.reason === 'request_malformed' && read.detail, body);
  }
});
