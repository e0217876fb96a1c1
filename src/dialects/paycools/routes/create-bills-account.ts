// 4.1 Create static virtual account: POST /api/v1/paymentCode. One channel, and once: a repeat is refused (1017), 4.2 answers what is there.
import { accept } from '../../../kernel/outcome.ts';
import { billsAccountAnswer, billsAccountData } from '../account-data.ts';
import { billsAccountFields } from '../account-fields.ts';
import { isBillsChannel } from '../channels.ts';
import { virtualAccountExists } from '../codes.ts';
import { openAccounts } from '../open-accounts.ts';
import { defineOperation } from '../operation.ts';

export const createBillsAccount = defineOperation({
  method: 'POST',
  path: '/api/v1/paymentCode',
  summary: 'Gives a payer or a bill a number at one channel, under which it can be paid again and again.',
  answer: billsAccountAnswer,
  fields: billsAccountFields,
  codes: { reference_repeated: virtualAccountExists },
  async handle(call, deps) {
    const opened = await openAccounts(call, [call.fields.channelCode], isBillsChannel, 'refuse', deps);
    if (!opened.ok) return opened;
    const [only] = opened.value.map(({ account }) => billsAccountData(account, deps));
    return accept(only);
  },
});
