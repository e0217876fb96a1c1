// `GET /authorize/<token>`: where a payer is asked for a mandate. In the sandbox he decides by the buttons of the page; where money is
// real his wallet or bank asks him, because nobody is known by a link.
import type { FastifyInstance, FastifyReply } from 'fastify';
import { isOpen, type Mandate } from '../core/mandate/mandate.ts';
import { cellOfId, prefixOfId } from '../kernel/id.ts';
import { randomHex } from '../kernel/random.ts';
import { asciiUrl, notice, pageHeaders } from './answers.ts';
import { channelNameOf } from './channel-names.ts';
import type { CashierDeps } from './deps.ts';
import { addressesOf, languageOf, type PageRequest, textOf } from './draw-page.ts';
import { type MandatePageStatus, renderMandatePage } from './mandate-page.ts';
import { isLanguage } from './messages.ts';

const root = 'authorize';

export function mandateRoutes(scope: FastifyInstance, deps: CashierDeps): void {
  const { clock, payer } = deps;

  scope.get(`/${root}/:token`, async (request: PageRequest, reply) => {
    const mandate = await mandateOf(deps, request);
    return mandate ? page(deps, request, reply, mandate) : notice(request, reply, 404);
  });

  scope.get(`/${root}/:token/status`, async (request: PageRequest, reply) => {
    reply.header('cache-control', 'no-store');
    const mandate = await mandateOf(deps, request);
    if (!mandate) return reply.code(404).send({ message: 'There is no such request.' });
    return { status: statusOf(mandate, clock.now()) };
  });

  // A proof of nothing: merchants believe their notification or a query, never the browser.
  scope.get(`/${root}/:token/return`, async (request: PageRequest, reply) => {
    const target = (await mandateOf(deps, request))?.returnUrl;
    return target ? reply.redirect(asciiUrl(target), 302) : notice(request, reply, 404);
  });

  if (!payer) return;
  for (const [path, outcome] of [
    ['agree', 'authorised'],
    ['decline', 'failed'],
  ] as const) {
    scope.post(`/${root}/:token/${path}`, async (request: PageRequest, reply) => {
      const mandate = await mandateOf(deps, request);
      if (!mandate) return notice(request, reply, 404);
      // An old page may offer what is decided already: the page shows what stands.
      if (isOpen(mandate, clock.now())) await payer.act(mandate.id, outcome);
      return reply.redirect(addresses(request).page(), 303);
    });
  }
}

/** Whoever knows the address can read the merchant's token in it, which is worth nothing without the merchant's signature. */
async function mandateOf({ engine, tokens }: CashierDeps, request: PageRequest): Promise<Mandate | undefined> {
  const id = tokens.idOf(request.params.token) ?? '';
  const cell = cellOfId(id);
  if (cell === undefined || cell >= engine.cells || prefixOfId(id) !== 'TK') return undefined;
  return engine.find(cell, 'mandates', id);
}

function statusOf(mandate: Mandate, now: number): MandatePageStatus {
  switch (mandate.status) {
    case 'requested':
      return isOpen(mandate, now) ? 'requested' : 'lapsed';
    case 'active':
      return 'given';
    case 'declined':
      return 'declined';
    case 'cancelled':
      return 'ended';
    case 'expired':
      return mandate.decidedAt === null ? 'lapsed' : 'ended';
  }
}

function addresses(request: PageRequest) {
  const asked = textOf(request, 'lang');
  return addressesOf(request.params.token, isLanguage(asked) ? asked : undefined, root);
}

async function page(deps: CashierDeps, request: PageRequest, reply: FastifyReply, mandate: Mandate) {
  const { clock, directory, payer } = deps;
  const { token } = request.params;
  const language = languageOf(request);
  const merchant = await directory.findMerchant(mandate.merchantId);
  const at = addresses(request);
  const nonce = randomHex(16);
  const now = clock.now();
  const markup = renderMandatePage({
    language,
    nonce,
    merchantName: merchant?.name ?? '',
    channelName: channelNameOf(mandate.channel, directory.channel(mandate.channel), language),
    // The merchant knows the request by its own number.
    reference: mandate.reference,
    status: statusOf(mandate, now),
    now,
    statusUrl: at.path('/status'),
    pageUrl: at.page(),
    returnUrl: mandate.returnUrl === null ? undefined : at.path('/return'),
    languageUrl: (other) => addressesOf(token, other, root).page(),
    sandbox: payer && { payUrl: at.path('/agree'), declineUrl: at.path('/decline') },
  });
  return reply.headers(pageHeaders(nonce)).type('text/html; charset=utf-8').send(markup);
}
