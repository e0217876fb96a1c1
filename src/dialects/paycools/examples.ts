// A working request for every operation of PayCools' API, in the order of a story: a test sends them, documents show them.
import type { Example } from '../../kernel/example.ts';

const callbackUrl = 'https://shop.example/callbacks';
const redirectUrl = 'https://shop.example/thanks';
const juan = { customerName: 'Juan Dela Cruz', email: 'juan@shop.example' };

/** The day on which the story plays. */
const today = { of: 'POST /api/v1/payout', at: 'data.transactionTime', first: 10 } as const;
const bills = 'POST /api/v1/batch/paymentCode';
const transfer = 'POST /api/v1/batch/paymentAccount';
const code = 'POST /api/v1/qrcode';
const web = 'POST /api/v1/payment';
const refund = 'POST /api/payment/refund';
const checkout = 'POST /api/v2/checkout/generate';
const token = 'POST /api/v1/direct/debit/token/apply';
const tokens = 'POST /api/v1/direct/debit/token/query';
const debit = 'POST /api/v1/direct/debit/pay';
const identity = 'POST /api/v1/ekyc/init';

const appName = 'Demo Store';
const mobile = '09171234567';

export const examples: readonly Example[] = [
  { operation: 'GET /api/v1/account/checkBalance', fields: {} },
  {
    operation: 'POST /api/v1/payout',
    fields: {
      mchOrderId: 'PAYOUT0001',
      appName,
      idempotencyId: 'IDEMPOTENCY0001',
      amount: 312500,
      accountNo: '09171234567',
      accountName: 'Juan Dela Cruz',
      payMethodCode: 'EWALLET',
      ewalletCode: 'GCASH',
      remark: 'cash credit',
    },
  },
  { operation: 'GET /api/v1/payout/check', fields: { mchOrderId: 'PAYOUT0001' } },
  {
    operation: 'POST /api/v1/paymentCode',
    fields: {
      appName,
      mchOrderId: 'PAYER0001',
      channelCode: 'GCASH_STATIC_VA',
      ...juan,
      minAmount: 20000,
      maxAmount: 5000000,
      mobile,
      description: 'Loan 17',
    },
  },
  {
    operation: bills,
    fields: { appName, mchOrderId: 'PAYER0002', channelCode: 'GCASH_STATIC_VA,PAYMAYA_STATIC_VA', ...juan },
  },
  {
    operation: 'POST /api/v1/batch/paymentCode/{mchOrderId}/update',
    fields: { mchOrderId: 'PAYER0002', channelCode: '7ELEVEN_STATIC_VA' },
  },
  { operation: 'POST /api/v1/paymentCode/shortUrl', fields: { mchOrderId: 'PAYER0002', amount: 50000 } },
  {
    after: {
      reference: { of: bills, at: 'data.paymentVaList.0.referenceNumber' },
      outcome: 'paid',
      amount: 50000,
    },
    operation: 'GET /api/v1/paymentCode/{mchOrderId}/payments',
    fields: { mchOrderId: 'PAYER0002', startDate: '2026-01-31', endDate: '2026-01-31', channelCode: 'GCASH_STATIC_VA' },
    from: { startDate: today, endDate: today },
  },
  { operation: 'POST /api/v1/paymentCode/cancel', fields: { mchOrderId: 'PAYER0002' } },
  {
    operation: code,
    fields: {
      appName,
      mchOrderId: 'BILL0001',
      channelCode: 'QRPH_DYNAMIC_QR',
      ...juan,
      amount: 50010,
      callbackUrl,
      remark: 'January',
      expireSeconds: 1800,
    },
  },
  { operation: 'GET /api/v1/qrcode/detail', fields: { mchOrderId: 'BILL0001' } },
  { operation: 'GET /api/v1/qrcode/{mchOrderId}', fields: { mchOrderId: 'BILL0001' } },
  {
    after: { reference: { of: code, at: 'data.qrcodeId' }, outcome: 'paid' },
    operation: 'GET /api/v1/qrcode/{mchOrderId}/payments',
    fields: { mchOrderId: 'BILL0001', startDate: '2026-01-31', endDate: '2026-01-31' },
    from: { startDate: today, endDate: today },
  },
  {
    operation: code,
    fields: { appName, mchOrderId: 'CUSTOMER0001', channelCode: 'QRPH_STATIC_QR', ...juan, callbackUrl },
  },
  {
    operation: 'POST /api/v1/qrcode/update',
    fields: { mchOrderId: 'CUSTOMER0001', customerName: 'Juan C Dela Cruz', remark: 'Moved' },
  },
  { operation: 'POST /api/v1/qrcode/cancel', fields: { mchOrderId: 'CUSTOMER0001' } },
  {
    operation: transfer,
    fields: { appName, mchOrderId: 'PAYER0003', channelCode: 'INSTA_TRANSFER_ACC', ...juan, description: 'Rent' },
  },
  {
    operation: 'POST /api/v1/batch/paymentAccount/{mchOrderId}/update',
    fields: { mchOrderId: 'PAYER0003', channelCode: 'INSTA_TRANSFER_ACC' },
  },
  {
    after: {
      reference: { of: transfer, at: 'data.paymentAccountList.0.accountNumber' },
      outcome: 'paid',
      amount: 120000,
    },
    operation: 'GET /api/v1/paymentAccount/{mchOrderId}/payments',
    fields: { mchOrderId: 'PAYER0003', startDate: '2026-01-31', endDate: '2026-01-31' },
    from: { startDate: today, endDate: today },
  },
  { operation: 'GET /api/v1/payment/channels', fields: {} },
  {
    operation: web,
    fields: {
      appName,
      mchOrderId: 'ORDER0001',
      amount: 200500,
      channelCode: 'GCASH_URL',
      ...juan,
      mobile,
      remark: 'Two tickets',
      callbackUrl,
      redirectUrl,
    },
  },
  {
    after: { reference: { of: web, at: 'data.transactionId' }, outcome: 'paid' },
    operation: 'GET /api/v1/payment/{transactionId}',
    fields: { transactionId: 'C0100000000000000001' },
    from: { transactionId: { of: web, at: 'data.transactionId' } },
  },
  {
    operation: refund,
    fields: {
      mchRefundOrderId: 'REFUND0001',
      originalTransactionId: 'C0100000000000000001',
      refundAmount: 100250,
      refundReason: 'One ticket back',
      refundCallbackUrl: callbackUrl,
    },
    from: { originalTransactionId: { of: web, at: 'data.transactionId' } },
  },
  { operation: 'GET /api/payment/refund/query', fields: { mchRefundOrderId: 'REFUND0001' } },
  { operation: 'POST /api/v2/checkout/channel', fields: { countryCode: 'PH' } },
  {
    operation: checkout,
    fields: {
      mchOrderId: 'CART0001',
      amount: 150000,
      currency: 'PHP',
      settlementCurrency: 'PHP',
      countryCode: 'PH',
      userId: 'guest',
      ...juan,
      mobile,
      channelTypeList: ['EWALLET', 'QR'],
      expireSeconds: 3600,
      notifyUrl: callbackUrl,
      redirectUrl,
      language: 'EN',
    },
  },
  {
    operation: 'POST /api/v2/checkout/query',
    fields: { checkoutId: 'CH0100000000000000001' },
    from: { checkoutId: { of: checkout, at: 'data.checkoutId' } },
  },
  { operation: 'POST /api/v2/checkout/close', fields: { mchOrderId: 'CART0001' } },
  {
    operation: 'POST /api/v1/checkout',
    fields: {
      appName,
      mchOrderId: 'OLDERCART0001',
      currency: 'PHP',
      amount: 150000,
      customer: { firstName: 'Juan', lastName: 'Dela Cruz', email: juan.email, mobile },
      items: [{ name: 'Ticket', amount: 75000, quantity: 2 }],
      callbackUrl,
      redirectUrl,
    },
  },
  {
    operation: token,
    fields: {
      userId: 'USER0001',
      requestId: 'REQUEST0001',
      channelCode: 'GCASH_DIRECT_DEBIT',
      countryCode: 'PH',
      terminalType: 'WEB',
      notifyUrl: callbackUrl,
      redirectUrl,
    },
  },
  {
    after: { reference: { of: token, at: 'data.requestId' }, outcome: 'authorised' },
    operation: tokens,
    fields: { userId: 'USER0001' },
  },
  {
    operation: debit,
    fields: {
      appName,
      mchOrderId: 'DEBIT0001',
      amount: 88000,
      channelCode: 'GCASH_DIRECT_DEBIT',
      payToken: 'TK0A1B2C3D4E5F6G7H',
      ...juan,
      mobile,
      callbackUrl,
      remark: 'February',
    },
    from: { payToken: { of: tokens, at: 'data.tokenList.0.payToken' } },
  },
  {
    operation: 'POST /api/v1/direct/debit/query',
    until: { at: 'data.transactionStatus', is: 'COMPLETE' },
    fields: { transactionId: 'C0100000000000000002' },
    from: { transactionId: { of: debit, at: 'data.transactionId' } },
  },
  {
    operation: 'POST /api/v1/direct/debit/token/cancel',
    fields: { userId: 'USER0001', payToken: 'TK0A1B2C3D4E5F6G7H' },
    from: { payToken: { of: tokens, at: 'data.tokenList.0.payToken' } },
  },
  {
    operation: identity,
    fields: {
      requestId: 'CHECK0001',
      userId: 'USER0001',
      channelCode: 'PH_EKYC',
      customerName: juan.customerName,
      mobile,
      callbackUrl,
      redirectUrl,
    },
  },
  {
    after: { reference: { of: identity, at: 'data.ekycId' }, outcome: 'passed' },
    operation: 'POST /api/v1/ekyc/query',
    fields: { requestId: 'CHECK0001' },
  },
  {
    operation: 'POST /api/v1/record/paymentList',
    fields: { createDate: '2026-01-31', page: 1, status: 'COMPLETE' },
    from: { createDate: today },
  },
  {
    operation: 'POST /api/v1/record/payoutList',
    fields: { createDate: '2026-01-31', page: 1 },
    from: { createDate: today },
  },
];
