// 3.13 Onboarding: POST /v2/merchant/create. A vendor applies for a merchant, which gets a store and a terminal at once and can take
// money when operators have accepted it.
import { refuse } from '../../../core/reasons.ts';
import { merchantAnswer } from '../answers.ts';
import { placeOf } from '../banks.ts';
import { licenseFields, merchantFields } from '../merchant-fields.ts';
import { onboarded, onboardingRefused } from '../merchant-replies.ts';
import { vendorOperation } from '../operation.ts';

export const merchantCreate = vendorOperation({
  path: '/v2/merchant/create',
  summary: 'Applies for a merchant, which can take money once operators have accepted it.',
  answer: merchantAnswer,
  fields: merchantFields,
  async handle({ vendor, fields }, { directory }) {
    const missing = licenseFields.filter((name) => fields[name] === undefined);
    if ((fields.license_type ?? '0') !== '0' && missing.length > 0) {
      return refuse('request_malformed', missing.map((name) => `${name}不能为空`).join('；'));
    }
    const app = await directory.findApp(fields.vendor_app_id);
    if (app?.vendorId !== vendor.id) return onboardingRefused('403', '身份不匹配：vendor_app_id不属于该vendor_sn');

    const applied = await directory.applications.apply({
      vendorId: vendor.id,
      reference: fields.client_sn ?? '',
      merchantName: fields.name,
      city: placeOf(fields.area) ?? '',
      fields: { create_account: 'true', ...fields },
    });
    if (!applied.ok) return onboardingRefused('409', `参数冲突：client_sn ${fields.client_sn ?? ''} 在系统中已经存在`);
    const { application, store, terminal } = applied.value;
    return onboarded({
      merchant_sn: application.merchantId,
      store_sn: store.id,
      terminal_sn: terminal.id,
      terminal_key: terminal.keys[0],
    });
  },
});
