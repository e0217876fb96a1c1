// Guards the fields of BluePay's requests: which values each takes, and what a refusal says.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type TSchema, Type } from 'typebox';
import { mobile } from '../field-types.ts';
import { readJsonParam } from '../json-param.ts';
import { compileStrictFields } from '../strict-fields.ts';
import * as fields from './schemas.ts';

function read(schema: Parameters<typeof compileStrictFields>[0], param: string) {
  const given = readJsonParam(param);
  assert.ok(given.ok);
  return compileStrictFields(schema)(given.value);
}

const order = Type.Object({
  mchOrderId: fields.mchOrderId,
  amount: fields.amount,
  channelType: fields.channelType,
  notifyUrl: Type.Optional(fields.notifyUrl),
  remark: Type.Optional(fields.remark),
});
const right = { mchOrderId: 'A1', amount: 5, channelType: 'QR' };

test('fields that a schema names are taken, others are ignored, and null and "" are absent', () => {
  const given = { ...right, remark: null, notifyUrl: '', merchantLogo: 7 };
  assert.deepEqual(read(order, JSON.stringify(given)), { ok: true, value: right });
});

test('each field has its own JSON type, and the first wrong one is named', () => {
  const rows: [change: object, reason: string, detail: string][] = [
    [{ mchOrderId: 1 }, 'request_malformed', 'mchOrderId must be a string'],
    [{ mchOrderId: null }, 'request_malformed', 'mchOrderId is required'],
    [{ mchOrderId: '' }, 'request_malformed', 'mchOrderId is required'],
    [{ mchOrderId: 'A-1' }, 'request_malformed', 'mchOrderId must be 1 to 32 letters and digits'],
    [{ mchOrderId: 'A'.repeat(33), amount: 0 }, 'request_malformed', 'mchOrderId must be 1 to 32 letters and digits'],
    [{ amount: '5' }, 'request_malformed', 'amount must be an integer'],
    [{ amount: 0.5 }, 'request_malformed', 'amount must be an integer'],
    [{ amount: true }, 'request_malformed', 'amount must be an integer'],
    [{ amount: 0 }, 'amount_invalid', 'amount must be a positive integer'],
    [{ amount: -1 }, 'amount_invalid', 'amount must be a positive integer'],
    [{ amount: 2 ** 53 }, 'amount_invalid', 'amount must be a positive integer'],
    [{ channelType: 'CASH' }, 'pay_method_unknown', 'channelType must be one of QR, ONLINE_BANKING'],
    [{ channelType: 1 }, 'request_malformed', 'channelType must be a string'],
    [{ notifyUrl: 'ftp://x.example' }, 'request_malformed', 'notifyUrl must be an http(s) URL'],
    [{ notifyUrl: `https://x.example/${'a'.repeat(256)}` }, 'request_malformed', 'notifyUrl must be an http(s) URL'],
    [{ remark: 'ก'.repeat(257) }, 'request_malformed', 'remark must have at most 256 characters'],
  ];
  for (const [change, reason, detail] of rows) {
    const outcome = read(order, JSON.stringify({ ...right, ...change }));
    assert.equal(outcome.ok, false, JSON.stringify(change));
    assert.equal(outcome.reason, reason, JSON.stringify(change));
    assert.ok(outcome.detail?.startsWith(detail), `${outcome.detail}`);
  }
});

test('an amount is written as whole numbers are: 1e3 and 10.0 are refused', () => {
  for (const amount of ['1e3', '10.0', '1.5']) {
    const outcome = read(order, `{"mchOrderId":"A1","amount":${amount},"channelType":"QR"}`);
    assert.deepEqual(outcome, { ok: false, reason: 'request_malformed', detail: 'amount must be an integer' });
  }
});

test('one of two names is asked for where a schema says so', () => {
  const { mchOrderId, transactionId, orderNamed } = fields;
  const query = Type.Object(
    { mchOrderId: Type.Optional(mchOrderId), transactionId: Type.Optional(transactionId) },
    orderNamed,
  );
  assert.equal(read(query, '{"mchOrderId":"A1"}').ok, true);
  assert.equal(read(query, '{"mchOrderId":"","transactionId":"C1"}').ok, true);
  const neither = read(query, '{"mchOrderId":null}');
  assert.equal(!neither.ok && neither.detail, 'mchOrderId or transactionId is required');
});

test('texts of a field are held against its rule', () => {
  const rows: [schema: TSchema, value: unknown, isRight: boolean][] = [
    [fields.payoutMchOrderId, 'A'.repeat(9), false],
    [fields.payoutMchOrderId, 'A'.repeat(10), true],
    [fields.idempotencyId, 'key with space 1', true],
    [fields.idempotencyId, 'key_with_underscore', false],
    [fields.thaiMobile, '0812345678', true],
    [fields.thaiMobile, '0712345678', false],
    [mobile, '+66812345678', true],
    [mobile, '081234567', false],
    [fields.email, 'a@example.com', true],
    [fields.email, 'a@example', false],
    [fields.date, '2024-02-29', true],
    [fields.date, '2023-02-29', false],
    [fields.date, '2024-2-9', false],
    [fields.payerClientIp, '2001:db8::1', true],
    [fields.payerClientIp, '10.0.0', false],
    [fields.expireSeconds, 30, true],
    [fields.expireSeconds, 3601, false],
    [fields.wechatpay, { wpOpenid: 'o', payerClientIp: null }, true],
    [fields.wechatpay, { wpOpenid: 5 }, false],
    [fields.wechatpay, 'o', false],
    [fields.goodsDetails, [{ goodsName: 'Rice', quantity: 1, price: 100, colour: 'white' }], true],
    [fields.goodsDetails, [{ goodsName: 'Rice', quantity: 1 }], false],
    [fields.goodsDetails, [null], false],
    [fields.billingAddress, { address: '1 Road', city: '' }, true],
    [fields.billingAddress, { city: 'Bangkok' }, false],
  ];
  for (const [schema, value, isRight] of rows) {
    const outcome = read(Type.Object({ field: schema }), JSON.stringify({ field: value }));
    assert.equal(outcome.ok, isRight, `${JSON.stringify(schema)} ${JSON.stringify(value)}`);
  }
});

test('a refund of nothing has the reason of one that is too large', () => {
  const outcome = read(Type.Object({ refundAmount: fields.refundAmount }), '{"refundAmount":0}');
  assert.equal(!outcome.ok && outcome.reason, 'refund_exceeds_rest');
});
