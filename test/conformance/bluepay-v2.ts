// BluePay's driver, version 2: collections and payouts in a country and a currency (bluepay.md 3b.8, 3b.9, 3b.13, 3b.14, 4.8, 6.1).
import { says, speakerOf } from './bluepay.ts';

export const bluepayV2 = speakerOf(
  {
    version: 'v2',
    payInPath: '/open-api/payment/generate',
    payInFields: {
      channelType: 'EWALLET',
      channelCode: 'TH_TRUEMONEY_URL',
      currency: 'THB',
      terminalType: 'WEB',
      customerName: 'Somchai Jaidee',
      email: 'somchai@example.com',
      mobile: '0812345678',
      redirectUrl: 'https://m.example/done',
    },
    payoutFields: {
      currency: 'THB',
      payMethodCode: 'BANK',
      transferCode: 'KBANK',
      accountNo: '0011223344',
      accountName: 'Somchai Jaidee',
      accountType: 'INDIVIDUAL',
      accountTaxId: '1234567890123',
      mobile: '0812345678',
    },
    queryPath: '/open-api/payment/query',
    queryFields: ({ id }) => ({ transactionId: id }),
    paidEvent: 'payment.success',
    tooOften: says(21020, 'Too many requests, please retry later.'),
  },
  'TH_TRUEMONEY_URL',
);
