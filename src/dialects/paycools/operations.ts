// Every operation that PayCools' API has here. The documentation leaves some paths open (paycools.md 7, row 25): they are
// stated once, beside their operation.
import type { Operation } from './operation.ts';
import { cancelQrcode } from './routes/cancel-qrcode.ts';
import { checkBalance } from './routes/check-balance.ts';
import { checkPayment } from './routes/check-payment.ts';
import { checkPayout } from './routes/check-payout.ts';
import { createPayment } from './routes/create-payment.ts';
import { createPayout } from './routes/create-payout.ts';
import { createQrcode } from './routes/create-qrcode.ts';
import { getQrcode, getQrcodeByPath } from './routes/get-qrcode.ts';
import { listPaymentChannels } from './routes/list-payment-channels.ts';
import { listQrcodePayments } from './routes/list-qrcode-payments.ts';
import { updateQrcode } from './routes/update-qrcode.ts';

/** Where two paths match, the one without a path variable wins; it stands first. */
export const operations: readonly Operation[] = [
  checkBalance,
  createPayout,
  checkPayout,
  createQrcode,
  cancelQrcode,
  updateQrcode,
  getQrcode,
  getQrcodeByPath,
  listQrcodePayments,
  createPayment,
  listPaymentChannels,
  checkPayment,
];

/** Below these, whatever is asked belongs to this dialect. */
export const pathPrefixes = ['/api/v1/', '/api/v2/', '/api/payment/'] as const;

/** The operations that a path (without its query) leads to, whatever the method. */
export function operationsAt(path: string): { readonly operation: Operation; readonly variable: string | undefined }[] {
  return matchers.flatMap(({ operation, pattern }) => {
    const match = pattern.exec(path);
    return match ? [{ operation, variable: match[1] }] : [];
  });
}

const matchers = operations.map((operation) => ({
  operation,
  pattern: new RegExp(`^${operation.path.replace(/\{\w+\}/, '([^/]+)')}$`),
}));
