// The providers that Upay names by number (upay.md 6.6): what they are called, which channel stands for each, and what a
// payer's wallet is called in a funding breakdown (6.8).
import type { Settings } from './settings.ts';

interface Payway {
  readonly channel: string;
  readonly name: string;
  /** How money from the payer's wallet is named; absent where the published list has no name for it. */
  readonly wallet?: 'WALLET_ALIPAY' | 'WALLET_WEIXIN';
  /** Payers of this provider show a code; they cannot scan one. */
  readonly codesOnly?: true;
}

const payways: ReadonlyMap<string, Payway> = new Map<string, Payway>([
  ['1', { channel: 'CN_ALIPAY', name: '支付宝', wallet: 'WALLET_ALIPAY' }],
  ['2', { channel: 'CN_ALIPAY_2', name: '支付宝', wallet: 'WALLET_ALIPAY' }],
  ['3', { channel: 'CN_WECHAT', name: '微信', wallet: 'WALLET_WEIXIN' }],
  ['4', { channel: 'CN_BAIDU', name: '百度钱包' }],
  ['5', { channel: 'CN_JD', name: '京东钱包' }],
  ['6', { channel: 'CN_QQ', name: 'qq钱包', codesOnly: true }],
  ['7', { channel: 'CN_NFC', name: 'NFC支付' }],
  ['8', { channel: 'CN_LAKALA', name: '拉卡拉钱包' }],
  ['9', { channel: 'CN_MOBILE', name: '和包支付' }],
  ['15', { channel: 'CN_LAKALA_WECHAT', name: '拉卡拉微信', wallet: 'WALLET_WEIXIN' }],
  ['16', { channel: 'CN_CMB', name: '招商银行' }],
  ['17', { channel: 'CN_UNIONPAY', name: '银联云闪付' }],
  ['18', { channel: 'CN_BESTPAY', name: '翼支付' }],
  ['19', { channel: 'WECHAT_LOCAL', name: 'Weixin-Local', wallet: 'WALLET_WEIXIN' }],
  ['20', { channel: 'ALIPAY_GLOBAL', name: 'Alipay global', wallet: 'WALLET_ALIPAY' }],
  ['22', { channel: 'CN_SODEXO', name: '索迪斯预付卡' }],
  ['100', { channel: 'CN_STORED_VALUE', name: '储值支付' }],
  ['101', { channel: 'CN_GIFT_CARD', name: '礼品卡' }],
]);

/** The code of the channel behind a number; undefined for a number that Upay does not know. */
export function channelOfPayway(payway: string): string | undefined {
  return payways.get(payway)?.channel;
}

/** Whether its payers can pay an order that was made before (upay.md 3.4). */
export function takesOrders(payway: string): boolean {
  return payways.get(payway)?.codesOnly === undefined;
}

/** What the provider is called; Alipay as the operator wants it (upay.md 7, Q24). */
export function nameOfPayway(payway: string, { alipayName }: Pick<Settings, 'alipayName'>): string {
  return payway === '1' ? alipayName : (payways.get(payway)?.name ?? '');
}

export function walletOfPayway(payway: string): string | undefined {
  return payways.get(payway)?.wallet;
}
