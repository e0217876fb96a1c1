// The usual mistakes in signing `param`, each as the text that the merchant would then have signed, and the sentence about it.
import { md5Hex, sha1Hex, sha256Hex } from '../../kernel/digest.ts';
import { type Variant, variantsOf } from '../fewest-mistakes.ts';
import { objectIn } from '../object-in.ts';
import type { Envelope } from './envelope.ts';

type Members = Readonly<Record<string, unknown>>;

/** Texts that could have been signed, the right one first. */
export function textVariants({ appId, param }: Envelope, body: string): Variant<string>[] {
  const members = objectIn(param) ?? {};
  const variants: (readonly [text: string, cause: string])[] = [
    ...serialisations(members).map((text) => [text, rewritten] as const),
    [param.replace(/":/g, '": ').replace(/,"/g, ', "'), blanks],
    [param.replace(/":\s+/g, '":').replace(/,\s+"/g, ',"'), blanks],
    [param.trim(), 'The blanks around param were not signed; sign exactly what is sent.'],
    [`${param}\n`, 'A line feed was signed after param; sign exactly what is sent.'],
    [JSON.stringify(param), escaped],
    [JSON.stringify(param).slice(1, -1), escaped],
    [param.replaceAll('/', '\\/'), escapes],
    [param.replaceAll('\\/', '/'), escapes],
    [param.replace(/[^\0-\x7f]/g, unicodeEscape), escapes],
    [param.replace(/[^\0-\x7f]/g, '?'), 'The text was not encoded as UTF-8 when it was signed.'],
    ...pairTexts(members, appId).map((text) => [text, pairsInstead] as const),
    ...[`appId=${appId}&param=${param}`, `param=${param}&appId=${appId}`, `param=${param}`, appId + param].map(
      (text) => [text, 'appId or a name was signed with param; sign the text of param alone.'] as const,
    ),
    ...bodyTexts(body).map((text) => [text, 'The body was signed; sign the text of param alone.'] as const),
    [encodeURIComponent(param), 'param was URL-encoded before signing; sign it as it is.'],
    [Buffer.from(param, 'utf8').toString('base64'), 'param was base64-encoded before signing; sign it as it is.'],
    [sha256Hex(param), 'The SHA-256 digest of param was signed; SHA256withRSA takes the text itself.'],
    [sha1Hex(param), 'The SHA-1 digest of param was signed; SHA256withRSA takes the text itself.'],
    [md5Hex(param), 'The MD5 digest of param was signed; SHA256withRSA takes the text itself.'],
  ];
  return variantsOf(
    param,
    variants.filter(([text]) => text !== ''),
  );
}

const rewritten =
  'The JSON was written again between signing and sending; serialise it once, sign that text and send that text as param.';
const blanks = 'Blanks in the JSON changed between signing and sending; sign exactly the text that is sent as param.';
const escaped =
  'param was signed with the backslashes that it has inside the body; sign the text before it is put into the body.';
const escapes = 'Escapes in the JSON (\\/ or \\u0e01) changed between signing and sending; sign exactly what is sent.';
const pairsInstead =
  'Sorted name=value pairs were signed, as in another API; here the text of param is signed as it is.';

/** What libraries make of the same members: with another order, without nulls, indented, with a time as text. */
function serialisations(members: Members): string[] {
  const sorted = Object.fromEntries(sortedEntries(members));
  const filled = (object: Members) => Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null));
  const { timestamp: _time, ...timeless } = members;
  const each = [members, sorted, filled(members), filled(sorted), timeless];
  return [
    ...each.map((object) => JSON.stringify(object)),
    JSON.stringify(members, null, 2),
    JSON.stringify(members, null, 4),
  ];
}

function pairTexts(members: Members, appId: string): string[] {
  const join = (object: Members) =>
    sortedEntries(object)
      .filter(([, value]) => value !== null && value !== '')
      .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
      .join('&');
  return [join(members), join({ ...members, appId })];
}

/** The body as it was sent, and without its sign. */
function bodyTexts(body: string): string[] {
  const { sign: _sign, ...unsigned } = objectIn(body) ?? {};
  return [body, JSON.stringify(unsigned)];
}

function sortedEntries(members: Members): [string, unknown][] {
  return Object.entries(members).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** As encoders that keep to ASCII write it. */
function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
