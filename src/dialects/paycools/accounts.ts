// The accounts of an order: a number at each of several channels, under which one payer, or one bill, is paid as often as he likes. Bills
// payment (paycools.md 3.3) and bank transfers (3.5) go one way here; each says which channels are its own, so that an order can have
// accounts of both, and a QR code, and none touches another.
import type { Static } from 'typebox';
import type { Instrument } from '../../core/instrument/instrument.ts';
import { type Outcome, refuse } from '../../core/reasons.ts';
import { accept, allAccepted } from '../../kernel/outcome.ts';
import { codesIn } from './account-fields.ts';
import type { PaycoolsDeps } from './deps.ts';
import type { Call } from './operation.ts';
import { type channelPaymentsFields, daysOf, listOrderPayments } from './order-payments.ts';

/** Whether a channel is one of the product's. */
export type IsOurs = (channelCode: string) => boolean;

export type OrderCall = Call<{ readonly mchOrderId: string }>;

/** More than there are channels of a product: nothing of an order is left out. */
const mostAccounts = 100;

/** Those that a payer can pay now. */
export async function listOpenAccounts(
  call: OrderCall,
  isOurs: IsOurs,
  deps: Pick<PaycoolsDeps, 'engine'>,
): Promise<Instrument[]> {
  const accounts = await listAccounts(call, isOurs, deps);
  return accounts.filter(
    ({ status, expiresAt }) => status === 'active' && (expiresAt === null || expiresAt > call.now),
  );
}

/** Closes every account of this product that the order has; answers those too that were closed before. Refuses an order that has none. */
export async function cancelAccounts(
  call: OrderCall,
  isOurs: IsOurs,
  deps: Pick<PaycoolsDeps, 'engine'>,
): Promise<Outcome<readonly Instrument[]>> {
  const accounts = await listAccounts(call, isOurs, deps);
  if (accounts.length === 0) return refuse('instrument_not_found');
  const outcomes = accounts.map(({ referenceScope, reference, slot }) =>
    deps.engine.execute(call.merchant.cell, 'cancel-instrument', { referenceScope, reference, slot }),
  );
  return allAccepted(await Promise.all(outcomes));
}

/** 4.5 and 6.3: what was paid on the order's accounts, by all channels or by those that are asked for. Refuses an order that has none. */
export async function listAccountPayments(
  call: Call<Static<typeof channelPaymentsFields>>,
  isOurs: IsOurs,
  deps: Pick<PaycoolsDeps, 'engine'>,
): Promise<Outcome<unknown>> {
  const days = daysOf(call.fields);
  if (!days.ok) return days;
  const { channelCode } = call.fields;
  const asked = channelCode === undefined ? undefined : codesIn(channelCode);
  if (asked?.some((code) => !isOurs(code))) return refuse('channel_unavailable');
  const accounts = await listAccounts(call, isOurs, deps);
  if (accounts.length === 0) return refuse('instrument_not_found');
  const slots = accounts.map(({ slot }) => slot).filter((slot) => asked === undefined || asked.includes(slot));
  return accept(await listOrderPayments(call, slots, days.value, deps));
}

/** Of every channel the newest, whatever became of it. */
async function listAccounts(
  { app, merchant, fields }: OrderCall,
  isOurs: IsOurs,
  { engine }: Pick<PaycoolsDeps, 'engine'>,
): Promise<Instrument[]> {
  const held = await engine.store(merchant.cell).listInstruments(app.id, fields.mchOrderId, mostAccounts);
  return held.filter(({ channel }) => isOurs(channel));
}
