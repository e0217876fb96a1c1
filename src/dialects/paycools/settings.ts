// What an operator can set of an app in this dialect (paycools.md 7), read from the app's switches.
import type { App } from '../../core/merchant/merchant.ts';

export interface Settings {
  /** Whether the success codes of requests acknowledge a callback as well (7, row 2). */
  readonly lenientAck: boolean;
  /** Whether the merchant is asked before a bill's payment is collected (4.3; 7, row 39). */
  readonly verification: boolean;
  /** Whether payments of this app can be refunded at all: 1505 otherwise. */
  readonly refundsEnabled: boolean;
  /** What of the fee a refund gives back (7, row 29). */
  readonly refundFeeReturn: 'none' | 'in_proportion';
  /** What a cashier's call answers when it is done; clients were seen that test for either (7, row 4). */
  readonly checkoutSuccessCode: 1000 | 1;
}

/** A switch of another type than its setting is ignored. */
export function settingsOf({ switches }: Pick<App, 'switches'>): Settings {
  return {
    lenientAck: switches['lenientAck'] !== false,
    verification: switches['verification'] === true,
    refundsEnabled: switches['refundsEnabled'] !== false,
    refundFeeReturn: switches['refundFeeReturn'] === 'in_proportion' ? 'in_proportion' : 'none',
    checkoutSuccessCode: switches['checkoutSuccessCode'] === 1 ? 1 : 1000,
  };
}
