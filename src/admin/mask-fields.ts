// What operators see of an application: what is printed on a shop's door as it is, all that names a person or an account masked.
import type { Application } from '../engine/applications.ts';

/** Fields that say nothing of a person or an account (upay.md 3.13). Any other field is masked, whatever a newer API calls it. */
const plain = new Set([
  'name',
  'business_name',
  'industry',
  'area',
  'street_address',
  'account_type',
  'bank_name',
  'bank_area',
  'branch_name',
  'card_validity',
  'id_type',
  'id_validity',
  'legal_person_id_type',
  'legal_id_validity',
  'license_type',
  'license_name',
  'license_address',
  'license_validity',
  'business_license_photo',
  'trade_license',
  'brand_photo',
  'indoor_photo',
  'outdoor_photo',
  'longitude',
  'latitude',
  'vendor_app_id',
  'vendor_sn',
  'client_sn',
  'organization_id',
  'user_id',
  'create_account',
]);

export function maskFields(fields: Application['fields']): Application['fields'] {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, plain.has(name) ? value : mask(value)]),
  );
}

/** The last four characters, where enough of it stays hidden. */
function mask(value: string | number | boolean): string {
  const text = String(value);
  return text.length < 10 ? '****' : `****${text.slice(-4)}`;
}
