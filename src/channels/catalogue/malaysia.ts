// Malaysian channels of BluePay (bluepay.md 5.2; 7, row 26); amounts are sen.
import type { Channel } from '../../core/channel/channel.ts';
import { type Country, means } from './means.ts';

const here: Country = {
  dialects: ['bluepay-v2'],
  currency: 'MYR',
  country: 'MY',
  enabled: true,
  minAmount: 100n,
  maxAmount: 5_000_000n,
  connector: 'sandbox',
};

export const malaysian: readonly Channel[] = [
  { ...here, ...means.qr, code: 'DUITNOW_DYNAMIC_QR', name: 'DuitNow QR' },
  { ...here, ...means.ewallet, code: 'MY_TNG_URL', name: 'Touch ’n Go eWallet' },
  { ...here, ...means.onlineBanking, code: 'MY_FPX_BANKING', name: 'FPX' },
  { ...here, ...means.payout, code: 'MY_BANK_PAYOUT', name: 'Bank account', maxAmount: 500_000_000n },
];
