// /sandbox/inbox/<name>: a merchant's receiver that anybody may use. POST gives the answer that the notification's dialect
// expects and keeps what came; GET shows it, newest last.
import type { FastifyInstance } from 'fastify';
import { cellOfId } from '../../../kernel/id.ts';
import type { App, DialectName } from '../../../core/merchant/merchant.ts';
import type { Dialect } from '../../../engine/dialect.ts';
import type { SandboxPluginDeps } from './plugin.ts';

type InboxDeps = Pick<SandboxPluginDeps, 'sandbox' | 'engine' | 'directory' | 'dialects' | 'clock'>;

interface Recognised {
  readonly dialect: DialectName | null;
  readonly acknowledgement: string;
  readonly signatureValid: boolean;
  readonly eventName: string | null;
}

/** `POST …?answer=500` answers with that status instead, so that a merchant can watch the retries. */
export function inboxRoutes(app: FastifyInstance, deps: InboxDeps): void {
  app.post<{ Params: { name: string }; Querystring: { answer?: unknown } }>('/inbox/:name', async (request, reply) => {
    const { name } = request.params;
    const status = readStatus(request.query.answer);
    if (!validName.test(name)) return reply.status(400).send({ ok: false, message: nameRule });
    if (status === undefined)
      return reply.status(400).send({ ok: false, message: 'answer must be an HTTP status from 200 to 599.' });

    const at = deps.clock.now();
    const body = Buffer.isBuffer(request.body) ? request.body.toString('utf8') : '';
    const headers = textHeaders(request.headers);
    const { acknowledgement, ...recognised } = await recognise(deps, body, headers);
    await deps.sandbox.inbox.keep({ name, at, headers, body, ...recognised });
    if (status !== 200) return reply.status(status).send({ code: status, msg: 'As asked for by "answer".' });
    const type = acknowledgement.startsWith('{') ? 'application/json; charset=utf-8' : 'text/plain; charset=utf-8';
    return reply.header('content-type', type).send(acknowledgement);
  });

  app.get<{ Params: { name: string } }>('/inbox/:name', async (request, reply) => {
    const { name } = request.params;
    if (!validName.test(name)) return reply.status(400).send({ ok: false, message: nameRule });
    return deps.sandbox.inbox.list(name);
  });
}

const validName = /^[A-Za-z0-9._~-]{1,64}$/;
const nameRule = 'The name of an inbox has 1 to 64 letters, digits, dots, dashes or underscores.';

const unknown: Recognised = {
  dialect: null,
  acknowledgement: '{"code":1,"msg":"success","data":{}}',
  signatureValid: false,
  eventName: null,
};

/** Which dialect's notification it is, and whether its app signed it; what no dialect knows is answered in general words. */
async function recognise(
  deps: InboxDeps,
  body: string,
  headers: Readonly<Record<string, string>>,
): Promise<Recognised> {
  for (const dialect of deps.dialects) {
    const found = dialect.recognise(body, headers);
    if (!found) continue;
    const apps = await findAppsOf(deps, found.subjectId);
    const isOf = (candidate: App) => dialect.verifyNotification(body, headers, candidate);
    const app = apps.find(isOf) ?? apps[0];
    return {
      dialect: nameOf(dialect, app),
      acknowledgement: dialect.acknowledgement,
      signatureValid: app !== undefined && isOf(app),
      eventName: found.eventName,
    };
  }
  return unknown;
}

/** What notifications are about. */
const subjects = ['payments', 'payouts', 'refunds', 'checkouts', 'mandates'] as const;

/** The app that a notification is told; several where it names only a number that apps choose themselves. */
async function findAppsOf(deps: InboxDeps, subjectId: string): Promise<App[]> {
  const appIds = await findAppIdsOf(deps, subjectId);
  const apps = await Promise.all([...new Set(appIds)].map((appId) => deps.directory.findApp(appId)));
  return apps.filter((app) => app !== undefined);
}

async function findAppIdsOf({ engine }: InboxDeps, subjectId: string): Promise<string[]> {
  const cell = cellOfId(subjectId);
  if (cell === undefined) {
    // Anybody may post anything here.
    if (subjectId === '' || subjectId.includes('\0')) return [];
    const cells = Array.from({ length: engine.cells }, (_, index) => engine.store(index));
    const perCell = await Promise.all(cells.map((store) => store.listMandatesOfReference(subjectId, mostNamesakes)));
    return perCell.flat().map(({ appId }) => appId);
  }
  if (cell >= engine.cells) return [];
  for (const table of subjects) {
    const subject = await engine.find(cell, table, subjectId);
    if (subject) return [subject.appId];
  }
  return [];
}

/** More apps than that do not use one number. */
const mostNamesakes = 100;

/** A dialect with several names (two versions) is called as the app that was notified is. */
function nameOf(dialect: Dialect, app: App | undefined): DialectName | null {
  return dialect.names.find((name) => name === app?.dialect) ?? dialect.names[0] ?? null;
}

function readStatus(answer: unknown): number | undefined {
  if (answer === undefined) return 200;
  return typeof answer === 'string' && /^[2-5]\d\d$/.test(answer) ? Number(answer) : undefined;
}

function textHeaders(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const texts = Object.entries(headers).map(([name, value]): [string, string] => [
    name,
    [value ?? ''].flat().join(', '),
  ]);
  return Object.fromEntries(texts);
}
