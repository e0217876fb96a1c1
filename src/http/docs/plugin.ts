// The documentation: an index of the APIs, a page and an OpenAPI document for each. Nothing is made before it is first asked for.
import type { FastifyPluginAsync, FastifyReply } from 'fastify';
import type { AdminDeps } from '../../admin/route.ts';
import { documentsOf } from './documents.ts';
import { renderDocumentPage } from './document-page.ts';
import { renderIndexPage } from './index-page.ts';
import { contentSecurityPolicy } from './page-shell.ts';

export interface DocsDeps {
  /** Where the gateway is reached. */
  readonly baseUrl: () => string;
  /** What the admin API is described from. */
  readonly admin: AdminDeps;
}

type Named = { Params: { readonly name: string } };

/** To be registered with the prefix `/docs`. */
export function docsPlugin({ baseUrl, admin }: DocsDeps): FastifyPluginAsync {
  const documents = documentsOf(admin);
  const documentOf = once((name) => documents.get(name)?.(baseUrl()));
  const textOf = once((name) => {
    const document = documentOf(name);
    return document && JSON.stringify(document);
  });
  const pageOf = once((name) => {
    const document = documentOf(name);
    return document && renderDocumentPage(document, name);
  });
  const indexOf = once(() =>
    renderIndexPage([...documents].map(([name, make]) => ({ name, info: make(baseUrl()).info }))),
  );

  return async (scope) => {
    scope.get('/', (_request, reply) => sendPage(reply, indexOf('')));
    scope.get<Named>('/:name', (request, reply) => sendPage(reply, pageOf(request.params.name)));
    scope.get<Named>('/:name/openapi.json', (request, reply) => {
      const text = textOf(request.params.name);
      if (text === undefined) return reply.callNotFound();
      return reply.type('application/json; charset=utf-8').header('cache-control', 'no-cache').send(text);
    });
  };
}

function sendPage(reply: FastifyReply, page: string | undefined): FastifyReply {
  if (page === undefined) {
    reply.callNotFound();
    return reply;
  }
  return reply
    .type('text/html; charset=utf-8')
    .headers({
      'content-security-policy': contentSecurityPolicy,
      'cache-control': 'no-cache',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    })
    .send(page);
}

/** Made when it is first asked for, and kept; what is not there is asked for again. */
function once<Made>(make: (name: string) => Made | undefined): (name: string) => Made | undefined {
  const made = new Map<string, Made>();
  return (name) => {
    const known = made.get(name);
    if (known !== undefined) return known;
    const value = make(name);
    if (value !== undefined) made.set(name, value);
    return value;
  };
}
