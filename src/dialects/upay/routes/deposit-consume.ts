// 3.12b Consume: POST /upay/v2/deposit/consume. Takes a part of a deposit, or all of it, and releases the rest: from now on the deposit
// is an order like others, of the amount that was consumed. Answers as `pay` does.
import { Type } from 'typebox';
import { refuse } from '../../../core/reasons.ts';
import { payAnswer } from '../answers.ts';
import { readOrder } from '../find-order.ts';
import { terminalOperation } from '../operation.ts';
import { payReply } from '../pay-reply.ts';
import { present } from '../place-order.ts';
import { findFreshDeposit, orderOfDeposit, readDeposit } from '../pre-auth/deposit.ts';
import { wrongState } from '../pre-auth/refused-for.ts';
import { amount, clientSnToFind, operator, orderNamed, reflect, sn, terminalSn } from '../schemas.ts';
import { orderStatusOf } from '../statuses.ts';
import { startAnswerTime } from '../time-left.ts';

export const depositConsume = terminalOperation({
  path: '/upay/v2/deposit/consume',
  summary: 'Takes a part of a deposit, or all of it, and gives the rest back.',
  answer: payAnswer,
  fields: Type.Object(
    {
      terminal_sn: terminalSn,
      sn: Type.Optional(sn),
      client_sn: Type.Optional(clientSnToFind),
      operator,
      consume_amount: amount,
      reflect,
    },
    orderNamed,
  ),
  async handle({ terminal, merchant, app, settings, fields }, deps) {
    const timeLeft = startAnswerTime();
    const { cell } = merchant;
    const deposit = await findFreshDeposit(deps, merchant, fields);
    if (!deposit) return refuse('authorisation_not_found');
    const { id, referenceScope, reference, details } = deposit.authorisation;
    const { notifyUrl, ...ofOrder } = details;
    const { operator: who, reflect: echo } = fields;
    const created = await deps.engine.execute(cell, 'capture', {
      id,
      authorisationId: id,
      merchantId: merchant.id,
      appId: app.id,
      referenceScope,
      reference,
      amountMinor: BigInt(fields.consume_amount),
      notifyUrl: typeof notifyUrl === 'string' ? notifyUrl : null,
      details: { ...ofOrder, ...present({ terminalSn: terminal.id, operator: who, reflect: echo }) },
      releaseRest: true,
    });
    if (!created.ok) {
      const current = await readDeposit(deps, cell, id);
      const isCancelled = current.cancel !== undefined && current.cancel.status !== 'failed';
      const isState =
        created.reason === 'authorisation_not_open' || (created.reason === 'authorisation_exceeded' && isCancelled);
      return isState ? wrongState(id, orderStatusOf(orderOfDeposit(current))) : created;
    }
    await deps.engine.until(cell, 'payments', id, (row) => row?.status !== 'pending', timeLeft());
    return payReply(await readOrder(deps, cell, id), settings);
  },
});
