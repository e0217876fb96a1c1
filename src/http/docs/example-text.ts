// A request that works, as it goes over the wire.
import type { OpenApiDocument } from '../../kernel/openapi.ts';
import type { PlacedOperation } from './operation-groups.ts';

/** Undefined where the document has no example of the operation. */
export function exampleText(
  { method, path, operation }: PlacedOperation,
  document: OpenApiDocument,
): string | undefined {
  const { parameters = [], requestBody } = operation;
  const examples = (place: 'path' | 'query') =>
    parameters.flatMap(({ name, in: at, example }) =>
      at === place && example !== undefined ? [[name, textOf(example)] as const] : [],
    );
  const body = requestBody?.content['application/json']?.example;
  const inPath = new Map(examples('path'));
  const query = examples('query').map(([name, value]) => `${name}=${value}`);
  const isComplete = parameters.every((one) => one.in !== 'path' || inPath.has(one.name));
  if (!isComplete || (requestBody && body === undefined)) return undefined;
  const address = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(inPath.get(name) ?? ''));
  return [
    `${method} ${address}${query.length > 0 ? `?${query.join('&')}` : ''}`,
    ...headersOf(document),
    ...(body === undefined ? [] : ['Content-Type: application/json', '', JSON.stringify(body, null, 2)]),
  ].join('\n');
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

interface Scheme {
  readonly type: string;
  readonly name?: string;
}

function headersOf({ components: { securitySchemes = {} } }: OpenApiDocument): string[] {
  return (Object.values(securitySchemes) as Scheme[]).map(({ type, name = 'Authorization' }) =>
    type === 'http' ? 'Authorization: Bearer <token>' : `${name}: <signature>`,
  );
}
