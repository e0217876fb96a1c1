// 3b.14 Check payout status: POST /open-api/disbursement/check.
import { Type } from 'typebox';
import type { Payout } from '../../../core/payout/payout.ts';
import { refuse } from '../../../core/reasons.ts';
import type { Engine } from '../../../engine/engine.ts';
import { accept } from '../../../kernel/outcome.ts';
import { currencyOfCountry } from '../countries.ts';
import { type Caller, defineOperation } from '../operation.ts';
import type { PaymentNames } from '../orders.ts';
import { mchOrderId, orderNamed, transactionId } from '../schemas.ts';
import { failureFields, transactionStatuses } from '../statuses.ts';
import { payoutStatusAnswer } from './answers.ts';
import { plainTime, plainTimeOrNull } from './times.ts';

export const checkPayout = defineOperation({
  path: '/open-api/disbursement/check',
  versions: ['v2'],
  summary: 'Says how a payout stands.',
  fields: Type.Object(
    { mchOrderId: Type.Optional(mchOrderId), transactionId: Type.Optional(transactionId) },
    orderNamed,
  ),
  answer: payoutStatusAnswer,
  async handle(caller, { engine }) {
    const { country, settings, fields } = caller;
    const payout = await findPayout(caller, fields, engine);
    if (!payout) return refuse('payout_not_found');
    return accept({
      mchOrderId: payout.reference,
      transactionId: payout.id,
      countryCode: country,
      currency: payout.currency,
      amount: Number(payout.amountMinor),
      transactionStatus: transactionStatuses[payout.status],
      createTime: plainTime(payout.createdAt, settings),
      returnTime: plainTimeOrNull(payout.finalAt, settings),
      remark: payout.details['remark'] ?? null,
      ...failureFields(payout.failure),
    });
  },
});

/** Undefined for what is another app's or another country's, and where two names do not mean the same. */
async function findPayout(
  { app, merchant, country }: Caller,
  { mchOrderId, transactionId }: PaymentNames,
  engine: Pick<Engine, 'find'>,
): Promise<Payout | undefined> {
  const payout = await (transactionId === undefined
    ? engine.find(merchant.cell, 'payoutsByReference', app.id, mchOrderId ?? '')
    : engine.find(merchant.cell, 'payouts', transactionId));
  if (payout?.appId !== app.id || payout.currency !== currencyOfCountry(country)) return undefined;
  return mchOrderId === undefined || mchOrderId === payout.reference ? payout : undefined;
}
