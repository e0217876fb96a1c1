// Guards what each country asks of a payee, and what is made of it (bluepay.md 3.2, 3b.13).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { payeesOf } from './banks.ts';
import { payoutChannelOf } from './channels.ts';
import { type Country, countries, currencyOfCountry } from './countries.ts';
import { type PayeeFields, payoutTarget } from './payout-destinations.ts';
import { createBluepayGateway } from '../../../test/support/bluepay-gateway.ts';

const thai: PayeeFields = {
  payMethodCode: 'BANK',
  transferCode: 'KBANK',
  accountNo: '0012345678',
  accountName: 'Somchai Jaidee',
  accountType: 'INDIVIDUAL',
  accountTaxId: '1103700000001',
  mobile: '0812345678',
};
const philippine: PayeeFields = {
  payMethodCode: 'EWALLET',
  transferCode: 'gcash',
  accountNo: '09171234567',
  accountName: "Juan O'Cruz-Reyes Jr.",
};
const malaysian: PayeeFields = {
  payMethodCode: 'BANK',
  transferCode: 'RHBB',
  accountNo: '0123456789',
  accountName: 'Ahmad',
  accountType: 'MOBILE_NUMBER',
};
const indonesian: PayeeFields = {
  payMethodCode: 'BANK',
  transferCode: '1123',
  accountNo: '8800123',
  accountName: 'Budi',
};

/** What is right in each country, and what it comes to: channel, method and code. */
const right: [country: Country, fields: PayeeFields, target: [channel: string, method: string, code: string]][] = [
  ['TH', thai, ['TH_BANK_PAYOUT', 'bank', 'KBANK']],
  ['TH', { ...thai, transferCode: 'kbank', accountType: 'ORGANIZATION' }, ['TH_BANK_PAYOUT', 'bank', 'KBANK']],
  [
    'TH',
    { payMethodCode: 'PROMPTPAY', promptpayAccountType: 'NATID', accountNo: '1103700000001' },
    ['TH_PROMPTPAY_PAYOUT', 'proxy', 'NATID'],
  ],
  [
    'TH',
    { payMethodCode: 'PROMPTPAY', promptpayAccountType: 'MSISDN', accountNo: '0612345678' },
    ['TH_PROMPTPAY_PAYOUT', 'proxy', 'MSISDN'],
  ],
  [
    'TH',
    { payMethodCode: 'PROMPTPAY', promptpayAccountType: 'MSISDN', accountNo: '66912345678' },
    ['TH_PROMPTPAY_PAYOUT', 'proxy', 'MSISDN'],
  ],
  [
    'TH',
    { payMethodCode: 'EWALLET', transferCode: 'TRUEMONEY', accountNo: '0812345678', accountName: 'Somchai' },
    ['TH_EWALLET_PAYOUT', 'wallet', 'TRUEMONEY'],
  ],
  ['PH', philippine, ['PH_EWALLET_PAYOUT', 'wallet', 'GCASH']],
  [
    'PH',
    { ...philippine, payMethodCode: 'BANK', transferCode: 'BDO', accountNo: '1' },
    ['PH_BANK_PAYOUT', 'bank', 'BDO'],
  ],
  ['MY', malaysian, ['MY_BANK_PAYOUT', 'bank', 'RHBB']],
  ['MY', { ...malaysian, accountType: 'BANK_ACCOUNT', accountNo: '77' }, ['MY_BANK_PAYOUT', 'bank', 'RHBB']],
  ['ID', indonesian, ['ID_BANK_PAYOUT', 'bank', '1123']],
  ['ID', { ...indonesian, payMethodCode: 'EWALLET', transferCode: 'OVO' }, ['ID_EWALLET_PAYOUT', 'wallet', 'OVO']],
];

test('a payee is reached by the channel of his country, his bank or wallet in capitals', () => {
  for (const [country, fields, [channel, method, code]] of right) {
    const { accountNo, accountName = '' } = fields;
    assert.deepEqual(payoutTarget(country, fields), {
      ok: true,
      value: { channel, destination: { method, code, accountNo, accountName } },
    });
  }
});

