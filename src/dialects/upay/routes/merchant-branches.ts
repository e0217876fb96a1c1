// 3.13 Onboarding: POST /v2/merchant/branches. The branches of a bank in a place.
import { Type } from 'typebox';
import { onboardedAnswer } from '../answers.ts';
import { branchesOf } from '../banks.ts';
import { areaCode } from '../merchant-fields.ts';
import { onboarded } from '../merchant-replies.ts';
import { vendorOperation } from '../operation.ts';
import { text } from '../schemas.ts';

export const merchantBranches = vendorOperation({
  path: '/v2/merchant/branches',
  summary: 'Lists the branches of a bank in a place.',
  answer: onboardedAnswer(Type.Array(Type.String())),
  fields: Type.Object({ bank_name: text(45), bank_area: areaCode() }),
  async handle({ fields }) {
    return onboarded(branchesOf(fields.bank_name, fields.bank_area));
  },
});
