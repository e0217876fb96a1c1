// Indonesian channels of BluePay (bluepay.md 5.2); amounts are whole rupiah, of payouts within 3b.13.
import type { Channel } from '../../core/channel/channel.ts';
import { type Country, means } from './means.ts';

const here: Country = {
  dialects: ['bluepay-v2'],
  currency: 'IDR',
  country: 'ID',
  enabled: true,
  minAmount: 1_000n,
  maxAmount: 50_000_000n,
  connector: 'sandbox',
};
const payouts: Country = { ...here, minAmount: 10_000n, maxAmount: 100_000_000n };

export const indonesian: readonly Channel[] = [
  { ...here, ...means.qr, code: 'ID_QRIS', name: 'QRIS', maxAmount: 10_000_000n },
  { ...here, ...means.virtualAccount, code: 'ID_BCA_VA', name: 'BCA' },
  { ...here, ...means.virtualAccount, code: 'ID_BNI_VA', name: 'BNI' },
  { ...here, ...means.virtualAccount, code: 'ID_BRI_VA', name: 'BRI' },
  { ...here, ...means.virtualAccount, code: 'ID_MANDIRI_VA', name: 'Mandiri' },
  { ...here, ...means.ewallet, code: 'ID_DANA_URL', name: 'DANA' },
  { ...here, ...means.ewallet, code: 'ID_OVO_URL', name: 'OVO' },
  { ...payouts, ...means.payout, code: 'ID_BANK_PAYOUT', name: 'Bank account' },
  { ...payouts, ...means.payout, code: 'ID_EWALLET_PAYOUT', name: 'E-wallet' },
];
