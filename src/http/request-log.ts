// The log of one request, whose lines carry the request's id. Most requests write none: what makes a logger of its own, above all its
// redaction, costs more than a signature's text, so that it is made with the first line that is written.
import type { FastifyBaseLogger } from 'fastify';

interface Lazy extends FastifyBaseLogger {
  readonly parent: FastifyBaseLogger;
  readonly bindings: object;
  made: FastifyBaseLogger | undefined;
}

const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;

/** For Fastify's `childLoggerFactory`. */
export function createRequestLog(parent: FastifyBaseLogger, bindings: object): FastifyBaseLogger {
  return Object.assign(Object.create(shared) as Lazy, { parent, bindings, made: undefined });
}

function ownOf(log: Lazy): FastifyBaseLogger {
  log.made ??= log.parent.child(log.bindings);
  return log.made;
}

const shared = {
  get level(): string {
    return (this as unknown as Lazy).parent.level;
  },
  silent() {},
  child(this: Lazy, bindings: object): FastifyBaseLogger {
    return ownOf(this).child(bindings);
  },
  ...Object.fromEntries(
    levels.map((level) => [
      level,
      function write(this: Lazy, ...line: [object, string]) {
        if (isWritten(this.parent, level)) ownOf(this)[level](...line);
      },
    ]),
  ),
};

/** Loggers that cannot say are asked to write. */
function isWritten(log: FastifyBaseLogger, level: (typeof levels)[number]): boolean {
  const { isLevelEnabled } = log as { isLevelEnabled?: (level: string) => boolean };
  return isLevelEnabled?.call(log, level) ?? true;
}
