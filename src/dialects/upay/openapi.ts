// The OpenAPI document of Upay's API, made of the operations that are served, and of the pages beside them (docs/decisions/0011).
import { type TObject, type TSchema, Type } from 'typebox';
import {
  type OpenApiDocument,
  openApiDocument,
  type RouteDescription,
  type WebhookDescription,
} from '../../kernel/openapi.ts';
import { exactly, wordOf } from '../answer-types.ts';
import { codeList, exampleOf, fieldsBetween } from '../openapi.ts';
import { toldOrder } from './answers.ts';
import { businessErrors, requestErrors } from './codes.ts';
import { examples } from './examples.ts';
import type { FieldRules } from './fields.ts';
import { merchantNotExists } from './merchant-replies.ts';
import type { AnyOperation } from './operation.ts';
import { operations } from './operations.ts';
import { cashierFields, cashierPaths } from './routes/open-cashier.ts';
import { longestContentBytes } from './routes/qr-image.ts';
import { terminalSn } from './schemas.ts';
import { qrImagePath } from './wap.ts';

/** `server` is the address under which the gateway is reached. */
export function upayDocument(server: string): OpenApiDocument {
  return openApiDocument(
    {
      title: 'Upay',
      version: 'v2',
      description,
      server,
      prefix: '',
      tags: groups.map(({ name, description: about }) => ({ name, description: about })),
      refusal: Type.Union([requestRefused, businessFailed]),
      refusesWith200: true,
      security: signature,
      webhooks: [callback],
    },
    [...operations.map(routeOf), ...cashierPaths.map(cashierRoute), qrImageRoute],
  );
}

const description = `Payments in Chinese shops, at terminals. Amounts are fen and times are milliseconds since 1970, both as texts of digits; all other values are texts as well.

**The signature of a request** is a header, \`Authorization: <sn> <sign>\`: the number of who signs, a blank, and the MD5 in hexadecimal of the body's bytes as they are sent with the key behind them. A terminal signs with \`terminal_sn\` and \`terminal_key\`; a vendor signs activations and what is below \`/v2/merchant/\` with \`vendor_sn\` and \`vendor_key\`.

**The answer** has three layers. \`result_code\` says whether the request was accepted (200), \`biz_response.result_code\` what came of it, and \`biz_response.data.order_status\` how the order stands. The HTTP status is 200 whatever came of it, and answers are not signed. A request that nobody answered, or whose outcome is \`…_IN_PROGRESS\`, is asked about with a query.

**The signature of a callback** is its whole \`Authorization\` header: the body's bytes, signed with the platform's key (SHA256withRSA), base64. The terminal's app knows \`platformPublicKey\`. A callback is received when it is answered with HTTP status 200 and the text \`success\`; it is sent 1, 5, 30 and 600 seconds after its event until then.

**The cashier** is a page: the shop sends the payer's browser there with the fields in the query, and \`sign\` besides. Sort the decoded fields by name, leave empty ones out, join as \`name=value\` with \`&\`, put \`&key=<terminal_key>\` behind; MD5, in upper-case hexadecimal. The way back to \`return_url\` is signed the same, and tells nothing that a query does not.`;

const signature = {
  name: 'signature',
  scheme: {
    type: 'apiKey',
    in: 'header',
    name: 'Authorization',
    description: '`<sn> <sign>`: who signs, and the MD5 of the body and the key.',
  },
} as const;

interface Group {
  readonly name: string;
  readonly description: string;
  /** How the paths of its operations begin. */
  readonly paths: readonly string[];
}

const groups: readonly Group[] = [
  { name: 'Terminal', description: 'A device becomes a terminal, and stays one.', paths: ['/terminal/'] },
  { name: 'Deposit', description: 'An order whose money is kept aside first.', paths: ['/upay/v2/deposit/'] },
  { name: 'Order', description: 'A payment at a terminal.', paths: ['/upay/v2/'] },
  {
    name: 'Pre-authorization',
    description: "An Alipay payer's money, kept aside and taken in parts.",
    paths: ['/api/v1/pre-auth/'],
  },
  { name: 'Onboarding', description: 'Vendors apply for merchants.', paths: ['/v2/merchant/'] },
  { name: 'Cashier', description: "Pages for the payer's browser.", paths: [...cashierPaths, qrImagePath] },
];

