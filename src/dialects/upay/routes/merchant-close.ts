// 3.13 Onboarding: POST /v2/merchant/close. The merchant takes no more money, for good.
import { Type } from 'typebox';
import { onboardedAnswer } from '../answers.ts';
import { merchantUnknown, onboarded } from '../merchant-replies.ts';
import { vendorOperation } from '../operation.ts';
import { bytes, vendorSn } from '../schemas.ts';

export const merchantClose = vendorOperation({
  path: '/v2/merchant/close',
  summary: 'Closes a merchant for good.',
  answer: onboardedAnswer(),
  fields: Type.Object({ vendor_sn: vendorSn, merchant_sn: bytes(32) }),
  async handle({ vendor, fields }, { directory }) {
    const isClosed = await directory.applications.close(vendor.id, fields.merchant_sn);
    return isClosed ? onboarded() : merchantUnknown;
  },
});
