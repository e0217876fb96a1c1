// Guards that every QR payload can be read by a phone: lengths add up, the CRC is right, nothing is empty.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  crc16,
  duitNowPayload,
  type EmvField,
  parseEmv,
  parseTlv,
  promptPayPayload,
  qrisPayload,
  qrPhPayload,
  type ShopCode,
  tlv,
} from './emvco.ts';

const qrPh = {
  dynamic: true,
  merchantId: 'M0001',
  merchantName: 'Demo Shop',
  merchantCity: 'Makati',
  amountMinor: 50010n,
  categoryCode: '6016',
  reference: 'QR0000000000000000001',
};

function read(payload: string): Map<string, string> {
  const emv = parseEmv(payload);
  assert.ok(emv?.crcValid, payload);
  const tags = emv.fields.map((field) => field.tag);
  assert.deepEqual(tags, [...new Set(tags)], 'each tag once');
  assert.deepEqual([tags[0], tags.at(-1)], ['00', '63']);
  assert.ok(payload.length <= 512 && /^[\x20-\x7e]+$/.test(payload));
  return valuesOf(emv.fields);
}

function template(fields: Map<string, string>, tag: string): Map<string, string> {
  const inner = parseTlv(fields.get(tag) ?? '');
  assert.ok(inner !== undefined && inner.length > 0, `template ${tag}`);
  return valuesOf(inner);
}

function valuesOf(fields: EmvField[]): Map<string, string> {
  for (const field of fields) assert.ok(field.value.length >= 1 && field.value.length <= 99);
  return new Map(fields.map((field) => [field.tag, field.value]));
}

test('the CRC is CRC-16/CCITT-FALSE', () => {
  assert.equal(crc16('123456789'), '29B1');
  assert.equal(crc16(''), 'FFFF');
});

test('a QR Ph payload carries the documented fields', () => {
  const fields = read(qrPhPayload(qrPh));
  const expected = {
    '00': '01',
    '01': '12',
    '52': '6016',
    '53': '608',
    '54': '500.10',
    '58': 'PH',
    '59': 'Demo Shop',
    '60': 'Makati',
  };
  for (const [tag, value] of Object.entries(expected)) assert.equal(fields.get(tag), value, tag);
  assert.deepEqual(
    [...template(fields, '28')],
    [
      ['00', 'ph.ppmi.p2m'],
      ['01', 'OPDVPHM1XXX'],
      ['03', 'M0001'],
      ['04', 'QR0000000000000000001'],
      ['05', '010'],
    ],
  );
  assert.deepEqual(
    [...template(fields, '62')],
    [
      ['05', 'QR0000000000000000001'],
      ['07', '00000001'],
    ],
  );
  assert.deepEqual(
    [...template(fields, '88')],
    [
      ['00', 'ph.ppmi.qrph'],
      ['01', 'QR0000000000000000001'],
    ],
  );
});

test('a static QR Ph payload says so and leaves the amount to the payer', () => {
  const { amountMinor: _, ...withoutAmount } = qrPh;
  const fields = read(qrPhPayload({ ...withoutAmount, dynamic: false }));
  assert.equal(fields.get('01'), '11');
  assert.equal(fields.has('54'), false);
});

test('a PromptPay payload carries biller, references, amount and country', () => {
  const input = {
    dynamic: true,
    billerId: '0105536012345-01',
    reference1: 'ord-1',
    amountMinor: 5n,
    merchantName: 'Demo',
  };
  const fields = read(promptPayPayload(input));
  assert.deepEqual([...fields.keys()], ['00', '01', '30', '53', '54', '58', '59', '63']);
  assert.deepEqual([fields.get('53'), fields.get('54'), fields.get('58')], ['764', '0.05', 'TH']);
  assert.deepEqual(
    [...template(fields, '30')],
    [
      ['00', 'A000000677010112'],
      ['01', '010553601234501'],
      ['02', 'ORD1'],
    ],
  );
  const withSecond = read(promptPayPayload({ ...input, reference2: 'b2' }));
  assert.equal(template(withSecond, '30').get('03'), 'B2');
});

test('a DuitNow payload carries the scheme’s version, account, currency and country', () => {
  const fields = read(duitNowPayload({ ...qrPh, merchantCity: 'Ipoh' }));
  assert.deepEqual([...fields.keys()], ['00', '01', '26', '52', '53', '54', '58', '59', '60', '62', '63']);
  const expected = { '00': '02', '01': '12', '53': '458', '54': '500.10', '58': 'MY', '60': 'Ipoh' };
  for (const [tag, value] of Object.entries(expected)) assert.equal(fields.get(tag), value, tag);
  assert.deepEqual(
    [...template(fields, '26')],
    [
      ['00', 'A0000006150001'],
      ['01', '999999'],
      ['02', 'M0001'],
    ],
  );
  assert.equal(template(fields, '62').get('05'), 'QR0000000000000000001');
  assert.equal(read(duitNowPayload({ ...qrPh, merchantCity: '' })).get('60'), 'KUALA LUMPUR');
});

test('a QRIS payload carries the shop’s two numbers, and whole rupiah', () => {
  const fields = read(qrisPayload({ ...qrPh, amountMinor: 10_000n, merchantCity: 'Medan', dynamic: false }));
  assert.deepEqual([...fields.keys()], ['00', '01', '26', '51', '52', '53', '54', '58', '59', '60', '62', '63']);
  const expected = { '00': '01', '01': '11', '53': '360', '54': '10000', '58': 'ID', '60': 'Medan' };
  for (const [tag, value] of Object.entries(expected)) assert.equal(fields.get(tag), value, tag);
  assert.deepEqual(
    [...template(fields, '26')],
    [
      ['00', 'ID.POLYPAY.WWW'],
      ['01', '936009990000000001'],
      ['02', '000000000000001'],
      ['03', 'UMI'],
    ],
  );
  assert.deepEqual(
    [...template(fields, '51')],
    [
      ['00', 'ID.CO.QRIS.WWW'],
      ['02', 'ID0000000000001'],
      ['03', 'UMI'],
    ],
  );
  const merchantId = '00123456789012345678901234';
  const long = read(qrisPayload({ ...qrPh, merchantId }));
  assert.equal(template(long, '26').get('02'), merchantId.slice(-15));
  assert.equal(template(long, '51').get('02'), `ID${merchantId.slice(-13)}`);
});

