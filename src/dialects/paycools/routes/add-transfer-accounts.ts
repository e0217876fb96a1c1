// 6.2 Batch update bank transfer accounts: POST /api/v1/batch/paymentAccount/{mchOrderId}/update. It opens what is missing and closes nothing.
import { accept } from '../../../kernel/outcome.ts';
import { transferAccountsAnswer, transferAccountsData } from '../account-data.ts';
import { moreAccountsFields } from '../account-fields.ts';
import { isTransferChannel } from '../channels.ts';
import { addAccounts } from '../open-accounts.ts';
import { defineOperation } from '../operation.ts';

export const addTransferAccounts = defineOperation({
  method: 'POST',
  path: '/api/v1/batch/paymentAccount/{mchOrderId}/update',
  summary: 'Makes sure that an order has accounts at these channels, on the terms of those that it has.',
  answer: transferAccountsAnswer,
  fields: moreAccountsFields,
  async handle(call, deps) {
    const accounts = await addAccounts(call, isTransferChannel, deps);
    return accounts.ok ? accept(transferAccountsData(accounts.value, deps)) : accounts;
  },
});
