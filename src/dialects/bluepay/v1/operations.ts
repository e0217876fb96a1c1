// The operations of version 1 (bluepay.md 3).
import type { Operation } from '../operation.ts';
import { cancelQr } from './cancel-qr.ts';
import { checkBalance } from './check-balance.ts';
import { checkPayout } from './check-payout.ts';
import { createPayout, createPayoutAlias } from './create-payout.ts';
import { createJtQr, createQr } from './create-qr.ts';
import { createRefund, createRefundAlias } from './create-refund.ts';
import { createWebpay } from './create-webpay.ts';
import { debitDetail, jtDebitDetail } from './debit-detail.ts';
import { payByDebit, payByJtDebit } from './debit-pay.ts';
import { listJtQrPayments, listQrPayments } from './list-qr-payments.ts';
import { listRefunds } from './list-refunds.ts';
import { jtQrDetail, qrDetail } from './qr-detail.ts';
import { voidPayment } from './void-payment.ts';
import { webpayDetail } from './webpay-detail.ts';

/** In the order of the documentation. */
export const operationsV1: readonly Operation[] = [
  checkBalance,
  createPayout,
  createPayoutAlias,
  checkPayout,
  createQr,
  qrDetail,
  listQrPayments,
  cancelQr,
  createWebpay,
  webpayDetail,
  createRefund,
  createRefundAlias,
  listRefunds,
  voidPayment,
  payByDebit,
  payByJtDebit,
  debitDetail,
  jtDebitDetail,
  createJtQr,
  jtQrDetail,
  listJtQrPayments,
];
