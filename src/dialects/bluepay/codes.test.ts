// Guards the published codes and texts of both versions (bluepay.md 6).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Reason } from '../../core/reasons.ts';
import { failureCodes } from '../failure-codes.ts';
import { codeOf, codes, success } from './codes.ts';
import type { Version } from './version.ts';

const shared: readonly (readonly [code: number, message: string])[] = [
  [21000, 'Server error, Please try again later.'],
  [21001, 'Request sign error'],
  [21002, 'Request param error'],
  [21003, 'Request appId error'],
  [21004, 'Merchant is unavailable'],
  [21005, 'Merchant channel is unavailable'],
  [21006, 'Merchant transaction not found'],
  [21007, 'Duplicate merchant order id'],
  [21008, 'Request timestamp error'],
  [21010, 'The amount exceeds the limit'],
  [21011, 'Network error'],
  [21012, 'Request bank code error'],
  [21013, 'Request wallet code error'],
  [21014, 'Merchant balance insufficient'],
  [21015, 'Duplicate idempotencyId'],
  [21016, 'Merchant ip forbidden'],
  [21401, 'Refund is processing'],
  [21402, 'Not allowed to refund'],
  [21403, 'Transactions 60 days ago cannot initiate refunds'],
  [21404, 'The original transaction channel not support full refund'],
  [21405, 'The original transaction channel not support partial refund'],
  [21406, 'Refund amount invalid'],
  [21407, 'MchRefundOrderId is repeat'],
  [21408, 'The original transaction is not completed'],
  [21409, 'The original transaction already exist pending refund'],
  [21500, 'Original transaction status is not success'],
  [21501, 'Cannot reverse'],
  [21502, 'Original transaction has been settled'],
  [21503, 'Cannot void over the day'],
  [21504, 'Original transaction has been already voided'],
  [21505, 'Duplicate mchVoidOrderID detected. Please provide a unique mchvoidOrderID and retry.'],
];
const own: Readonly<Record<Version, readonly (readonly [code: number, message: string])[]>> = {
  v1: [[21009, 'Request timestamp expired error']],
  v2: [
    [21009, 'Request timestamp error'],
    [21017, 'Merchant has not opened this national service'],
    [21018, 'Request transfer code error'],
    [21019, 'Request pay method code error'],
    [21020, 'Too many requests, please retry later.'],
    [21021, 'Transaction Amount Invalid'],
    [21022, 'Transaction Volume Limit'],
    [21023, 'Transaction create failed'],
    [21024, 'Invalid access token'],
    [21025, 'Not allowed to cancel'],
    [21026, 'Customer Balance not enough'],
    [21027, 'Transaction creation exceeds limit'],
    [21028, 'Transaction already paid or closed'],
  ],
};

const reasons = Object.keys(codes) as Reason[];

for (const version of ['v1', 'v2'] as const) {
  test(`${version}: every reason has a published code with its very text, and every published code a reason`, () => {
    const answered = new Map(reasons.map((reason) => [codeOf(reason, version).code, codeOf(reason, version).message]));
    const published = new Map([...shared, ...own[version]]);
    const sorted = (map: Map<number, string>) => [...map].sort(([a], [b]) => a - b);
    assert.deepEqual(sorted(answered), sorted(published));
  });
}

test('version 1 answers none of the codes that only version 2 has', () => {
  for (const reason of reasons) {
    const { code } = codeOf(reason, 'v1');
    assert.ok(code < 21017 || code > 21028, `${reason} ${code}`);
  }
});

test('what version 2 says more exactly has in version 1 the code that comes nearest', () => {
  const rows: [reason: Reason, v1: number, v2: number][] = [
    ['country_not_open', 21002, 21017],
    ['transfer_code_unknown', 21012, 21018],
    ['pay_method_unknown', 21002, 21019],
    ['rate_exceeded', 21000, 21020],
    ['amount_invalid', 21002, 21021],
    ['daily_amount_exceeded', 21010, 21022],
    ['creation_failed', 21000, 21023],
    ['mandate_not_found', 21002, 21024],
    ['already_final', 21002, 21025],
    ['payer_balance_insufficient', 21002, 21026],
    ['daily_count_exceeded', 21010, 21027],
    ['payment_paid_or_closed', 21002, 21028],
  ];
  for (const [reason, v1, v2] of rows) {
    assert.deepEqual([codeOf(reason, 'v1').code, codeOf(reason, 'v2').code], [v1, v2], reason);
  }
});

test('success is 10000, and every failure has one of the eleven published codes', () => {
  assert.deepEqual(success, { code: 10000, message: 'Success' });
  const texts = new Map(Object.values(failureCodes).map(({ code, message }) => [code, message]));
  assert.deepEqual(
    [...texts].sort(([a], [b]) => b - a),
    [
      [-10000, 'Transaction Service Error'],
      [-10001, 'Transaction Exceed Limit'],
      [-10002, 'Transaction Params Error'],
      [-10003, 'Transaction Insufficient Balance'],
      [-10004, 'Transaction Channel Rejected'],
      [-10005, 'Transaction Destination Account Error'],
      [-10006, 'Transaction Network Reject'],
      [-10007, 'Transaction Channel Temporarily Close'],
      [-10008, 'Merchant Unavailable Error'],
      [-10009, 'Recipient Account Blocked'],
      [-10010, 'Channel Refund Failed'],
    ],
  );
});
