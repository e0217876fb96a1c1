// Makes an OpenAPI 3.1 document of route descriptions, which are the same data that the routes are served from.
import { type JsonSchema, plainSchema } from './json-schema.ts';

/** What is sent to one address, and what it is answered with. */
export interface RouteDescription {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the document's prefix, with parameters in braces: `/merchants/{merchantId}`. */
  readonly path: string;
  /** One sentence. */
  readonly summary: string;
  /** More, where a sentence is not enough. */
  readonly description?: string | undefined;
  /** The group under which it is listed; one of the document's. */
  readonly tag?: string | undefined;
  /** A JSON Schema of an object: one member a path parameter. */
  readonly params?: JsonSchema | undefined;
  /** The same for the query string. */
  readonly query?: JsonSchema | undefined;
  readonly body?: JsonSchema | undefined;
  /** What is answered with HTTP status 200. Where refusals have that status too: what an accepted request is answered with. */
  readonly answer?: JsonSchema;
  /** Other HTTP statuses it may be answered with, and when. */
  readonly refusals?: Readonly<Record<number, string>>;
  /** What else it is answered with, by HTTP status: what is no JSON, such as a page, a picture or another address. */
  readonly others?: Readonly<Record<number, { readonly description: string; readonly mediaType?: MediaType }>>;
  /** The body may be whatever bytes as well. */
  readonly takesBytes?: boolean;
  /** Nobody says in a header who sends it. */
  readonly isOpen?: boolean;
  /** A request that works: members by the names of parameters, and the body. */
  readonly example?: RequestExample | undefined;
}

export interface RequestExample {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

/** What the gateway sends by itself, and how it wants to be answered. */
export interface WebhookDescription {
  /** As it names itself: `qrcode.payment.success`. */
  readonly name: string;
  readonly summary: string;
  readonly body: JsonSchema;
  /** A receiver's answer, HTTP status 200, that acknowledges it. */
  readonly answer: JsonSchema;
}

export interface DocumentDescription {
  readonly title: string;
  readonly version: string;
  /** Markdown: paragraphs, lists, `code`. How a request is signed stands here. */
  readonly description: string;
  /** Where the gateway is reached: `https://pay.example.com`. */
  readonly server?: string | undefined;
  /** The path under which all routes are served. */
  readonly prefix: string;
  /** Groups of routes, in their order. */
  readonly tags?: readonly { readonly name: string; readonly description: string }[];
  /** What a refused request is answered with; `#/components/schemas/Refusal`. */
  readonly refusal: JsonSchema;
  /** Whether refusals have HTTP status 200, as an API of codes has it. */
  readonly refusesWith200?: boolean;
  /** A header that says who sends a request. */
  readonly security?: Security;
  readonly webhooks?: readonly WebhookDescription[];
}

export interface Security {
  readonly name: string;
  /** An OpenAPI security scheme. */
  readonly scheme: object;
  /** When a request is answered with HTTP status 401, where that happens. */
  readonly unauthorised?: string;
}

export const bearer: Security = {
  name: 'bearer',
  scheme: { type: 'http', scheme: 'bearer' },
  unauthorised: 'The token is missing or unknown.',
};

export interface OpenApiDocument {
  readonly openapi: '3.1.0';
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly servers?: readonly { readonly url: string }[];
  readonly tags?: readonly { readonly name: string; readonly description: string }[];
  /** By path, then by method in lower case. */
  readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentedOperation>>>>;
  readonly webhooks?: Readonly<Record<string, { readonly post: DocumentedOperation }>>;
  readonly components: {
    readonly schemas: { readonly Refusal: JsonSchema };
    readonly securitySchemes?: Readonly<Record<string, object>>;
  };
  readonly security?: readonly object[];
}

export interface DocumentedOperation {
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly DocumentedParameter[];
  readonly requestBody?: { readonly required: true; readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: Content }>>;
  /** Empty where it is unlike the others: nobody says in a header who sends it. */
  readonly security?: readonly [];
}

export interface DocumentedParameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly required: boolean;
  readonly schema: JsonSchema;
  readonly description?: string;
  readonly example?: unknown;
}

/** What has a schema is JSON. */
export interface Content extends Readonly<Partial<Record<MediaType, object>>> {
  readonly 'application/json'?: { readonly schema: JsonSchema; readonly example?: unknown };
}

export type MediaType = 'application/octet-stream' | 'image/png' | 'text/html' | 'text/plain';

