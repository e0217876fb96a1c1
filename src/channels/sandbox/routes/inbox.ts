// /sandbox/inbox/<name>: a merchant's receiver that anybody may use. POST gives the answer that the notification's dialect
// expects and keeps what came; GET shows it, newest last.
import type { FastifyInstance } from 'fastify';
import { cellOfId } from '../../../kernel/id.ts';
import type { App, DialectName } from '../../../core/merchant/merchant.ts';
import type { Dialect } from '../../../engine/dialect.ts';
import { collectedBy } from '../account-numbers.ts';
import { findRequests } from '../find-requested.ts';
import type { SandboxPluginDeps } from './plugin.ts';

type InboxDeps = Pick<SandboxPluginDeps, 'sandbox' | 'engine' | 'directory' | 'dialects' | 'clock'>;

interface Query {
  readonly answer?: unknown;
  readonly code?: unknown;
}

interface Recognised {
  readonly dialect: DialectName | null;
  readonly acknowledgement: string;
  readonly signatureValid: boolean;
  readonly eventName: string | null;
}

/** `POST …?answer=500` answers with that status instead, `?code=1002` with that code, so that a merchant can watch what follows. */
export function inboxRoutes(app: FastifyInstance, deps: InboxDeps): void {
  app.post<{ Params: { name: string }; Querystring: Query }>('/inbox/:name', async (request, reply) => {
    const { name } = request.params;
    const wish = readWish(request.query);
    if (!validName.test(name)) return reply.status(400).send({ ok: false, message: nameRule });
    if (typeof wish === 'string') return reply.status(400).send({ ok: false, message: wish });

    const at = deps.clock.now();
    const body = Buffer.isBuffer(request.body) ? request.body.toString('utf8') : '';
    const headers = textHeaders(request.headers);
    const { acknowledgement, ...recognised } = await recognise(deps, body, headers);
    await deps.sandbox.inbox.keep({ name, at, headers, body, ...recognised });
    const { status, code } = wish;
    if (code !== undefined) return reply.status(status).send({ code, msg: 'As the address asks for.' });
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
      acknowledgement: found.acknowledgement ?? dialect.acknowledgement,
      signatureValid: app !== undefined && isOf(app),
      eventName: found.eventName,
    };
  }
  return unknown;
}

/** What notifications and questions are about. */
const subjects = ['payments', 'payouts', 'refunds', 'checkouts', 'mandates', 'identityChecks', 'instruments'] as const;

/** The app that is told or asked; several where the number is one that apps choose themselves. */
async function findAppsOf(deps: InboxDeps, subjectId: string): Promise<App[]> {
  const names = [subjectId, collectedBy(subjectId) ?? []].flat();
  const appIds = await Promise.all(names.map((name) => findAppIdsOf(deps, name)));
  const apps = await Promise.all([...new Set(appIds.flat())].map((appId) => deps.directory.findApp(appId)));
  return apps.filter((app) => app !== undefined);
}

async function findAppIdsOf({ engine }: InboxDeps, subjectId: string): Promise<string[]> {
  const cell = cellOfId(subjectId);
  if (cell === undefined) {
    // Anybody may post anything here.
    if (subjectId === '' || subjectId.includes('\0')) return [];
    const { mandates, checks } = await findRequests(engine, subjectId);
    return [...mandates, ...checks].map(({ appId }) => appId);
  }
  if (cell >= engine.cells) return [];
  for (const table of subjects) {
    const subject = await engine.find(cell, table, subjectId);
    if (subject) return [subject.appId];
  }
  return [];
}

/** A dialect with several names (two versions) is called as the app that was notified is. */
function nameOf(dialect: Dialect, app: App | undefined): DialectName | null {
  return dialect.names.find((name) => name === app?.dialect) ?? dialect.names[0] ?? null;
}

/** How the address wants to be answered; without a code, as it is right. Or what is wrong with it, in a sentence. */
function readWish({ answer, code }: Query): { readonly status: number; readonly code: number | undefined } | string {
  if (answer !== undefined && !isLike(answer, /^[2-5]\d\d$/)) return 'answer must be an HTTP status from 200 to 599.';
  if (code !== undefined && !isLike(code, /^\d{1,6}$/)) return 'code must be a whole number of up to six digits.';
  const status = answer === undefined ? 200 : Number(answer);
  if (code !== undefined) return { status, code: Number(code) };
  return { status, code: status === 200 ? undefined : status };
}

function isLike(value: unknown, form: RegExp): value is string {
  return typeof value === 'string' && form.test(value);
}

function textHeaders(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const texts = Object.entries(headers).map(([name, value]): [string, string] => [
    name,
    [value ?? ''].flat().join(', '),
  ]);
  return Object.fromEntries(texts);
}
