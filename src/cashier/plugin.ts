// The hosted pages: `/pay/<token>`, where a payer sees what to pay, pays it, and is sent back to the merchant.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Dialect } from '../engine/dialect.ts';
import type { Directory } from '../engine/directory.ts';
import type { Engine } from '../engine/engine.ts';
import type { Payer } from '../engine/payer.ts';
import type { Clock } from '../kernel/clock.ts';
import { formatForPeople, parseMainUnits } from '../kernel/money.ts';
import { randomHex } from '../kernel/random.ts';
import type { TokenSigner } from '../kernel/token.ts';
import { channelNameOf } from './channel-names.ts';
import { contentSecurityPolicy } from './content-security-policy.ts';
import { messages, pickLanguage } from './messages.ts';
import { renderNoticePage } from './notice-page.ts';
import { findPageSubject, type PageSubject } from './page-subject.ts';
import { renderPaymentPage } from './payment-page.ts';
import { renderQrSvg } from './qr.ts';
import { canPayHere } from './wallet-browser.ts';

export interface CashierDeps {
  readonly engine: Engine;
  readonly directory: Directory;
  readonly dialects: readonly Dialect[];
  readonly tokens: TokenSigner;
  readonly clock: Clock;
  /** Where payers' browsers reach the hosted pages, without a slash at the end. */
  readonly baseUrl: () => string;
  /** Sandbox mode only: the page then has buttons that pay and decline. */
  readonly payer?: Payer | undefined;
}

type PageRequest = FastifyRequest<{ Params: { token: string } }>;

export function cashierPlugin(deps: CashierDeps) {
  return async (scope: FastifyInstance): Promise<void> => {
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
      return subject ? { status: subject.status } : reply.code(404).send({ message: 'There is no such payment.' });
    });

    // A proof of nothing: merchants believe their notification or a query, never the browser (paycools.md 7, row 35).
    scope.get('/pay/:token/return', async (request: PageRequest, reply) => {
      const subject = await subjectOf(deps, request);
      const target = subject && (await returnUrlOf(deps, subject));
      return target === undefined ? notice(request, reply, 404) : reply.redirect(asciiUrl(target), 302);
    });

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
        const isPayable = subject.status !== 'reversing' && subject.status !== 'preparing';
        if (isPayable) await payer.act(subject.id, outcome, amountMinor);
        return reply.redirect(`/pay/${request.params.token}`, 303);
      });
    }
  };
}

/** A header carries ASCII only: what a browser would percent-encode is encoded here. */
function asciiUrl(url: string): string {
  return url.replace(/[^\x21-\x7e]+/g, (characters) => encodeURIComponent(characters.toWellFormed()));
}

async function subjectOf({ engine, tokens }: CashierDeps, request: PageRequest): Promise<PageSubject | undefined> {
  const id = tokens.idOf(request.params.token);
  return id === undefined ? undefined : await findPageSubject(engine, id);
}

async function page(deps: CashierDeps, request: PageRequest, reply: FastifyReply, subject: PageSubject) {
  const { directory, clock, payer } = deps;
  const { token } = request.params;
  const nonce = randomHex(16);
  const merchant = await directory.findMerchant(subject.merchantId);
  const language = pickLanguage(request.headers['accept-language']);
  const toScan = whatToScan(deps, request, subject);
  const markup = renderPaymentPage({
    language,
    nonce,
    merchantName: merchant?.name ?? '',
    channelName: channelNameOf(subject.channel, directory.channel(subject.channel), language),
    amount: subject.amountMinor === null ? undefined : formatForPeople(subject.amountMinor, subject.currency),
    reference: subject.id,
    status: subject.status,
    qrSvg: toScan === undefined ? undefined : await renderQrSvg(toScan),
    expiresAt: subject.expiresAt ?? undefined,
    now: clock.now(),
    statusUrl: `/pay/${token}/status`,
    returnUrl: (await returnUrlOf(deps, subject)) && `/pay/${token}/return`,
    sandbox: payer && { payUrl: `/pay/${token}/pay`, declineUrl: `/pay/${token}/decline` },
  });
  return reply.headers(pageHeaders(nonce)).type('text/html; charset=utf-8').send(markup);
}

/**
 * The code to pay by; and for an order that a payment app's own browser pays, where another one has opened it, this page's
 * address, for the app to open (upay.md 3.10). The sandbox's page needs no app.
 */
function whatToScan({ baseUrl, payer }: CashierDeps, request: PageRequest, subject: PageSubject): string | undefined {
  const { status, presentation, payment } = subject;
  if (status !== 'pending') return undefined;
  if (presentation !== undefined) return presentation;
  if (payer || payment?.entry !== 'order' || canPayHere(request.headers['user-agent'])) return undefined;
  return `${baseUrl()}/pay/${request.params.token}`;
}

async function returnUrlOf({ directory, dialects }: CashierDeps, { appId, payment }: PageSubject) {
  const app = await directory.findApp(appId);
  const dialect = dialects.find((candidate) => app && candidate.names.includes(app.dialect));
  return payment && (await dialect?.returnUrl(payment));
}

function notice(request: FastifyRequest, reply: FastifyReply, status: number) {
  const language = pickLanguage(request.headers['accept-language']);
  const nonce = randomHex(16);
  const say = messages[language];
  const [title, text] = status === 503 ? [say.unavailable, say.unavailableText] : [say.notFound, say.notFoundText];
  return reply
    .code(status)
    .headers(pageHeaders(nonce))
    .type('text/html; charset=utf-8')
    .send(renderNoticePage({ language, nonce, title, text }));
}

function pageHeaders(nonce: string): Record<string, string> {
  return {
    'content-security-policy': contentSecurityPolicy(nonce),
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  };
}
