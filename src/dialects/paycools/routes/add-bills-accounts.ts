// 4.3 Update static virtual account: POST /api/v1/batch/paymentCode/{mchOrderId}/update. It opens what is missing and closes nothing.
import { accept } from '../../../kernel/outcome.ts';
import { billsAccountsAnswer, billsAccountsData } from '../account-data.ts';
import { moreAccountsFields } from '../account-fields.ts';
import { isBillsChannel } from '../channels.ts';
import { addAccounts } from '../open-accounts.ts';
import { defineOperation } from '../operation.ts';

export const addBillsAccounts = defineOperation({
  method: 'POST',
  path: '/api/v1/batch/paymentCode/{mchOrderId}/update',
  summary: 'Makes sure that an order has numbers at these channels, on the terms of those that it has.',
  answer: billsAccountsAnswer,
  fields: moreAccountsFields,
  async handle(call, deps) {
    const accounts = await addAccounts(call, isBillsChannel, deps);
    return accounts.ok ? accept(billsAccountsData(accounts.value, deps)) : accounts;
  },
});
