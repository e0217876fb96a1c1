// Thai channels: those of BluePay's first version, and what the second calls them (bluepay.md 5.2; 7, rows 19 and 26); amounts are satang.
import type { Channel } from '../../core/channel/channel.ts';
import { type Country, means } from './means.ts';

const place = { currency: 'THB', country: 'TH', enabled: true, connector: 'sandbox' } as const;
const first: Country = { ...place, dialects: ['bluepay-v1'], minAmount: 100n, maxAmount: 50_000_000n };
const second: Country = { ...first, dialects: ['bluepay-v2'] };
const payouts: Country = { ...place, dialects: ['bluepay-v1', 'bluepay-v2'], minAmount: 100n, maxAmount: 200_000_000n };

export const thai: readonly Channel[] = [
  { ...first, ...means.qr, code: 'THAI_DYNAMIC_QR', name: 'PromptPay' },
  { ...first, ...means.staticQr, code: 'THAI_STATIC_QR', name: 'PromptPay' },
  { ...first, ...means.ewallet, code: 'TRUEMONEY_URL', name: 'TrueMoney' },
  { ...first, ...means.ewalletWithoutVoid, code: 'WECHAT_URL', name: 'WeChat Pay' },
  { ...first, ...means.ewalletWithoutVoid, code: 'WECHAT_JS_URL', name: 'WeChat Pay' },
  {
    ...first,
    ...means.directDebit,
    code: 'BLUEPAY_DIRECT_DEBIT',
    name: 'BluePay',
    dialects: ['bluepay-v1', 'bluepay-v2'],
  },
  { ...second, ...means.qr, code: 'TH_PROMPTPAY_QR', name: 'PromptPay' },
  { ...second, ...means.ewallet, code: 'TH_TRUEMONEY_URL', name: 'TrueMoney' },
  { ...second, ...means.ewalletWithoutVoid, code: 'TH_WECHAT_URL', name: 'WeChat Pay' },
  { ...second, ...means.ewalletWithoutVoid, code: 'TH_WECHAT_JS_URL', name: 'WeChat Pay' },
  { ...second, ...means.onlineBanking, code: 'TH_BBL_BANKING', name: 'Bangkok Bank' },
  { ...second, ...means.onlineBanking, code: 'TH_KBANK_BANKING', name: 'Kasikornbank' },
  { ...second, ...means.onlineBanking, code: 'TH_KTB_BANKING', name: 'Krungthai Bank' },
  { ...second, ...means.onlineBanking, code: 'TH_SCB_BANKING', name: 'Siam Commercial Bank' },
  { ...second, ...means.onlineBanking, code: 'TH_BAY_BANKING', name: 'Krungsri' },
  { ...second, ...means.card, code: 'TH_CARD_URL', name: 'Card' },
  { ...second, ...means.payLater, code: 'TH_ATOME_URL', name: 'Atome' },
  { ...second, ...means.directDebit, code: 'TH_BLUEPAY_DIRECT_DEBIT', name: 'BluePay' },
  { ...payouts, ...means.payout, code: 'TH_BANK_PAYOUT', name: 'Bank account' },
  { ...payouts, ...means.payout, code: 'TH_PROMPTPAY_PAYOUT', name: 'PromptPay' },
  { ...payouts, ...means.payout, code: 'TH_EWALLET_PAYOUT', name: 'E-wallet' },
];
