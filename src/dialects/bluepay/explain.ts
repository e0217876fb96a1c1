// Tells a developer what the gateway signed over and why a request fails before its fields are read, by trying the usual mistakes.
import type { KeyObject } from 'node:crypto';
import type { App } from '../../core/merchant/merchant.ts';
import type { Explanation, RequestAsSent } from '../../engine/dialect.ts';
import type { Clock } from '../../kernel/clock.ts';
import { readJsonObject } from '../../kernel/json-text.ts';
import { merchantKeysOf } from '../app-keys.ts';
import { fewestMistakes } from '../fewest-mistakes.ts';
import { readJsonParam } from '../json-param.ts';
import { algorithmVariants, signVariants, unexplained, type Verify } from '../rsa-mistakes.ts';
import type { FieldSource } from '../strict-fields.ts';
import { timestampOf } from '../timestamps.ts';
import { countryOf, isBluepay } from './authenticate.ts';
import { type Envelope, readEnvelope } from './envelope.ts';
import { textVariants } from './explain-variants.ts';
import { operations, pathPrefix } from './operations.ts';
import { settingsOf } from './settings.ts';
import { verifyParam } from './signature.ts';
import { versionOf } from './version.ts';

type Explain = (
  request: RequestAsSent,
  findApp: (appId: string) => Promise<App | undefined>,
) => Promise<Explanation | undefined>;

/** Undefined when the path is not of this dialect. */
export function createExplain(clock: Pick<Clock, 'now'>): Explain {
  return async ({ method, path: target, body }, findApp) => {
    const path = target.split('?', 1)[0] ?? '';
    if (!path.startsWith(pathPrefix)) return undefined;
    const envelope = readEnvelope(Buffer.from(body, 'utf8'));
    if (!envelope.ok) return explainShape(body, envelope.detail ?? '');
    const { appId, param, sign } = envelope.value;
    const app = await findApp(appId);
    const said = explanationOf(app, param);
    if (!app || !isBluepay(app)) return said(false, ['The appId is not one of a BluePay app of this gateway.']);
    const keys = merchantKeysOf(app);
    if (keys.length === 0) return said(false, ['The app has no RSA public key of 2048 to 4096 bits.']);
    if (!verifyParam(keys, param, sign)) return said(false, causesOf(envelope.value, body, keys));
    const isPost = method.toUpperCase() === 'POST';
    return said(true, [
      ...(isPost ? [] : ['The signature is right, but this API takes POST alone.']),
      ...refusalsBeyond(envelope.value, path, app, clock.now()),
    ]);
  };
}

function explanationOf(app: App | undefined, signedText: string) {
  const dialect = app?.dialect === 'bluepay-v1' ? 'bluepay-v1' : 'bluepay-v2';
  return (valid: boolean, causes: readonly string[]): Explanation => ({ dialect, valid, signedText, causes });
}

/** Requests of other generations of the API, and what is no request at all. */
function explainShape(body: string, problem: string): Explanation {
  const said = explanationOf(undefined, '');
  const json = readJsonObject(body, { maxDepth: 32 });
  if (!json.ok) return said(false, [`The request cannot be read: ${json.problem}`]);
  const { param, appId, sign } = json.value;
  if (typeof param === 'object' && param !== null) {
    const cause =
      'param is a JSON object; it has to be a string: serialise the object once, sign that text, and send that text as param.';
    return explanationOf(undefined, json.source('param'))(false, [cause]);
  }
  if (param === undefined && appId !== undefined && sign !== undefined) {
    return said(false, [
      'There is no param: the fields stand beside appId and sign, as in another API; here they are JSON in the string param.',
    ]);
  }
  return said(false, [`The request cannot be read: ${problem}.`]);
}

/** The fewest mistakes that together make the signature right; when none do, the key. */
function causesOf(envelope: Envelope, body: string, keys: readonly KeyObject[]): readonly string[] {
  const { causes, tried } = fewestMistakes<[string, string, Verify]>(
    [textVariants(envelope, body), signVariants(envelope.sign), algorithmVariants],
    (text, sign, holds) => keys.some((key) => holds(key, text, sign)),
  );
  return causes ?? [...otherKeyProblem(envelope.sign, keys), ...unexplained(envelope.sign, tried, 'old samples have')];
}

/** A signature is as long as the key that made it. */
function otherKeyProblem(sign: string, keys: readonly KeyObject[]): string[] {
  const bytes = Buffer.from(sign, 'base64');
  const bits = bytes.length * 8;
  const known = keys.map((key) => key.asymmetricKeyDetails?.modulusLength);
  const isWhole = bytes.toString('base64') === sign && bits >= 2048 && bits <= 4096;
  if (!isWhole || known.includes(bits)) return [];
  return [
    `sign was made with a key of ${bits} bits, but the app's public key has ${known.join(' and ')}: it is another key.`,
  ];
}

/** Why a rightly signed request is refused all the same, before its fields are read. */
function refusalsBeyond(envelope: Envelope, path: string, app: App, now: number): string[] {
  const param = readJsonParam(envelope.param);
  if (!param.ok) return [`The signature is right, but param cannot be read: ${param.detail ?? ''}`];
  const version = versionOf(app);
  const country = countryOf(param.value, app, version);
  const isOffered = operations.some((operation) => operation.path === path && operation.versions.includes(version));
  return [
    ...timeProblems(param.value, settingsOf(app).timestampWindowSeconds, now),
    ...(country.ok ? [] : [`The signature is right, but ${country.detail ?? 'its country is not open to the app'}.`]),
    ...(isOffered ? [] : [`The signature is right, but ${version} has no operation at ${path.slice(0, 200)}.`]),
  ];
}

function timeProblems(param: FieldSource, windowSeconds: number, now: number): string[] {
  const at = timestampOf(param.value('timestamp'));
  if (at === undefined) {
    return [
      'The signature is right, but timestamp is missing in param, or is no whole number: milliseconds since 1970.',
    ];
  }
  const seconds = Math.round((at - now) / 1000);
  if (Math.abs(at - now) <= windowSeconds * 1000) return [];
  if (at > now * 100) return ['The signature is right, but timestamp is in micro- or nanoseconds; send milliseconds.'];
  const distance = `${Math.abs(seconds)} seconds ${seconds < 0 ? 'behind' : 'ahead of'} the gateway's clock`;
  return [`The signature is right, but timestamp is ${distance}; ${windowSeconds} are allowed.`];
}
