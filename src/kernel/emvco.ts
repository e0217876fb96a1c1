// EMVCo merchant-presented QR payloads: the format itself, and on top of it QR Ph, Thai PromptPay bill payment, DuitNow and QRIS.

export type EmvField = { tag: string; value: string };

/** A code of a shop, for a scheme of its country. */
export interface ShopCode {
  dynamic: boolean;
  merchantId: string;
  merchantName: string;
  merchantCity: string;
  /** In minor units; absent when the payer types it. */
  amountMinor?: bigint;
  categoryCode: string;
  reference: string;
}

export interface PromptPayInput {
  dynamic: boolean;
  billerId: string;
  reference1: string;
  reference2?: string;
  amountMinor?: bigint;
  merchantName: string;
}

/**
 * A QR Ph payload (paycools.md 3.4); `amountMinor` in centavos. Names lose what is not printable ASCII and are cut at 25 and 15
 * characters; of a longer id the last 25 remain, which tell it apart. Throws on an amount outside 1 to 999,999,999,999 and on a
 * category code that is not four digits: both are checked before.
 */
export function qrPhPayload(code: ShopCode): string {
  const reference = idText(code.reference, 25);
  const account =
    tlv('00', 'ph.ppmi.p2m') +
    tlv('01', 'OPDVPHM1XXX') +
    tlv('03', idText(code.merchantId, 25)) +
    tlv('04', reference) +
    tlv('05', code.dynamic ? '010' : '001');
  return withCrc([
    ...opening(code.dynamic),
    tlv('28', account),
    ...shopFields(code, { currency: '608', country: 'PH', city: 'MANILA' }),
    tlv('88', tlv('00', 'ph.ppmi.qrph') + tlv('01', reference)),
  ]);
}

/** A DuitNow QR payload; `amountMinor` in sen. Its version of the format is 02. Texts and refusals as in qrPhPayload. */
export function duitNowPayload(code: ShopCode): string {
  const account = tlv('00', 'A0000006150001') + tlv('01', '999999') + tlv('02', idText(code.merchantId, 25));
  return withCrc([
    ...opening(code.dynamic, '02'),
    tlv('26', account),
    ...shopFields(code, { currency: '458', country: 'MY', city: 'KUALA LUMPUR' }),
  ]);
}

/**
 * A QRIS payload; `amountMinor` in whole rupiah. The merchant's number at its acquirer stands in 26, its national number in 51, both
 * made of the last digits of its id. Texts and refusals as in qrPhPayload.
 */
export function qrisPayload(code: ShopCode): string {
  const size = tlv('03', 'UMI');
  const account =
    tlv('00', 'ID.POLYPAY.WWW') +
    tlv('01', `93600999${digitsText(code.merchantId, 10)}`) +
    tlv('02', digitsText(code.merchantId, 15));
  const national = tlv('00', 'ID.CO.QRIS.WWW') + tlv('02', `ID${digitsText(code.merchantId, 13)}`);
  return withCrc([
    ...opening(code.dynamic),
    tlv('26', account + size),
    tlv('51', national + size),
    ...shopFields(code, { currency: '360', country: 'ID', city: 'JAKARTA', decimals: 0 }),
  ]);
}

/**
 * A Thai QR payload for bill payment; `amountMinor` in satang, absent when the payer types it. The biller id keeps its
 * digits (15: tax id and suffix), references their letters and digits, in upper case, the last 20. Throws on amounts
 * as qrPhPayload does.
 */
export function promptPayPayload(input: PromptPayInput): string {
  const reference2 = input.reference2 ? tlv('03', alphanumericText(input.reference2)) : '';
  return withCrc([
    ...opening(input.dynamic),
    tlv(
      '30',
      tlv('00', 'A000000677010112') +
        tlv('01', input.billerId.replace(/\D/g, '').slice(0, 15) || '0') +
        tlv('02', alphanumericText(input.reference1)) +
        reference2,
    ),
    tlv('53', '764'),
    ...amountField(input.amountMinor),
    tlv('58', 'TH'),
    tlv('59', nameText(input.merchantName, 25) || 'MERCHANT'),
  ]);
}

/**
 * One data object: two digits of tag, two digits of length, the value. Throws unless the value is 1 to 99 characters of
 * printable ASCII, so that a length in characters is a length in bytes.
 */
