// The Fastify plugin that serves Upay's API: raw bodies in, three layers out, nothing thrown at a merchant.
import type { FastifyError, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { bodyOf, takeRawBodies } from '../raw-bodies.ts';
import { failureOf } from '../request-errors.ts';
import { type Authenticate, authenticateTerminal, authenticateVendor, createAuthenticate } from './authenticate.ts';
import type { UpayDeps } from './deps.ts';
import { onboardingRefused } from './merchant-replies.ts';
import type { AnyOperation } from './operation.ts';
import { operations, pathPrefixes } from './operations.ts';
import { receive } from './received.ts';
import { codeOf, refusal, type Reply, requestRefused } from './reply.ts';
import { addPages } from './wap.ts';

/** Serves every operation of `operations.ts` and the pages beside them, and answers what lies beside them below their prefixes. */
export function upayPlugin(deps: UpayDeps): FastifyPluginAsync {
  return async (scope) => {
    takeRawBodies(scope);
    scope.setErrorHandler((error: FastifyError, request, reply) => answerError(error, request, reply, deps));
    const authenticate = createAuthenticate(deps);
    let stopping = false;
    scope.addHook('preClose', async () => {
      stopping = true;
    });
    for (const operation of operations) {
      const { path, longestBodyBytes } = operation;
      scope.route({
        method: 'POST',
        url: path,
        ...(longestBodyBytes === undefined ? {} : { bodyLimit: longestBodyBytes }),
        handler: async (request, reply) => {
          const startedAt = performance.now();
          // Nothing new is begun by a gateway that stops: its client comes back (upay.md 4.3).
          const said = stopping ? requestRefused('maintenance') : await perform(operation, request, authenticate, deps);
          const durationMs = performance.now() - startedAt;
          const code = codeOf(said);
          deps.onAnswer?.(`POST ${path}`, code, durationMs);
          request.log.debug({ operation: path, code, durationMs, address: request.ip }, 'Answered.');
          return answer(reply, said);
        },
      });
    }
    addPages(scope, deps, authenticate);
    for (const prefix of pathPrefixes) {
      scope.all(prefix, answerUnknown);
      scope.all(`${prefix}*`, answerUnknown);
    }
  };
}

async function perform(
  operation: AnyOperation,
  request: FastifyRequest,
  authenticate: Authenticate,
  deps: UpayDeps,
): Promise<Reply> {
  const received = receive(bodyOf(request));
  const { authorization } = request.headers;
  const signed = { received, authorization, remoteAddress: request.ip };
  if (operation.signer === 'vendor') {
    const caller = await authenticateVendor(authenticate, signed);
    return caller.ok ? operation.run(caller.value, received, deps) : refusal(caller);
  }
  const caller = await authenticateTerminal(authenticate, operation, signed);
  return caller.ok ? operation.run(caller.value, received, deps) : refusal(caller);
}

/** HTTP status is 200 whatever became of a signed request (upay.md 7, Q1). */
function answer(reply: FastifyReply, said: Reply): string {
  reply.type('application/json; charset=utf-8');
  return JSON.stringify(said);
}

/** 404 where nothing is, 405 where something is for another method. */
function answerUnknown(request: FastifyRequest, reply: FastifyReply): string {
  const path = (request.url.split('?', 1)[0] ?? '').replace(/\/+$/, '');
  if (!operations.some((operation) => operation.path === path)) {
    reply.code(404);
    return answer(reply, requestRefused('params', `没有这个接口：${path.slice(0, 200)}`));
  }
  reply.code(405).header('allow', 'POST');
  return answer(reply, requestRefused('params', `该接口只支持POST，不支持${request.method}`));
}

/** Never a 5xx: clients read the body, and some raise on the status before they do (upay.md 2.6). */
function answerError(error: FastifyError, request: FastifyRequest, reply: FastifyReply, { log }: UpayDeps): string {
  const failure = failureOf(error);
  if (failure === 'too_long') {
    reply.code(413);
    const problem = '请求内容过长';
    // Onboarding alone has a number for it (upay.md 3.13).
    const isOnboarding = request.url.startsWith('/v2/merchant/');
    return answer(reply, isOnboarding ? onboardingRefused('413', problem) : requestRefused('params', problem));
  }
  reply.code(200);
  if (failure === 'unreadable') return answer(reply, requestRefused('params', '请求无法读取'));
  log.error({ error }, 'An Upay request failed.');
  return answer(reply, requestRefused('system'));
}
