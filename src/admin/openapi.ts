// The OpenAPI document of the admin API, made of the routes that are served (docs/decisions/0011).
import {
  bearer,
  type OpenApiDocument,
  openApiDocument,
  type RequestExample,
  requestOf,
  type RouteDescription,
} from '../kernel/openapi.ts';
import { examples } from './examples.ts';
import { Refusal } from './schemas.ts';

const prefix = '/admin';

/** `server` is the address under which the gateway is reached. */
export function adminDocument(routes: readonly RouteDescription[], server?: string): OpenApiDocument {
  return openApiDocument(
    {
      title: 'Polypay admin API',
      version: '1',
      description: `For those who operate the gateway. Amounts are whole numbers of minor units.

A request carries an operator's token: \`Authorization: Bearer <token>\`. What is wrong with one that is refused says a sentence, \`message\`.`,
      server,
      prefix,
      refusal: Refusal,
      security: bearer,
    },
    routes.map((route) => ({ ...route, example: exampleOf(route) })),
  );
}

function exampleOf(route: RouteDescription): RequestExample | undefined {
  const example = examples.find(({ operation }) => operation === `${route.method} ${prefix}${route.path}`);
  return example && requestOf(route, example.fields);
}
