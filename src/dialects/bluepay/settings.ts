// What an operator can set of an app in this dialect (bluepay.md 7), read from the app's switches.
import type { App } from '../../core/merchant/merchant.ts';

export interface Settings {
  /** How far a request's time may lie from ours, in seconds (7, row 6). */
  readonly timestampWindowSeconds: number;
  /** What of the fee a refund gives back (7, row 22). */
  readonly refundFeeReturn: 'none' | 'in_proportion';
  /** Whether payments of this app can be refunded at all: 21402 otherwise. */
  readonly refundsEnabled: boolean;
  /** The names of collection and cashier events in v2 (4.2): what stands before `.success` and `.failed`. */
  readonly collectionEvent: string;
  readonly cashierEvent: string;
  /** Whether the paths of one large merchant's variant are open to this app (3.16, 3.19). */
  readonly jt: boolean;
  /** Minutes east of UTC where a notification's times say their offset, and in v2's answers (2.8, 4.7). */
  readonly notificationZoneMinutes: number;
}

/** A switch of another type than its setting is ignored. */
export function settingsOf({ switches }: Pick<App, 'switches'>): Settings {
  const { timestampWindowSeconds: window, notificationZoneMinutes: zone } = switches;
  const name = (key: string, otherwise: string) => {
    const value = switches[key];
    return typeof value === 'string' && /^[a-z.]{1,40}$/.test(value) ? value : otherwise;
  };
  return {
    timestampWindowSeconds: typeof window === 'number' && window >= 1 && window <= 86_400 ? window : 300,
    refundFeeReturn: switches['refundFeeReturn'] === 'in_proportion' ? 'in_proportion' : 'none',
    refundsEnabled: switches['refundsEnabled'] !== false,
    collectionEvent: name('collectionEvent', 'payment'),
    cashierEvent: name('cashierEvent', 'checkout.payment'),
    jt: switches['jt'] === true,
    notificationZoneMinutes: isZone(zone) ? zone : 480,
  };
}

/** Whole minutes: a zone of half a minute has no form on the wire. */
function isZone(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= 840;
}
