// The usual mistakes in signing a request, each as what the merchant would then have signed, and the sentence about it.
import { md5Hex, sha1Hex, sha256Hex } from '../../kernel/digest.ts';
import { type Variant, variantsOf } from '../fewest-mistakes.ts';
import { objectIn } from '../object-in.ts';
import type { Received } from './received.ts';
import { type Member, requestText } from './signature.ts';

interface Surroundings {
  readonly body: string;
  readonly secrets: readonly string[];
  readonly pathVariable: Member | undefined;
}

/** Texts that could have been signed, the right one first. */
export function textVariants(received: Received, { body, secrets, pathVariable }: Surroundings): Variant<string>[] {
  const members = received.members.filter(([name]) => name !== 'sign');
  const filled = members.filter(([, text]) => text !== '');
  const right = requestText(members);
  const each = (change: (text: string, name: string) => string) =>
    requestText(members.map(([name, text]): Member => [name, text === '' ? '' : change(text, name)]));
  const sorted = [...members].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const variants: [text: string, cause: string][] = [
    [joined(filled), 'The fields were signed in the order of the request; sort them by name first.'],
    [
      joined(sortedIgnoringCase(filled)),
      'The names were sorted without regard to letter case; upper case comes before lower case.',
    ],
    [joined(filled.toReversed()), 'The fields were signed in reverse order; sort them by name, ascending.'],
    [joined(sorted), 'Empty fields were signed as well; leave out what is null or the empty string.'],
    [
      joined(sorted.map(([name, text]) => [name, text === '' ? 'null' : text])),
      'Null fields were signed as "null"; leave them out.',
    ],
    [each(encodeURIComponent), 'The values were URL-encoded before signing; sign them raw.'],
    [
      each((text) => new URLSearchParams([['', text]]).toString().slice(1)),
      'The values were form-encoded before signing; sign them raw.',
    ],
    [each((text, name) => (isNumber(received, name) ? String(Number(text)) : text)), reformatted],
    [each((text, name) => (isNumber(received, name) ? Number(text).toFixed(2) : text)), reformatted],
    [each((text, name) => (isNumber(received, name) ? Number(text).toFixed(1) : text)), reformatted],
    [each((text) => text.trim()), 'The values were trimmed before signing; sign them as they are sent.'],
    [
      each((text) => JSON.stringify(text).slice(1, -1)),
      'The values were signed with JSON escapes; sign the plain text.',
    ],
    [
      each((text, name) => (isNumber(received, name) ? text : `"${text}"`)),
      'The values were signed in quotation marks; sign them without.',
    ],
    [right.toUpperCase(), 'The text was turned to upper case before signing.'],
    [right.toLowerCase(), 'The text was turned to lower case before signing.'],
    [filled.length > 0 ? `${right}&` : '', 'The text ends with an extra "&".'],
    [right.replaceAll('&', ''), 'The pairs were joined without "&".'],
    [sorted.map(([, text]) => text).join(''), 'Only the values were signed; sign name=value pairs joined by "&".'],
    [body, 'The whole body was signed as it is; sign the sorted name=value pairs.'],
    ...serialisations(body).map((text): [string, string] => [text, serialised]),
    [
      received.source('param'),
      'Only param was signed, as in the global v2 API; here appId is signed with it: appId=…&param=….',
    ],
    [
      requestText(members.filter(([name]) => name !== 'appId')),
      'appId was left out of the text; it is signed like any field.',
    ],
    [
      requestText(members.filter(([name]) => name !== 'appName')),
      'appName was left out of the text; it is signed like any field.',
    ],
    [sha256Hex(right), 'The SHA-256 digest of the text was signed; SHA256withRSA takes the text itself.'],
    [sha1Hex(right), 'The SHA-1 digest of the text was signed; SHA256withRSA takes the text itself.'],
    [md5Hex(right), 'The MD5 digest of the text was signed; SHA256withRSA takes the text itself.'],
    ...secrets.flatMap((secret): [string, string][] => [
      [`${right}&secret=${secret}`, 'The callback secret was appended; requests are signed without it.'],
      [`${right}&key=${secret}`, 'The callback secret was appended as key; requests are signed without it.'],
      [`${right}${secret}`, 'The callback secret was appended; requests are signed without it.'],
    ]),
    ...(pathVariable === undefined
      ? []
      : [
          [
            joined([...filled, pathVariable]),
            'The path variable was appended; sort it in, or leave it out.',
          ] satisfies [string, string],
        ]),
  ];
  return variantsOf(
    right,
    variants.filter(([text]) => text !== ''),
  );
}

const reformatted =
  'Numbers were signed in another form than they are sent in (100.00 is not 100); sign them as they stand in the body.';
const serialised = 'The JSON of the request was signed; sign the sorted name=value pairs instead.';

/** The request as JSON without its sign: as sent, written again, without empty members, and sorted. */
function serialisations(body: string): string[] {
  const object = objectIn(body);
  if (!object) return [];
  const { sign: _sign, ...members } = object;
  const filled = Object.entries(members).filter(([, value]) => value !== null && value !== '');
  return [
    body.replace(/,\s*"sign"\s*:\s*"[^"]*"|"sign"\s*:\s*"[^"]*"\s*,?/, ''),
    JSON.stringify(members),
    JSON.stringify(Object.fromEntries(filled)),
    JSON.stringify(Object.fromEntries(filled.sort(([a], [b]) => (a < b ? -1 : 1)))),
  ];
}

function joined(members: readonly Member[]): string {
  return members.map(([name, text]) => `${name}=${text}`).join('&');
}

function sortedIgnoringCase(members: readonly Member[]): Member[] {
  const key = ([name]: Member) => name.toLowerCase();
  return [...members].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}

function isNumber(received: Received, name: string): boolean {
  const value = received.value(name);
  return typeof value === 'number' || (typeof value === 'string' && /^\d+(?:\.\d+)?$/.test(value) && name === 'amount');
}
