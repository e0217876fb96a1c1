// 3.3 Check payout status: POST /open-api/disbursement/check.
import { Type } from 'typebox';
import { refuse } from '../../../core/reasons.ts';
import { accept } from '../../../kernel/outcome.ts';
import { localTime, localTimeOrNull } from '../local-time.ts';
import { defineOperation } from '../operation.ts';
import { mchOrderId } from '../schemas.ts';
import { failureFields, transactionStatuses } from '../statuses.ts';
import { payoutStatusAnswer } from './answers.ts';

export const checkPayout = defineOperation({
  path: '/open-api/disbursement/check',
  versions: ['v1'],
  summary: 'Says how a payout stands.',
  fields: Type.Object({ mchOrderId }),
  answer: payoutStatusAnswer,
  async handle({ app, merchant, fields }, { engine }) {
    const payout = await engine.find(merchant.cell, 'payoutsByReference', app.id, fields.mchOrderId);
    if (!payout) return refuse('payout_not_found');
    return accept({
      mchOrderId: payout.reference,
      transactionId: payout.id,
      amount: Number(payout.amountMinor),
      transactionStatus: transactionStatuses[payout.status],
      createTime: localTime(payout.createdAt, payout.currency),
      returnTime: localTimeOrNull(payout.finalAt, payout.currency),
      remark: payout.details['remark'] ?? null,
      ...failureFields(payout.failure),
    });
  },
});
