// POST /sandbox/explain: takes a request as it was sent, and says what is signed over and why the signature fails.
import type { FastifyInstance } from 'fastify';
import type { RequestAsSent } from '../../../engine/dialect.ts';
import { type Fields, isText, readBody } from './body.ts';
import type { SandboxPluginDeps } from './plugin.ts';

/** Takes `{method?, path, headers?, body?}` and answers the dialect's explanation; 404 when no dialect has that path. */
export function explainRoute(
  app: FastifyInstance,
  { dialects, directory }: Pick<SandboxPluginDeps, 'dialects' | 'directory'>,
): void {
  app.post('/explain', async (request, reply) => {
    const fields = readBody(request.body);
    const sent = typeof fields === 'string' ? fields : readRequest(fields);
    if (typeof sent === 'string') return reply.status(400).send({ ok: false, message: sent });
    for (const dialect of dialects) {
      const explanation = await dialect.explain(sent, directory.findApp);
      if (explanation) return explanation;
    }
    return reply.status(404).send({ ok: false, message: `No API here has ${sent.method} ${sent.path.slice(0, 200)}.` });
  });
}

function readRequest({ method = 'POST', path, headers = {}, body = '' }: Fields): RequestAsSent | string {
  if (!isText(method)) return 'method must be a text, such as "POST".';
  if (!isText(path) || !path.startsWith('/'))
    return 'path must be the path as it was sent, with its query: "/api/v1/…".';
  if (typeof headers !== 'object' || headers === null || Array.isArray(headers))
    return 'headers must be an object of texts.';
  if (typeof body !== 'string') {
    return 'body must be a text: the characters that were sent, not JSON inside JSON, which would lose what was signed.';
  }
  const lowered = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  const odd = lowered.find(([, value]) => typeof value !== 'string');
  if (odd) return `The header ${odd[0].slice(0, 64)} must be a text.`;
  return { method: method.toUpperCase(), path, headers: Object.fromEntries(lowered) as Record<string, string>, body };
}
