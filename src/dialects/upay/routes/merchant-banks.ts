// 3.13 Onboarding: POST /v2/merchant/banks. Which bank issued a card; the empty text where the table does not know its bank.
import { Type } from 'typebox';
import { refuse } from '../../../core/reasons.ts';
import { onboardedAnswer } from '../answers.ts';
import { bankOfCard, isCardNumber } from '../banks.ts';
import { onboarded } from '../merchant-replies.ts';
import { vendorOperation } from '../operation.ts';
import { digits } from '../schemas.ts';

export const merchantBanks = vendorOperation({
  path: '/v2/merchant/banks',
  summary: 'Says which bank issued a card; nothing where that is not known.',
  answer: onboardedAnswer(Type.String()),
  fields: Type.Object({ bank_card: digits(45) }),
  async handle({ fields }) {
    if (!isCardNumber(fields.bank_card)) return refuse('request_malformed', 'bank_card不是有效的银行卡号');
    return onboarded(bankOfCard(fields.bank_card) ?? '');
  },
});
