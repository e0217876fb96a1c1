// 3b.1 Balance: POST /open-api/account/balance. What is available in the currency of the country that is named.
import { Type } from 'typebox';
import { accept } from '../../../kernel/outcome.ts';
import { balanceAnswer } from '../answers.ts';
import { balanceData } from '../balance.ts';
import { currencyOfCountry } from '../countries.ts';
import { defineOperation } from '../operation.ts';

export const checkBalance = defineOperation({
  path: '/open-api/account/balance',
  versions: ['v2'],
  summary: 'Says how much the merchant can pay out in the currency of a country.',
  fields: Type.Object({}),
  answer: balanceAnswer,
  handle: async ({ merchant, country }, { engine }) =>
    accept(await balanceData(merchant, currencyOfCountry(country), engine)),
});
