// `GET /statements/<name>.xlsx` and `.csv`: a day's statement, streamed from the database to whoever has the link (docs/statements.md).
import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { DialectName } from '../core/merchant/merchant.ts';
import type { Dialect } from '../engine/dialect.ts';
import type { Directory } from '../engine/directory.ts';
import type { Engine } from '../engine/engine.ts';
import { type Clock, secondMs } from '../kernel/clock.ts';
import type { TokenSigner } from '../kernel/token.ts';
import { csvOf } from './csv.ts';
import { createDownloads } from './downloads.ts';
import { linesOf } from './lines.ts';
import { readLink } from './link.ts';
import { type Statement, spanOf } from './statement.ts';
import { xlsxOf } from './xlsx.ts';

export interface StatementsDeps {
  readonly engine: Pick<Engine, 'store'>;
  readonly directory: Pick<Directory, 'findMerchant'>;
  readonly dialects: readonly Pick<Dialect, 'names' | 'statementWords'>[];
  readonly tokens: TokenSigner;
  readonly clock: Clock;
  readonly log: { error(fields: object, message: string): void };
}

/** What was decided in a day's last moment may still be on its way into the database. */
const commitMs = 5 * secondMs;

const contentTypes = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
} as const;

type Format = keyof typeof contentTypes;
type FileRequest = FastifyRequest<{ Params: { file: string } }>;

export function statementsPlugin(deps: StatementsDeps) {
  const downloads = createDownloads();
  const wordsOf = (dialect: DialectName) => deps.dialects.find(({ names }) => names.includes(dialect))?.statementWords;
  return async (scope: FastifyInstance): Promise<void> => {
    scope.addHook('preClose', async () => downloads.stop());
    scope.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
      if (error.statusCode !== undefined && error.statusCode < 500) {
        return reply.code(error.statusCode).send({ message: error.message });
      }
      deps.log.error({ error: error.message }, 'A statement could not be made.');
      return unavailable(reply);
    });
    scope.route({
      method: ['GET', 'HEAD'],
      url: '/statements/:file',
      handler: async (request: FileRequest, reply) => {
        reply.headers({ 'cache-control': 'private, no-store', 'referrer-policy': 'no-referrer' });
        const [, name = '', format] = /^(.+)\.(xlsx|csv)$/.exec(request.params.file) ?? [];
        const link = readLink(deps.tokens, name, deps.clock.now());
        if (link.state === 'expired')
          return reply.code(410).send({ message: 'This link has expired: ask for another.' });
        const merchant =
          link.state === 'valid' ? await deps.directory.findMerchant(link.statement.merchantId) : undefined;
        const span = link.state === 'valid' ? spanOf(link.statement) : undefined;
        const words = link.state === 'valid' ? wordsOf(link.dialect) : undefined;
        if (link.state !== 'valid' || !span || !words || merchant?.status !== 'active') {
          return reply.code(404).send({ message: 'There is no such statement.' });
        }
        const { statement } = link;
        await wait(Math.max(0, span.to + commitMs - deps.clock.now()));
        reply.headers(headersOf(statement, format as Format));
        if (request.method === 'HEAD') return reply.send();
        const file = downloads.start(merchant.id, () => {
          const lines = linesOf(deps.engine.store(merchant.cell), statement);
          return format === 'csv' ? csvOf(lines, words) : xlsxOf(lines, words, new Date(span.to));
        });
        if (!file) return unavailable(reply);
        file.on('error', (error) => deps.log.error({ error: error.message }, 'A statement was cut off.'));
        return reply.send(file);
      },
    });
  };
}

function headersOf({ kind, currency, day }: Statement, format: Format): Record<string, string> {
  return {
    'content-type': contentTypes[format],
    'content-disposition': `attachment; filename="${kind}-${currency}-${day}.${format}"`,
    'x-content-type-options': 'nosniff',
  };
}

function unavailable(reply: FastifyReply) {
  return reply
    .code(503)
    .headers({ 'retry-after': '10', 'content-type': 'application/json; charset=utf-8' })
    .removeHeader('content-disposition')
    .send({ message: 'This statement cannot be made now: try again soon.' });
}
