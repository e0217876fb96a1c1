// 3.13 Onboarding: POST /v2/merchant/info. What a vendor applied for, and how far it is; card and telephone of the account are masked.
import { Type } from 'typebox';
import type { Application } from '../../../engine/applications.ts';
import { merchantInfoAnswer } from '../answers.ts';
import { merchantUnknown, onboarded } from '../merchant-replies.ts';
import { vendorOperation } from '../operation.ts';
import { bytes, vendorSn } from '../schemas.ts';

/** The only number among the texts (upay.md 3.13). A closed merchant is told as a rejected one. */
const unifiedStatuses = {
  review: 1,
  identity_review: 2,
  rejected: 3,
  identity_rejected: 4,
  passed: 5,
  closed: 3,
} as const;

export const merchantInfo = vendorOperation({
  path: '/v2/merchant/info',
  summary: 'Says what was applied for, and how far the application is.',
  answer: merchantInfoAnswer,
  fields: Type.Object({ vendor_sn: vendorSn, merchant_sn: bytes(32) }),
  async handle({ vendor, fields }, { directory }) {
    const application = await directory.applications.find(vendor.id, fields.merchant_sn);
    return application ? onboarded(infoOf(application)) : merchantUnknown;
  },
});

function infoOf({ merchantId, reference, status, problem, fields }: Application) {
  const said = (name: string) => String(fields[name] ?? '');
  return {
    merchant_sn: merchantId,
    client_sn: reference,
    merchant_name: said('name'),
    contact_name: said('contact_name'),
    contact_cellphone: said('contact_cellphone'),
    area: said('area'),
    street_address: said('street_address'),
    bank_card: masked(said('bank_card'), 6, 4),
    bank_name: said('bank_name'),
    bank_area: said('bank_area'),
    branch_name: said('branch_name'),
    holder: said('holder'),
    bank_cellphone: masked(said('bank_cellphone'), 3, 4),
    unified_status: unifiedStatuses[status],
    error_message: status === 'closed' ? '商户已关闭' : problem,
  };
}

/** All but the first and the last few; all of it where nothing would stay hidden between them. */
function masked(text: string, first: number, last: number): string {
  const hidden = text.length - first - last;
  if (hidden <= 0) return '*'.repeat(text.length);
  return text.slice(0, first) + '*'.repeat(hidden) + text.slice(-last);
}
