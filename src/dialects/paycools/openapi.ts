// The OpenAPI document of PayCools' API, made of the operations that are served (docs/decisions/0011).
import { type TObject, Type } from 'typebox';
import {
  type OpenApiDocument,
  openApiDocument,
  type RequestExample,
  requestOf,
  type RouteDescription,
} from '../../kernel/openapi.ts';
import {
  acceptedAnswer,
  exampleOf,
  fieldsBetween,
  onlyFields,
  paramText,
  refusedAnswer,
  withMeanings,
  withoutFields,
} from '../openapi.ts';
import { callbacks } from './webhooks.ts';
import { channelCodes } from './channels.ts';
import { codes, success } from './codes.ts';
import { examples } from './examples.ts';
import { fieldMeanings } from './field-meanings.ts';
import type { Operation } from './operation.ts';
import { operations } from './operations.ts';

/** `server` is the address under which the gateway is reached. */
export function paycoolsDocument(server: string): OpenApiDocument {
  return openApiDocument(
    {
      title: 'PayCools',
      version: 'v1',
      description,
      server,
      prefix: '',
      tags: groups.map(({ name, description: about }) => ({ name, description: about })),
      refusal: refusedAnswer(
        [...Object.values(codes), ...operations.flatMap(({ ownCodes }) => ownCodes)],
        'The published text; that of 1009 says what is wrong.',
      ),
      refusesWith200: true,
      webhooks: callbacks,
    },
    operations.map((operation) => routeOf({ ...operation, fields: withMeanings(operation.fields, fieldMeanings) })),
  );
}

const description = `Payments in the Philippines. Amounts are centavos; times are Philippine time.

Every request carries \`appId\` and \`sign\`: a GET in its query, a POST in its JSON body.

**\`sign\` of a request.** Take every field but \`sign\`, leave out what is null or empty, sort by name, join as \`name=value\` with \`&\`. Values stand as they are sent, a number with its own digits. Sign the UTF-8 bytes with the merchant's private key (SHA256withRSA, 2048 to 4096 bits), and send base64. What stands in the path may be signed under its name or not.

**\`sign\` of a callback.** The same text of the callback's body, with \`&secret=\` and the app's callback secret behind it; SHA-1 in hexadecimal.

A callback is received when it is answered with HTTP status 200 and \`{"code":1,"msg":"success","data":{}}\`; otherwise it is sent again, the same bytes, for about a day.

The answer's HTTP status is 200 whatever came of the request: \`code\` says it. In a sandbox, \`POST /sandbox/explain\` takes a request as it was sent and says which text was signed, and why its signature fails.`;

interface Group {
  readonly name: string;
  readonly description: string;
  /** How the paths of its operations begin. */
  readonly paths: readonly string[];
}

/** In the order of the documentation. */
const groups: readonly Group[] = [
  { name: 'Account', description: 'What the merchant has.', paths: ['/api/v1/account/'] },
  { name: 'Statements', description: 'What happened on a day, in pesos.', paths: ['/api/v1/record/'] },
  { name: 'Payout', description: 'Money to bank accounts and e-wallets.', paths: ['/api/v1/payout'] },
  {
    name: 'Bills payment',
    description: `Permanent numbers that payers type at a biller. Channels: ${listOf(channelCodes.bills)}.`,
    paths: ['/api/v1/paymentCode', '/api/v1/batch/paymentCode'],
  },
  {
    name: 'QR code',
    description: `QR Ph codes, shown to payers. Channels: ${listOf(channelCodes.qr)}.`,
    paths: ['/api/v1/qrcode'],
  },
  {
    name: 'Bank transfer',
    description: `Permanent accounts that payers transfer to. Channels: ${listOf(channelCodes.transfer)}.`,
    paths: ['/api/v1/paymentAccount', '/api/v1/batch/paymentAccount'],
  },
  { name: 'Web payment', description: 'One payment on a hosted page.', paths: ['/api/v1/payment'] },
  { name: 'Refund', description: 'Money that goes back, wholly or partly.', paths: ['/api/payment/refund'] },
  {
    name: 'Checkout',
    description: 'One payment on a page where the payer picks a channel.',
    paths: ['/api/v2/checkout/', '/api/v1/checkout'],
  },
  { name: 'Direct debit', description: 'Payments that a user has permitted before.', paths: ['/api/v1/direct/debit/'] },
  { name: 'eKYC', description: 'Who a user is.', paths: ['/api/v1/ekyc/'] },
];

/** The group whose beginning of a path is the longest: some begin alike. */
function groupOf(path: string): Group | undefined {
  const lengthIn = ({ paths }: Group) => Math.max(...paths.map((start) => (path.startsWith(start) ? start.length : 0)));
  const [group] = groups.toSorted((a, b) => lengthIn(b) - lengthIn(a));
  return group && lengthIn(group) > 0 ? group : undefined;
}

/** As the documents' Markdown lists codes. */
function listOf(codes: readonly string[]): string {
  return codes.map((code) => `\`${code}\``).join(', ');
}

const appId = Type.String({ description: "The app's id." });
const sign = Type.String({ description: 'The signature, base64.' });

function routeOf(operation: Operation): RouteDescription {
  const { method, path, pathVariable, envelope, fields, summary, answer } = operation;
  const isParam = envelope === 'param';
  const signed = fieldsBetween(
    { appId },
    isParam ? aroundParam(operation) : withoutFields(fields, pathVariable === undefined ? [] : [pathVariable]),
    { sign },
  );
  return {
    method,
    path,
    summary,
    tag: groupOf(path)?.name,
    params: pathVariable === undefined ? undefined : onlyFields(fields, [pathVariable]),
    ...(method === 'GET' ? { query: signed } : { body: signed }),
    // An operator can have the checkout answer 1 (paycools.md 7, row 4).
    answer: acceptedAnswer(success, answer, isParam ? 1 : undefined),
    example: exampleFor(operation),
  };
}

/** Older clients send a field beside `param` (paycools.md 2.3). */
function aroundParam({ fields, beside }: Operation): TObject {
  const param = paramText(withoutFields(fields, beside));
  return fieldsBetween(onlyFields(fields, beside).properties, Type.Object({ param }));
}

/** A whole request, with a sample of what each client has for itself. */
function exampleFor(operation: Operation): RequestExample | undefined {
  const { method, path, envelope, fields, beside } = operation;
  const given = exampleOf(examples, `${method} ${path}`);
  if (!given) return undefined;
  const timed = 'timestamp' in fields.properties ? { ...given, timestamp: sampleTimestamp } : given;
  const isBeside = ([name]: readonly [string, unknown]) => envelope === 'flat' || beside.includes(name);
  const outside = Object.fromEntries(Object.entries(timed).filter(isBeside));
  const inside = Object.fromEntries(Object.entries(timed).filter((field) => !isBeside(field)));
  const param = envelope === 'param' ? { param: JSON.stringify(inside) } : {};
  return requestOf(operation, { appId: '<appId>', ...outside, ...param, sign: '<sign>' });
}

const sampleTimestamp = Date.parse('2026-01-31T12:00:00+08:00');
