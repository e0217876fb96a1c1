// The usual mistakes in signing for Upay, each as what the merchant would then have signed, and the sentence about it.
import { createHmac } from 'node:crypto';
import { md5Hex, sha1Hex, sha256Hex } from '../../kernel/digest.ts';
import { type Variant, variantsOf } from '../fewest-mistakes.ts';
import { type Pair, queryText } from './signature.ts';

/** From a text and a key to hex digits. */
export type Recipe = (text: string, key: string) => string;

/** An Authorization header as it may have been meant; undefined when nothing in it can be told apart. */
export function headerVariant(header: string, bodySn: string): Variant<{ sn: string; sign: string }> | undefined {
  const parts = header.trim().split(/\s+/);
  const [first = '', second = '', third = ''] = parts;
  const meant = (sn: string, sign: string, cause?: string) => ({ value: { sn, sign }, cause });
  if (parts.length === 3) {
    const word = first.slice(0, 32);
    return meant(
      second,
      third,
      `"${word}" stands before the number; the header is <sn> <sign>, without a scheme word.`,
    );
  }
  if (parts.length === 2) {
    const isSwapped = /^[0-9a-f]{32}$/i.test(first) && /^[0-9]{1,31}$/.test(second);
    if (!isSwapped) return meant(first, second);
    return meant(second, first, 'Number and sign are swapped; the number comes first.');
  }
  if (parts.length > 3) return undefined;
  const [sn = '', sign] = first.split(/[:,;]/);
  if (sign !== undefined) return meant(sn, sign, 'Number and sign are separated by one blank, nothing else.');
  return meant(bodySn, first, 'The header holds one part only; it is <sn> <sign> with a blank between.');
}

