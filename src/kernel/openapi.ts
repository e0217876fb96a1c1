// Makes an OpenAPI 3.1 document of route descriptions, which are the same data that the routes are served from.

/** A JSON Schema, as TypeBox makes them. */
export type JsonSchema = object;

export interface RouteDescription {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the document's prefix, with parameters in braces: `/merchants/{merchantId}`. */
  readonly path: string;
  /** One sentence. */
  readonly summary: string;
  /** A JSON Schema of an object: one member a path parameter. */
  readonly params?: JsonSchema | undefined;
  /** The same for the query string. */
  readonly query?: JsonSchema | undefined;
  readonly body?: JsonSchema | undefined;
  /** What a successful request is answered with, HTTP status 200. */
  readonly answer: JsonSchema;
  /** Other HTTP statuses it may be answered with, and when. */
  readonly refusals?: Readonly<Record<number, string>>;
}

export interface DocumentDescription {
  readonly title: string;
  readonly version: string;
  readonly description: string;
  /** The path under which all routes are served. */
  readonly prefix: string;
  /** What a refused request is answered with. */
  readonly refusal: JsonSchema;
  /** Whether requests carry `Authorization: Bearer …`. */
  readonly bearer: boolean;
}

/** Pure: the same descriptions give the same document. */
export function openApiDocument(about: DocumentDescription, routes: readonly RouteDescription[]): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    const path = about.prefix + route.path;
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route, about) };
  }
  return {
    openapi: '3.1.0',
    info: { title: about.title, version: about.version, description: about.description },
    paths,
    components: {
      schemas: { Refusal: about.refusal },
      ...(about.bearer ? { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } } : {}),
    },
    ...(about.bearer ? { security: [{ bearer: [] }] } : {}),
  };
}

function operationOf(route: RouteDescription, about: DocumentDescription): object {
  const refusals = { ...(about.bearer ? { 401: 'The token is missing or unknown.' } : {}), ...route.refusals };
  const refusal = { 'application/json': { schema: { $ref: '#/components/schemas/Refusal' } } };
  return {
    operationId: operationId(route),
    summary: route.summary,
    parameters: [...parametersOf('path', route.params), ...parametersOf('query', route.query)],
    ...(route.body ? { requestBody: { required: true, content: jsonOf(route.body) } } : {}),
    responses: {
      200: { description: 'Done.', content: jsonOf(route.answer) },
      ...Object.fromEntries(
        Object.entries(refusals).map(([status, description]) => [status, { description, content: refusal }]),
      ),
    },
  };
}

function parametersOf(place: 'path' | 'query', schema: JsonSchema | undefined): object[] {
  const { properties = {}, required = [] } = (schema ?? {}) as {
    readonly properties?: Readonly<Record<string, JsonSchema>>;
    readonly required?: readonly string[];
  };
  return Object.entries(properties).map(([name, of]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: of,
  }));
}

/** `PATCH /merchants/{merchantId}` is `patch_merchants_merchantId`. */
function operationId({ method, path }: RouteDescription): string {
  return [method.toLowerCase(), ...path.split(/[^A-Za-z0-9]+/).filter(Boolean)].join('_');
}

function jsonOf(schema: JsonSchema): object {
  return { 'application/json': { schema } };
}
