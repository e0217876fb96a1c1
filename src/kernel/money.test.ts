// Guards that amounts survive being written and read, in currencies with decimals and without.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { currencyCodes, currencyOf, findCurrency, formatForPeople, formatMainUnits, parseMainUnits } from './money.ts';

const written: [amountMinor: bigint, currency: string, mainUnits: string, forPeople: string][] = [
  [0n, 'PHP', '0.00', '₱0.00'],
  [1n, 'PHP', '0.01', '₱0.01'],
  [10n, 'PHP', '0.10', '₱0.10'],
  [100n, 'PHP', '1.00', '₱1.00'],
  [50_010n, 'PHP', '500.10', '₱500.10'],
  [500_010n, 'PHP', '5000.10', '₱5,000.10'],
  [100_000_000_000n, 'THB', '1000000000.00', '฿1,000,000,000.00'],
  [99_999n, 'MYR', '999.99', 'RM999.99'],
  [0n, 'IDR', '0', 'Rp0'],
  [7n, 'IDR', '7', 'Rp7'],
  [1_500_000n, 'IDR', '1500000', 'Rp1,500,000'],
  [9_007_199_254_740_993n, 'CNY', '90071992547409.93', '¥90,071,992,547,409.93'],
];

test('an amount is written with its currency’s decimals, for machines and for people', () => {
  for (const [amountMinor, currency, mainUnits, forPeople] of written) {
    assert.equal(formatMainUnits(amountMinor, currency), mainUnits);
    assert.equal(formatForPeople(amountMinor, currency), forPeople);
  }
});

test('an amount below zero carries its sign in front of the digits', () => {
  const rows: [amountMinor: bigint, currency: string, text: string][] = [
    [-1n, 'PHP', '-0.01'],
    [-100n, 'PHP', '-1.00'],
    [-50_010n, 'PHP', '-500.10'],
    [-7n, 'IDR', '-7'],
  ];
  for (const [amountMinor, currency, text] of rows) assert.equal(formatMainUnits(amountMinor, currency), text);
});

const read: [text: string, currency: string, amountMinor: bigint | undefined][] = [
  ['500', 'PHP', 50_000n],
  ['500.1', 'PHP', 50_010n],
  ['500.10', 'PHP', 50_010n],
  [' 500.10 ', 'PHP', 50_010n],
  ['0', 'PHP', 0n],
  ['0.01', 'PHP', 1n],
  ['007.50', 'PHP', 750n],
  ['999999999999999.99', 'PHP', 99_999_999_999_999_999n],
  ['1500', 'IDR', 1500n],
  ['1500.0', 'IDR', undefined],
  ['1500.00', 'IDR', undefined],
  ['500.101', 'PHP', undefined],
  ['500.100', 'PHP', undefined],
  ['500.', 'PHP', undefined],
  ['.5', 'PHP', undefined],
  ['-1', 'PHP', undefined],
  ['+1', 'PHP', undefined],
  ['1,000', 'PHP', undefined],
  ['1e3', 'PHP', undefined],
  ['0x10', 'PHP', undefined],
  ['1_000', 'PHP', undefined],
  ['1 000', 'PHP', undefined],
  ['１２', 'PHP', undefined],
  ['', 'PHP', undefined],
  [' ', 'PHP', undefined],
  ['NaN', 'PHP', undefined],
  ['Infinity', 'PHP', undefined],
  ['1000000000000000', 'PHP', undefined],
  ['5\n6', 'PHP', undefined],
];

test('only a plain decimal number of that currency is an amount', () => {
  for (const [text, currency, amountMinor] of read) {
    assert.equal(parseMainUnits(text, currency), amountMinor, JSON.stringify(text));
  }
});

test('what is written is read as the same amount, in every currency', () => {
  const amounts = fc.bigInt({ min: 0n, max: 10n ** 15n - 1n });
  fc.assert(
    fc.property(amounts, fc.constantFrom(...currencyCodes), (amountMinor, currency) => {
      assert.equal(parseMainUnits(formatMainUnits(amountMinor, currency), currency), amountMinor);
    }),
  );
});

test('no text makes an amount that is below zero or not whole, and none throws', () => {
  fc.assert(
    fc.property(fc.string(), fc.constantFrom(...currencyCodes), (text, currency) => {
      const amountMinor = parseMainUnits(text, currency);
      assert.ok(amountMinor === undefined || amountMinor >= 0n);
    }),
  );
});

test('a currency is found by its code alone, not by what every object has', () => {
  assert.equal(findCurrency('PHP')?.decimals, 2);
  assert.equal(findCurrency('IDR')?.decimals, 0);
  for (const code of ['', 'php', 'EUR', 'constructor', '__proto__', 'toString']) {
    assert.equal(findCurrency(code), undefined, code);
    assert.throws(() => currencyOf(code), /is not known/);
  }
});
