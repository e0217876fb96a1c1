// Makes the order that a request asks for: which channel it goes to, and what must be said again of it later.
import type { Static, TObject } from 'typebox';
import type { Details, Payment } from '../../core/payment/payment.ts';
import { type Outcome, refuse } from '../../core/reasons.ts';
import { type OpenChannel, openChannel } from '../../engine/open-channel.ts';
import { accept } from '../../kernel/outcome.ts';
import type { UpayDeps } from './deps.ts';
import type { TerminalCaller } from './operation.ts';
import { channelOfPayway } from './payways.ts';
import type { orderOptions } from './schemas.ts';
import { nextOrderNumber } from './order-number.ts';

/** The fields that every request for an order has (upay.md 3.3, 3.4, 3.10). */
export type OrderFields = Static<TObject<typeof orderOptions>> & {
  readonly client_sn: string;
  readonly total_amount: string;
  readonly subject: string;
};

/** How it is to be paid. */
export interface Placement {
  readonly payway: string;
  readonly subPayway: string;
  readonly entry: 'order' | 'code';
  readonly payerCode?: string;
  /** The buyer, where the request names one. */
  readonly payerUid?: string | undefined;
  readonly expirySeconds: number;
  readonly returnUrl?: string;
}

type PlaceDeps = Pick<UpayDeps, 'engine' | 'directory' | 'connectors' | 'serials'>;

/** Where an order of this provider would go. Refuses a provider that is unknown, not served, or does not take the amount. */
export function openPayway(deps: PlaceDeps, payway: string, amountMinor: bigint): Outcome<OpenChannel> {
  const code = channelOfPayway(payway);
  return code === undefined ? refuse('channel_unavailable') : openChannel(deps, code, amountMinor);
}

/** Commits the order; what follows, its channel decides. A refused one leaves nothing behind, and its `client_sn` free. */
export async function placeOrder(
  deps: PlaceDeps,
  caller: TerminalCaller,
  fields: OrderFields,
  placement: Placement,
): Promise<Outcome<Payment>> {
  const { merchant, app } = caller;
  const { payway, entry, payerCode, expirySeconds, returnUrl = null } = placement;
  const amountMinor = BigInt(fields.total_amount);
  const open = openPayway(deps, payway, amountMinor);
  if (!open.ok) return open;
  const created = await deps.engine.execute(merchant.cell, 'create-payment', {
    id: await nextOrderNumber(deps, merchant.cell),
    merchantId: merchant.id,
    appId: app.id,
    referenceScope: merchant.id,
    reference: fields.client_sn,
    channel: open.value.channel.code,
    amountMinor,
    notifyUrl: fields.notify_url ?? null,
    returnUrl,
    entry,
    ...(payerCode === undefined ? {} : { payerCode }),
    expirySeconds,
    details: detailsOf(caller, fields, placement),
  });
  return created.ok ? accept(created.value) : created;
}

/** Its channel has taken the order, or it is over. */
export function isTaken(payment: Payment | undefined): boolean {
  return payment !== undefined && (payment.acceptedAt !== null || payment.status !== 'pending');
}

/** What an order keeps of its request; a field that was not sent is left out. */
export function detailsOf(
  { terminal, store }: TerminalCaller,
  fields: OrderFields,
  placement: Pick<Placement, 'payway' | 'subPayway' | 'payerUid'>,
): Details {
  const all = {
    terminalSn: terminal.id,
    terminalId: terminal.uuid,
    storeSn: store.id,
    operator: fields.operator,
    subject: fields.subject,
    description: fields.description,
    reflect: fields.reflect,
    payway: placement.payway,
    subPayway: placement.subPayway,
    payerUid: placement.payerUid,
    deviceId: fields.device_id,
    longitude: fields.longitude,
    latitude: fields.latitude,
    extended: fields.extended,
    goodsDetails: fields.goods_details,
  };
  return present(all);
}

/** Only the members that have a value. */
export function present(members: Readonly<Record<string, string | boolean | undefined>>): Details {
  return Object.fromEntries(
    Object.entries(members).filter((member): member is [string, string | boolean] => member[1] !== undefined),
  );
}
