// Where a payer's browser returns after a web payment (paycools.md 7, row 35).
import type { Payment } from '../../core/payment/payment.ts';
import { transactionStatuses } from './statuses.ts';

/** The request's redirectUrl, unchanged but for three query parameters; they are no proof of payment. */
export function returnUrlOf({ returnUrl, reference, id, status }: Payment): string | undefined {
  if (returnUrl === null) return undefined;
  const hash = returnUrl.indexOf('#');
  const [page, fragment] = hash < 0 ? [returnUrl, ''] : [returnUrl.slice(0, hash), returnUrl.slice(hash)];
  const separator = page.includes('?') ? '&' : '?';
  const outcome = `mchOrderId=${reference}&transactionId=${id}&transactionStatus=${transactionStatuses[status]}`;
  return `${page}${separator}${outcome}${fragment}`;
}
