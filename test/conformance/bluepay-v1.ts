// BluePay's driver, version 1: WebPay orders and Thai payouts (bluepay.md 3.2, 3.3, 3.8, 3.9, 4.4, 6.1).
import { says, speakerOf } from './bluepay.ts';

export const bluepayV1 = speakerOf(
  {
    version: 'v1',
    payInPath: '/open-api/webpay/generate',
    payInFields: {
      channelCode: 'TRUEMONEY_URL',
      customerName: 'Somchai Jaidee',
      email: 'somchai@example.com',
      mobile: '0812345678',
      redirectUrl: 'https://m.example/done',
    },
    payoutFields: {
      payMethodCode: 'BANK',
      transferCode: 'KBANK',
      accountNo: '0011223344',
      accountName: 'Somchai Jaidee',
      accountType: 'INDIVIDUAL',
      accountTaxId: '1234567890123',
      mobile: '0812345678',
    },
    queryPath: '/open-api/webpay/detail',
    // By the merchant's own number alone (6.6).
    queryFields: ({ number }) => ({ mchOrderId: number }),
    paidEvent: 'order.payment.success',
    // Too many requests have no code of their own in this version (6.1).
    tooOften: says(21000, 'Server error, Please try again later.'),
  },
  'TRUEMONEY_URL',
);
