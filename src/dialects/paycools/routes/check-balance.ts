// 2.1 Check account balance: GET /api/v1/account/checkBalance.
import { accountId } from '../../../core/ledger/ledger.ts';
import { accept } from '../../../kernel/outcome.ts';
import { balanceAnswer } from '../answers.ts';
import { currency } from '../manila-time.ts';
import { defineOperation } from '../operation.ts';
import { noFields } from '../schemas.ts';

export const checkBalance = defineOperation({
  method: 'GET',
  path: '/api/v1/account/checkBalance',
  summary: 'Answers what the merchant can pay out.',
  answer: balanceAnswer,
  fields: noFields,
  async handle({ merchant }, { engine }) {
    const account = await engine.find(merchant.cell, 'accounts', accountId(merchant.id, currency, 'available'));
    return accept({ balance: account ? Number(account.credits - account.debits) : 0 });
  },
});
