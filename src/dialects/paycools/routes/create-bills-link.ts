// 4.4 VA cashier short URL: POST /api/v1/paymentCode/shortUrl. The page over all channels of an order, with an amount where one is given.
import { refuseCredit } from '../../../core/instrument/admit-credit.ts';
import { refuse } from '../../../core/reasons.ts';
import { accept } from '../../../kernel/outcome.ts';
import { accountsLinkAnswer, shortLinkOf } from '../account-data.ts';
import { accountsLinkFields } from '../account-fields.ts';
import { listOpenAccounts } from '../accounts.ts';
import { isBillsChannel } from '../channels.ts';
import { defineOperation } from '../operation.ts';

export const createBillsLink = defineOperation({
  method: 'POST',
  path: '/api/v1/paymentCode/shortUrl',
  summary: 'Gives the link to a page that shows all numbers of an order, with an amount to pay if there is one.',
  answer: accountsLinkAnswer,
  fields: accountsLinkFields,
  async handle(call, deps) {
    const { fields, merchant, now } = call;
    const { mchOrderId, amount } = fields;
    const accounts = await listOpenAccounts(call, isBillsChannel, deps);
    const [first] = accounts;
    if (!first) return refuse('instrument_not_found');
    if (amount !== undefined) {
      const refusals = accounts.map((account) =>
        refuseCredit(account, deps.directory.channel(account.channel), merchant.limits, BigInt(amount), now),
      );
      // A page on which nobody could pay is no help to anyone.
      const [refusal] = refusals;
      if (refusal && !refusals.includes(undefined)) return refusal;
    }
    return accept({ mchOrderId, shortLink: shortLinkOf(first, deps, amount) });
  },
});
