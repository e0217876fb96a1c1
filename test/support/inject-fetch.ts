// A fetch that reaches a server without a socket, bytes and all.
import type { FastifyInstance } from 'fastify';

export function injectFetch(server: FastifyInstance): typeof globalThis.fetch {
  return async (url, init = {}) => {
    const { body } = init;
    const response = await server.inject({
      method: (init.method ?? 'GET') as 'GET',
      url: typeof url === 'string' ? url : url instanceof URL ? url.href : url.url,
      headers: (init.headers ?? {}) as Record<string, string>,
      ...(typeof body === 'string'
        ? { payload: body }
        : body instanceof Uint8Array
          ? { payload: Buffer.from(body) }
          : {}),
    });
    return new Response(response.body, { status: response.statusCode });
  };
}
