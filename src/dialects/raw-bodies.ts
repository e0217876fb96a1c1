// Bodies as they were sent. A signature covers bytes, so no body is parsed before it is verified, whatever type it claims to have.
import type { FastifyInstance, FastifyRequest } from 'fastify';

export const longestBodyBytes = 1_048_576;

/** Every route of this scope gets its body as bytes; a route's own `bodyLimit` wins over the usual one. */
export function takeRawBodies(scope: FastifyInstance): void {
  const rawType = 'application/octet-stream';
  scope.removeAllContentTypeParsers();
  scope.addHook('onRequest', (request, _reply, done) => {
    request.headers['content-type'] = rawType;
    done();
  });
  const options = { parseAs: 'buffer', bodyLimit: longestBodyBytes } as const;
  scope.addContentTypeParser(rawType, options, (_request, body, done) => done(null, body));
}

/** Empty where there is none. */
export function bodyOf(request: FastifyRequest): Buffer {
  return Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
}
