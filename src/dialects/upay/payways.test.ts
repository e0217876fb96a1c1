// Guards which provider a number or a code names.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { paywayOfBarcode } from './barcode.ts';
import { channelOfPayway, nameOfPayway, takesOrders, walletOfPayway } from './payways.ts';

const digits = (first: string, length: number) => first.padEnd(length, '7');

const barcodes: readonly [barcode: string, payway: string | undefined][] = [
  [digits('10', 18), '3'],
  [digits('13', 18), '3'],
  [digits('15', 18), '3'],
  [digits('16', 18), undefined],
  [digits('13', 17), undefined],
  [digits('13', 19), undefined],
  [digits('25', 16), '1'],
  [digits('28', 18), '1'],
  [digits('29', 24), '1'],
  [digits('30', 20), '1'],
  [digits('24', 18), undefined],
  [digits('31', 18), undefined],
  [digits('28', 15), undefined],
  [digits('28', 25), undefined],
  [digits('62', 19), '17'],
  [digits('62', 18), undefined],
  [digits('18', 18), '5'],
  [digits('18', 19), undefined],
  [digits('51', 18), '18'],
  [digits('91', 18), '6'],
  [digits('91', 17), undefined],
  ['13456789012345678x', undefined],
  [' 134567890123456789', undefined],
  ['１３４５６７８９０１２３４５６７８９', undefined],
  ['', undefined],
];

test('a code names its provider by its first digits and its length, or none', () => {
  for (const [barcode, payway] of barcodes) assert.equal(paywayOfBarcode(barcode), payway, barcode);
});

const payways: readonly [payway: string, channel: string, name: string, wallet?: string][] = [
  ['1', 'CN_ALIPAY', 'Alipay-Local', 'WALLET_ALIPAY'],
  ['2', 'CN_ALIPAY_2', '支付宝', 'WALLET_ALIPAY'],
  ['3', 'CN_WECHAT', '微信', 'WALLET_WEIXIN'],
  ['4', 'CN_BAIDU', '百度钱包'],
  ['5', 'CN_JD', '京东钱包'],
  ['6', 'CN_QQ', 'qq钱包'],
  ['7', 'CN_NFC', 'NFC支付'],
  ['8', 'CN_LAKALA', '拉卡拉钱包'],
  ['9', 'CN_MOBILE', '和包支付'],
  ['15', 'CN_LAKALA_WECHAT', '拉卡拉微信', 'WALLET_WEIXIN'],
  ['16', 'CN_CMB', '招商银行'],
  ['17', 'CN_UNIONPAY', '银联云闪付'],
  ['18', 'CN_BESTPAY', '翼支付'],
  ['19', 'WECHAT_LOCAL', 'Weixin-Local', 'WALLET_WEIXIN'],
  ['20', 'ALIPAY_GLOBAL', 'Alipay global', 'WALLET_ALIPAY'],
  ['22', 'CN_SODEXO', '索迪斯预付卡'],
  ['100', 'CN_STORED_VALUE', '储值支付'],
  ['101', 'CN_GIFT_CARD', '礼品卡'],
];

test('every published provider has its channel, its name and its wallet; Alipay is called what the operator says', () => {
  for (const [payway, channel, name, wallet] of payways) {
    assert.equal(channelOfPayway(payway), channel, payway);
    assert.equal(nameOfPayway(payway, { alipayName: 'Alipay-Local' }), name, payway);
    assert.equal(walletOfPayway(payway), wallet, payway);
  }
});

test('a number that nobody published names no channel', () => {
  for (const payway of ['0', '10', '21', '99', '03', '3 ', '', '102', 'constructor']) {
    assert.equal(channelOfPayway(payway), undefined, payway);
  }
});

test('the QQ wallet alone takes no orders', () => {
  for (const [payway] of payways) assert.equal(takesOrders(payway), payway !== '6', payway);
});
