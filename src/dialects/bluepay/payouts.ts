// Payouts: what both versions ask of one, and how it is made of that (bluepay.md 3.2, 3b.13).
import { type Static, type TObject, Type } from 'typebox';
import type { Payout } from '../../core/payout/payout.ts';
import type { Outcome } from '../../core/reasons.ts';
import { openChannel } from '../../engine/open-channel.ts';
import { currencyOfCountry } from './countries.ts';
import type { BluepayDeps } from './deps.ts';
import type { Call } from './operation.ts';
import type { PayoutTarget } from './payout-destinations.ts';
import { payMethodCode, promptpayAccountType, remark, text } from './schemas.ts';

/** What each country and way of paying demands besides is checked with the payee. */
export const payeeFields = {
  payMethodCode,
  transferCode: Type.Optional(text(64)),
  promptpayAccountType: Type.Optional(promptpayAccountType),
  accountNo: text(50),
  accountName: Type.Optional(text(128)),
  accountTaxId: Type.Optional(text(50)),
  relationship: Type.Optional(text(50)),
  remark: Type.Optional(remark),
};

interface PayoutOrder extends Static<TObject<typeof payeeFields>> {
  readonly mchOrderId: string;
  readonly idempotencyId: string;
  readonly amount: number;
  readonly accountType?: string;
  readonly mobile?: string;
}

/** Accepts it as pending. Without `notifyUrl` its end is told to the app's own address. */
export async function createPayoutTo(
  { channel, destination }: PayoutTarget,
  { app, merchant, country, fields, now }: Pick<Call<PayoutOrder>, 'app' | 'merchant' | 'country' | 'fields' | 'now'>,
  notifyUrl: string | null,
  deps: BluepayDeps,
): Promise<Outcome<Payout>> {
  const amountMinor = BigInt(fields.amount);
  const open = openChannel(deps, channel, amountMinor);
  if (!open.ok) return open;
  return deps.engine.execute(merchant.cell, 'create-payout', {
    id: deps.ids.next('D', merchant.cell, now),
    merchantId: merchant.id,
    appId: app.id,
    referenceScope: app.id,
    reference: fields.mchOrderId,
    idempotencyKey: fields.idempotencyId,
    channel: open.value.channel.code,
    currency: currencyOfCountry(country),
    amountMinor,
    destination,
    notifyUrl,
    details: {
      remark: fields.remark ?? null,
      accountType: fields.accountType ?? null,
      accountTaxId: fields.accountTaxId ?? null,
      mobile: fields.mobile ?? null,
      relationship: fields.relationship ?? null,
    },
  });
}
