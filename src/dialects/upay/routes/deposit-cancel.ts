// 3.12b Cancel: POST /upay/v2/deposit/cancel. Releases all of a deposit, or what is left of one whose consume failed; one that the payer
// has not confirmed yet is released as soon as he does. Answers as `cancel` does.
import { Type } from 'typebox';
import type { Release } from '../../../core/authorisation/authorisation.ts';
import { refuse } from '../../../core/reasons.ts';
import { cancelAnswer } from '../answers.ts';
import { businessErrors, failureErrors, type UpayError } from '../codes.ts';
import { readOrder } from '../find-order.ts';
import { terminalOperation } from '../operation.ts';
import { answerData } from '../order.ts';
import { present } from '../place-order.ts';
import { type Deposit, findFreshDeposit, orderOfDeposit, readDeposit } from '../pre-auth/deposit.ts';
import { wrongState } from '../pre-auth/refused-for.ts';
import { business } from '../reply.ts';
import { clientSnToFind, orderNamed, sn, terminalSn } from '../schemas.ts';
import { type Order, orderStatusOf } from '../statuses.ts';
import { startAnswerTime } from '../time-left.ts';
import { nextOrderNumber } from '../order-number.ts';

export const depositCancel = terminalOperation({
  path: '/upay/v2/deposit/cancel',
  summary: 'Gives all of a deposit back to its payer.',
  answer: cancelAnswer,
  fields: Type.Object(
    { terminal_sn: terminalSn, sn: Type.Optional(sn), client_sn: Type.Optional(clientSnToFind) },
    orderNamed,
  ),
  async handle({ terminal, merchant, app, settings, fields }, deps) {
    const timeLeft = startAnswerTime();
    const { cell } = merchant;
    const found = await findFreshDeposit(deps, merchant, fields);
    if (!found) return refuse('authorisation_not_found');
    const { id } = found.authorisation;
    const consumed = await deps.engine.find(cell, 'payments', id);
    if (consumed?.status === 'pending' || consumed?.status === 'completed') {
      return wrongState(id, orderStatusOf(await readOrder(deps, cell, id)));
    }
    let cancel = underWay(found);
    if (!cancel) {
      const created = await deps.engine.execute(cell, 'create-release', {
        id: await nextOrderNumber(deps, cell),
        authorisationId: id,
        merchantId: merchant.id,
        appId: app.id,
        amountMinor: null,
        details: present({ terminalSn: terminal.id }),
      });
      if (!created.ok && created.reason !== 'authorisation_not_open') return created;
      const current = await readDeposit(deps, cell, id);
      // Somebody was first: with a cancel, which is waited for, or with a consume.
      cancel = created.ok ? created.value : underWay(current);
      if (!cancel)
        return isOver(current) ? refuse('payment_reversed') : wrongState(id, orderStatusOf(orderOfDeposit(current)));
    }
    await deps.engine.until(cell, 'releases', cancel.id, (row) => row?.status !== 'pending', timeLeft());
    const order = orderOfDeposit(await readDeposit(deps, cell, id));
    const { result, error } = resultOf(order);
    const prefix = order.last?.foundCompleted ? 'CANCEL' : 'CANCEL_ABORT';
    return business(`${prefix}_${result}`, { error, data: answerData(order, settings) });
  },
});

/** There is nothing to cancel: nothing was ever kept aside, or all of it was released. */
function isOver({ authorisation, cancel }: Deposit): boolean {
  return authorisation.status === 'failed' || cancel?.status === 'completed';
}

function underWay({ cancel }: Deposit): Release | undefined {
  return cancel?.status === 'pending' ? cancel : undefined;
}

function resultOf({ last }: Order): { readonly result: string; readonly error?: UpayError } {
  if (last?.status === 'completed') return { result: 'SUCCESS' };
  if (last?.status === 'pending' && last.doubt === null) return { result: 'IN_PROGRESS' };
  const failure = last?.failure ?? null;
  return { result: 'ERROR', error: failure === null ? businessErrors.tradeFailed : failureErrors[failure] };
}
