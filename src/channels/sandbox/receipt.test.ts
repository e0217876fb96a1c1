// Checks what the bank says about payers.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { receiptOf } from './receipt.ts';

const paid = { payer: '134567890123456780', channel: 'CN_WECHAT', at: 1_767_571_201_864 };

test('a receipt names its payer as the wallet does, masks the account, and is told to the second', () => {
  const receipt = receiptOf(paid);
  assert.equal(receipt.at, 1_767_571_201_000);
  assert.match(receipt.payerId, /^oPAYER\d{12}$/);
  assert.match(receipt.payerAccount, /^1\d\d\*{4}\d{4}$/);
  assert.match(receiptOf({ ...paid, channel: 'CN_ALIPAY' }).payerId, /^2088\d{12}$/);
});

test('the same code is the same payer, another code another one', () => {
  assert.equal(receiptOf({ ...paid, at: 0 }).payerId, receiptOf(paid).payerId);
  assert.notEqual(receiptOf({ ...paid, payer: '134567890123456770' }).payerId, receiptOf(paid).payerId);
});

test('the last digit of a code says where the money came from', () => {
  const sources = ['0', '7', '8', '9', ''].map((end) => receiptOf({ ...paid, payer: `2812${end}` }).source);
  assert.deepEqual(sources, ['wallet', 'wallet', 'debit_card', 'credit_card', 'wallet']);
});
