// The Fastify plugin that serves PayCools' API: raw bodies in, one envelope out, nothing thrown at a merchant.
import type { FastifyError, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { type Outcome, refuse } from '../../core/reasons.ts';
import { bodyOf, longestBodyBytes, takeRawBodies } from '../raw-bodies.ts';
import { queryOf } from '../query.ts';
import { failureOf } from '../request-errors.ts';
import { createAuthenticate, type Authenticate } from './authenticate.ts';
import { codeOf } from './codes.ts';
import type { PaycoolsDeps } from './deps.ts';
import type { Operation, Said } from './operation.ts';
import { operations, operationsAt, pathPrefixes } from './operations.ts';
import { readBody, readQuery, type Received } from './received.ts';
import type { Member } from './signature.ts';

/** Serves every operation of `operations.ts`, and answers what lies beside them below `/api/v1`, `/api/v2`, `/api/payment`. */
export function paycoolsPlugin(deps: PaycoolsDeps): FastifyPluginAsync {
  return async (scope) => {
    takeRawBodies(scope);
    scope.setErrorHandler((error: FastifyError, _request, reply) => answerError(error, reply, deps));
    const authenticate = createAuthenticate(deps);
    for (const operation of operations) {
      scope.route<Parameters>({
        method: operation.method,
        url: operation.path.replace(/\{(\w+)\}/, ':$1'),
        handler: async (request, reply) => {
          const startedAt = performance.now();
          const said = await perform(operation, request, authenticate, deps);
          const { code } = said;
          const durationMs = performance.now() - startedAt;
          deps.onAnswer?.(`${operation.method} ${operation.path}`, code, durationMs);
          request.log.debug({ operation: operation.path, code, durationMs }, 'Answered.');
          return answer(reply, said);
        },
      });
    }
    for (const prefix of pathPrefixes) {
      scope.all(prefix, answerUnknown);
      scope.all(`${prefix}*`, answerUnknown);
    }
  };
}

type Parameters = { Params: Readonly<Record<string, string>> };

/** HTTP status is 200 whatever the code (paycools.md 2.4, 7 row 3). */
function answer(reply: FastifyReply, said: Said): string {
  reply.type('application/json; charset=utf-8');
  return JSON.stringify(said);
}

async function perform(
  operation: Operation,
  request: FastifyRequest<Parameters>,
  authenticate: Authenticate,
  deps: PaycoolsDeps,
): Promise<Said> {
  const received = operation.method === 'POST' ? readBody(bodyOf(request)) : await readGet(request);
  if (!received.ok) return codeOf(received);
  const name = operation.pathVariable;
  const pathVariable: Member | undefined = name === undefined ? undefined : [name, request.params[name] ?? ''];
  // A body and a query with it are refused where they are read: PostgreSQL cannot be asked for it.
  if (pathVariable?.[1].includes('\0'))
    return codeOf(refuse('request_malformed', 'The path holds the character U+0000.'));
  const caller = await authenticate(received.value, request.ip, pathVariable);
  if (!caller.ok) return codeOf(caller);
  return operation.run(caller.value, received.value, pathVariable, deps);
}

/** A GET carries its parameters in the query; a client that sends them as a JSON body is understood (paycools.md 7, row 5). */
async function readGet(request: FastifyRequest): Promise<Outcome<Received>> {
  const { 'content-length': length, 'transfer-encoding': encoding } = request.headers;
  const query = queryOf(request.url);
  const hasBody = encoding !== undefined || (length !== undefined && length !== '0');
  if (!hasBody || /(?:^|&)appId=/.test(query)) return readQuery(query);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.raw as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > longestBodyBytes) throw Object.assign(new Error('The body is too long.'), { statusCode: 413 });
    chunks.push(chunk);
  }
  return readBody(Buffer.concat(chunks));
}

/** 404 where nothing is, 405 where another method is taken. */
function answerUnknown(request: FastifyRequest, reply: FastifyReply): string {
  const path = request.url.split('?', 1)[0] ?? '';
  const methods = [...new Set(operationsAt(path).map(({ operation }) => operation.method))];
  if (methods.length === 0) {
    reply.code(404);
    return answer(reply, codeOf(refuse('request_malformed', 'there is no such path')));
  }
  reply.code(405).header('allow', methods.join(', '));
  return answer(
    reply,
    codeOf(refuse('request_malformed', `this path takes ${methods.join(' and ')}, not ${request.method}`)),
  );
}

function answerError(error: FastifyError, reply: FastifyReply, { log }: PaycoolsDeps): string {
  const failure = failureOf(error);
  if (failure === 'too_long') {
    reply.code(413);
    return answer(reply, codeOf(refuse('request_malformed', 'the body is longer than 1 MiB')));
  }
  reply.code(200);
  if (failure === 'unreadable')
    return answer(reply, codeOf(refuse('request_malformed', 'the request could not be read')));
  log.error({ error }, 'A PayCools request failed.');
  return answer(reply, codeOf(refuse('unavailable')));
}
