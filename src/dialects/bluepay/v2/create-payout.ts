// 3b.13 Create payout: POST /open-api/disbursement/transfer. It is accepted as PENDING; what became of it comes by query or notification.
import { Type } from 'typebox';
import { type Reason, refuse } from '../../../core/reasons.ts';
import { accept } from '../../../kernel/outcome.ts';
import { mobile } from '../../field-types.ts';
import { type Country, currencyOfCountry } from '../countries.ts';
import { defineOperation } from '../operation.ts';
import { isPayee, payoutTarget } from '../payout-destinations.ts';
import { createPayoutTo, payeeFields } from '../payouts.ts';
import { amount, currency, idempotencyId, mchOrderId, notifyUrl, text } from '../schemas.ts';
import { transactionStatuses } from '../statuses.ts';
import { payoutAnswer } from './answers.ts';
import { plainTime } from './times.ts';

export const createPayout = defineOperation({
  path: '/open-api/disbursement/transfer',
  versions: ['v2'],
  summary: 'Pays money out to a bank account, a PromptPay number or a wallet.',
  fields: Type.Object({
    mchOrderId,
    idempotencyId,
    amount,
    currency,
    ...payeeFields,
    accountType: Type.Optional(text(32)),
    mobile: Type.Optional(mobile),
    notifyUrl: Type.Optional(notifyUrl),
  }),
  answer: payoutAnswer,
  async handle(call, deps) {
    const { country, settings, fields } = call;
    const own = currencyOfCountry(country);
    if (fields.currency !== own) return refuse('request_malformed', `currency must be ${own} in ${country}`);
    const target = payoutTarget(country, fields);
    if (!target.ok) return isNobodys(target.reason, country, fields) ? refuse('transfer_code_unknown') : target;
    const created = await createPayoutTo(target.value, call, fields.notifyUrl ?? null, deps);
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
