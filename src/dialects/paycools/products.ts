// PayCools' products: what each is called, which events it tells of, and where an app is told of them (paycools.md 2.8, 3.1, 4.2).
import type { App, CallbackUrls } from '../../core/merchant/merchant.ts';
import type { Payment } from '../../core/payment/payment.ts';
import { isBillsChannel, isTransferChannel } from './channels.ts';

export type Product = 'payout' | 'bills' | 'qr' | 'transfer' | 'web' | 'checkout' | 'debit';

interface ProductFacts {
  /** As statements name it. */
  readonly name: string;
  /** What stands before `.success` and `.failed` in the names of its events. */
  readonly event: string;
  /** Whose address an app can set for this product alone. */
  readonly callback?: keyof CallbackUrls;
}

export const products: Readonly<Record<Product, ProductFacts>> = {
  payout: { name: 'Payout', event: 'disbursement', callback: 'payout' },
  bills: { name: 'Bills Payment', event: 'payment' },
  qr: { name: 'QR Code', event: 'qrcode.payment', callback: 'qr' },
  transfer: { name: 'Bank Transfer', event: 'transfer.payment', callback: 'transfer' },
  web: { name: 'Web Payment', event: 'h5.payment' },
  checkout: { name: 'Checkout', event: 'checkout.payment' },
  debit: { name: 'Direct Debit', event: 'directdebit.payment' },
};

export function productOf({
  checkoutId,
  entry,
  channel,
  instrumentId,
}: Pick<Payment, 'checkoutId' | 'entry' | 'channel' | 'instrumentId'>): Exclude<Product, 'payout'> {
  if (checkoutId !== null) return 'checkout';
  if (entry === 'debit') return 'debit';
  if (isBillsChannel(channel)) return 'bills';
  if (isTransferChannel(channel)) return 'transfer';
  return instrumentId === null ? 'web' : 'qr';
}

/** The request's own address, else the product's, else the app's; undefined when none is named: then nobody is told. */
export function callbackUrlOf(app: App, product: Product, requested: string | null): string | undefined {
  const { callback } = products[product];
  return requested ?? (callback && app.callbackUrls[callback]) ?? app.callbackUrls.merchant;
}
