// A working request for every operation of version 1, in the order of a story: a test sends them, documents show them. The paths of `jt`
// are open to apps for which an operator switched them on.
import type { Example } from '../../../kernel/example.ts';

const notifyUrl = 'https://shop.example/notify';
const redirectUrl = 'https://shop.example/thanks';
const somchai = { customerName: 'Somchai Jaidee', email: 'somchai@shop.example', mobile: '0812345678' };

const page = 'POST /open-api/webpay/generate';
const qr = 'POST /open-api/qr/generate';
const jtQr = 'POST /open-api/v2/jt/qrcode';
const apply = 'POST /open-api/direct/debit/token/apply';
const tokens = 'POST /open-api/direct/debit/token/query';
const parcel = { subOrderId: 'PARCEL0001', amount: 18000, regionNo: 'R10', branchNo: 'B1001', courierNo: 'K77' };
const parcels = { businessType: 1, projectType: 'PPCASH', items: [parcel] };
const payToken = 'TK0100000000000000001';
const transactionId = 'C0100000000000000001';
const day = '2026-01-31';

const orders: readonly Example[] = [
  { operation: 'POST /open-api/account/balance', fields: {} },
  {
    operation: page,
    fields: {
      channelCode: 'TRUEMONEY_URL',
      mchOrderId: 'PAGE0001',
      amount: 250000,
      notifyUrl,
      redirectUrl,
      ...somchai,
      remark: 'Two tickets',
      expireSeconds: 1800,
    },
  },
  {
    after: { reference: { of: page, at: 'data.transactionId' }, outcome: 'paid' },
    operation: 'POST /open-api/webpay/detail',
    fields: { mchOrderId: 'PAGE0001' },
  },
  {
    operation: qr,
    fields: {
      channelCode: 'THAI_DYNAMIC_QR',
      mchOrderId: 'TABLE0001',
      amount: 50020,
      notifyUrl,
      ...somchai,
      remark: 'Table 4',
      expireSeconds: 300,
    },
  },
  {
    after: { reference: { of: qr, at: 'data.transactionId' }, outcome: 'paid' },
    operation: 'POST /open-api/qr/detail',
    fields: { mchOrderId: 'TABLE0001' },
  },
  {
    operation: 'POST /open-api/qr/paymentList',
    fields: { mchOrderId: 'TABLE0001', startDate: day, endDate: day },
    from: {
      startDate: { of: qr, at: 'data.createTime', first: 10 },
      endDate: { of: qr, at: 'data.createTime', first: 10 },
    },
  },
];

const moneyOut: readonly Example[] = [
  {
    operation: 'POST /open-api/disbursement/transfer',
    fields: {
      mchOrderId: 'SALARY0001',
      idempotencyId: 'SALARY0001 JAN',
      amount: 50020,
      payMethodCode: 'BANK',
      transferCode: 'KBANK',
      accountNo: '0011223344',
      accountName: 'Somchai Jaidee',
      accountType: 'INDIVIDUAL',
      accountTaxId: '1234567890123',
      mobile: '0812345678',
      remark: 'Salary',
    },
  },
  { operation: 'POST /open-api/disbursement/check', fields: { mchOrderId: 'SALARY0001' } },
  {
    operation: 'POST /open-api/disbursement',
    fields: {
      mchOrderId: 'SALARY0002',
      idempotencyId: 'SALARY0002 JAN',
      amount: 50020,
      payMethodCode: 'PROMPTPAY',
      promptpayAccountType: 'MSISDN',
      accountNo: '0812345678',
    },
  },
  {
    operation: 'POST /open-api/payment/refund',
    fields: {
      mchRefundOrderId: 'REFUND0001',
      originalTransactionId: transactionId,
      refundAmount: 125000,
      refundReason: 'One ticket came back',
      refundCallbackUrl: notifyUrl,
    },
    from: { originalTransactionId: { of: page, at: 'data.transactionId' } },
  },
  { operation: 'POST /open-api/payment/refund/query', fields: { mchRefundOrderId: 'REFUND0001' } },
  {
    operation: 'POST /open-api/refund',
    fields: { mchRefundOrderId: 'REFUND0002', originalTransactionId: transactionId, refundAmount: 50020 },
    from: { originalTransactionId: { of: qr, at: 'data.transactionId' } },
  },
  {
    operation: page,
    fields: {
      channelCode: 'TRUEMONEY_URL',
      mchOrderId: 'PAGE0002',
      amount: 99900,
      notifyUrl,
      redirectUrl,
      ...somchai,
    },
  },
  {
    after: { reference: { of: page, at: 'data.transactionId' }, outcome: 'paid' },
    operation: 'POST /open-api/payment/void',
    fields: { mchVoidOrderId: 'VOID0001', mchOrderId: 'PAGE0002', remark: 'Typed twice' },
  },
  {
    operation: qr,
    fields: { channelCode: 'THAI_STATIC_QR', mchOrderId: 'COUNTER0001', notifyUrl, remark: 'Counter 1' },
  },
  { operation: 'POST /open-api/qr/cancel', fields: { mchOrderId: 'COUNTER0001' } },
];

