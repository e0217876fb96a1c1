// Which channels, banks and e-wallets PayCools' requests may name (paycools.md 5.2 to 5.4, 7 row 33). Whether a channel is
// open, and its limits, stand in the catalogue.
import { findPayeeCode, philippineBanks, philippineWallets } from '../philippine-payees.ts';

/** How a QR code of each channel behaves (paycools.md 5.1, 7 rows 19 and 20). */
export interface QrKind {
  /** It carries its amount and ends; otherwise the payer enters the amount, for ever. */
  readonly fixedAmount: boolean;
  /** It is used up by its first payment. */
  readonly singleUse: boolean;
}

export const staticQrChannel = 'QRPH_STATIC_QR';

const qrKinds: ReadonlyMap<string, QrKind> = new Map([
  [staticQrChannel, { fixedAmount: false, singleUse: false }],
  ['QRPH_DYNAMIC_QR', { fixedAmount: true, singleUse: true }],
  ['QRPH_HYBRID_QR', { fixedAmount: true, singleUse: false }],
]);

/** Undefined for whatever is not a QR channel. */
export function qrKindOf(channelCode: string): QrKind | undefined {
  return qrKinds.get(channelCode);
}

/** Web payment channels with their type, in the order in which they are listed (paycools.md 5.3). */
export const webChannelTypes: ReadonlyMap<string, 'EWALLET' | 'ONLINE_BANKING' | 'CARD'> = new Map([
  ['GCASH_URL', 'EWALLET'],
  ['PAYMAYA_URL', 'EWALLET'],
  ['GRPY_URL', 'EWALLET'],
  ['COINS_URL', 'EWALLET'],
  ['ZFB_URL', 'EWALLET'],
  ['BPIA_URL', 'ONLINE_BANKING'],
  ['UBPB_URL', 'ONLINE_BANKING'],
  ['MAYB_URL', 'ONLINE_BANKING'],
  ['MBTC_URL', 'ONLINE_BANKING'],
  ['RCBC_URL', 'ONLINE_BANKING'],
  ['VISA_CARD_URL', 'CARD'],
  ['MASTER_CARD_URL', 'CARD'],
  ['CARD_URL', 'CARD'],
]);

const bills: ReadonlySet<string> = new Set([
  'GCASH_STATIC_VA',
  'PAYMAYA_STATIC_VA',
  '7ELEVEN_STATIC_VA',
  'RDP_STATIC_VA',
  'MLH_STATIC_VA',
]);
const transfers: ReadonlySet<string> = new Set(['INSTA_TRANSFER_ACC']);

/** Whether payers pay bills by it, under a static virtual account (paycools.md 5.1). */
export function isBillsChannel(channelCode: string): boolean {
  return bills.has(channelCode);
}

/** Whether payers transfer to an account by it (paycools.md 5.2). */
export function isTransferChannel(channelCode: string): boolean {
  return transfers.has(channelCode);
}

/** Of each product whose channels have no call that lists them. */
export const channelCodes = {
  bills: [...bills],
  qr: [...qrKinds.keys()],
  transfer: [...transfers],
} as const;

export const payoutChannels = {
  BANK: 'PH_BANK_PAYOUT',
  EWALLET: 'PH_EWALLET_PAYOUT',
  SCANQR: 'PH_SCANQR_PAYOUT',
} as const;

/** The bank's code in upper case, or undefined when it is not known. */
export function findBank(code: string): string | undefined {
  return findPayeeCode(philippineBanks, code);
}

/** The e-wallet's code in upper case, or undefined when it is not known. */
export function findWallet(code: string): string | undefined {
  return findPayeeCode(philippineWallets, code);
}
