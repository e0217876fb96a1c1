// 3.2 Create payout: POST /open-api/disbursement/transfer. It is accepted as PENDING; what became of it comes by query or notification,
// and the latter goes to the app's address: a request names none.
import { type Static, Type } from 'typebox';
import type { Outcome } from '../../../core/reasons.ts';
import { accept } from '../../../kernel/outcome.ts';
import type { BluepayDeps } from '../deps.ts';
import { localTime } from '../local-time.ts';
import { type Call, defineOperation } from '../operation.ts';
import { payoutTarget } from '../payout-destinations.ts';
import { createPayoutTo, payeeFields } from '../payouts.ts';
import { amount, idempotencyId, oneOf, payoutMchOrderId, thaiMobile } from '../schemas.ts';
import { transactionStatuses } from '../statuses.ts';
import { payoutAnswer as answer } from './answers.ts';

const summary = 'Pays money out to a bank account, a PromptPay number or a wallet.';

const fields = Type.Object({
  mchOrderId: payoutMchOrderId,
  idempotencyId,
  amount,
  ...payeeFields,
  accountType: Type.Optional(oneOf(['INDIVIDUAL', 'ORGANIZATION'])),
  mobile: Type.Optional(thaiMobile),
});

async function handle(call: Call<Static<typeof fields>>, deps: BluepayDeps): Promise<Outcome<unknown>> {
  const target = payoutTarget(call.country, call.fields);
  if (!target.ok) return target;
  const created = await createPayoutTo(target.value, call, null, deps);
  if (!created.ok) return created;
  const { id, reference, status, createdAt, currency } = created.value;
  return accept({
    mchOrderId: reference,
    transactionId: id,
    transactionStatus: transactionStatuses[status],
    transactionTime: localTime(createdAt, currency),
  });
}

export const createPayout = defineOperation({
  path: '/open-api/disbursement/transfer',
  versions: ['v1'],
  summary,
  fields,
  answer,
  handle,
});

/** As the country sites of the same platform have it. */
export const createPayoutAlias = defineOperation({
  path: '/open-api/disbursement',
  versions: ['v1'],
  summary: `${summary} The other path of the same.`,
  fields,
  answer,
  handle,
});
