// Chinese channels: Upay's providers. Names upay.md 6.6, amounts in fen 2.7.
import type { Channel } from '../../core/channel/channel.ts';
import { means } from './means.ts';

const names = {
  CN_ALIPAY: '支付宝',
  CN_ALIPAY_2: '支付宝',
  CN_WECHAT: '微信支付',
  CN_BAIDU: '百度钱包',
  CN_JD: '京东支付',
  CN_QQ: 'QQ钱包',
  CN_NFC: 'NFC支付',
  CN_LAKALA: '拉卡拉钱包',
  CN_MOBILE: '和包支付',
  CN_LAKALA_WECHAT: '拉卡拉微信',
  CN_CMB: '招商银行',
  CN_UNIONPAY: '云闪付',
  CN_BESTPAY: '翼支付',
  WECHAT_LOCAL: 'Weixin Pay',
  ALIPAY_GLOBAL: 'Alipay',
  CN_SODEXO: '索迪斯预付卡',
  CN_STORED_VALUE: '储值卡',
  CN_GIFT_CARD: '礼品卡',
};

export const chinese: readonly Channel[] = Object.entries(names).map(([code, name]) => ({
  ...means.wallet,
  code,
  name,
  dialects: ['upay'],
  currency: 'CNY',
  country: 'CN',
  enabled: true,
  minAmount: 1n,
  maxAmount: 9_999_999_999n,
  connector: 'sandbox',
}));
