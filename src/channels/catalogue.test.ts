// Checks the catalogue as a whole, and that every channel in it finds its connector.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Channel, ChannelSupport } from '../core/channel/channel.ts';
import type { DialectName } from '../core/merchant/merchant.ts';
import { parseEmv } from '../kernel/emvco.ts';
import { currencyOf } from '../kernel/money.ts';
import { catalogue } from './catalogue.ts';
import { createConnectors } from './connectors.ts';
import { presentCode } from './sandbox/calls/present.ts';
import { merchantOfTests } from '../../test/support/rows.ts';

const codesOf = (dialect: DialectName, country?: string) =>
  catalogue
    .filter((channel) => channel.dialects?.includes(dialect) && country === (country && channel.country))
    .map(({ code }) => code);
const channelOf = (code: string) => catalogue.find((channel) => channel.code === code) as Channel;

test('every code is there once, with limits that leave room, for somebody, in the currency of its country', () => {
  const countries: Record<string, string> = { CNY: 'CN', IDR: 'ID', MYR: 'MY', PHP: 'PH', RUB: 'RU', THB: 'TH' };
  assert.equal(new Set(catalogue.map(({ code }) => code)).size, catalogue.length);
  for (const { code, kind, minAmount, maxAmount, currency, country, dialects, enabled } of catalogue) {
    assert.match(code, /^[A-Z0-9_]{3,40}$/);
    const leavesRoom = kind === 'identity' ? maxAmount === 0n : minAmount > 0n && minAmount < maxAmount;
    assert.ok(leavesRoom && enabled, code);
    assert.equal(countries[currencyOf(currency).code], country, code);
    assert.ok(dialects && dialects.length > 0, code);
  }
});

test('Upay has a wallet for each of its providers, in yuan', () => {
  const wallets = catalogue.filter(({ dialects }) => dialects?.includes('upay'));
  assert.equal(wallets.length, 18);
  for (const { kind, currency, minAmount, maxAmount, supports } of wallets) {
    assert.deepEqual([kind, currency, minAmount, maxAmount], ['wallet', 'CNY', 1n, 9_999_999_999n]);
    assert.equal(Object.values(supports).includes(false), false);
  }
});

test('whatever a payer picks says what it is picked as, and a payout or an identity check says nothing', () => {
  for (const { code, kind, type, dialects } of catalogue) {
    const isPicked = kind !== 'payout' && kind !== 'identity' && !dialects?.includes('upay');
    assert.equal(type !== undefined, isPicked, code);
    if (kind === 'qr') assert.equal(type, 'qr', code);
    if (kind === 'account') assert.ok(type === 'ewallet' || type === 'otc' || type === 'bank_transfer', code);
    if (type === 'direct_debit') assert.equal(kind, 'wallet', code);
  }
});

test('BluePay’s first version has Thai channels, its second each under the name of its country', () => {
  assert.deepEqual(codesOf('bluepay-v1'), [
    'THAI_DYNAMIC_QR',
    'THAI_STATIC_QR',
    'TRUEMONEY_URL',
    'WECHAT_URL',
    'WECHAT_JS_URL',
    'BLUEPAY_DIRECT_DEBIT',
    'TH_BANK_PAYOUT',
    'TH_PROMPTPAY_PAYOUT',
    'TH_EWALLET_PAYOUT',
  ]);
  const named = ['BLUEPAY_DIRECT_DEBIT', 'DUITNOW_DYNAMIC_QR'];
  for (const code of codesOf('bluepay-v2')) {
    if (!named.includes(code)) assert.ok(code.startsWith(`${channelOf(code).country}_`), code);
  }
  const types = (country: string) =>
    new Set(codesOf('bluepay-v2', country).flatMap((code) => channelOf(code).type ?? []));
  const card = ['card', 'paylater', 'direct_debit'];
  assert.deepEqual([...types('PH')].toSorted(), ['qr', 'ewallet', 'online_banking', ...card].toSorted());
  assert.deepEqual([...types('TH')].toSorted(), ['qr', 'ewallet', 'online_banking', ...card].toSorted());
  assert.deepEqual([...types('MY')].toSorted(), ['ewallet', 'online_banking', 'qr']);
  assert.deepEqual([...types('ID')].toSorted(), ['bank_transfer', 'ewallet', 'qr']);
  assert.deepEqual([...types('RU')], ['online_banking']);
});

