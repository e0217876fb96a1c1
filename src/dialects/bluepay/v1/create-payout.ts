// 3.2 Create payout: POST /open-api/disbursement/transfer. It is accepted as PENDING; what became of it comes by query or notification,
// and the latter goes to the app's address: a request names none.
import { type Static, Type } from 'typebox';
import type { Outcome } from '../../../core/reasons.ts';
import { openChannel } from '../../../engine/open-channel.ts';
import { accept } from '../../../kernel/outcome.ts';
import { currencyOfCountry } from '../countries.ts';
import type { BluepayDeps } from '../deps.ts';
import { localTime } from '../local-time.ts';
import { type Call, defineOperation } from '../operation.ts';
import { payoutTarget } from '../payout-destinations.ts';
import {
  amount,
  idempotencyId,
  oneOf,
  payMethodCode,
  payoutMchOrderId,
  promptpayAccountType,
  remark,
  text,
  thaiMobile,
} from '../schemas.ts';
import { transactionStatuses } from '../statuses.ts';

/** What each way of paying demands besides is checked with the payee. */
const payoutFields = Type.Object({
  mchOrderId: payoutMchOrderId,
  idempotencyId,
  amount,
  payMethodCode,
  transferCode: Type.Optional(text(64)),
  promptpayAccountType: Type.Optional(promptpayAccountType),
  accountNo: text(50),
  accountName: Type.Optional(text(128)),
  accountType: Type.Optional(oneOf(['INDIVIDUAL', 'ORGANIZATION'])),
  accountTaxId: Type.Optional(text(50)),
  mobile: Type.Optional(thaiMobile),
  relationship: Type.Optional(text(50)),
  remark: Type.Optional(remark),
});

async function handle(
  { app, merchant, country, fields, now }: Call<Static<typeof payoutFields>>,
  deps: BluepayDeps,
): Promise<Outcome<unknown>> {
  const { engine, ids } = deps;
  const target = payoutTarget(country, fields);
  if (!target.ok) return target;
  const { destination } = target.value;
  const amountMinor = BigInt(fields.amount);
  const open = openChannel(deps, target.value.channel, amountMinor);
  if (!open.ok) return open;

  const created = await engine.execute(merchant.cell, 'create-payout', {
    id: ids.next('D', merchant.cell, now),
    merchantId: merchant.id,
    appId: app.id,
    referenceScope: app.id,
    reference: fields.mchOrderId,
    idempotencyKey: fields.idempotencyId,
    channel: open.value.channel.code,
    currency: currencyOfCountry(country),
    amountMinor,
    destination,
    notifyUrl: null,
    details: {
      remark: fields.remark ?? null,
      accountType: fields.accountType ?? null,
      accountTaxId: fields.accountTaxId ?? null,
      mobile: fields.mobile ?? null,
      relationship: fields.relationship ?? null,
    },
  });
  if (!created.ok) return created;
  const { id, reference, status, createdAt, currency } = created.value;
  return accept({
    mchOrderId: reference,
    transactionId: id,
    transactionStatus: transactionStatuses[status],
    transactionTime: localTime(createdAt, currency),
  });
}

export const createPayout = defineOperation({
  path: '/open-api/disbursement/transfer',
  versions: ['v1'],
  fields: payoutFields,
  handle,
});

/** As the country sites of the same platform have it. */
export const createPayoutAlias = defineOperation({
  path: '/open-api/disbursement',
  versions: ['v1'],
  fields: payoutFields,
  handle,
});
