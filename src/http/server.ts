// The HTTP server: limits, request ids, health and metrics. Everything merchants and operators call is registered on it.
import { randomUUID } from 'node:crypto';
import { METHODS } from 'node:http';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import type { Metrics } from './metrics.ts';
import { createRequestLog } from './request-log.ts';
import { findTracer, traceRequests } from './tracing.ts';

export interface ServerDeps {
  readonly logger: FastifyBaseLogger;
  readonly metrics: Metrics;
  /** Addresses of proxies whose X-Forwarded-For counts; none by default. */
  readonly trustedProxies: readonly string[];
  /** Why the gateway cannot serve right now; undefined: it can. */
  readiness(): Promise<string | undefined>;
}

/** Bodies above this are cut with 413. */
export const bodyLimitBytes = 1024 * 1024;

/** A request must have arrived whole after this; otherwise the connection is closed with 408. */
const requestTimeoutMs = 10_000;

/** The router would look past a route whose variable is longer; the route's own rules refuse it in words. */
const longestPathPart = 16 * 1024;

export function createServer({ logger, metrics, readiness, trustedProxies }: ServerDeps): FastifyInstance {
  const server = Fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    childLoggerFactory: createRequestLog,
    bodyLimit: bodyLimitBytes,
    requestTimeout: requestTimeoutMs,
    http: { headersTimeout: requestTimeoutMs, connectionsCheckingInterval: 1000 },
    trustProxy: trustedProxies.length > 0 ? [...trustedProxies] : false,
    genReqId: (request) => given(request.headers['x-request-id']) ?? randomUUID(),
    return503OnClosing: false,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: longestPathPart },
    rewriteUrl: (request) => withReadablePath(request.url ?? '/'),
  });

  // Every method that Node reads reaches the routes: a dialect says in its own words that it does not take it.
  for (const method of METHODS) {
    if (method !== 'CONNECT' && !server.supportedMethods.includes(method)) {
      server.addHttpMethod(method, { hasBody: true });
    }
  }
  const tracer = findTracer();
  if (tracer) traceRequests(server, tracer);
  server.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    done();
  });
  server.setNotFoundHandler((request, reply) => {
    reply.code(404).send({ message: `There is nothing at ${request.method} ${request.url.split('?')[0]}.` });
  });
  server.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    const status = error.statusCode !== undefined && error.statusCode < 500 ? error.statusCode : 500;
    if (status === 500) request.log.error({ error: error.message, stack: error.stack }, 'A request failed.');
    reply
      .code(status)
      .send({ message: status === 500 ? 'Something went wrong here; it has been logged.' : error.message });
  });

  server.get('/healthz', () => ({ status: 'ok' }));
  server.get('/readyz', async (_request, reply) => {
    const problem = await readiness();
    if (problem !== undefined) reply.code(503);
    return problem === undefined ? { status: 'ready' } : { status: 'not ready', message: problem };
  });
  server.get('/metrics', async (_request, reply) => {
    reply.type(metrics.contentType);
    return metrics.render();
  });
  return server;
}

/**
 * Answers what was accepted and resolves when every connection is closed. One whose last answer was under way when this
 * began would otherwise be kept alive for more than a minute, for a request that will not come.
 */
export async function closeServer(server: FastifyInstance): Promise<void> {
  const idle = setInterval(() => server.server.closeIdleConnections(), 50);
  try {
    await server.close();
  } finally {
    clearInterval(idle);
  }
}

/** A path whose percent escapes mean nothing is taken as it stands, so that whoever serves it refuses it in its own words. */
function withReadablePath(url: string): string {
  if (!url.includes('%')) return url;
  const question = url.indexOf('?');
  const [path, query] = question < 0 ? [url, ''] : [url.slice(0, question), url.slice(question)];
  try {
    decodeURIComponent(path);
    return url;
  } catch {
    return path.replaceAll('%', '%25') + query;
  }
}

function given(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' && /^[\w.-]{1,64}$/.test(header) ? header : undefined;
}