const once = { fullRefund: true, partialRefund: false, multipleRefund: false, void: false };
const inParts = { fullRefund: true, partialRefund: true, multipleRefund: true, void: false };
const everything = { ...inParts, void: true };
const nothing = { ...once, fullRefund: false };

// paycools.md 7, row 31; bluepay.md 7, row 19.
const supported: [code: string, supports: ChannelSupport][] = [
  ['THAI_DYNAMIC_QR', once],
  ['THAI_STATIC_QR', once],
  ['TRUEMONEY_URL', everything],
  ['WECHAT_URL', inParts],
  ['WECHAT_JS_URL', inParts],
  ['TH_PROMPTPAY_QR', once],
  ['TH_TRUEMONEY_URL', everything],
  ['TH_SCB_BANKING', nothing],
  ['ID_BCA_VA', nothing],
  ['QRPH_STATIC_QR', once],
  ['QRPH_HYBRID_QR', once],
  ['GCASH_URL', everything],
  ['CARD_URL', everything],
  ['BPIA_URL', nothing],
  ['GCASH_STATIC_VA', nothing],
  ['7ELEVEN_VA', nothing],
  ['INSTA_TRANSFER_ACC', nothing],
  ['GCASH_DIRECT_DEBIT', everything],
  ['TH_BANK_PAYOUT', nothing],
];

test('a channel gives back what its kind of money can', () => {
  for (const [code, supports] of supported) assert.deepEqual(channelOf(code).supports, supports, code);
});

test('only codes that stand on a counter, numbers that stay, and what takes no money never expire', () => {
  const lasting = catalogue.filter(
    ({ expirySeconds, kind }) => expirySeconds === undefined && (kind === 'qr' || kind === 'web' || kind === 'wallet'),
  );
  assert.deepEqual(
    lasting.map(({ code }) => code),
    ['QRPH_STATIC_QR', 'PH_QRPH_STATIC', 'THAI_STATIC_QR'],
  );
  for (const { kind, expirySeconds } of catalogue) {
    if (kind === 'payout' || kind === 'account' || kind === 'identity') assert.equal(expirySeconds, undefined);
  }
});

test('every channel with a code to scan has one that phones of its country read, as large as its limits', () => {
  const schemes: Record<string, string> = { PH: '28', TH: '30', MY: '26', ID: '51' };
  const codes = catalogue.filter(({ kind }) => kind === 'qr');
  assert.deepEqual(new Set(codes.map(({ country }) => country)), new Set(Object.keys(schemes)));
  for (const channel of codes) {
    for (const amountMinor of [channel.minAmount, channel.maxAmount, null]) {
      const asked = { id: 'QR00012345678901234567890', merchant: merchantOfTests, amountMinor, dynamic: true };
      const read = parseEmv(presentCode(channel, asked));
      assert.ok(read?.crcValid, channel.code);
      const tags = read.fields.map(({ tag }) => tag);
      assert.ok(tags.includes(schemes[channel.country] ?? ''), channel.code);
      assert.equal(tags.includes('54'), amountMinor !== null, channel.code);
    }
  }
  const asked = { id: 'QR1', merchant: merchantOfTests, amountMinor: 1n, dynamic: true };
  assert.throws(() => presentCode(channelOf('RU_SBP_URL'), asked), /no codes for RU/);
});

test('a channel finds its connector, and one without is a mistake that shows at once', () => {
  const connectors = createConnectors([{ code: 'sandbox' }]);
  for (const channel of catalogue) assert.equal(connectors.of(channel).code, 'sandbox');
  assert.throws(
    () => createConnectors([]).of(catalogue[0] as (typeof catalogue)[number]),
    /needs the connector sandbox/,
  );
  assert.throws(() => createConnectors([{ code: 'sandbox' }, { code: 'sandbox' }]), /same code/);
});
