// 3.15 Cancel authorization: POST /open-api/direct/debit/token/cancel. No debit follows it, and a notification does.
import { Type } from 'typebox';
import { refuse } from '../../core/reasons.ts';
import { accept } from '../../kernel/outcome.ts';
import { defineOperation } from './operation.ts';
import { payToken, userId } from './schemas.ts';
import { cancelledToken, findToken } from './tokens.ts';

export const cancelToken = defineOperation({
  path: '/open-api/direct/debit/token/cancel',
  versions: ['v1', 'v2'],
  fields: Type.Object({ userId, payToken }),
  async handle(call, { engine }) {
    const mandate = await findToken(call, call.fields, engine);
    if (!mandate) return refuse('mandate_not_found');
    const command = { mandateId: mandate.id, by: 'merchant' } as const;
    const cancelled = await engine.execute(call.merchant.cell, 'cancel-mandate', command);
    return cancelled.ok ? accept(cancelledToken(cancelled.value, call)) : cancelled;
  },
});
