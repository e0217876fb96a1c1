// 3b.18, 6 Split payment: POST /open-api/v1/split/apply. What became of each share comes by query. Which situation has which code:
//
//   unknown payment, or a receiver who was never added   21006   payment_not_found, receiver_not_found
//   mchSplitOrderId used before                          21007   reference_repeated
//   payment not completed                                21500   payment_not_completed
//   amount below 1, or above what is not split           21021   amount_invalid, split_exceeds_rest
//   balance too small                                    21014   balance_insufficient
import { type Static, Type } from 'typebox';
import { type Outcome, refuse } from '../../../core/reasons.ts';
import type { CreateSplit } from '../../../core/split/create-split.ts';
import { accept } from '../../../kernel/outcome.ts';
import type { BluepayDeps } from '../deps.ts';
import { type Call, defineOperation } from '../operation.ts';
import { transactionId } from '../schemas.ts';
import { findPaymentIn } from './find-payment.ts';
import { findSplit } from './find-split.ts';
import { splitAnswer } from './split-answer-types.ts';
import { splitData } from './split-answers.ts';
import { mchSplitOrderId, receivers } from './split-fields.ts';
import { merchantOfAccount } from './split-receivers.ts';

const fields = Type.Object({
  mchSplitOrderId,
  transactionId,
  receivers,
  unfreezeUnsplit: Type.Optional(Type.Boolean({ description: 'must be true or false' })),
});

type SplitCall = Call<Static<typeof fields>>;

/** With `unfreezeUnsplit` what is left stays the merchant's: nothing more of the payment is split. */
export const createSplit = defineOperation({
  path: '/open-api/v1/split/apply',
  versions: ['v2'],
  summary: 'Shares a completed payment with receivers.',
  fields,
  answer: splitAnswer,
  async handle(call, deps) {
    const { app, merchant, settings, now } = call;
    const { mchSplitOrderId: reference, transactionId, unfreezeUnsplit = false } = call.fields;
    const { engine, ids } = deps;
    const payment = await findPaymentIn(call, { transactionId }, engine);
    if (!payment) return refuse('payment_not_found');
    // Who repeats a number is told so, whatever else is wrong.
    if (await findSplit(call, reference, engine)) return refuse('reference_repeated');
    const shares = await readShares(call, deps);
    if (!shares.ok) return shares;
    const made = await engine.execute(merchant.cell, 'create-split', {
      splitId: ids.next('S', merchant.cell, now),
      paymentId: payment.id,
      merchantId: merchant.id,
      appId: app.id,
      referenceScope: app.id,
      reference,
      shares: shares.value,
      endsSplitting: unfreezeUnsplit,
    });
    if (!made.ok) return made;
    const [first, ...others] = made.value;
    return first ? accept(splitData([first, ...others], settings)) : refuse('internal', 'A split has no shares.');
  },
});

async function readShares(
  { merchant, fields, now }: SplitCall,
  deps: BluepayDeps,
): Promise<Outcome<CreateSplit['shares']>> {
  const shares: CreateSplit['shares'][number][] = [];
  for (const { receiverType, receiverAccount, amount, description } of fields.receivers) {
    if (amount < 1) return refuse('amount_invalid', 'amount must be a positive integer');
    const account = await merchantOfAccount(receiverAccount, deps);
    if (account === undefined) return refuse('receiver_not_found');
    shares.push({
      id: deps.ids.next('SH', merchant.cell, now),
      account,
      amountMinor: BigInt(amount),
      details: { receiverType, receiverAccount, description: description ?? null },
    });
  }
  return accept(shares);
}