test('an amount is written with two decimals, to the last unit', () => {
  const rows: [amountMinor: bigint, text: string][] = [
    [1n, '0.01'],
    [10n, '0.10'],
    [100n, '1.00'],
    [50010n, '500.10'],
    [999_999_999_999n, '9999999999.99'],
  ];
  for (const [amountMinor, text] of rows) assert.equal(read(qrPhPayload({ ...qrPh, amountMinor })).get('54'), text);
  for (const amountMinor of [0n, -1n, 1_000_000_000_000n]) assert.throws(() => qrPhPayload({ ...qrPh, amountMinor }));
});

test('names lose accents and what is not ASCII, are cut, and are never empty', () => {
  const rows: [name: string, text: string][] = [
    ['Café  Niño ', 'Cafe Nino'],
    ['ร้านค้า', 'MERCHANT'],
    ['中文 shop', 'shop'],
    ['\n\t', 'MERCHANT'],
    ['', 'MERCHANT'],
    ['Abcdefghij Abcdefghij Abc Defg', 'Abcdefghij Abcdefghij Abc'],
    ['Abcdefghij Abcdefghij Ab\u00a0 Defg', 'Abcdefghij Abcdefghij Ab'],
  ];
  for (const [merchantName, text] of rows) assert.equal(read(qrPhPayload({ ...qrPh, merchantName })).get('59'), text);
  assert.equal(read(qrPhPayload({ ...qrPh, merchantCity: 'San Jose del Monte' })).get('60'), 'San Jose del Mo');
  assert.equal(read(qrPhPayload({ ...qrPh, merchantCity: '市' })).get('60'), 'MANILA');
});

test('of an id that is too long the end remains, which tells it apart', () => {
  const reference = `Q${'0'.repeat(30)}7`;
  assert.equal(template(read(qrPhPayload({ ...qrPh, reference })), '62').get('05'), `${'0'.repeat(24)}7`);
});

const anyText = fc.string({ unit: 'binary', maxLength: 120 });
const anyAmount = fc.option(fc.bigInt(1n, 999_999_999_999n), { nil: undefined });

test('any names, ids and amounts give a payload that parses back, with the right CRC', () => {
  const anyShop = {
    dynamic: fc.boolean(),
    merchantId: anyText,
    merchantName: anyText,
    merchantCity: anyText,
    reference: anyText,
  };
  const schemes: [payload: (code: ShopCode) => string, templates: string[]][] = [
    [qrPhPayload, ['28', '62', '88']],
    [duitNowPayload, ['26', '62']],
    [qrisPayload, ['26', '51', '62']],
  ];
  for (const [payload, templates] of schemes) {
    fc.assert(
      fc.property(fc.record(anyShop), anyAmount, (input, amountMinor) => {
        const amount = amountMinor === undefined ? {} : { amountMinor };
        const fields = read(payload({ ...input, ...amount, categoryCode: '6016' }));
        for (const tag of templates) template(fields, tag);
        assert.equal(fields.get('54')?.replace('.', '').replace(/^0+/, ''), amountMinor?.toString());
      }),
    );
  }
  const anyPromptPay = {
    dynamic: fc.boolean(),
    billerId: anyText,
    reference1: anyText,
    reference2: anyText,
    merchantName: anyText,
  };
  fc.assert(
    fc.property(fc.record(anyPromptPay), anyAmount, (input, amountMinor) => {
      const amount = amountMinor === undefined ? {} : { amountMinor };
      template(read(promptPayPayload({ ...input, ...amount })), '30');
    }),
  );
});

test('what a scheme cannot carry is a bug', () => {
  for (const payload of [qrPhPayload, duitNowPayload, qrisPayload]) {
    for (const amountMinor of [0n, -1n, 1_000_000_000_000n]) assert.throws(() => payload({ ...qrPh, amountMinor }));
    for (const categoryCode of ['', '601', '60160', 'abcd']) assert.throws(() => payload({ ...qrPh, categoryCode }));
  }
});

test('a payload with one character changed has a wrong CRC or does not parse', () => {
  const payload = qrPhPayload(qrPh);
  for (let index = 0; index < payload.length; index++) {
    const changed = payload.slice(0, index) + (payload[index] === '7' ? '8' : '7') + payload.slice(index + 1);
    assert.ok(!parseEmv(changed)?.crcValid, changed);
  }
});

test('what is not a sequence of data objects is undefined', () => {
  for (const text of ['', '0', '000', '0002', '00020', '000201x', 'ab0201', '0000', '00-101']) {
    assert.equal(parseEmv(text), undefined, text);
  }
  fc.assert(fc.property(fc.string(), (text) => parseEmv(text)?.crcValid !== true));
});

test('a data object holds 1 to 99 characters of printable ASCII', () => {
  assert.equal(tlv('59', 'x'.repeat(99)), `5999${'x'.repeat(99)}`);
  for (const value of ['', 'x'.repeat(100), 'é', 'a\n']) assert.throws(() => tlv('59', value), /EMV tag 59/);
  for (const tag of ['', '5', '059', 'ab']) assert.throws(() => tlv(tag, 'x'));
});
