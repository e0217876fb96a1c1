// Apps: made with their credentials, read without them, changed, their keys and secrets rotated.
import Type from 'typebox';
import type { DialectName } from '../../core/merchant/merchant.ts';
import { accept } from '../../kernel/outcome.ts';
import { problemOfAllowlist, problemOfCallbackUrls } from '../app-rules.ts';
import { credentialsOf } from '../credentials.ts';
import { refusalOf, refuseAbsent, refuseMalformed } from '../refusals.ts';
import { type AdminDeps, type Route, route } from '../route.ts';
import { AppPath, closed, Digits, Id } from '../schemas.ts';
import { writeApp } from '../wire.ts';

const dialects: readonly DialectName[] = ['paycools', 'bluepay-v1', 'bluepay-v2', 'upay'];
const PublicKey = Type.String({
  maxLength: 16_384,
  description: 'RSA, 2048 to 4096 bits, as PEM or bare base64 of its SPKI form.',
});
const Url = Type.Optional(Type.Union([Type.String({ maxLength: 2048 }), Type.Null()]));

const RateLimit = Type.Object(
  {
    perSecond: Type.Number({ exclusiveMinimum: 0, maximum: 1_000_000 }),
    burst: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
  },
  closed,
);

const settings = {
  enabled: Type.Optional(Type.Boolean()),
  ipAllowlist: Type.Optional(
    Type.Array(Type.String({ maxLength: 64 }), { maxItems: 1000, description: 'IP addresses and CIDR blocks.' }),
  ),
  rateLimit: Type.Optional(Type.Union([RateLimit, Type.Null()])),
  callbackUrls: Type.Optional(Type.Object({ merchant: Url, payout: Url, qr: Url, transfer: Url }, closed)),
  countries: Type.Optional(Type.Array(Type.String({ pattern: '^[A-Z]{2}$' }), { maxItems: 100 })),
  switches: Type.Optional(
    Type.Record(Type.String({ pattern: '^[A-Za-z][A-Za-z0-9]{0,63}$' }), Type.Unknown(), {
      ...closed,
      maxProperties: 100,
      description: "Switches of the app's dialect; null takes one away.",
    }),
  ),
};
const platformPublicKey = Type.Optional(
  Type.String({ description: 'SPKI PEM; notifications are verified with it, in dialects without a callbackSecret.' }),
);
/** Dialect upay. */
const terminalCredentials = {
  vendorSn: Type.Optional(Type.String()),
  vendorKey: Type.Optional(Type.String({ description: 'Absent when the vendor was there before.' })),
  activationCodes: Type.Optional(Type.Array(Type.String())),
  terminalSn: Type.Optional(Type.String()),
  terminalKey: Type.Optional(Type.String()),
};
/** What is kept of an app: its keys to be compared, its secrets only counted. */
const kept = {
  publicKeys: Type.Array(Type.Object({ sha256: Type.String(), pem: Type.String({ description: 'SPKI PEM.' }) }), {
    description: 'With which its requests are verified, the newest first.',
  }),
  callbackSecrets: Type.Integer({ description: 'How many there are: two while the former is still known.' }),
  vendorSn: Type.Optional(Type.String()),
  platformPublicKeys: Type.Optional(
    Type.Array(Type.String(), { description: 'SPKI PEM; its notifications are verified with the newest, the first.' }),
  ),
};
const App = Type.Object({ appId: Id, merchantId: Id, dialect: Type.Enum([...dialects]), ...settings, ...kept });

export function appRoutes({ directory, servedDialects }: AdminDeps): readonly Route[] {
  return [
    route({
      method: 'POST',
      path: '/apps',
      summary: 'Makes an app and answers with its credentials, which are shown this once.',
      body: Type.Object(
        {
          merchantId: Id,
          dialect: Type.Enum([...dialects]),
          publicKey: Type.Optional(PublicKey),
          vendorSn: Type.Optional(
            Type.String({
              ...Digits,
              description: 'Whose software its terminals run, dialect upay; absent: a new vendor.',
            }),
          ),
        },
        closed,
      ),
      answer: Type.Object({
        appId: Id,
        merchantPrivateKey: Type.Optional(
          Type.String({ description: 'PKCS#8 PEM; absent when a public key was given.' }),
        ),
        callbackSecret: Type.Optional(Type.String()),
        platformPublicKey,
        ...terminalCredentials,
      }),
      refusals: { 400: 'A field is malformed.', 404: 'There is no such merchant or vendor.' },
      async act({ body: { vendorSn, ...body }, who }) {
        if (!servedDialects.includes(body.dialect)) return refuseMalformed(notServed(body.dialect, servedDialects));
        if (vendorSn !== undefined && body.dialect !== 'upay')
          return refuseMalformed(`vendorSn has no meaning in ${body.dialect}: it has no terminals.`);
        const created = await directory.createApp({ ...body, vendorId: vendorSn }, who);
        if (created.ok) return accept(credentialsOf(created.value));
        return refusalOf(created, created.reason === 'vendor_not_found' ? (vendorSn ?? '') : body.merchantId);
      },
    }),
    route({
      method: 'GET',
      path: '/apps/{appId}',
      summary: 'Reads an app, its secrets not among it.',
      params: AppPath,
      answer: App,
      refusals: { 404: 'There is no such app.' },
      async act({ params: { appId } }) {
        const app = await directory.findApp(appId);
        return app ? accept(writeApp(app)) : refuseAbsent('app', appId);
      },
    }),
    route({
      method: 'PATCH',
      path: '/apps/{appId}',
      summary: 'Changes what the body names of an app, and answers with all of it; a new secret is shown this once.',
      params: AppPath,
      body: Type.Object(
        {
          ...settings,
          publicKey: Type.Optional(PublicKey),
          rotateCallbackSecret: Type.Optional(Type.Boolean()),
          endOverlap: Type.Optional(Type.Boolean({ description: 'Forgets the previous key and secret.' })),
        },
        closed,
      ),
      answer: Type.Object({ ...App.properties, callbackSecret: Type.Optional(Type.String()) }),
      refusals: { 400: 'A field is malformed.', 404: 'There is no such app.' },
      async act({ params: { appId }, body, who }) {
        const problem = problemOfAllowlist(body.ipAllowlist ?? []) ?? problemOfCallbackUrls(body.callbackUrls ?? {});
        if (problem) return refuseMalformed(problem);
        const changed = await directory.updateApp(appId, body, who);
        if (!changed.ok) return refusalOf(changed, appId);
        const { app, callbackSecret } = changed.value;
        return accept({ ...writeApp(app), ...(callbackSecret === null ? {} : { callbackSecret }) });
      },
    }),
  ];
}

function notServed(dialect: DialectName, served: readonly DialectName[]): string {
  return `dialect ${dialect} is not served by this version; ${served.join(', ')} can be used.`;
}
