// Finds the order that a request names, and asks its channel about it where it is not decided (upay.md 2.8, 3.5).
import type { Merchant } from '../../core/merchant/merchant.ts';
import { cellOfId } from '../../kernel/id.ts';
import type { UpayDeps } from './deps.ts';
import type { Order } from './statuses.ts';

export interface OrderName {
  readonly sn?: string | undefined;
  readonly client_sn?: string | undefined;
}

/**
 * The order of that name as it stands, or undefined: another merchant's does not exist. `sn` decides, `client_sn` counts where `sn`
 * is absent or finds nothing; `sn` may hold the `trade_no`. Any terminal of the merchant may name it (upay.md 7, Q19).
 */
export async function findOrder(
  deps: Pick<UpayDeps, 'engine'>,
  merchant: Merchant,
  name: OrderName,
): Promise<Order | undefined> {
  const paymentId = await findPaymentId(deps, merchant, name);
  return paymentId === undefined ? undefined : readOrder(deps, merchant.cell, paymentId);
}

/** The order after a fresh look at its channel, where that has something to decide. */
export async function lookAtOrder(
  deps: Pick<UpayDeps, 'engine' | 'lookout'>,
  cell: number,
  order: Order,
): Promise<Order> {
  const { payment, last } = order;
  // While a payment is taken back, that decides what becomes of it.
  if (last?.status === 'pending') await deps.lookout.look(cell, 'refund', last.id);
  else if (payment.status === 'pending') await deps.lookout.look(cell, 'payment', payment.id);
  else return order;
  return readOrder(deps, cell, payment.id);
}

/** An order that exists, as it stands. */
export async function readOrder({ engine }: Pick<UpayDeps, 'engine'>, cell: number, paymentId: string): Promise<Order> {
  const payment = await engine.find(cell, 'payments', paymentId);
  if (!payment) throw new Error(`There is no payment ${paymentId}.`);
  const { lastRefundId } = payment;
  return { payment, last: lastRefundId === null ? undefined : await engine.find(cell, 'refunds', lastRefundId) };
}

async function findPaymentId(
  { engine }: Pick<UpayDeps, 'engine'>,
  { id: merchantId, cell }: Merchant,
  { sn, client_sn: clientSn }: OrderName,
): Promise<string | undefined> {
  if (sn !== undefined && cellOfId(sn) === cell) {
    const payment = await engine.find(cell, 'payments', sn);
    if (payment?.merchantId === merchantId) return payment.id;
  }
  // Clients send what they have: the provider's number in the place of ours (upay.md 2.8).
  if (sn !== undefined) {
    const payment = await engine.store(cell).findPaymentByBankReference(merchantId, sn);
    if (payment) return payment.id;
  }
  if (clientSn === undefined) return undefined;
  return (await engine.find(cell, 'paymentsByReference', merchantId, clientSn))?.id;
}
