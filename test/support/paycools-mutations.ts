// PayCools' requests made wrong: their signature is a field among the others. At the checkout those stand in `param`, a text of JSON.
import { createPrivateKey, type KeyObject } from 'node:crypto';
import {
  changeFields,
  type Draft,
  draftOf,
  type Field,
  type RawRequest,
  spoilBytesNowAndThen,
  spoilPathNowAndThen,
  write,
} from './mutations.ts';
import { signText } from './paycools-client.ts';
import type { Random } from './random.ts';

export interface PaycoolsDraft extends Draft {
  /** Given where its fields are those of `param`: what stands beside that. */
  readonly beside?: readonly Field[];
}

/** A draft whose fields are in `param`, and what stands beside it. */
export function paramDraft(path: string, beside: Readonly<Record<string, unknown>>, param: object): PaycoolsDraft {
  return { ...draftOf('POST', path, { ...param }), beside: draftOf('POST', path, beside).fields };
}

export function createPaycoolsMutator(random: Random, keys: { readonly own: string; readonly other: string }) {
  const own = createPrivateKey(keys.own);
  const other = createPrivateKey(keys.other);

  /** Changes the draft, its signature, bytes or path; sometimes nothing at all. */
  return function mutate(given: PaycoolsDraft): RawRequest {
    const draft = enveloped(given, textOf(write(given)));
    const changed = random.chance(1 / 3) ? draft : change(given);
    // Signed again after the change, or still with the signature of what it was.
    const signedOver = random.chance(1 / 4) ? draft : changed;
    const key = random.chance(1 / 25) ? other : own;
    const sign = random.chance(1 / 12) ? spoilSign(random, signOf(key, signedOver)) : signOf(key, signedOver);
    const signField: Field = ['sign', draft.method === 'GET' ? sign : JSON.stringify(sign)];
    const request = write({ ...changed, fields: [...changed.fields, signField] });
    return spoilPathNowAndThen(random, spoilBytesNowAndThen(random, request));
  };

  /** Where there is a `param`, it is mostly its fields that change; else its bytes, or what stands around it. */
  function change(draft: PaycoolsDraft): Draft {
    if (!draft.beside) return changeFields(random, draft);
    const inside = write(changeFields(random, draft));
    const param = textOf(random.chance(1 / 10) ? spoilBytesNowAndThen(random, inside) : inside);
    const envelope = enveloped(draft, param);
    return random.chance(1 / 8) ? changeFields(random, envelope) : envelope;
  }
}

function enveloped({ method, path, fields, beside }: PaycoolsDraft, param: string): Draft {
  return { method, path, fields: beside ? [...beside, ['param', JSON.stringify(param)]] : fields };
}

function textOf({ body }: RawRequest): string {
  return body?.toString('utf8') ?? '';
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
