// A working request for every operation of version 2, in the order of a story: a test sends them, documents show them.
import type { Example } from '../../../kernel/example.ts';
import { splitExamples } from './split-examples.ts';

const notifyUrl = 'https://shop.example/notify';
const redirectUrl = 'https://shop.example/thanks';
const countryCode = 'TH';
const thai = { countryCode, currency: 'THB' };
const somchai = { customerName: 'Somchai Jaidee', email: 'somchai@shop.example', mobile: '0812345678' };
const trueMoney = { channelType: 'EWALLET', channelCode: 'TH_TRUEMONEY_URL', terminalType: 'WEB', redirectUrl };

const checkout = 'POST /open-api/payment/checkout/generate';
const collect = 'POST /open-api/payment/generate';
const query = 'POST /open-api/payment/query';
const apply = 'POST /open-api/direct/debit/token/apply';
const tokens = 'POST /open-api/direct/debit/token/query';
const transactionId = 'C0100000000000000001';
const payToken = 'TK0100000000000000001';

const cashier: readonly Example[] = [
  { operation: 'POST /open-api/account/balance', fields: { countryCode } },
  { operation: 'POST /open-api/payment/checkout/channel', fields: { countryCode } },
  {
    operation: checkout,
    fields: {
      mchOrderId: 'CHECKOUT0001',
      ...thai,
      settlementCurrency: 'THB',
      language: 'TH',
      amount: 125000,
      ...somchai,
      channelTypeList: ['QR', 'EWALLET'],
      expireSeconds: 86400,
      notifyUrl,
      redirectUrl,
      remark: 'Two tickets',
    },
  },
  { operation: 'POST /open-api/payment/checkout/query', fields: { countryCode, mchOrderId: 'CHECKOUT0001' } },
  {
    operation: 'POST /open-api/payment/checkout/close',
    fields: { countryCode, checkoutId: 'CH0100000000000000001' },
    from: { checkoutId: { of: checkout, at: 'data.checkoutId' } },
  },
];

const collections: readonly Example[] = [
  {
    operation: collect,
    fields: { mchOrderId: 'ORDER0001', amount: 250000, ...thai, ...trueMoney, ...somchai, notifyUrl, remark: 'Chair' },
  },
  {
    after: { reference: { of: collect, at: 'data.transactionId' }, outcome: 'paid' },
    operation: query,
    fields: { countryCode, mchOrderId: 'ORDER0001' },
  },
  {
    operation: 'POST /open-api/payment/refund',
    fields: {
      countryCode,
      mchRefundOrderId: 'REFUND0001',
      mchOrderId: 'ORDER0001',
      refundAmount: 50000,
      refundReason: 'A scratch',
      refundCallbackUrl: notifyUrl,
    },
  },
  { operation: 'POST /open-api/payment/refund/query', fields: { countryCode, mchOrderId: 'ORDER0001' } },
  {
    operation: collect,
    fields: { mchOrderId: 'ORDER0002', amount: 99900, ...thai, ...trueMoney, ...somchai, notifyUrl },
  },
  {
    after: { reference: { of: collect, at: 'data.transactionId' }, outcome: 'paid' },
    operation: 'POST /open-api/refund',
    fields: {
      countryCode,
      mchRefundOrderId: 'REFUND0002',
      originalTransactionId: transactionId,
      refundAmount: 99900,
    },
    from: { originalTransactionId: { of: collect, at: 'data.transactionId' } },
  },
  {
    operation: collect,
    fields: { mchOrderId: 'ORDER0003', amount: 49900, ...thai, ...trueMoney, ...somchai, notifyUrl },
  },
  {
    after: { reference: { of: collect, at: 'data.transactionId' }, outcome: 'paid' },
    operation: 'POST /open-api/payment/void',
    fields: { countryCode, mchVoidOrderId: 'VOID0001', mchOrderId: 'ORDER0003', remark: 'Typed twice' },
  },
  {
    operation: collect,
    fields: {
      mchOrderId: 'ORDER0004',
      amount: 50020,
      ...thai,
      channelType: 'QR',
      channelCode: 'TH_PROMPTPAY_QR',
      terminalType: 'WAP',
      ...somchai,
      notifyUrl,
    },
  },
  { operation: 'POST /open-api/payment/close', fields: { countryCode, mchOrderId: 'ORDER0004' } },
];

const payouts: readonly Example[] = [
  {
    operation: 'POST /open-api/disbursement/transfer',
    fields: {
      mchOrderId: 'SALARY0001',
      idempotencyId: 'SALARY0001 JAN',
      amount: 50020,
      ...thai,
      payMethodCode: 'BANK',
      transferCode: 'KBANK',
      accountNo: '0011223344',
      accountName: 'Somchai Jaidee',
      accountType: 'INDIVIDUAL',
      accountTaxId: '1234567890123',
      mobile: '0812345678',
      notifyUrl,
      remark: 'Salary',
    },
  },
  { operation: 'POST /open-api/disbursement/check', fields: { countryCode, mchOrderId: 'SALARY0001' } },
];

const debits: readonly Example[] = [
  {
    operation: apply,
    fields: {
      countryCode,
      userId: 'USER0001',
      requestId: 'REQUEST0001',
      channelCode: 'TH_BLUEPAY_DIRECT_DEBIT',
      terminalType: 'WAP',
      osType: 'ANDROID',
      notifyUrl,
      redirectUrl,
    },
  },
  {
    after: { reference: { of: apply, at: 'data.requestId' }, outcome: 'authorised' },
    operation: tokens,
    fields: { countryCode, userId: 'USER0001' },
  },
  {
    operation: collect,
    fields: {
      mchOrderId: 'MONTH0001',
      amount: 19900,
      ...thai,
      channelType: 'DIRECT_DEBIT',
      channelCode: 'TH_BLUEPAY_DIRECT_DEBIT',
      payToken,
      notifyUrl,
    },
    from: { payToken: { of: tokens, at: 'data.tokenList.0.payToken' } },
  },
  {
    operation: 'POST /open-api/direct/debit/token/cancel',
    fields: { countryCode, userId: 'USER0001', payToken },
    from: { payToken: { of: tokens, at: 'data.tokenList.0.payToken' } },
  },
];

const philippine = { countryCode: 'PH', currency: 'PHP' };

/** Of the Philippines, whose days are those of this version's times. */
const report: readonly Example[] = [
  {
    operation: collect,
    fields: {
      mchOrderId: 'ORDER0005',
      amount: 50020,
      ...philippine,
      channelType: 'QR',
      channelCode: 'PH_QRPH_DYNAMIC',
      terminalType: 'WEB',
      customerName: 'Juan Dela Cruz',
      email: 'juan@shop.example',
      mobile: '09171234567',
      notifyUrl,
    },
  },
  {
    after: { reference: { of: collect, at: 'data.transactionId' }, outcome: 'paid' },
    operation: query,
    fields: { countryCode: 'PH', mchOrderId: 'ORDER0005' },
  },
  {
    laterSeconds: 86_400,
    operation: 'POST /open-api/report/download',
    fields: { countryCode: 'PH', transDate: '2026-01-31', transType: 2 },
    from: { transDate: { of: query, at: 'data.returnTime', first: 10 } },
  },
];

export const examples: readonly Example[] = [
  ...cashier,
  ...collections,
  ...payouts,
  ...debits,
  ...splitExamples,
  ...report,
];