export function tlv(tag: string, value: string): string {
  if (!/^\d{2}$/.test(tag) || !/^[\x20-\x7e]{1,99}$/.test(value)) throw new Error(`EMV tag ${tag} cannot hold that.`);
  return tag + String(value.length).padStart(2, '0') + value;
}

/** CRC-16/CCITT-FALSE of a text's UTF-8 bytes as four upper-case hex digits. */
export function crc16(text: string): string {
  let remainder = 0xffff;
  for (const byte of Buffer.from(text, 'utf8')) {
    remainder ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) {
      remainder = ((remainder << 1) ^ (remainder & 0x8000 ? 0x1021 : 0)) & 0xffff;
    }
  }
  return remainder.toString(16).toUpperCase().padStart(4, '0');
}

/**
 * Splits a whole payload into its top-level fields; undefined when lengths do not add up. `crcValid` is true only when
 * tag 63 comes last and is right for all before it.
 */
export function parseEmv(payload: string): { fields: EmvField[]; crcValid: boolean } | undefined {
  const fields = parseTlv(payload);
  const last = fields?.at(-1);
  if (fields === undefined || last === undefined) return undefined;
  const crcValid = last.tag === '63' && last.value.toUpperCase() === crc16(payload.slice(0, -4));
  return { fields, crcValid };
}

/**
 * Splits a sequence of data objects, such as the value of a template (28, 30, 62, 88); undefined when it is not one.
 */
export function parseTlv(text: string): EmvField[] | undefined {
  const fields: EmvField[] = [];
  let rest = text;
  while (rest !== '') {
    const [, tag = '', length = ''] = /^(\d{2})(\d{2})/.exec(rest) ?? [];
    const end = 4 + Number(length);
    if (tag === '' || end === 4 || rest.length < end) return undefined;
    fields.push({ tag, value: rest.slice(4, end) });
    rest = rest.slice(end);
  }
  return fields;
}

function opening(dynamic: boolean, version = '01'): string[] {
  return [tlv('00', version), tlv('01', dynamic ? '12' : '11')];
}

interface Scheme {
  /** ISO 4217, as digits. */
  readonly currency: string;
  readonly country: string;
  /** Where the shop's own cannot be written. */
  readonly city: string;
  readonly decimals?: 0 | 2;
}

/** What stands behind the account: tags 52 to 62. */
function shopFields(code: ShopCode, { currency, country, city, decimals }: Scheme): string[] {
  if (!/^\d{4}$/.test(code.categoryCode)) throw new Error('A merchant category code has four digits.');
  return [
    tlv('52', code.categoryCode),
    tlv('53', currency),
    ...amountField(code.amountMinor, decimals),
    tlv('58', country),
    tlv('59', nameText(code.merchantName, 25) || 'MERCHANT'),
    tlv('60', nameText(code.merchantCity, 15) || city),
    tlv('62', tlv('05', idText(code.reference, 25)) + tlv('07', '00000001')),
  ];
}

function withCrc(fields: string[]): string {
  const text = `${fields.join('')}6304`;
  return text + crc16(text);
}

function amountField(amountMinor: bigint | undefined, decimals: 0 | 2 = 2): string[] {
  if (amountMinor === undefined) return [];
  if (amountMinor < 1n || amountMinor > 999_999_999_999n)
    throw new Error('A QR amount has 1 to 12 digits, minor units.');
  if (decimals === 0) return [tlv('54', String(amountMinor))];
  const digits = String(amountMinor).padStart(3, '0');
  return [tlv('54', `${digits.slice(0, -2)}.${digits.slice(-2)}`)];
}

function nameText(text: string, length: number): string {
  return printable(text).replace(/ +/g, ' ').trim().slice(0, length).trim();
}

function idText(text: string, length: number): string {
  return printable(text).replace(/ /g, '').slice(-length) || '0';
}

/** The last digits of an id, with zeros before them where they are too few. */
function digitsText(text: string, length: number): string {
  return text.replace(/\D/g, '').slice(-length).padStart(length, '0');
}

function alphanumericText(text: string): string {
  return (
    printable(text)
      .toUpperCase()
      .replace(/[^A-Z0-9]/g, '')
      .slice(-20) || '0'
  );
}

/** Takes accents off letters and drops whatever is not printable ASCII then. */
function printable(text: string): string {
  return text.normalize('NFKD').replace(/[^\x20-\x7e]/g, '');
}
