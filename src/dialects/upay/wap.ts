// What browsers open: the cashier, pictures of QR codes, and the pictures that vendors uploaded. Nobody signs a body here, and nobody
// reads JSON: what goes wrong is a page or a sentence.
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { randomHex } from '../../kernel/random.ts';
import { queryOf } from '../query.ts';
import { failureOf } from '../request-errors.ts';
import type { Authenticate } from './authenticate.ts';
import { requestErrors, type UpayError } from './codes.ts';
import type { UpayDeps } from './deps.ts';
import { drawQrImage } from './routes/qr-image.ts';
import { cashierPaths, openCashier } from './routes/open-cashier.ts';

export const qrImagePath = '/upay/qrcode';
const filePath = '/upay/files/:name';

/** Registers a scope of its own, whose errors are pages. */
export function addPages(parent: FastifyInstance, deps: UpayDeps, authenticate: Authenticate): void {
  parent.register(async (scope) => {
    scope.setErrorHandler((error: FastifyError, request, reply) => {
      if (failureOf(error) !== 'broken') return notice(reply, 400, requestErrors.params);
      request.log.error({ error: error.message }, 'An Upay page could not be shown.');
      return notice(reply, 503, requestErrors.system);
    });

    for (const url of cashierPaths) {
      scope.get(url, { exposeHeadRoute: false }, async (request, reply) => {
        const startedAt = performance.now();
        const { 'user-agent': userAgent } = request.headers;
        const opened = await openCashier({ query: queryOf(request.url), userAgent }, authenticate, deps);
        const code = opened.redirectTo === undefined ? opened.error.code : opened.code;
        deps.onAnswer?.(`GET ${url}`, code, performance.now() - startedAt);
        request.log.debug({ operation: url, code, address: request.ip }, 'Answered.');
        if (opened.redirectTo === undefined) return notice(reply, 400, opened.error);
        return reply.headers(plainHeaders).redirect(opened.redirectTo, 302);
      });
    }

    scope.get(qrImagePath, { exposeHeadRoute: false }, async (request, reply) => {
      const image = await drawQrImage(queryOf(request.url));
      if (typeof image === 'string') return sentence(reply, 400, image);
      // The picture of a text never changes.
      return reply.header('cache-control', 'public, max-age=86400, immutable').type('image/png').send(image);
    });

    scope.get<{ Params: { name: string } }>(filePath, { exposeHeadRoute: false }, async (request, reply) => {
      const { name } = request.params;
      const picture = /^[\w.-]{1,128}$/.test(name) ? await deps.directory.applications.findPicture(name) : undefined;
      if (!picture) return sentence(reply, 404, 'There is no such picture.');
      return reply.headers(plainHeaders).type(picture.type).send(Buffer.from(picture.bytes));
    });

    const otherMethods = scope.supportedMethods.filter((method) => method !== 'GET');
    for (const url of [...cashierPaths, qrImagePath, filePath]) {
      scope.route({ method: otherMethods, url, handler: answerOtherMethod });
    }
  });
}

/** Papers of people, and addresses that carry a signature, are kept by nobody on the way, and run nothing. */
const plainHeaders = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
} as const;

function answerOtherMethod(request: FastifyRequest, reply: FastifyReply) {
  return sentence(reply.header('allow', 'GET'), 405, `This address takes GET, not ${request.method}.`);
}

function sentence(reply: FastifyReply, status: number, text: string) {
  return reply.code(status).headers(plainHeaders).type('text/plain; charset=utf-8').send(`${text}\n`);
}

/** A payer reads it, and shows it to the shop. */
function notice(reply: FastifyReply, status: number, { code, message }: UpayError) {
  const nonce = randomHex(16);
  return reply
    .code(status)
    .headers(plainHeaders)
    .header('content-security-policy', `default-src 'none'; style-src 'nonce-${nonce}'; frame-ancestors 'none'`)
    .type('text/html; charset=utf-8')
    .send(
      `<!doctype html>
<html lang="zh-Hans">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>无法付款 · Cannot be paid</title>
<style nonce="${nonce}">
:root { color-scheme: light dark; }
body { max-width: 26rem; margin: 4rem auto; padding: 0 1.25rem; font: 1rem/1.6 system-ui, sans-serif; text-align: center; overflow-wrap: anywhere; }
h1 { font-size: 1.25rem; }
small { display: block; margin-top: 2rem; }
</style>
</head>
<body>
<h1>无法打开收银台</h1>
<p>请返回商户页面重新下单。未发生扣款。</p>
<p lang="en">This payment cannot be opened. Go back to the shop and try again; nothing has been charged.</p>
<small>${escapeText(code)}: ${escapeText(message)}</small>
</body>
</html>
`,
    );
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escapeText(text: string): string {
  return text.replace(/[&<>"]/g, (character) => entities[character] ?? '');
}
