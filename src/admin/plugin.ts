// The operators' API: bearer tokens, JSON in and out, and a sentence for everything that is refused.
import type { FastifyPluginCallback, FastifyReply, FastifyRequest } from 'fastify';
import { isStoreFault } from '../engine/store.ts';
import { decodeUtf8, readJsonObject } from '../kernel/json-text.ts';
import { httpStatuses } from './refusals.ts';
import type { AdminDeps, Route } from './route.ts';
import { adminRoutes } from './routes.ts';

/** To be registered with the prefix `/admin`. */
export function adminPlugin(deps: AdminDeps): FastifyPluginCallback {
  const routes = adminRoutes(deps);
  return (scope, _options, done) => {
    scope.decorateRequest('operator', '');
    scope.addHook('onRequest', authenticate(deps));
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: longestBody }, (_request, body, parsed) => {
      const read = readBody(body as Buffer);
      if (typeof read === 'string') parsed(Object.assign(new Error(read), { statusCode: 400 }));
      else parsed(null, read);
    });
    scope.setReplySerializer((payload) => JSON.stringify(payload, wholeNumbers));
    scope.setNotFoundHandler((_request, reply) => refuseWith(reply, 404, 'There is nothing at this address.'));
    scope.setErrorHandler((error, request, reply) => answerError(deps, error, request, reply));
    for (const { method, path, handle } of routes) {
      const url = path.replace(/\{(\w+)\}/g, ':$1');
      scope.route({ method, url, handler: (request, reply) => answer(handle, request, reply) });
    }
    done();
  };
}

const longestBody = 128 * 1024;
const deepestBody = 16;

function authenticate({ directory }: AdminDeps) {
  return async (request: FastifyRequest, reply: FastifyReply) => {
    const token = /^Bearer ([A-Za-z0-9._~+/=-]{1,256})$/i.exec(request.headers.authorization ?? '')?.[1];
    const operator = token === undefined ? undefined : await directory.findOperator(token);
    if (operator === undefined) {
      reply.header('www-authenticate', 'Bearer');
      return refuseWith(reply, 401, 'Send the header "Authorization: Bearer <token>" with the token of an operator.');
    }
    request.setDecorator('operator', operator);
    return undefined;
  };
}

async function answer(handle: Route['handle'], request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { params, query, body } = request;
  const outcome = await handle({ params, query, body, who: request.getDecorator<string>('operator') });
  if (outcome.ok) return reply.send(outcome.value);
  return refuseWith(reply, httpStatuses[outcome.reason], outcome.detail ?? outcome.reason);
}

function readBody(bytes: Buffer): object | string {
  if (bytes.length === 0) return {};
  const text = decodeUtf8(bytes);
  if (text === undefined) return 'The body is not UTF-8.';
  const read = readJsonObject(text, { maxDepth: deepestBody });
  return read.ok ? read.value : read.problem;
}

function answerError({ log }: AdminDeps, error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const status = typeof error === 'object' && error && 'statusCode' in error ? Number(error.statusCode) : 500;
  if (status >= 400 && status < 500) return refuseWith(reply, status, (error as Error).message);
  if (isStoreFault(error) && error.fault === 'unavailable') {
    return refuseWith(reply, 503, 'The database does not answer. Try again in a moment.');
  }
  log.error({ err: error, method: request.method, path: request.routeOptions.url }, 'The admin API failed.');
  return refuseWith(reply, 500, 'Something is wrong here; the log says what.');
}

function refuseWith(reply: FastifyReply, status: number, message: string): FastifyReply {
  return reply.code(status).send({ message });
}

/** Amounts are exact on the wire, however large a sum has become. */
function wholeNumbers(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? rawJson(value.toString()) : value;
}

// TypeScript's libraries do not have it yet.
const { rawJSON: rawJson } = JSON as unknown as { rawJSON(text: string): unknown };
