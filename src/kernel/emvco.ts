// EMVCo merchant-presented QR payloads: the format itself, and on top of it QR Ph and Thai PromptPay bill payment.

export type EmvField = { tag: string; value: string };

export interface QrPhInput {
  dynamic: boolean;
  merchantId: string;
  merchantName: string;
  merchantCity: string;
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
 * A QR Ph payload (paycools.md 3.4); `amountMinor` in centavos, absent when the payer types it. Names lose what is not
 * printable ASCII and are cut at 25 and 15 characters; of a longer id the last 25 remain, which tell it apart. Throws
 * on an amount outside 1 to 999,999,999,999 and on a category code that is not four digits: both are checked before.
 */
export function qrPhPayload(input: QrPhInput): string {
  if (!/^\d{4}$/.test(input.categoryCode)) throw new Error('A merchant category code has four digits.');
  const merchantId = idText(input.merchantId, 25);
  const reference = idText(input.reference, 25);
  return withCrc([
    ...opening(input.dynamic),
    tlv(
      '28',
      tlv('00', 'ph.ppmi.p2m') +
        tlv('01', 'OPDVPHM1XXX') +
        tlv('03', merchantId) +
        tlv('04', reference) +
        tlv('05', input.dynamic ? '010' : '001'),
    ),
    tlv('52', input.categoryCode),
    tlv('53', '608'),
    ...amountField(input.amountMinor),
    tlv('58', 'PH'),
    tlv('59', nameText(input.merchantName, 25) || 'MERCHANT'),
    tlv('60', nameText(input.merchantCity, 15) || 'MANILA'),
    tlv('62', tlv('05', reference) + tlv('07', '00000001')),
    tlv('88', tlv('00', 'ph.ppmi.qrph') + tlv('01', reference)),
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

function opening(dynamic: boolean): string[] {
  return [tlv('00', '01'), tlv('01', dynamic ? '12' : '11')];
}

function withCrc(fields: string[]): string {
  const text = `${fields.join('')}6304`;
  return text + crc16(text);
}

function amountField(amountMinor: bigint | undefined): string[] {
  if (amountMinor === undefined) return [];
  if (amountMinor < 1n || amountMinor > 999_999_999_999n)
    throw new Error('A QR amount has 1 to 12 digits, minor units.');
  const digits = String(amountMinor).padStart(3, '0');
  return [tlv('54', `${digits.slice(0, -2)}.${digits.slice(-2)}`)];
}

function nameText(text: string, length: number): string {
  return printable(text).replace(/ +/g, ' ').trim().slice(0, length).trim();
}

function idText(text: string, length: number): string {
  return printable(text).replace(/ /g, '').slice(-length) || '0';
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
