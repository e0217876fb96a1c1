// Where an app is told of an event: the request's own address, else the app's (paycools.md 2.8).
import type { App } from '../../core/merchant/merchant.ts';

/** Undefined when neither names one: then nobody is told. */
export function callbackUrlOf(
  app: App,
  product: 'qr' | 'payout' | 'web',
  requested: string | null,
): string | undefined {
  const { merchant, qr, payout } = app.callbackUrls;
  const own = { qr, payout, web: undefined }[product];
  return requested ?? own ?? merchant;
}