/** Signs as they may have been meant: hex digits, in whatever form they came. */
export function signVariants(sign: string): Variant<string>[] {
  const bytes = Buffer.from(sign, 'base64');
  const bare = sign.replace(/^["'<]+|["'>]+$/g, '');
  return variantsOf(sign, [
    [bare, 'The sign stands in quotation marks or brackets; send the hex digits alone.'],
    [bytes.toString('hex'), 'The sign is written in base64; it must be hex digits.'],
    [bytes.toString('latin1'), 'The hex digits were encoded as base64 once more; send them as they are.'],
  ]);
}

/** Bodies that may have been signed instead of the one that was sent. */
export function bodyVariants(body: string): Variant<string>[] {
  const object = objectIn(body);
  return variantsOf(body, [
    ['', 'The body was not signed; the text is the body, then the key.'],
    [body.trim(), 'The blanks around the body were not signed; sign exactly what is sent.'],
    [`${body}\n`, 'A line feed was signed after the body; sign exactly what is sent.'],
    [body.replaceAll('\r\n', '\n'), 'Line ends changed between signing and sending.'],
    [body.replaceAll('\n', '\r\n'), 'Line ends changed between signing and sending.'],
    ...(object ? serialisations(object).map((text) => [text, rewritten] as const) : []),
    ...(object ? [[queryText(textsOf(object)), pairsInstead] as const] : []),
    ...(typeof parse(body) === 'string'
      ? [[parse(body) as string, 'The body is JSON inside JSON text.'] as const]
      : []),
  ]);
}

/** Ways to make a sign of a body, the right one first. */
export const requestRecipes: readonly Variant<Recipe>[] = [
  { value: (text, key) => md5Hex(text + key), cause: undefined },
  {
    value: (text, key) => md5Hex(`${text}&key=${key}`),
    cause: '"&key=" stands between body and key; append the key alone.',
  },
  { value: (text, key) => md5Hex(key + text), cause: 'The key was put before the body; it comes after.' },
  { value: (text) => md5Hex(text), cause: 'The key was left out; it is appended to the body.' },
  { value: (text, key) => md5Hex(`${text}\n${key}`), cause: 'A line feed stands between body and key.' },
  { value: (text, key) => md5Hex(`${text} ${key}`), cause: 'A blank stands between body and key.' },
  {
    value: (text, key) => md5Hex(md5Hex(text) + key),
    cause: 'The digest of the body was signed; sign the body itself.',
  },
  { value: (text, key) => md5Hex(Buffer.from(text + key, 'latin1')), cause: 'The text was not encoded as UTF-8.' },
  ...otherDigests((text, key) => text + key),
];

/** Texts of a query that may have been signed, the right ones first. */
export function queryVariants(received: readonly Pair[]): Variant<string>[] {
  const pairs = received.filter(([name]) => name !== 'sign' && name !== 'sign_type');
  const filled = pairs.filter(([, value]) => value !== '');
  const each = (change: (value: string) => string) =>
    queryText(filled.map(([name, value]): Pair => [name, change(value)]));
  const bySpelling = (a: Pair, b: Pair) => (a[0].toLowerCase() < b[0].toLowerCase() ? -1 : 1);
  return [
    ...variantsOf(queryText(filled), [
      [joined(filled), 'The parameters were signed in the order of the URL; sort them by name first.'],
      [joined(filled.toReversed()), 'The parameters were signed in reverse order; sort them by name, ascending.'],
      [joined(filled.toSorted(bySpelling)), 'The names were sorted without regard to letter case.'],
      [each(encodeURIComponent), 'The values were URL-encoded before signing; sign them decoded.'],
      [
        each((value) => new URLSearchParams([['', value]]).toString().slice(1)),
        'The values were form-encoded before signing; sign them decoded.',
      ],
      [joined(received.filter(([name]) => name !== 'sign').toSorted(byName)), 'sign_type was signed; it is left out.'],
      [JSON.stringify(Object.fromEntries(filled)), 'JSON was signed; sign name=value pairs joined by "&".'],
      [
        filled
          .toSorted(byName)
          .map(([, value]) => value)
          .join(''),
        'Only the values were signed; sign name=value pairs.',
      ],
    ]),
    { value: queryText(pairs), cause: undefined },
  ];
}

/** Ways to make a sign of a query, the right one first: in upper case, as its hex digits come. */
export const queryRecipes: readonly Variant<Recipe>[] = [
  { value: (text, key) => md5Hex(`${text}&key=${key}`), cause: undefined },
  {
    value: (text, key) => md5Hex(text + key),
    cause: 'The key was appended bare, as to a body; a query ends with "&key=" and the key.',
  },
  {
    value: (text, key) => md5Hex(`${text}&${key}`),
    cause: 'The key was appended without its name; a query ends with "&key=" and the key.',
  },
  {
    value: (text, key) => md5Hex(`key=${key}&${text}`),
    cause: 'The key was put before the parameters; it comes last and is not sorted in.',
  },
  { value: (text) => md5Hex(text), cause: 'The key was left out; a query ends with "&key=" and the key.' },
  ...otherDigests((text, key) => `${text}&key=${key}`),
];

function otherDigests(join: Recipe): Variant<Recipe>[] {
  const hmac = (algorithm: string): Recipe => {
    return (text, key) => createHmac(algorithm, key).update(text, 'utf8').digest('hex');
  };
  return [
    { value: (text, key) => sha1Hex(join(text, key)), cause: 'It was signed with SHA-1; use MD5.' },
    { value: (text, key) => sha256Hex(join(text, key)), cause: 'It was signed with SHA-256; use MD5.' },
    { value: hmac('md5'), cause: 'It was signed with HMAC-MD5; use MD5 over the text and the key after it.' },
    { value: hmac('sha256'), cause: 'It was signed with HMAC-SHA256; use MD5 over the text and the key after it.' },
  ];
}

const rewritten =
  'The JSON was written again between signing and sending (blanks, order, escapes or empty members differ); sign the very bytes that are sent.';
const pairsInstead = 'Sorted name=value pairs were signed, as for the cashier; here the body is signed as it is.';

/** The object as usual libraries write it. */
function serialisations(object: Readonly<Record<string, unknown>>): string[] {
  const sorted = Object.fromEntries(Object.entries(object).toSorted(byName));
  const filled = Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null && value !== ''));
  const escaped = (text: string) =>
    text.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const spaced = (value: unknown) =>
    JSON.stringify(value, undefined, 1)
      .replace(/\n\s*(?=[}\]])/g, '')
      .replace(/([{[])\n\s*/g, '$1')
      .replace(/,\n\s*/g, ', ');
  return [object, sorted, filled].flatMap((value) => {
    const plain = [
      JSON.stringify(value),
      spaced(value),
      JSON.stringify(value, undefined, 2),
      JSON.stringify(value, undefined, 4),
    ];
    return plain.flatMap((text) => [
      text,
      escaped(text),
      text.replaceAll('/', '\\/'),
      escaped(text).replaceAll('/', '\\/'),
    ]);
  });
}

function textsOf(object: Readonly<Record<string, unknown>>): Pair[] {
  return Object.entries(object).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
}

function objectIn(body: string): Readonly<Record<string, unknown>> | undefined {
  const value = parse(body);
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function joined(pairs: readonly Pair[]): string {
  return pairs.map(([name, value]) => `${name}=${value}`).join('&');
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
