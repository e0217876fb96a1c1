// 3.2 Check payout status: GET /api/v1/payout/check.
import { refuse } from '../../../core/reasons.ts';
import { accept } from '../../../kernel/outcome.ts';
import { failureCodes } from '../../failure-codes.ts';
import { payoutStatusAnswer } from '../answers.ts';
import { manilaTime, manilaTimeOrNull } from '../manila-time.ts';
import { defineOperation } from '../operation.ts';
import { orderFields } from '../schemas.ts';
import { transactionStatuses } from '../statuses.ts';

export const checkPayout = defineOperation({
  method: 'GET',
  path: '/api/v1/payout/check',
  summary: 'Answers how a payout stands.',
  answer: payoutStatusAnswer,
  fields: orderFields,
  perOrder: ({ mchOrderId }) => mchOrderId,
  async handle({ app, merchant, fields }, { engine }) {
    const payout = await engine.find(merchant.cell, 'payoutsByReference', app.id, fields.mchOrderId);
    if (!payout) return refuse('payout_not_found');
    const failure = payout.failure === null ? null : failureCodes[payout.failure];
    return accept({
      mchOrderId: payout.reference,
      transactionId: payout.id,
      amount: Number(payout.amountMinor),
      transactionStatus: transactionStatuses[payout.status],
      createTime: manilaTime(payout.createdAt),
      returnTime: manilaTimeOrNull(payout.finalAt),
      remark: payout.details['remark'] ?? null,
      // A string here, a number in callbacks.
      failedCode: failure === null ? null : String(failure.code),
      failedMessage: failure?.message ?? null,
    });
  },
});