function groupOf(path: string): string | undefined {
  return groups.find(({ paths }) => paths.some((start) => path.startsWith(start)))?.name;
}

/** Onboarding has three numbers of its own. */
const requestRefused = exactly({
  result_code: wordOf(['400', '403', '409', '413', '500']),
  error_code: codeList(Object.values(requestErrors)),
  error_message: Type.String({ description: 'What is wrong, in Chinese; wrong fields by their names.' }),
});

const businessFailed = exactly({
  result_code: wordOf(['200']),
  biz_response: exactly({
    result_code: wordOf(['FAIL']),
    error_code: codeList([...Object.values(businessErrors), merchantNotExists]),
    error_message: Type.String({ description: 'What the person in charge reads.' }),
  }),
});

const sampleTerminal = '100000330000001';

function routeOf({ path, summary, signer, fields, answer }: AnyOperation): RouteDescription {
  const sample = exampleOf(examples, `POST ${path}`);
  const body = signer === 'terminal' ? { terminal_sn: sampleTerminal, ...sample } : sample;
  return {
    method: 'POST',
    path,
    summary,
    tag: groupOf(path),
    ...(fields ? { body: asSent(fields) } : { body: anyLog, takesBytes: true }),
    answer,
    ...(sample && { example: { body } }),
  };
}

/** A later edition of terminals sends an object, the others a compressed file; whatever it is, it is kept. */
const anyLog = Type.Object({
  terminal_sn: Type.Optional(terminalSn),
  device_id: Type.Optional(Type.String()),
  log_type: Type.Optional(Type.String({ description: 'With it the answer has the usual form.' })),
  content: Type.Optional(Type.String()),
  occurred_at: Type.Optional(Type.String()),
});

/** As requests write them: some fields are kept in another form than they are sent in. */
function asSent(fields: TObject): TObject {
  const required: ReadonlySet<string> = new Set(fields.required as string[]);
  const sent = Object.entries<TSchema>(fields.properties).map(([name, field]) => {
    const { sent: form, description: about } = field as Partial<FieldRules>;
    const described = form ? { ...form, description: about } : field;
    return [name, required.has(name) ? described : Type.Optional(described)];
  });
  return fieldsBetween({}, { ...fields, properties: Object.fromEntries(sent) });
}

function cashierRoute(path: (typeof cashierPaths)[number]): RouteDescription {
  const sample = exampleOf(examples, `GET ${path}`);
  return {
    method: 'GET',
    path,
    summary: "Makes an order of what the payer's browser brings along, and sends it on to the page where it is paid.",
    tag: groupOf(path),
    isOpen: true,
    query: fieldsBetween({}, cashierFields, {
      sign: Type.String({ description: 'The signature of the other fields, in upper-case hexadecimal.' }),
    }),
    others: {
      302: { description: 'To the page; or back to `return_url` with `is_success=F` and the reason.' },
      400: { description: 'A page that says why: the signature or the way back is wrong.', mediaType: 'text/html' },
    },
    ...(sample && { example: { query: { terminal_sn: sampleTerminal, ...sample, sign: '0123456789ABCDEF…' } } }),
  };
}

const qrImageRoute: RouteDescription = {
  method: 'GET',
  path: qrImagePath,
  summary: 'Draws a text as a QR code.',
  tag: groupOf(qrImagePath),
  isOpen: true,
  query: Type.Object({ content: Type.String({ description: `1 to ${longestContentBytes} bytes.` }) }),
  others: {
    200: { description: 'A PNG.', mediaType: 'image/png' },
    400: { description: 'A sentence that says what is wrong.', mediaType: 'text/plain' },
  },
  example: { query: exampleOf(examples, `GET ${qrImagePath}`) ?? {} },
};

/** One form for all; `status` and `order_status` say what happened. */
const callback: WebhookDescription = {
  name: 'order',
  summary: 'An order was paid, ran out of time, or, where an operator said so, was given back.',
  body: toldOrder,
  answer: Type.Literal('success'),
};
