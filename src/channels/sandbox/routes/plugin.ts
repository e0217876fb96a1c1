// The routes under `/sandbox`: play the payer, fund a merchant, move the clock, receive notifications, explain signatures.
// Mounted in sandbox mode only; nobody authenticates here.
import type { FastifyError, FastifyPluginCallback } from 'fastify';
import type { Clock } from '../../../kernel/clock.ts';
import type { IdSource } from '../../../kernel/id.ts';
import type { Dialect } from '../../../engine/dialect.ts';
import type { Directory } from '../../../engine/directory.ts';
import type { Engine } from '../../../engine/engine.ts';
import type { Sandbox } from '../sandbox.ts';
import type { Log } from '../tell-gateway.ts';
import { actRoute } from './act.ts';
import { clockRoute } from './clock.ts';
import { explainRoute } from './explain.ts';
import { fundRoute } from './fund.ts';
import { inboxRoutes } from './inbox.ts';

export interface SandboxPluginDeps {
  readonly sandbox: Pick<Sandbox, 'act' | 'inbox' | 'sweep'>;
  readonly engine: Pick<Engine, 'execute' | 'find' | 'store' | 'cells'>;
  readonly directory: Pick<Directory, 'findApp' | 'findMerchant'>;
  readonly dialects: readonly Dialect[];
  readonly clock: Clock;
  readonly ids: IdSource;
  /** Moves the gateway's clock forward by so many milliseconds, for good, and runs what falls due. */
  advanceClock(ms: number): Promise<void>;
  readonly log: Log;
}

const mostBytes = 1024 * 1024;

/** To be registered with the prefix `/sandbox`. Bodies reach the routes as they were sent, whatever their type. */
export function sandboxPlugin(deps: SandboxPluginDeps): FastifyPluginCallback {
  return (app, _options, done) => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: mostBytes }, (_request, body, parsed) => {
      parsed(null, body);
    });
    app.setErrorHandler((error: FastifyError, _request, reply) => {
      const status = error.statusCode ?? 503;
      if (status >= 400 && status < 500) return reply.status(status).send({ ok: false, message: error.message });
      deps.log.warn({ error }, 'The sandbox could not answer a request.');
      return reply
        .status(503)
        .send({ ok: false, message: 'The sandbox cannot answer now; nobody knows what was done.' });
    });
    actRoute(app, deps);
    fundRoute(app, deps);
    clockRoute(app, deps);
    inboxRoutes(app, deps);
    explainRoute(app, deps);
    done();
  };
}