/** Pure: the same descriptions give the same document. */
export function openApiDocument(about: DocumentDescription, routes: readonly RouteDescription[]): OpenApiDocument {
  const { title, version, description, server, tags, security, webhooks } = about;
  const paths: Record<string, Record<string, DocumentedOperation>> = {};
  for (const route of routes) {
    const path = about.prefix + route.path;
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route, about) };
  }
  return {
    openapi: '3.1.0',
    info: { title, version, description },
    ...(server ? { servers: [{ url: server }] } : {}),
    ...(tags ? { tags } : {}),
    paths,
    ...(webhooks ? { webhooks: Object.fromEntries(webhooks.map((told) => [told.name, webhookOf(told)])) } : {}),
    components: {
      schemas: { Refusal: plainSchema(about.refusal) },
      ...(security ? { securitySchemes: { [security.name]: security.scheme } } : {}),
    },
    ...(security ? { security: [{ [security.name]: [] }] } : {}),
  };
}

const refusalReference = { $ref: '#/components/schemas/Refusal' };

function operationOf(route: RouteDescription, about: DocumentDescription): DocumentedOperation {
  const {
    summary,
    description,
    tag,
    params,
    query,
    body,
    takesBytes,
    answer,
    others = {},
    isOpen,
    example = {},
  } = route;
  const unauthorised = about.security?.unauthorised;
  const refusals = { ...(unauthorised === undefined ? {} : { 401: unauthorised }), ...route.refusals };
  const accepted = answer && about.refusesWith200 ? { oneOf: [answer, refusalReference] } : answer;
  const bytes = takesBytes ? { 'application/octet-stream': {} } : {};
  return {
    operationId: operationId(route),
    summary,
    ...(description === undefined ? {} : { description }),
    ...(tag === undefined ? {} : { tags: [tag] }),
    parameters: [...parametersOf('path', params, example.params), ...parametersOf('query', query, example.query)],
    ...(body ? { requestBody: { required: true, content: { ...jsonOf(body, example.body), ...bytes } } } : {}),
    responses: {
      ...(accepted && {
        200: { description: about.refusesWith200 ? 'Accepted, or refused.' : 'Done.', content: jsonOf(accepted) },
      }),
      ...Object.fromEntries(
        Object.entries(others).map(([status, { description: what, mediaType }]) => [
          status,
          { description: what, ...(mediaType && { content: { [mediaType]: {} } }) },
        ]),
      ),
      ...Object.fromEntries(
        Object.entries(refusals).map(([status, why]) => [
          status,
          { description: why, content: jsonOf(refusalReference) },
        ]),
      ),
    },
    ...(isOpen ? { security: [] } : {}),
  };
}

function webhookOf({ name, summary, body, answer }: WebhookDescription): { readonly post: DocumentedOperation } {
  return {
    post: {
      operationId: ['on', ...name.split(/[^A-Za-z0-9]+/).filter(Boolean)].join('_'),
      summary,
      requestBody: { required: true, content: jsonOf(body) },
      responses: { 200: { description: 'Received.', content: jsonOf(answer) } },
    },
  };
}

function parametersOf(
  place: 'path' | 'query',
  schema: JsonSchema | undefined,
  example: Readonly<Record<string, unknown>> = {},
): DocumentedParameter[] {
  const { properties = {}, required = [] } = plainSchema(schema ?? {}) as {
    readonly properties?: Readonly<Record<string, JsonSchema & { readonly description?: string }>>;
    readonly required?: readonly string[];
  };
  return Object.entries(properties).map(([name, { description, ...rest }]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: rest,
    ...(description === undefined ? {} : { description }),
    ...(example[name] === undefined ? {} : { example: example[name] }),
  }));
}

/** Fields that the path names stand there, the others in the query of a GET, and in the body of whatever else. */
export function requestOf(
  { method, path }: Pick<RouteDescription, 'method' | 'path'>,
  fields: Readonly<Record<string, unknown>>,
): RequestExample {
  const inPath = new Set(path.match(/(?<=\{)\w+(?=\})/g));
  const params = Object.fromEntries(Object.entries(fields).filter(([name]) => inPath.has(name)));
  const beside = Object.fromEntries(Object.entries(fields).filter(([name]) => !inPath.has(name)));
  return { params, ...(method === 'GET' ? { query: beside } : { body: beside }) };
}

/** `PATCH /merchants/{merchantId}` is `patch_merchants_merchantId`. */
function operationId({ method, path }: RouteDescription): string {
  return [method.toLowerCase(), ...path.split(/[^A-Za-z0-9]+/).filter(Boolean)].join('_');
}

function jsonOf(schema: JsonSchema, example?: unknown): Content {
  return { 'application/json': { schema: plainSchema(schema), ...(example === undefined ? {} : { example }) } };
}
