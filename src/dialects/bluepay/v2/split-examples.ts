// The part of the story that shares a payment: of the newest that was asked about (bluepay.md 3b.18).
import type { Example } from '../../../kernel/example.ts';

const countryCode = 'TH';
const transactionId = 'C0100000000000000001';
const receiver = { receiverType: 'PAYCOOLS_MCH', receiverAccount: 'M0100000000000000001' };
const partner = { of: 'operator', at: 'partnerId' } as const;
const order = { of: 'POST /open-api/payment/query', at: 'data.transactionId' } as const;

export const splitExamples: readonly Example[] = [
  {
    operation: 'POST /open-api/v1/file/upload',
    fields: {
      countryCode,
      businessType: 'SPLIT_PAYMENT_RECEIVER_RELATION',
      fileName: 'contract.pdf',
      fileContent: 'JVBERi0xLjQKJSVFT0YK',
    },
  },
  {
    operation: 'POST /open-api/v1/split/receiver/add',
    fields: {
      countryCode,
      ...receiver,
      receiverName: 'Supplier',
      relationType: 'SUPPLIER',
      relationProofFileId: 'F0100000000000000001',
    },
    from: {
      receiverAccount: partner,
      relationProofFileId: { of: 'POST /open-api/v1/file/upload', at: 'data.fileId' },
    },
  },
  { operation: 'POST /open-api/v1/split/receiver/query', fields: { countryCode } },
  {
    operation: 'POST /open-api/v1/split/amount/query',
    fields: { countryCode, transactionId },
    from: { transactionId: order },
  },
  {
    operation: 'POST /open-api/v1/split/apply',
    fields: {
      countryCode,
      mchSplitOrderId: 'SPLIT0001',
      transactionId,
      receivers: [{ ...receiver, amount: 40000, description: 'Wood' }],
    },
    from: { transactionId: order, 'receivers.0.receiverAccount': partner },
  },
  {
    operation: 'POST /open-api/v1/split/query',
    fields: { countryCode, mchSplitOrderId: 'SPLIT0001' },
    until: { at: 'data.splitStatus', is: 'FINISHED' },
  },
  {
    operation: 'POST /open-api/v1/split/return',
    fields: {
      countryCode,
      mchReturnOrderId: 'RETURN0001',
      mchSplitOrderId: 'SPLIT0001',
      receiverAccount: receiver.receiverAccount,
      returnAmount: 15000,
      description: 'Too much wood',
    },
    from: { receiverAccount: partner },
  },
  {
    operation: 'POST /open-api/v1/split/return/query',
    fields: { countryCode, mchReturnOrderId: 'RETURN0001' },
  },
  {
    operation: 'POST /open-api/v1/split/receiver/delete',
    fields: { countryCode, ...receiver },
    from: { receiverAccount: partner },
  },
];
