// A deposit: an authorisation that goes by the numbers of an order, and becomes one when it is consumed: the payment has its id
// (upay.md 3.12b, for which no document exists). Until then it is shown as the order it stands for: in progress while the payer confirms,
// then paid, though the money is only kept aside; its cancel is shown as an order's.
import type { Authorisation, Release } from '../../../core/authorisation/authorisation.ts';
import { nameOfCancel } from '../../../core/authorisation/commit-release.ts';
import type { Merchant } from '../../../core/merchant/merchant.ts';
import { type Payment, untouched } from '../../../core/payment/payment.ts';
import { type Refund, reversalScope } from '../../../core/refund/refund.ts';
import { cellOfId } from '../../../kernel/id.ts';
import type { UpayDeps } from '../deps.ts';
import type { OrderName } from '../find-order.ts';
import type { Order } from '../statuses.ts';

export interface Deposit {
  readonly authorisation: Authorisation;
  /** The newest: one that the channel refused may be tried again. */
  readonly cancel: Release | undefined;
}

type FindDeps = Pick<UpayDeps, 'engine' | 'lookout'>;

/** As it is after a fresh look at its channel; undefined where the merchant has none of that name. `sn` decides, as for orders. */
export async function findFreshDeposit(
  deps: FindDeps,
  merchant: Merchant,
  name: OrderName,
): Promise<Deposit | undefined> {
  const { cell } = merchant;
  const id = await findDepositId(deps, merchant, name);
  if (id === undefined) return undefined;
  const deposit = await readDeposit(deps, cell, id);
  const { authorisation, cancel } = deposit;
  if (authorisation.status === 'pending') await deps.lookout.look(cell, 'authorisation', id);
  else if (cancel?.status === 'pending') await deps.lookout.look(cell, 'release', cancel.id);
  else return deposit;
  return readDeposit(deps, cell, id);
}

/** What the ordinary query shows of a deposit that was not consumed yet. */
export async function findFreshDepositOrder(
  deps: FindDeps,
  merchant: Merchant,
  name: OrderName,
): Promise<Order | undefined> {
  const deposit = await findFreshDeposit(deps, merchant, name);
  return deposit && orderOfDeposit(deposit);
}

/** A deposit that exists, as it stands. */
export async function readDeposit({ engine }: Pick<UpayDeps, 'engine'>, cell: number, id: string): Promise<Deposit> {
  const authorisation = await engine.find(cell, 'authorisations', id);
  if (!authorisation) throw new Error(`There is no authorisation ${id}.`);
  const { referenceScope } = nameOfCancel(id, '');
  const releases = await engine.store(cell).listReleases(id, mostReleases);
  return { authorisation, cancel: releases.findLast((release) => release.referenceScope === referenceScope) };
}

/** The order that it stands for, as the ordinary query shows it. */
export function orderOfDeposit({ authorisation, cancel }: Deposit): Order {
  const { status, decidedAt } = authorisation;
  const isTakenBack = cancel?.status === 'completed' && status !== 'failed';
  const payment: Payment = {
    ...untouched,
    id: authorisation.id,
    merchantId: authorisation.merchantId,
    appId: authorisation.appId,
    referenceScope: authorisation.referenceScope,
    reference: authorisation.reference,
    instrumentId: null,
    entry: 'code',
    payerCode: authorisation.payerCode,
    channel: authorisation.channel,
    currency: authorisation.currency,
    amountMinor: authorisation.amountMinor,
    refundedMinor: isTakenBack ? authorisation.amountMinor : 0n,
    lastRefundId: cancel?.id ?? null,
    status: status === 'authorised' || status === 'closed' ? 'completed' : status,
    failure: authorisation.failure,
    doubt: authorisation.doubt,
    bankReference: authorisation.bankReference,
    receipt: authorisation.receipt,
    createdAt: authorisation.createdAt,
    finalAt: decidedAt,
    expiresAt: null,
    notifyUrl: null,
    returnUrl: null,
    details: authorisation.details,
  };
  return { payment, last: cancel && reversalOf(authorisation, cancel) };
}

/** The cancel as an order's. One that waits until it is known whether there is anything to release is as doubtful as that. */
function reversalOf(authorisation: Authorisation, cancel: Release): Refund {
  const { authorisationId, reference, ...same } = cancel;
  return {
    ...same,
    paymentId: authorisationId,
    referenceScope: reversalScope(authorisationId),
    reference: '',
    generation: 0,
    kind: 'reversal',
    initiator: 'merchant',
    foundCompleted: reference !== nameOfCancel(authorisationId, '').reference,
    feeMinor: 0n,
    heldFrom: null,
    doubt: authorisation.status === 'pending' ? authorisation.doubt : cancel.doubt,
    notifyUrl: null,
  };
}

/** A consume makes one release, a cancel another; refused cancels may be tried again. */
const mostReleases = 1000;

async function findDepositId(
  { engine }: FindDeps,
  { id: merchantId, cell }: Merchant,
  { sn, client_sn: clientSn }: OrderName,
): Promise<string | undefined> {
  if (sn !== undefined && cellOfId(sn) === cell) {
    const authorisation = await engine.find(cell, 'authorisations', sn);
    if (authorisation?.referenceScope === merchantId) return authorisation.id;
  }
  if (clientSn === undefined) return undefined;
  return (await engine.find(cell, 'authorisationsByReference', merchantId, clientSn))?.id;
}
