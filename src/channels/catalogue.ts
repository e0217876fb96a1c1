// The catalogue of channels, as data: what a fresh gateway offers before operators switch or override anything.
import type { Channel } from '../core/channel/channel.ts';

/**
 * Amounts are centavos. Codes and names: paycools.md 5.2 to 5.4; smallest amounts: 7, row 28; largest: 3.6 and 3.2;
 * expiry: 3.4 and 7, row 38.
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

function philippine(code: string, name: string) {
  return { code, name, currency: 'PHP', country: 'PH', enabled: true, connector: 'sandbox' } as const;
}
