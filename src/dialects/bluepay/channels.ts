// What the catalogue does not say of a channel: which code pays out in which way, which QR codes are static, and which channels lead
// into WeChat (bluepay.md 5.2, 5.3; 7, row 30).
import type { ChannelType } from '../../core/channel/channel.ts';
import type { Country } from './countries.ts';

export type PayMethod = 'BANK' | 'PROMPTPAY' | 'EWALLET';

const payoutChannels: Readonly<Record<Country, Readonly<Partial<Record<PayMethod, string>>>>> = {
  TH: { BANK: 'TH_BANK_PAYOUT', PROMPTPAY: 'TH_PROMPTPAY_PAYOUT', EWALLET: 'TH_EWALLET_PAYOUT' },
  PH: { BANK: 'PH_BANK_PAYOUT', EWALLET: 'PH_EWALLET_PAYOUT' },
  MY: { BANK: 'MY_BANK_PAYOUT' },
  ID: { BANK: 'ID_BANK_PAYOUT', EWALLET: 'ID_EWALLET_PAYOUT' },
  // Money is only collected there (5.1).
  RU: {},
};

/** The channel that pays out, or undefined where the country has no such way (3b.13). */
export function payoutChannelOf(country: Country, method: PayMethod): string | undefined {
  return payoutChannels[country][method];
}

const staticQrs: ReadonlySet<string> = new Set(['THAI_STATIC_QR', 'PH_QRPH_STATIC']);

/** Without an amount of its own, and paid many times. */
export function isStaticQr(channelCode: string): boolean {
  return staticQrs.has(channelCode);
}

const wechat: ReadonlyMap<string, 'browser' | 'inside'> = new Map([
  ['WECHAT_URL', 'browser'],
  ['WECHAT_JS_URL', 'inside'],
  ['TH_WECHAT_URL', 'browser'],
  ['TH_WECHAT_JS_URL', 'inside'],
]);

/** From where WeChat is reached: another browser, or a page or program that stands inside it already (3.8); undefined: not at all. */
export function wechatReach(channelCode: string): 'browser' | 'inside' | undefined {
  return wechat.get(channelCode);
}

/** What a payer pays on a page that he is sent to. */
export const pageTypes: readonly ChannelType[] = ['online_banking', 'ewallet', 'card', 'paylater'];
