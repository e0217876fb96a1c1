// `GET /identity/<token>`: where a user shows who he is (paycools.md 11.1). In the sandbox he answers by the form of the page, which is
// believed, or plays a rejection; where papers are real the channel asks for them itself, because nobody is known by a link.
import type { FastifyInstance, FastifyReply } from 'fastify';
import { type IdentityCheck, isAwaited } from '../core/identity/identity-check.ts';
import type { Outcome } from '../core/reasons.ts';
import { formatLocalDay, type Instant } from '../kernel/clock.ts';
import { cellOfId, prefixOfId } from '../kernel/id.ts';
import { currencyOf } from '../kernel/money.ts';
import { randomHex } from '../kernel/random.ts';
import { asciiUrl, notice, pageHeaders } from './answers.ts';
import { channelNameOf } from './channel-names.ts';
import type { CashierDeps } from './deps.ts';
import { addressesOf, languageOf, type PageRequest, textOf } from './draw-page.ts';
import { emptyForm, personOf, readIdentityForm, wrongFields } from './identity-form.ts';
import { type IdentityPageStatus, type IdentityQuestions, renderIdentityPage } from './identity-page.ts';
import { isLanguage } from './messages.ts';

const root = 'identity';

export function identityRoutes(scope: FastifyInstance, deps: CashierDeps): void {
  const { clock, payer } = deps;

  scope.get(`/${root}/:token`, async (request: PageRequest, reply) => {
    const check = await checkOf(deps, request);
    return check ? page(deps, request, reply, check) : notice(request, reply, 404);
  });

  scope.get(`/${root}/:token/status`, async (request: PageRequest, reply) => {
    reply.header('cache-control', 'no-store');
    const check = await checkOf(deps, request);
    if (!check) return reply.code(404).send({ message: 'There is no such request.' });
    return { status: statusOf(check, clock.now()) };
  });

  // A proof of nothing: merchants believe their notification or a query, never the browser.
  scope.get(`/${root}/:token/return`, async (request: PageRequest, reply) => {
    const target = (await checkOf(deps, request))?.returnUrl;
    return target ? reply.redirect(asciiUrl(target), 302) : notice(request, reply, 404);
  });

  if (!payer) return;
  scope.post(`/${root}/:token`, async (request: PageRequest, reply) => {
    const check = await checkOf(deps, request);
    if (!check) return notice(request, reply, 404);
    // An old page may ask about what is decided already: the page shows what stands.
    if (!isAwaited(check, clock.now())) return again(request, reply);
    const typed = readIdentityForm(request.body);
    const wrong = wrongFields(typed, today(deps, check));
    if (wrong.length > 0) return page(deps, request, reply.code(422), check, { typed, wrong });
    const passed = await payer.identify(check.id, 'passed', personOf(typed));
    return isUnknown(passed) ? notice(request, reply, 503) : again(request, reply);
  });

  scope.post(`/${root}/:token/reject`, async (request: PageRequest, reply) => {
    const check = await checkOf(deps, request);
    if (!check) return notice(request, reply, 404);
    if (!isAwaited(check, clock.now())) return again(request, reply);
    const rejected = await payer.identify(check.id, 'rejected');
    return isUnknown(rejected) ? notice(request, reply, 503) : again(request, reply);
  });
}

function isUnknown(outcome: Outcome<unknown>): boolean {
  return !outcome.ok && (outcome.reason === 'unavailable' || outcome.reason === 'internal');
}

async function checkOf({ engine, tokens }: CashierDeps, request: PageRequest): Promise<IdentityCheck | undefined> {
  const id = tokens.idOf(request.params.token) ?? '';
  const cell = cellOfId(id);
  if (cell === undefined || cell >= engine.cells || prefixOfId(id) !== 'EK') return undefined;
  return engine.find(cell, 'identityChecks', id);
}

function statusOf(check: IdentityCheck, now: Instant): IdentityPageStatus {
  if (check.status === 'pending') return isAwaited(check, now) ? 'awaited' : 'lapsed';
  return check.status === 'expired' ? 'lapsed' : check.status;
}

/** The day where the channel checks people. */
function today({ directory, clock }: CashierDeps, { channel: code }: IdentityCheck): string {
  const channel = directory.channel(code);
  return formatLocalDay(clock.now(), channel ? currencyOf(channel.currency).zoneMinutes : 0);
}

function addresses(request: PageRequest) {
  const asked = textOf(request, 'lang');
  return addressesOf(request.params.token, isLanguage(asked) ? asked : undefined, root);
}

function again(request: PageRequest, reply: FastifyReply) {
  return reply.redirect(addresses(request).page(), 303);
}

/** `answers`: what was typed and cannot be true. It goes into this one page and nowhere else. */
async function page(
  deps: CashierDeps,
  request: PageRequest,
  reply: FastifyReply,
  check: IdentityCheck,
  answers: Pick<IdentityQuestions, 'typed' | 'wrong'> = { typed: emptyForm, wrong: [] },
) {
  const { clock, directory, payer } = deps;
  const language = languageOf(request);
  const merchant = await directory.findMerchant(check.merchantId);
  const at = addresses(request);
  const nonce = randomHex(16);
  const now = clock.now();
  const markup = renderIdentityPage({
    language,
    nonce,
    merchantName: merchant?.name ?? '',
    channelName: channelNameOf(check.channel, directory.channel(check.channel), language),
    // The merchant knows the request by its own number.
    reference: check.reference,
    status: statusOf(check, now),
    now,
    statusUrl: at.path('/status'),
    pageUrl: at.page(),
    returnUrl: check.returnUrl === null ? undefined : at.path('/return'),
    languageUrl: (other) => addressesOf(request.params.token, other, root).page(),
    sandbox: payer && { answerUrl: at.page(), rejectUrl: at.path('/reject'), today: today(deps, check), ...answers },
  });
  return reply.headers(pageHeaders(nonce)).type('text/html; charset=utf-8').send(markup);
}
