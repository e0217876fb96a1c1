// How BluePay's merchants read the files of their statements (bluepay.md 3.18, 3b.2; 7, row 24).
import type { StatementWords } from '../../engine/statements.ts';

export const statementWords: StatementWords = {
  heads: {
    day: 'transDate',
    reference: 'mchOrderId',
    id: 'transactionId',
    type: 'transactionType',
    channel: 'channelCode',
    currency: 'currency',
    amount: 'amount',
    fee: 'fee',
    net: 'netAmount',
    status: 'transactionStatus',
    createdAt: 'createTime',
    completedAt: 'returnTime',
    remark: 'remark',
  },
  completed: 'COMPLETED',
};
