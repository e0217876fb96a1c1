// POST /sandbox/clock: moves the gateway's clock forward, and runs what falls due.
import type { FastifyInstance } from 'fastify';
import { secondMs } from '../../../kernel/clock.ts';
import { isWhole, readBody } from './body.ts';
import type { SandboxPluginDeps } from './plugin.ts';

/** One jump of ten years is far enough. */
const mostSeconds = 10 * 366 * 86_400;
/** Ids tell time until the year 2051. */
const latest = Date.UTC(2050, 0, 1);

/** Answers `{ok: true, now}`, the gateway's time afterwards as ISO 8601. Time never runs backwards. */
export function clockRoute(
  app: FastifyInstance,
  { clock, sandbox, advanceClock }: Pick<SandboxPluginDeps, 'clock' | 'sandbox' | 'advanceClock'>,
): void {
  app.post('/clock', async (request, reply) => {
    const refuse = (message: string) => reply.status(400).send({ ok: false, message });
    const fields = readBody(request.body);
    if (typeof fields === 'string') return refuse(fields);
    const { advanceSeconds } = fields;
    if (!isWhole(advanceSeconds) || advanceSeconds < 0 || advanceSeconds > mostSeconds) {
      return refuse(`advanceSeconds must be a whole number from 0 to ${mostSeconds}.`);
    }
    if (clock.now() + advanceSeconds * secondMs > latest) return refuse('The clock ends with the year 2049.');
    await advanceClock(advanceSeconds * secondMs);
    await sandbox.sweep();
    return { ok: true, now: new Date(clock.now()).toISOString() };
  });
}
