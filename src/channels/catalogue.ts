// The catalogue of channels, as data: what a fresh gateway offers before operators switch or override anything.
import type { Channel } from '../core/channel/channel.ts';

/**
 * Amounts are centavos and fen. Philippine codes and names: paycools.md 5.2 to 5.4; smallest amounts: 7, row 28; largest: 3.6 and 3.2;
 * expiry: 3.4 and 7, row 38. Chinese channels are Upay's providers: names upay.md 6.6, amounts 2.7, expiry of orders 4.4.
 */
export const catalogue: readonly Channel[] = [
  qr('QRPH_STATIC_QR', 'QR Ph'),
  { ...qr('QRPH_DYNAMIC_QR', 'QR Ph'), expirySeconds: 3600 },
  { ...qr('QRPH_HYBRID_QR', 'QR Ph'), expirySeconds: 3600 },
  web('GCASH_URL', 'GCash'),
  web('PAYMAYA_URL', 'Maya'),
  web('GRPY_URL', 'GrabPay'),
  web('COINS_URL', 'Coins.ph'),
  web('ZFB_URL', 'Alipay'),
  web('BPIA_URL', 'BPI Online'),
  web('UBPB_URL', 'UnionBank Online'),
  web('MAYB_URL', 'Maybank'),
  web('MBTC_URL', 'Metrobank'),
  web('RCBC_URL', 'RCBC'),
  web('VISA_CARD_URL', 'Visa'),
  web('MASTER_CARD_URL', 'Mastercard'),
  web('CARD_URL', 'Card'),
  payout('PH_BANK_PAYOUT', 'Bank account'),
  payout('PH_EWALLET_PAYOUT', 'E-wallet'),
  payout('PH_SCANQR_PAYOUT', 'QR Ph code'),
  wallet('CN_ALIPAY', '支付宝'),
  wallet('CN_ALIPAY_2', '支付宝'),
  wallet('CN_WECHAT', '微信支付'),
  wallet('CN_BAIDU', '百度钱包'),
  wallet('CN_JD', '京东支付'),
  wallet('CN_QQ', 'QQ钱包'),
  wallet('CN_NFC', 'NFC支付'),
  wallet('CN_LAKALA', '拉卡拉钱包'),
  wallet('CN_MOBILE', '和包支付'),
  wallet('CN_LAKALA_WECHAT', '拉卡拉微信'),
  wallet('CN_CMB', '招商银行'),
  wallet('CN_UNIONPAY', '云闪付'),
  wallet('CN_BESTPAY', '翼支付'),
  wallet('WECHAT_LOCAL', 'Weixin Pay'),
  wallet('ALIPAY_GLOBAL', 'Alipay'),
  wallet('CN_SODEXO', '索迪斯预付卡'),
  wallet('CN_STORED_VALUE', '储值卡'),
  wallet('CN_GIFT_CARD', '礼品卡'),
];

function qr(code: string, name: string): Channel {
  return { ...philippine(code, name), kind: 'qr', minAmount: 2_000n, maxAmount: 5_000_000n };
}

function web(code: string, name: string): Channel {
  return { ...philippine(code, name), kind: 'web', minAmount: 100n, maxAmount: 5_000_000n, expirySeconds: 3600 };
}

function payout(code: string, name: string): Channel {
  return { ...philippine(code, name), kind: 'payout', minAmount: 100n, maxAmount: 500_000_000n };
}

function wallet(code: string, name: string): Channel {
  const limits = { minAmount: 1n, maxAmount: 9_999_999_999n, expirySeconds: 240 };
  return { code, name, kind: 'wallet', currency: 'CNY', country: 'CN', enabled: true, connector: 'sandbox', ...limits };
}

function philippine(code: string, name: string) {
  return { code, name, currency: 'PHP', country: 'PH', enabled: true, connector: 'sandbox' } as const;
}
