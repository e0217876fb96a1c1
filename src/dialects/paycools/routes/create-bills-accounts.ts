// 4.2 Batch create static virtual accounts: POST /api/v1/batch/paymentCode. What is there is answered, what is missing is opened; only
// where nothing was missing, and one of them is in another customer's name, is it a repeat (1017; paycools.md 7, row 22).
import { refuse } from '../../../core/reasons.ts';
import { accept } from '../../../kernel/outcome.ts';
import { billsAccountsAnswer, billsAccountsData } from '../account-data.ts';
import { billsAccountsFields, codesIn } from '../account-fields.ts';
import { isBillsChannel } from '../channels.ts';
import { virtualAccountExists } from '../codes.ts';
import { openAccounts } from '../open-accounts.ts';
import { defineOperation } from '../operation.ts';

export const createBillsAccounts = defineOperation({
  method: 'POST',
  path: '/api/v1/batch/paymentCode',
  summary:
    'Gives a payer or a bill a number at each of several channels, and answers the numbers that it has there already.',
  answer: billsAccountsAnswer,
  fields: billsAccountsFields,
  codes: { reference_repeated: virtualAccountExists },
  async handle(call, deps) {
    const { channelCode, customerName } = call.fields;
    const opened = await openAccounts(call, codesIn(channelCode), isBillsChannel, 'return', deps);
    if (!opened.ok) return opened;
    const accounts = opened.value.map(({ account }) => account);
    const isAnothers = accounts.some(({ details }) => details['customerName'] !== customerName);
    if (isAnothers && !opened.value.some(({ isNew }) => isNew)) return refuse('reference_repeated');
    return accept(billsAccountsData(accounts, deps));
  },
});
