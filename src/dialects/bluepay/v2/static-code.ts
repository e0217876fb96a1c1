// A collection by a code that stands on a counter: it carries no amount and no end, and each payment of it is a transaction of its own
// (bluepay.md 3.4, 3b.8; 7, row 30).
import { type Instrument, qrSlot } from '../../../core/instrument/instrument.ts';
import type { Details } from '../../../core/payment/payment.ts';
import { type Outcome, refuse } from '../../../core/reasons.ts';
import type { Engine } from '../../../engine/engine.ts';
import { currencyOfCountry } from '../countries.ts';
import type { BluepayDeps } from '../deps.ts';
import type { Call, Caller } from '../operation.ts';
import type { PaymentNames } from '../orders.ts';
import { createQrCode } from '../qr-codes.ts';
import { transactionStatuses } from '../statuses.ts';
import type { CollectionFields } from './collection-fields.ts';
import { plainTime, plainTimeOrNull } from './times.ts';

/** The amount that the request names is left aside. */
export function createStaticCode(
  call: Call<CollectionFields>,
  details: Details,
  deps: BluepayDeps,
): Promise<Outcome<Instrument>> {
  const { channelCode, mchOrderId, notifyUrl } = call.fields;
  const order = { channelCode, mchOrderId, amount: undefined, expireSeconds: 0, notifyUrl, details };
  return createQrCode(call, order, deps);
}

/** Such a code has an order number and no transaction. */
export async function findStaticCode(
  { app, merchant, country }: Pick<Caller, 'app' | 'merchant' | 'country'>,
  { mchOrderId, transactionId }: PaymentNames,
  engine: Pick<Engine, 'find'>,
): Promise<Instrument | undefined> {
  if (mchOrderId === undefined || transactionId !== undefined) return undefined;
  const code = await engine.find(merchant.cell, 'instrumentsByReference', app.id, mchOrderId, qrSlot);
  return code?.currency === currencyOfCountry(country) ? code : undefined;
}

/** Refuses one that is closed. */
export async function closeStaticCode(code: Instrument, cell: number, engine: Engine): Promise<Outcome<Instrument>> {
  if (code.status !== 'active') return refuse('payment_paid_or_closed');
  const { referenceScope, reference, slot } = code;
  return engine.execute(cell, 'cancel-instrument', { referenceScope, reference, slot });
}

/** As a query answers it: it waits for payments until it is closed. */
export function staticCodeData(code: Instrument, { country, settings }: Pick<Caller, 'country' | 'settings'>) {
  const isOpen = code.status === 'active';
  return {
    mchOrderId: code.reference,
    transactionId: null,
    qrCodeId: code.id,
    countryCode: country,
    channelCode: code.channel,
    amount: null,
    currency: code.currency,
    payData: code.presentation,
    transactionStatus: transactionStatuses[isOpen ? 'pending' : 'closed'],
    createTime: plainTime(code.createdAt, settings),
    returnTime: plainTimeOrNull(isOpen ? null : code.updatedAt, settings),
    remark: code.details['remark'] ?? null,
  };
}
