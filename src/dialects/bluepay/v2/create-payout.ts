// 3b.13 Create payout: POST /open-api/disbursement/transfer. It is accepted as PENDING; what became of it comes by query or notification.
import { Type } from 'typebox';
import { type Reason, refuse } from '../../../core/reasons.ts';
import { openChannel } from '../../../engine/open-channel.ts';
import { accept } from '../../../kernel/outcome.ts';
import { type Country, currencyOfCountry } from '../countries.ts';
import { defineOperation } from '../operation.ts';
import { isPayee, payoutTarget } from '../payout-destinations.ts';
import {
  amount,
  currency,
  idempotencyId,
  mchOrderId,
  mobile,
  notifyUrl,
  payMethodCode,
  promptpayAccountType,
  remark,
  text,
} from '../schemas.ts';
import { transactionStatuses } from '../statuses.ts';
import { plainTime } from './times.ts';

export const createPayout = defineOperation({
  path: '/open-api/disbursement/transfer',
  versions: ['v2'],
  // What each country and way of paying demands besides is checked with the payee.
  fields: Type.Object({
    mchOrderId,
    idempotencyId,
    amount,
    currency,
    payMethodCode,
    transferCode: Type.Optional(text(64)),
    promptpayAccountType: Type.Optional(promptpayAccountType),
    accountNo: text(50),
    accountName: Type.Optional(text(128)),
    accountType: Type.Optional(text(32)),
    accountTaxId: Type.Optional(text(50)),
    mobile: Type.Optional(mobile),
    relationship: Type.Optional(text(50)),
    notifyUrl: Type.Optional(notifyUrl),
    remark: Type.Optional(remark),
  }),
  async handle({ app, merchant, country, settings, fields, now }, deps) {
    const { engine, ids } = deps;
    const own = currencyOfCountry(country);
    if (fields.currency !== own) return refuse('request_malformed', `currency must be ${own} in ${country}`);
    const target = payoutTarget(country, fields);
    if (!target.ok) return isNobodys(target.reason, country, fields) ? refuse('transfer_code_unknown') : target;
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
      currency: own,
      amountMinor,
      destination: target.value.destination,
      notifyUrl: fields.notifyUrl ?? null,
      details: {
        remark: fields.remark ?? null,
        accountType: fields.accountType ?? null,
        accountTaxId: fields.accountTaxId ?? null,
        mobile: fields.mobile ?? null,
        relationship: fields.relationship ?? null,
      },
    });
    if (!created.ok) return created;
    const { id, reference, status, createdAt } = created.value;
    return accept({
      mchOrderId: reference,
      transactionId: id,
      countryCode: country,
      currency: own,
      amount: fields.amount,
      transactionStatus: transactionStatuses[status],
      transactionTime: plainTime(createdAt, settings),
    });
  },
});

/** Version 2 has a word for a code that is nobody's; a bank asked for as a wallet, or the other way round, is the wrong one (6.1). */
function isNobodys(
  reason: Reason,
  country: Country,
  { transferCode = '' }: { readonly transferCode?: string },
): boolean {
  return (reason === 'bank_unknown' || reason === 'wallet_unknown') && !isPayee(country, transferCode);
}
