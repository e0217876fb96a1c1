// 3.1 Balance: POST /open-api/account/balance.
import { Type } from 'typebox';
import { accept } from '../../../kernel/outcome.ts';
import { balanceAnswer } from '../answers.ts';
import { balanceData } from '../balance.ts';
import { currencyOfCountry } from '../countries.ts';
import { defineOperation } from '../operation.ts';

export const checkBalance = defineOperation({
  path: '/open-api/account/balance',
  versions: ['v1'],
  summary: 'Says how much the merchant can pay out.',
  fields: Type.Object({}),
  answer: balanceAnswer,
  handle: async ({ merchant, country }, { engine }) =>
    accept(await balanceData(merchant, currencyOfCountry(country), engine)),
});
