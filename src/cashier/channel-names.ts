// What channels and their types are called in a payer's language; channels only where that is not how the catalogue names them.
import type { Channel, ChannelType } from '../core/channel/channel.ts';
import type { Language, Messages } from './messages.ts';

const names: Partial<Record<Language, Readonly<Record<string, string>>>> = {
  en: {
    CN_ALIPAY: 'Alipay',
    CN_ALIPAY_2: 'Alipay',
    CN_WECHAT: 'WeChat Pay',
    CN_BAIDU: 'Baidu Wallet',
    CN_JD: 'JD Pay',
    CN_QQ: 'QQ Wallet',
    CN_NFC: 'NFC',
    CN_LAKALA: 'Lakala',
    CN_MOBILE: 'China Mobile Wallet',
    CN_LAKALA_WECHAT: 'WeChat Pay (Lakala)',
    CN_CMB: 'China Merchants Bank',
    CN_UNIONPAY: 'UnionPay QuickPass',
    CN_BESTPAY: 'BestPay',
    WECHAT_LOCAL: 'WeChat Pay',
    ALIPAY_GLOBAL: 'Alipay',
    CN_SODEXO: 'Sodexo card',
    CN_STORED_VALUE: 'Stored-value card',
    CN_GIFT_CARD: 'Gift card',
  },
  zh: {
    CN_ALIPAY: '支付宝',
    CN_ALIPAY_2: '支付宝',
    CN_WECHAT: '微信支付',
    CN_BAIDU: '百度钱包',
    CN_JD: '京东支付',
    CN_QQ: 'QQ钱包',
    CN_NFC: 'NFC支付',
    CN_LAKALA: '拉卡拉钱包',
    CN_MOBILE: '和包支付',
    CN_LAKALA_WECHAT: '微信支付（拉卡拉）',
    CN_CMB: '招商银行',
    CN_UNIONPAY: '银联云闪付',
    CN_BESTPAY: '翼支付',
    WECHAT_LOCAL: '微信支付',
    ALIPAY_GLOBAL: '支付宝',
    CN_SODEXO: '索迪斯预付卡',
    CN_STORED_VALUE: '储值卡',
    CN_GIFT_CARD: '礼品卡',
  },
};

/** Languages without names of their own read the English ones. */
export function channelNameOf(code: string, channel: Channel | undefined, language: Language): string {
  return names[language]?.[code] ?? names.en?.[code] ?? channel?.name ?? code;
}

export function typeNameOf(type: ChannelType, say: Messages): string {
  switch (type) {
    case 'qr':
      return say.qrCodes;
    case 'ewallet':
    case 'direct_debit':
      return say.ewallets;
    case 'online_banking':
      return say.onlineBanking;
    case 'bank_transfer':
      return say.bankTransfer;
    case 'otc':
      return say.counters;
    case 'card':
      return say.cards;
    case 'paylater':
      return say.payLater;
  }
}
