// The OpenAPI documents of BluePay's API, one a version, made of the operations that are served (docs/decisions/0011).
import { type TObject, type TSchema, Type } from 'typebox';
import type { Reason } from '../../core/reasons.ts';
import type { Example } from '../../kernel/example.ts';
import { type OpenApiDocument, openApiDocument, type RouteDescription } from '../../kernel/openapi.ts';
import { acceptedAnswer, exampleOf, fieldsBetween, paramText, refusedAnswer, withoutFields } from '../openapi.ts';
import { type Code, codeOf, codes, success } from './codes.ts';
import { countries, homeCountry } from './countries.ts';
import type { Operation } from './operation.ts';
import { operations } from './operations.ts';
import { oneOf } from './schemas.ts';
import { examples as examplesV1 } from './v1/examples.ts';
import { examples as examplesV2 } from './v2/examples.ts';
import type { Version } from './version.ts';
import { webhooksOf } from './webhooks.ts';

const examples: Readonly<Record<Version, readonly Example[]>> = { v1: examplesV1, v2: examplesV2 };

/** `server` is the address under which the gateway is reached. */
export function bluepayDocument(version: Version, server: string): OpenApiDocument {
  const routes = operations.filter(({ versions }) => versions.includes(version));
  const used = groups.filter((group) => routes.some(({ path }) => groupOf(path) === group));
  return openApiDocument(
    {
      title: `BluePay ${version}`,
      version,
      description: `${introductions[version]}\n\n${description}`,
      server,
      prefix: '',
      tags: used.map(({ name, description: about }) => ({ name, description: about })),
      refusal: refusedAnswer(codesOf(version), 'The published text.'),
      refusesWith200: true,
      webhooks: webhooksOf(version),
    },
    routes.map((operation) => routeOf(operation, version)),
  );
}

const introductions: Readonly<Record<Version, string>> = {
  v1: `Payments in Thailand. Amounts are satang; times are Thai.

The paths with \`jt\` in them are a variant for one large merchant; an operator switches them on for an app.`,
  v2: `Payments in Thailand, the Philippines, Malaysia, Indonesia and Russia: each request names its country. Amounts are satang, centavos, sen and kopecks, and whole rupiah; times are of UTC+8 wherever the payer is.`,
};

const description = `Every request is a POST of \`{"appId": …, "sign": …, "param": …}\`. \`param\` is a text: the fields as JSON.

**\`sign\` of a request.** Take the text of \`param\` as it is sent, before it is escaped into the JSON around it. Sign its UTF-8 bytes with the merchant's private key (SHA256withRSA, PKCS#1 v1.5, 2048 to 4096 bits), and send base64. Nothing is sorted or left out.

**\`sign\` of a notification.** The same over its \`param\`, with the platform's key: the merchant checks it with \`platformPublicKey\`.

A notification is received when it is answered with HTTP status 200 and \`{"code":10000,"message":"Success"}\`; otherwise it is sent again, the same bytes.

The answer's HTTP status is 200 whatever came of the request: \`code\` says it. Answers are not signed.`;

interface Group {
  readonly name: string;
  readonly description: string;
  /** How the paths of its operations begin. */
  readonly paths: readonly string[];
}

/** In the order of the documentation; the last takes what no other does. */
const groups: readonly Group[] = [
  {
    name: 'Account',
    description: 'What the merchant has, and files of what happened.',
    paths: ['/account', '/report'],
  },
  {
    name: 'Cashier',
    description: 'One payment on a page where the payer picks a channel.',
    paths: ['/payment/checkout'],
  },
  { name: 'Refund', description: 'Money that goes back, wholly or partly.', paths: ['/payment/refund', '/refund'] },
  { name: 'Void', description: 'A payment that is taken back on its own day.', paths: ['/payment/void'] },
  { name: 'Collection', description: 'One payment by one channel.', paths: ['/payment'] },
  { name: 'Payout', description: 'Money to banks, wallets and PromptPay numbers.', paths: ['/disbursement'] },
  { name: 'QR code', description: 'PromptPay codes, shown to payers.', paths: ['/qr'] },
  { name: 'Hosted page', description: 'One payment on a page.', paths: ['/webpay'] },
  { name: 'Direct debit', description: 'Payments that a user has permitted before.', paths: ['/direct/debit'] },
  { name: 'Profit sharing', description: 'Shares of a payment for other merchants.', paths: ['/v1/'] },
  {
    name: 'Parcels',
    description: 'Orders of several parcels: the variant for one merchant.',
    paths: ['/jt', '/v2/jt'],
  },
];

function groupOf(path: string): Group | undefined {
  return groups.find(({ paths }) => paths.some((start) => path.startsWith(`/open-api${start}`)));
}

function codesOf(version: Version): Code[] {
  return (Object.keys(codes) as Reason[]).map((reason) => codeOf(reason, version));
}

const appId = Type.String({ description: "The app's id." });
const sign = Type.String({ description: 'The signature of `param`, base64.' });
const timestamp = Type.Integer({ description: 'When the request is made: milliseconds since 1970.' });
const countryCodes: Readonly<Record<Version, TSchema>> = { v1: oneOf([homeCountry]), v2: oneOf(countries) };

function routeOf({ path, fields, summary, answer }: Operation, version: Version): RouteDescription {
  const sample = exampleOf(examples[version], `POST ${path}`);
  const param = JSON.stringify({ timestamp: sampleTimestamp, ...sample });
  return {
    method: 'POST',
    path,
    summary,
    tag: groupOf(path)?.name,
    body: Type.Object({ appId, sign, param: paramText(paramOf(fields, version)) }),
    answer: acceptedAnswer(success, answer),
    ...(sample && { example: { body: { appId: 'c9b002aef1d7496c9df078d937896605', sign: 'base64…', param } } }),
  };
}

const sampleTimestamp = Date.parse('2026-01-31T12:00:00+07:00');

/** Version 1 names its one country only where the operation asks for it. */
function paramOf(fields: TObject, version: Version): TObject {
  const isNamed = version === 'v2' || 'countryCode' in fields.properties;
  const before = { timestamp, ...(isNamed && { countryCode: countryCodes[version] }) };
  return fieldsBetween(before, withoutFields(fields, ['countryCode']));
}
