// 4.7 Cancel static virtual account: POST /api/v1/paymentCode/cancel. All channels of the order at once; afterwards it can have new numbers.
import { accept } from '../../../kernel/outcome.ts';
import { cancelledAccountsAnswer, cancelledAccountsData } from '../account-data.ts';
import { cancelAccounts } from '../accounts.ts';
import { isBillsChannel } from '../channels.ts';
import { defineOperation } from '../operation.ts';
import { orderFields } from '../schemas.ts';

export const cancelBillsAccounts = defineOperation({
  method: 'POST',
  path: '/api/v1/paymentCode/cancel',
  summary: 'Closes all numbers of an order: nobody can pay under them any more.',
  answer: cancelledAccountsAnswer,
  fields: orderFields,
  async handle(call, deps) {
    const cancelled = await cancelAccounts(call, isBillsChannel, deps);
    return cancelled.ok ? accept(cancelledAccountsData(cancelled.value)) : cancelled;
  },
});
