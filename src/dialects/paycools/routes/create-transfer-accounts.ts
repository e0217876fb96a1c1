// 6.1 Batch create bank transfer accounts: POST /api/v1/batch/paymentAccount. Where nothing was missing it is a repeat (1019; paycools.md 7,
// row 22): 6.2 answers what is there.
import { refuse } from '../../../core/reasons.ts';
import { accept } from '../../../kernel/outcome.ts';
import { transferAccountsAnswer, transferAccountsData } from '../account-data.ts';
import { codesIn, transferAccountsFields } from '../account-fields.ts';
import { isTransferChannel } from '../channels.ts';
import { transferAccountExists } from '../codes.ts';
import { openAccounts } from '../open-accounts.ts';
import { defineOperation } from '../operation.ts';

export const createTransferAccounts = defineOperation({
  method: 'POST',
  path: '/api/v1/batch/paymentAccount',
  summary: 'Gives a payer or a bill an account of its own, to which money can be transferred again and again.',
  answer: transferAccountsAnswer,
  fields: transferAccountsFields,
  codes: { reference_repeated: transferAccountExists },
  async handle(call, deps) {
    const opened = await openAccounts(call, codesIn(call.fields.channelCode), isTransferChannel, 'return', deps);
    if (!opened.ok) return opened;
    if (!opened.value.some(({ isNew }) => isNew)) return refuse('reference_repeated');
    const accounts = opened.value.map(({ account }) => account);
    return accept(transferAccountsData(accounts, deps));
  },
});