const debits: readonly Example[] = [
  {
    operation: apply,
    fields: {
      userId: 'USER0001',
      requestId: 'REQUEST0001',
      channelCode: 'BLUEPAY_DIRECT_DEBIT',
      terminalType: 'WEB',
      notifyUrl,
      redirectUrl,
    },
  },
  {
    after: { reference: { of: apply, at: 'data.requestId' }, outcome: 'authorised' },
    operation: tokens,
    fields: { userId: 'USER0001' },
  },
  {
    operation: 'POST /open-api/direct/debit/pay',
    fields: { mchOrderId: 'MONTH0001', amount: 19900, channelCode: 'BLUEPAY_DIRECT_DEBIT', payToken, notifyUrl },
    from: { payToken: { of: tokens, at: 'data.tokenList.0.payToken' } },
  },
  { operation: 'POST /open-api/direct/debit/detail', fields: { mchOrderId: 'MONTH0001' } },
  {
    operation: 'POST /open-api/jt/direct/debit/pay',
    fields: {
      mchOrderId: 'DELIVERY0001',
      amount: 18000,
      channelCode: 'BLUEPAY_DIRECT_DEBIT',
      payToken,
      notifyUrl,
      ...parcels,
    },
    from: { payToken: { of: tokens, at: 'data.tokenList.0.payToken' } },
  },
  { operation: 'POST /open-api/jt/direct/debit/detail', fields: { mchOrderId: 'DELIVERY0001' } },
  {
    operation: 'POST /open-api/direct/debit/token/cancel',
    fields: { userId: 'USER0001', payToken },
    from: { payToken: { of: tokens, at: 'data.tokenList.0.payToken' } },
  },
  {
    operation: jtQr,
    fields: { channelCode: 'THAI_DYNAMIC_QR', mchOrderId: 'DELIVERY0002', amount: 18000, notifyUrl, ...parcels },
  },
  {
    after: { reference: { of: jtQr, at: 'data.transactionId' }, outcome: 'paid' },
    operation: 'POST /open-api/v2/jt/qrcode/detail',
    fields: { mchOrderId: 'DELIVERY0002' },
  },
  {
    operation: 'POST /open-api/v2/jt/qrcode/payments',
    fields: { mchOrderId: 'DELIVERY0002', startDate: day, endDate: day },
    from: {
      startDate: { of: jtQr, at: 'data.createTime', first: 10 },
      endDate: { of: jtQr, at: 'data.createTime', first: 10 },
    },
  },
];

export const examples: readonly Example[] = [
  ...orders,
  ...moneyOut,
  ...debits,
  {
    laterSeconds: 86_400,
    operation: 'POST /open-api/report/download',
    fields: { countryCode: 'TH', transDate: day, transType: 2 },
    from: { transDate: { of: 'POST /open-api/webpay/detail', at: 'data.returnTime', first: 10 } },
  },
];
