// PayCools' requests made wrong: their signature is a field among the others.
import { createPrivateKey, type KeyObject } from 'node:crypto';
import {
  changeFields,
  type Draft,
  type Field,
  type RawRequest,
  spoilBytesNowAndThen,
  spoilPathNowAndThen,
  write,
} from './mutations.ts';
import { signText } from './paycools-client.ts';
import type { Random } from './random.ts';

export function createPaycoolsMutator(random: Random, keys: { readonly own: string; readonly other: string }) {
  const own = createPrivateKey(keys.own);
  const other = createPrivateKey(keys.other);

  /** Changes the draft, its signature, bytes or path; sometimes nothing at all. */
  return function mutate(draft: Draft): RawRequest {
    const changed = random.chance(1 / 3) ? draft : changeFields(random, draft);
    // Signed again after the change, or still with the signature of what it was.
    const signedOver = random.chance(1 / 4) ? draft : changed;
    const key = random.chance(1 / 25) ? other : own;
    const sign = random.chance(1 / 12) ? spoilSign(random, signOf(key, signedOver)) : signOf(key, signedOver);
    const signField: Field = ['sign', draft.method === 'GET' ? sign : JSON.stringify(sign)];
    const request = write({ ...changed, fields: [...changed.fields, signField] });
    return spoilPathNowAndThen(random, spoilBytesNowAndThen(random, request));
  };
}

/** Signed over the fields as the documentation says; what is no JSON is signed as it stands. */
function signOf(key: KeyObject, { method, fields }: Draft): string {
  const text = fields
    .map(([name, value]): Field => [name, method === 'GET' ? value : signedValue(value)])
    .filter(([name, value]) => name !== 'sign' && value !== '')
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  return signText(key, text);
}

function signedValue(json: string): string {
  if (json === 'null') return '';
  try {
    return json.startsWith('"') ? (JSON.parse(json) as string) : json;
  } catch {
    return json;
  }
}

function spoilSign(random: Random, sign: string): string {
  return random.pick([
    '',
    'x',
    sign.slice(0, -1),
    sign.slice(0, 40),
    sign.slice(4),
    `${sign}AAAA`,
    `${sign}${sign}`,
    ` ${sign}`,
    sign.replaceAll('+', '-').replaceAll('/', '_'),
    sign.replaceAll('=', ''),
    sign.toLowerCase(),
    Buffer.from(sign, 'base64').toString('hex'),
    '=====',
    '%%%',
    'é',
    'A'.repeat(100_000),
  ]);
}
