// 3.13 Onboarding: POST /v2/merchant/pub_banks. Banks by a part of their name; all of them without one.
import { Type } from 'typebox';
import { onboardedAnswer } from '../answers.ts';
import { banksLike } from '../banks.ts';
import { onboarded } from '../merchant-replies.ts';
import { vendorOperation } from '../operation.ts';
import { text } from '../schemas.ts';

export const merchantPubBanks = vendorOperation({
  path: '/v2/merchant/pub_banks',
  summary: 'Lists the banks, or those in whose name a text stands.',
  answer: onboardedAnswer(Type.Array(Type.String())),
  fields: Type.Object({ bank_name: Type.Optional(text(45)) }),
  async handle({ fields }) {
    return onboarded(banksLike(fields.bank_name ?? ''));
  },
});
