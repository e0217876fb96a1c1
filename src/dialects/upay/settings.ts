// What an operator can set of an app in this dialect (upay.md 7), read from the app's switches.
import type { App } from '../../core/merchant/merchant.ts';

export interface Settings {
  /** How long `pay` waits for the outcome at most, in milliseconds (Q3). */
  readonly payHoldMs: number;
  /** After which a payment by barcode, and an order that waits for its payer, is taken back (Q3, Q4). */
  readonly payExpirySeconds: number;
  readonly orderExpirySeconds: number;
  /** Days after which the newest key of a terminal no longer verifies; null: never (Q5). */
  readonly terminalKeyTtlDays: number | null;
  /** Whether a device can have one terminal only (Q6). */
  readonly strictDevice: boolean;
  /** Whether `operator` must be there (Q32). */
  readonly strictOperator: boolean;
  /** Whether `wap_pay_request` is an object instead of JSON text (Q9). */
  readonly wapPayRequestAsObject: boolean;
  /** How a callback's signature is written, and whether the terminal's number stands before it (Q14). */
  readonly callbackSignatureFormat: 'base64' | 'hex';
  readonly callbackSignaturePrefixSn: boolean;
  /** Whether refunds and cancels are told (Q16). */
  readonly notifyOnRefund: boolean;
  /** Whether a paid order can be canceled on its own day only (Q17), and refunded within so many days (Q18); null: for ever, set as 0. */
  readonly sameDayCancel: boolean;
  readonly refundWindowDays: number | null;
  /** What payway 1 is called (Q24). */
  readonly alipayName: string;
}

/** A switch of another type than its setting is ignored. */
export function settingsOf({ switches }: Pick<App, 'switches'>): Settings {
  const yes = (name: string, otherwise: boolean) => {
    const value = switches[name];
    return typeof value === 'boolean' ? value : otherwise;
  };
  const count = <Otherwise>(name: string, least: number, most: number, otherwise: Otherwise): number | Otherwise => {
    const value = switches[name];
    return typeof value === 'number' && value >= least && value <= most ? value : otherwise;
  };
  const { alipayName } = switches;
  return {
    payHoldMs: count('payHoldSeconds', 0, 120, 40) * 1000,
    payExpirySeconds: count('payExpirySeconds', 1, 600, 45),
    orderExpirySeconds: count('orderExpirySeconds', 1, 86_400, 240),
    terminalKeyTtlDays: count('terminalKeyTtlDays', 1, 3650, null),
    strictDevice: yes('strictDevice', false),
    strictOperator: yes('strictOperator', false),
    wapPayRequestAsObject: yes('wapPayRequestAsObject', false),
    callbackSignatureFormat: switches['callbackSignatureFormat'] === 'hex' ? 'hex' : 'base64',
    callbackSignaturePrefixSn: yes('callbackSignaturePrefixSn', false),
    notifyOnRefund: yes('notifyOnRefund', false),
    sameDayCancel: yes('sameDayCancel', true),
    refundWindowDays: switches['refundWindowDays'] === 0 ? null : count('refundWindowDays', 1, 36_500, 90),
    alipayName: typeof alipayName === 'string' && alipayName.length <= 32 ? alipayName : '支付宝',
  };
}
