// Debits in BluePay's words: how long an answer waits for the channel, and what one that was taken back is called.
import type { Payment } from '../../core/payment/payment.ts';
import type { Outcome } from '../../core/reasons.ts';
import type { Engine } from '../../engine/engine.ts';
import { secondMs } from '../../kernel/clock.ts';
import { accept } from '../../kernel/outcome.ts';
import { createDebit, type DebitOrder, findTakingBack } from '../debits.ts';
import type { BluepayDeps } from './deps.ts';
import type { Call } from './operation.ts';
import { type TransactionStatus, transactionStatuses } from './statuses.ts';

/** How long the answer waits for the channel. What takes longer is PENDING, and a notification tells what became of it. */
const answerMs = secondMs;

/** The debit as it stands then. */
export async function takeDebit(
  call: Pick<Call<unknown>, 'app' | 'merchant' | 'now'>,
  order: DebitOrder,
  { engine, ids }: Pick<BluepayDeps, 'engine' | 'ids'>,
): Promise<Outcome<Payment>> {
  const created = await createDebit(call, order, { engine, ids });
  if (!created.ok) return created;
  const { cell } = call.merchant;
  const decided = await engine.until(cell, 'payments', created.value.id, (row) => row?.status !== 'pending', answerMs);
  return accept(decided ?? created.value);
}

/** The status of a debit in version 1, which has no word for what was taken back. */
export async function debitStatus(engine: Pick<Engine, 'find'>, payment: Payment): Promise<TransactionStatus> {
  return (await findTakingBack(engine, payment)) ? 'FAILED' : transactionStatuses[payment.status];
}
