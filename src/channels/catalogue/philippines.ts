// Philippine channels; amounts are centavos. PayCools' codes and names: paycools.md 5.1 to 5.5; smallest amounts: 7, row 28; largest:
// 3.6 and 3.2; bills and transfers take what payouts pay; expiry: 3.4 and 7, row 38; PH_EKYC: our own name. BluePay's: bluepay.md 5.2.
import type { Channel } from '../../core/channel/channel.ts';
import { type Country, means } from './means.ts';

const place = { currency: 'PHP', country: 'PH', enabled: true, connector: 'sandbox' } as const;
const web: Country = { ...place, dialects: ['paycools'], minAmount: 100n, maxAmount: 5_000_000n };
const counter: Country = { ...web, minAmount: 2_000n };
const bills: Country = { ...web, maxAmount: 500_000_000n };
const bluepay: Country = { ...web, dialects: ['bluepay-v2'] };
const payouts: Country = { ...place, dialects: ['paycools', 'bluepay-v2'], minAmount: 100n, maxAmount: 500_000_000n };

export const philippine: readonly Channel[] = [
  { ...counter, ...means.staticQr, code: 'QRPH_STATIC_QR', name: 'QR Ph' },
  { ...counter, ...means.qr, code: 'QRPH_DYNAMIC_QR', name: 'QR Ph' },
  { ...counter, ...means.qr, code: 'QRPH_HYBRID_QR', name: 'QR Ph' },
  { ...web, ...means.ewallet, code: 'GCASH_URL', name: 'GCash' },
  { ...web, ...means.ewallet, code: 'PAYMAYA_URL', name: 'Maya' },
  { ...web, ...means.ewallet, code: 'GRPY_URL', name: 'GrabPay' },
  { ...web, ...means.ewallet, code: 'COINS_URL', name: 'Coins.ph' },
  { ...web, ...means.ewallet, code: 'ZFB_URL', name: 'Alipay' },
  { ...web, ...means.onlineBanking, code: 'BPIA_URL', name: 'BPI Online' },
  { ...web, ...means.onlineBanking, code: 'UBPB_URL', name: 'UnionBank Online' },
  { ...web, ...means.onlineBanking, code: 'MAYB_URL', name: 'Maybank' },
  { ...web, ...means.onlineBanking, code: 'MBTC_URL', name: 'Metrobank' },
  { ...web, ...means.onlineBanking, code: 'RCBC_URL', name: 'RCBC' },
  { ...web, ...means.card, code: 'VISA_CARD_URL', name: 'Visa' },
  { ...web, ...means.card, code: 'MASTER_CARD_URL', name: 'Mastercard' },
  { ...web, ...means.card, code: 'CARD_URL', name: 'Card' },
  { ...web, ...means.counterCode, code: '7ELEVEN_VA', name: '7-Eleven' },
  { ...bills, ...means.billsInApp, code: 'GCASH_STATIC_VA', name: 'GCash' },
  { ...bills, ...means.billsInApp, code: 'PAYMAYA_STATIC_VA', name: 'Maya' },
  { ...bills, ...means.billsAtCounter, code: '7ELEVEN_STATIC_VA', name: '7-Eleven' },
  { ...bills, ...means.billsAtCounter, code: 'RDP_STATIC_VA', name: 'RD Pawnshop' },
  { ...bills, ...means.billsAtCounter, code: 'MLH_STATIC_VA', name: 'M Lhuillier' },
  { ...bills, ...means.bankAccount, code: 'INSTA_TRANSFER_ACC', name: 'InstaPay' },
  { ...web, ...means.directDebit, code: 'GCASH_DIRECT_DEBIT', name: 'GCash' },
  { ...web, ...means.directDebit, code: 'PAYMAYA_DIRECT_DEBIT', name: 'Maya' },
  { ...web, ...means.identity, code: 'PH_EKYC', name: 'PhilSys', minAmount: 0n, maxAmount: 0n },
  { ...bluepay, ...means.qr, code: 'PH_QRPH_DYNAMIC', name: 'QR Ph' },
  { ...bluepay, ...means.staticQr, code: 'PH_QRPH_STATIC', name: 'QR Ph' },
  { ...bluepay, ...means.qr, code: 'PH_GCASH_QR', name: 'GCash' },
  { ...bluepay, ...means.ewallet, code: 'PH_GCASH_URL', name: 'GCash' },
  { ...bluepay, ...means.directDebit, code: 'PH_GCASH_DIRECT_DEBIT', name: 'GCash' },
  { ...bluepay, ...means.onlineBanking, code: 'PH_BPI_BANKING', name: 'BPI Online' },
  { ...bluepay, ...means.card, code: 'PH_CARD_URL', name: 'Card' },
  { ...bluepay, ...means.payLater, code: 'PH_BILLEASE_URL', name: 'BillEase' },
  { ...payouts, ...means.payout, code: 'PH_BANK_PAYOUT', name: 'Bank account' },
  { ...payouts, ...means.payout, code: 'PH_EWALLET_PAYOUT', name: 'E-wallet' },
  { ...payouts, ...means.payout, code: 'PH_SCANQR_PAYOUT', name: 'QR Ph code', dialects: ['paycools'] },
];
