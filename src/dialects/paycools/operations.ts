// Every operation that PayCools' API has here. The documentation leaves some paths open (paycools.md 7, row 25): they are
// stated once, beside their operation.
import type { Operation } from './operation.ts';
import { addBillsAccounts } from './routes/add-bills-accounts.ts';
import { addTransferAccounts } from './routes/add-transfer-accounts.ts';
import { cancelBillsAccounts } from './routes/cancel-bills-accounts.ts';
import { cancelQrcode } from './routes/cancel-qrcode.ts';
import { cancelToken } from './routes/cancel-token.ts';
import { checkBalance } from './routes/check-balance.ts';
import { checkDebit } from './routes/check-debit.ts';
import { checkIdentity } from './routes/check-identity.ts';
import { checkPayment } from './routes/check-payment.ts';
import { checkPayout } from './routes/check-payout.ts';
import { closeCheckout } from './routes/close-checkout.ts';
import { createBillsAccount } from './routes/create-bills-account.ts';
import { createBillsAccounts } from './routes/create-bills-accounts.ts';
import { createBillsLink } from './routes/create-bills-link.ts';
import { createCheckout } from './routes/create-checkout.ts';
import { createDebit } from './routes/create-debit.ts';
import { createIdentityCheck } from './routes/create-identity-check.ts';
import { createLegacyCheckout } from './routes/create-legacy-checkout.ts';
import { createPayment } from './routes/create-payment.ts';
import { createPayout } from './routes/create-payout.ts';
import { createQrcode } from './routes/create-qrcode.ts';
import { createRefund } from './routes/create-refund.ts';
import { createTransferAccounts } from './routes/create-transfer-accounts.ts';
import { getQrcode, getQrcodeByPath } from './routes/get-qrcode.ts';
import { listBillsPayments } from './routes/list-bills-payments.ts';
import { listCheckoutChannels } from './routes/list-checkout-channels.ts';
import { listPaymentChannels } from './routes/list-payment-channels.ts';
import { listPaymentStatement } from './routes/list-payment-statement.ts';
import { listPayoutStatement } from './routes/list-payout-statement.ts';
import { listQrcodePayments } from './routes/list-qrcode-payments.ts';
import { listTokens } from './routes/list-tokens.ts';
import { listTransferPayments } from './routes/list-transfer-payments.ts';
import { queryCheckout } from './routes/query-checkout.ts';
import { queryRefunds } from './routes/query-refunds.ts';
import { requestToken } from './routes/request-token.ts';
import { updateQrcode } from './routes/update-qrcode.ts';

/** Where two paths match, the one without a path variable wins; it stands first. */
export const operations: readonly Operation[] = [
  checkBalance,
  listPaymentStatement,
  listPayoutStatement,
  createPayout,
  checkPayout,
  createBillsAccount,
  createBillsAccounts,
  addBillsAccounts,
  createBillsLink,
  listBillsPayments,
  cancelBillsAccounts,
  createQrcode,
  cancelQrcode,
  updateQrcode,
  getQrcode,
  getQrcodeByPath,
  listQrcodePayments,
  createTransferAccounts,
  addTransferAccounts,
  listTransferPayments,
  createPayment,
  listPaymentChannels,
  checkPayment,
  createRefund,
  queryRefunds,
  listCheckoutChannels,
  createCheckout,
  queryCheckout,
  closeCheckout,
  createLegacyCheckout,
  requestToken,
  listTokens,
  cancelToken,
  createDebit,
  checkDebit,
  createIdentityCheck,
  checkIdentity,
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
