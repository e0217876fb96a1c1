// The payer of a checkout pays it in the way that he chose on its page.
import type { Checkout } from '../../core/checkout/checkout.ts';
import { cellOfId } from '../../kernel/id.ts';
import { type ActDeps, type ActResult, notPossible, type Play } from './act-request.ts';
import { playPayment } from './play-payment.ts';

export async function playCheckout(deps: ActDeps, { id, paymentId }: Checkout, play: Play): Promise<ActResult> {
  const payment = paymentId === null ? undefined : await deps.engine.find(cellOfId(id) ?? 0, 'payments', paymentId);
  return payment
    ? playPayment(deps, payment, play)
    : notPossible(`${id} has no channel yet: its payer chooses one on its page.`);
}