/** One thing wrong each, and what the refusal says. */
const wrong: [country: Country, fields: PayeeFields, change: Partial<PayeeFields>, reason: string, detail?: string][] =
  [
    [
      'TH',
      thai,
      { transferCode: undefined },
      'request_malformed',
      'transferCode is required when payMethodCode is BANK',
    ],
    ['TH', thai, { accountName: undefined }, 'request_malformed', 'accountName is required when payMethodCode is BANK'],
    ['TH', thai, { accountType: undefined }, 'request_malformed', 'accountType is required when payMethodCode is BANK'],
    [
      'TH',
      thai,
      { accountTaxId: undefined },
      'request_malformed',
      'accountTaxId is required when payMethodCode is BANK',
    ],
    ['TH', thai, { mobile: undefined }, 'request_malformed', 'mobile is required when payMethodCode is BANK'],
    ['TH', thai, { accountType: 'PERSON' }, 'request_malformed', 'accountType must be INDIVIDUAL or ORGANIZATION'],
    ['TH', thai, { mobile: '0712345678' }, 'request_malformed', 'mobile must be 10 digits starting with 06, 08 or 09'],
    ['TH', thai, { transferCode: 'NOBANK' }, 'bank_unknown'],
    ['TH', thai, { transferCode: 'TRUEMONEY' }, 'bank_unknown'],
    ['TH', thai, { payMethodCode: 'EWALLET' }, 'wallet_unknown'],
    [
      'TH',
      thai,
      { payMethodCode: 'PROMPTPAY' },
      'request_malformed',
      'promptpayAccountType is required when payMethodCode is PROMPTPAY',
    ],
    [
      'TH',
      thai,
      { payMethodCode: 'PROMPTPAY', promptpayAccountType: 'NATID' },
      'request_malformed',
      'accountNo must be 13 digits for NATID',
    ],
    [
      'TH',
      thai,
      { payMethodCode: 'PROMPTPAY', promptpayAccountType: 'MSISDN' },
      'request_malformed',
      'accountNo must be a mobile 06, 08 or 09 and 8 digits for MSISDN',
    ],
    ['PH', philippine, { payMethodCode: 'PROMPTPAY' }, 'pay_method_unknown', 'PH has no payMethodCode PROMPTPAY'],
    [
      'PH',
      philippine,
      { accountNo: '0812345678' },
      'request_malformed',
      'accountNo must be a mobile 09xxxxxxxxx for EWALLET',
    ],
    ['PH', philippine, { accountName: 'Juan 2' }, 'request_malformed', "accountName must be letters, spaces and ' . -"],
    ['MY', malaysian, { payMethodCode: 'EWALLET' }, 'pay_method_unknown', 'MY has no payMethodCode EWALLET'],
    [
      'MY',
      malaysian,
      { accountType: 'INDIVIDUAL' },
      'request_malformed',
      'accountType must be MOBILE_NUMBER or BANK_ACCOUNT',
    ],
    [
      'MY',
      malaysian,
      { accountNo: '0223456789' },
      'request_malformed',
      'accountNo must be a mobile starting with 01 for MOBILE_NUMBER',
    ],
    ['ID', indonesian, { accountName: 'Edi' }, 'request_malformed', 'accountName must have 4 to 100 characters'],
    ['RU', indonesian, {}, 'pay_method_unknown', 'RU has no payMethodCode BANK'],
  ];

test('what a country does not have, and what is missing or wrong of a payee, is refused by its name', () => {
  for (const [country, fields, change, reason, detail] of wrong) {
    const answer = payoutTarget(country, { ...fields, ...change });
    assert.deepEqual(
      answer,
      { ok: false, reason, ...(detail === undefined ? {} : { detail }) },
      `${country} ${reason}`,
    );
  }
});

test('every channel that pays out is in the catalogue, in its country’s currency, and has payees', async () => {
  const { channels } = await createBluepayGateway('v2');
  for (const country of countries) {
    for (const method of ['BANK', 'PROMPTPAY', 'EWALLET'] as const) {
      const code = payoutChannelOf(country, method);
      if (code === undefined) continue;
      const channel = channels.get(code);
      assert.deepEqual([channel?.kind, channel?.currency], ['payout', currencyOfCountry(country)], code);
      if (method === 'BANK') assert.ok(payeesOf[country].banks.size > 0, code);
      if (method === 'EWALLET') assert.ok(payeesOf[country].wallets.size > 0, code);
    }
  }
});
