// The table of banks, and what is read from it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bankOfCard, banksLike, branchesOf, isCardNumber } from './banks.ts';

const numbers: [digits: string, isCard: boolean][] = [
  ['6222021234567890128', true],
  ['6222021234567890129', false],
  ['4111111111111111', true],
  ['4111111111111112', false],
  ['41111111111', false],
  ['411111111111111111111', false],
  ['4111 1111 1111 1111', false],
  ['', false],
];
for (const [digits, isCard] of numbers) {
  test(`${JSON.stringify(digits)} is ${isCard ? 'a' : 'no'} card number`, () => {
    assert.equal(isCardNumber(digits), isCard);
  });
}

test('a card leads to the bank that issued it, another bank to none', () => {
  assert.equal(bankOfCard('6222021234567890128'), '中国工商银行');
  assert.equal(bankOfCard('6225881234567890'), '招商银行');
  assert.equal(bankOfCard('4111111111111111'), undefined);
});

test('banks are found by a part of their name', () => {
  assert.deepEqual(banksLike('招商'), ['招商银行']);
  assert.ok(banksLike('银行').length > 20);
  assert.deepEqual(banksLike('.*'), []);
});

test('a bank has branches in the city of a code, else in its province, and none in an unknown place', () => {
  assert.deepEqual(branchesOf('招商银行', '310101'), ['招商银行上海分行', '招商银行上海分行营业部']);
  assert.equal(branchesOf('招商银行', '330106')[0], '招商银行杭州分行');
  assert.equal(branchesOf('招商银行', '339999')[0], '招商银行浙江分行');
  assert.deepEqual(branchesOf('招商银行', '990000'), []);
  assert.deepEqual(branchesOf('某某银行', '310101'), []);
});
