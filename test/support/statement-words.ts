// Statements in words that no dialect has.
import type { StatementWords } from '../../src/engine/statements.ts';

export const wordsOfTests: StatementWords = {
  heads: {
    day: 'Day',
    reference: 'Number, yours',
    id: 'Number',
    type: 'Kind',
    channel: 'Channel',
    currency: 'Money',
    amount: 'Amount',
    fee: 'Fee',
    net: 'Net',
    status: 'Became',
    createdAt: 'Made',
    completedAt: 'Done',
    remark: 'Said',
  },
  completed: 'done',
};
