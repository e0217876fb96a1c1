// Hosted pages: `GET /pay/<token>`, where a payer sees what to pay, picks how where he can, pays it, and is sent back to the merchant.
import type { FastifyInstance, FastifyReply } from 'fastify';
import { parseMainUnits } from '../kernel/money.ts';
import { randomHex } from '../kernel/random.ts';
import { accountRoutes } from './account-routes.ts';
import { asciiUrl, notice, pageHeaders } from './answers.ts';
import type { CashierDeps } from './deps.ts';
import { addressesOf, drawPage, type PageRequest, returnUrlOf, textOf } from './draw-page.ts';
import { identityRoutes } from './identity-routes.ts';
import { mandateRoutes } from './mandate-routes.ts';
import { isLanguage } from './messages.ts';
import { createNewsStreams } from './news-stream.ts';
import { findPageSubject, type PageSubject } from './page-subject.ts';
import { chooseWay } from './ways.ts';

export function cashierPlugin(deps: CashierDeps) {
  return async (scope: FastifyInstance): Promise<void> => {
    const streams = createNewsStreams(deps.engine);
    scope.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => {
      done(null, Object.fromEntries(new URLSearchParams(body as string)));
    });
    scope.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
      const status = error.statusCode !== undefined && error.statusCode < 500 ? error.statusCode : 503;
      if (status === 503) request.log.error({ error: error.message }, 'A hosted page could not be shown.');
      return notice(request, reply, status);
    });

    scope.get('/pay/:token', async (request: PageRequest, reply) => {
      const subject = await subjectOf(deps, request);
      return subject ? page(deps, request, reply, subject) : notice(request, reply, 404);
    });

    scope.get('/pay/:token/status', async (request: PageRequest, reply) => {
      reply.header('cache-control', 'no-store');
      const subject = await subjectOf(deps, request);
      return subject ? { status: subject.state } : reply.code(404).send({ message: 'There is no such payment.' });
    });

    scope.get('/pay/:token/events', async (request: PageRequest, reply) => {
      // No proxy may keep the news back.
      reply.headers({ 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
      const id = deps.tokens.idOf(request.params.token);
      const subject = await subjectOf(deps, request);
      if (!subject || id === undefined) return reply.code(404).send({ message: 'There is no such payment.' });
      const stream = streams.open(subject, id);
      if (!stream) return reply.code(503).send({ message: 'Too many pages listen; ask for the status instead.' });
      return reply.type('text/event-stream').send(stream);
    });

    // A proof of nothing: merchants believe their notification or a query, never the browser (paycools.md 7, row 35).
    scope.get('/pay/:token/return', async (request: PageRequest, reply) => {
      const subject = await subjectOf(deps, request);
      const target = subject && (await returnUrlOf(deps, subject));
      return target === undefined ? notice(request, reply, 404) : reply.redirect(asciiUrl(target), 302);
    });

    scope.post('/pay/:token/channel', async (request: PageRequest, reply) => {
      const subject = await subjectOf(deps, request);
      if (!subject?.checkout) return notice(request, reply, 404);
      const { channel } = (request.body ?? {}) as { channel?: unknown };
      const chosen = await chooseWay(deps, subject.checkout, typeof channel === 'string' ? channel : '');
      if (chosen.ok || chosen.reason === 'payment_paid_or_closed') return again(request, reply);
      if (chosen.reason === 'unavailable' || chosen.reason === 'internal') return notice(request, reply, 503);
      return again(request, reply, subject.status === 'pending' ? 'change=1&refused=1' : 'refused=1');
    });

    mandateRoutes(scope, deps);
    accountRoutes(scope, deps);
    identityRoutes(scope, deps);

    const { payer } = deps;
    if (!payer) return;
    for (const [path, outcome] of [
      ['pay', 'paid'],
      ['decline', 'failed'],
    ] as const) {
      scope.post(`/pay/:token/${path}`, async (request: PageRequest, reply) => {
        const subject = await subjectOf(deps, request);
        if (!subject) return notice(request, reply, 404);
        const { amount } = (request.body ?? {}) as { amount?: unknown };
        const amountMinor = typeof amount === 'string' ? parseMainUnits(amount, subject.currency) : undefined;
        // An old page may offer what cannot be paid any more. Whatever comes of it, the page shows it: a payment that
        // became final meanwhile is no error to its payer.
        if (isPlayable(subject)) await payer.act(subject.id, outcome, amountMinor);
        return again(request, reply);
      });
    }
  };
}

/** Of a checkout only the try that waits. */
function isPlayable({ status, checkout }: PageSubject): boolean {
  if (checkout) return status === 'pending';
  return status !== 'reversing' && status !== 'preparing';
}

/** Shows the page again, in the language that the payer chose. */
function again(request: PageRequest, reply: FastifyReply, query?: string) {
  const language = textOf(request, 'lang');
  return reply.redirect(
    addressesOf(request.params.token, isLanguage(language) ? language : undefined).page(query),
    303,
  );
}

async function subjectOf({ engine, tokens }: CashierDeps, request: PageRequest): Promise<PageSubject | undefined> {
  const id = tokens.idOf(request.params.token);
  return id === undefined ? undefined : await findPageSubject(engine, id);
}

async function page(deps: CashierDeps, request: PageRequest, reply: FastifyReply, subject: PageSubject) {
  const nonce = randomHex(16);
  const { markup, picture } = await drawPage(deps, request, subject, nonce);
  return reply.headers(pageHeaders(nonce, picture)).type('text/html; charset=utf-8').send(markup);
}
