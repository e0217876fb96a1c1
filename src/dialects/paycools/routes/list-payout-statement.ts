// 2.3 Payout statement: POST /api/v1/record/payoutList, in pesos, payees masked.
import { defineOperation } from '../operation.ts';
import { payoutStatementAnswer, statementFields } from '../statement-fields.ts';
import { payoutRecord, statementPage, statementWindowMs } from '../statement-rows.ts';

export const listPayoutStatement = defineOperation({
  method: 'POST',
  path: '/api/v1/record/payoutList',
  summary: 'Lists the payouts that were made, completed or failed on a day, in pesos, newest first, a hundred a page.',
  answer: payoutStatementAnswer,
  fields: statementFields,
  timestampWindowMs: statementWindowMs,
  handle: (call, deps) =>
    statementPage('payouts', call, deps, (payout) => {
      const channel = deps.directory.channel(payout.channel);
      return payoutRecord(payout, channel && deps.connectors.of(channel).payoutAccount);
    }),
});
