// The Fastify plugin that serves BluePay's API in both versions: raw bodies in, one envelope out, nothing thrown at a merchant.
import type { FastifyError, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { type Reason, refuse } from '../../core/reasons.ts';
import { isStoreFault } from '../../engine/store.ts';
import type { Refused } from '../../kernel/outcome.ts';
import { bodyOf, takeRawBodies } from '../raw-bodies.ts';
import { failureOf } from '../request-errors.ts';
import { type Authenticate, createAuthenticate, type Owner } from './authenticate.ts';
import { type Code, codeOf, published, success } from './codes.ts';
import type { BluepayDeps } from './deps.ts';
import { readEnvelope } from './envelope.ts';
import type { Operation } from './operation.ts';
import { byPath, operations, pathPrefix } from './operations.ts';

/** Serves every operation of `operations.ts`, or those that are given, and answers what lies beside them below `/open-api/`. */
export function bluepayPlugin(deps: BluepayDeps, offered: readonly Operation[] = operations): FastifyPluginAsync {
  const paths = byPath(offered);
  return async (scope) => {
    takeRawBodies(scope);
    scope.setErrorHandler((error: FastifyError, _request, reply) => answerError(error, reply, deps));
    const authenticate = createAuthenticate(deps);
    for (const [path, candidates] of paths) {
      const longest = candidates.map(({ longestBodyBytes }) => longestBodyBytes).find((bytes) => bytes !== undefined);
      scope.route({
        method: 'POST',
        url: path,
        ...(longest === undefined ? {} : { bodyLimit: longest }),
        handler: async (request, reply) => {
          const startedAt = performance.now();
          const said = await perform(candidates, request, authenticate, deps);
          const durationMs = performance.now() - startedAt;
          deps.onAnswer?.(`POST ${path}`, said.code, durationMs);
          request.log.debug({ operation: path, code: said.code, durationMs }, 'Answered.');
          return answer(reply, said);
        },
      });
    }
    for (const path of [pathPrefix, `${pathPrefix}*`]) {
      scope.all(path, (request, reply) => answerUnknown(request, reply, paths));
    }
  };
}

/** The published texts alone: an error has no `data`, and which field is wrong stands in the log (bluepay.md 2.3, 6.1). */
type Answer = Code & { readonly data?: unknown };

async function perform(
  candidates: readonly Operation[],
  request: FastifyRequest,
  authenticate: Authenticate,
  deps: BluepayDeps,
): Promise<Answer> {
  const refused = ({ reason, detail }: Refused<Reason>, owner?: Owner): Answer => {
    request.log.debug({ reason, detail, appId: owner?.app.id }, 'Refused.');
    // As long as nobody is known to ask, both versions answer alike.
    return codeOf(reason, owner?.version ?? 'v1');
  };
  const envelope = readEnvelope(bodyOf(request));
  if (!envelope.ok) return refused(envelope);
  const owner = await authenticate.findOwner(envelope.value.appId);
  if (!owner.ok) return refused(owner);
  const asked = authenticate.admit(owner.value, envelope.value, request.ip);
  if (!asked.ok) return refused(asked, owner.value);
  const { caller, param } = asked.value;
  const operation = candidates.find(({ versions }) => versions.includes(caller.version));
  if (!operation) return refused(refuse('request_malformed', `${caller.version} has no such operation`), caller);
  const outcome = await operation.run(caller, param, deps);
  return outcome.ok ? { ...success, data: outcome.value } : refused(outcome, caller);
}

/** HTTP status is 200 whatever the code (bluepay.md 7, row 5). */
function answer(reply: FastifyReply, said: Answer): string {
  reply.type('application/json; charset=utf-8');
  return JSON.stringify(said);
}

/** 404 where nothing is, 405 where something is for POST. */
function answerUnknown(request: FastifyRequest, reply: FastifyReply, paths: ReadonlyMap<string, unknown>): string {
  const path = request.url.split('?', 1)[0] ?? '';
  if (paths.has(path)) reply.code(405).header('allow', 'POST');
  else reply.code(404);
  return answer(reply, published.param);
}

function answerError(error: FastifyError, reply: FastifyReply, { log }: BluepayDeps): string {
  const failure = failureOf(error);
  reply.code(failure === 'too_long' ? 413 : 200);
  if (failure !== 'broken') return answer(reply, published.param);
  log.error({ error }, 'A BluePay request failed.');
  // Nobody knows what became of it: the merchant asks again, or queries (6.1).
  const isAway = isStoreFault(error) && error.fault === 'unavailable';
  return answer(reply, isAway ? published.network : published.server);
}
