// The fields of an application for a merchant (upay.md 3.13). Numbers are kept as their digits.
import { Type } from 'typebox';
import type { Reading } from './fields.ts';
import { digits, latitude, located, longitude, text, vendorSn } from './schemas.ts';

const han = /\p{Script=Han}/u;

const asWritten: Reading = (value, written) => (typeof value === 'object' ? undefined : written);

const photo = text(255);
const idType = choice('1', '2', '3', '4', '5');
/** Milliseconds since 1970. */
const instant = digits(13);

export const merchantFields = Type.Object(
  {
    vendor_sn: vendorSn,
    vendor_app_id: text(36),
    name: Type.Refine(text(40, { description: '应为7至40个字，至少包含一个汉字' }), (value) => {
      return Array.from(value).length >= 7 && han.test(value);
    }),
    contact_name: Type.Refine(text(10, { description: '应为2至10个汉字' }), (value) => {
      return /^[\p{Script=Han}·]{2,10}$/u.test(value);
    }),
    contact_cellphone: exactDigits(11),
    area: areaCode(),
    street_address: Type.Refine(text(128, { description: '应为5至128个字' }), (value) => Array.from(value).length >= 5),
    account_type: choice('1', '2'),
    bank_card: digits(45),
    bank_card_image: photo,
    bank_name: text(45),
    bank_area: areaCode(),
    branch_name: text(45),
    holder: text(45),
    id_type: idType,
    identity: text(18),
    holder_id_front_photo: photo,
    holder_id_back_photo: photo,
    brand_photo: photo,
    indoor_photo: photo,
    outdoor_photo: photo,
    business_name: Type.Optional(text(32)),
    industry: Type.Optional(text(36)),
    trade_license: Type.Optional(photo),
    card_validity: Type.Optional(instant),
    id_validity: Type.Optional(instant),
    bank_cellphone: Type.Optional(text(32)),
    legal_person_name: Type.Optional(text(100)),
    legal_person_id_type: Type.Optional(idType),
    legal_person_id_number: Type.Optional(text(18)),
    legal_person_id_card_front_photo: Type.Optional(photo),
    legal_person_id_card_back_photo: Type.Optional(photo),
    legal_id_validity: Type.Optional(instant),
    license_type: Type.Optional(choice('0', '1', '2', '3', '4', '5', '6', '7')),
    business_license_photo: Type.Optional(photo),
    license_name: Type.Optional(text(100)),
    license_address: Type.Optional(text(255)),
    license_validity: Type.Optional(text(128)),
    tax_payer_id: Type.Optional(text(45)),
    other_photos: Type.Optional(text(1024)),
    remark: Type.Optional(text(255)),
    longitude,
    latitude,
    extra: Type.Optional(text(1024, { read: (value, written) => (typeof value === 'string' ? value : written) })),
    organization_id: Type.Optional(text(36)),
    user_id: Type.Optional(text(36)),
    client_sn: Type.Optional(text(50)),
    create_account: Type.Optional(choice('true', 'false')),
    customer_phone: Type.Optional(text(32)),
  },
  located,
);

/** What a merchant with a license must say of it. */
export const licenseFields = ['business_license_photo', 'license_name', 'license_address', 'license_validity'] as const;

/** A six-digit code of a place (GB/T 2260). */
export function areaCode() {
  return exactDigits(6);
}

function exactDigits(count: number) {
  return Type.String({ pattern: `^[0-9]{${count}}$`, description: `应为${count}位数字`, read: asWritten });
}

/** One of these, written as a text, a number or a boolean. */
function choice(...values: readonly string[]) {
  return Type.String({
    pattern: `^(${values.join('|')})$`,
    description: `应为${values.join('、')}之一`,
    read: asWritten,
  });
}
