// `GET /pay/<token>` of an account, and `/all`: how to pay under a number that stays the same (paycools.md 4.1, 4.2, 4.4, 6.1). In the
// sandbox it is paid by the form of the page, as often as the payer likes.
import type { FastifyInstance } from 'fastify';
import { refuseCredit } from '../core/instrument/admit-credit.ts';
import type { Instrument } from '../core/instrument/instrument.ts';
import type { Payer } from '../engine/payer.ts';
import { cellOfId, prefixOfId } from '../kernel/id.ts';
import { parseMainUnits } from '../kernel/money.ts';
import { randomHex } from '../kernel/random.ts';
import type { AccountNotice } from './account-page.ts';
import { notice, pageHeaders } from './answers.ts';
import type { CashierDeps } from './deps.ts';
import { accountAddresses, drawAccount, drawAccounts } from './draw-account.ts';
import type { PageRequest } from './draw-page.ts';

/** A token begins with the id that it names: one of an account leads here, every other to the pages of payments. */
const path = '/pay/:token(^VA[0-9]{24}-.+$)';

export function accountRoutes(scope: FastifyInstance, deps: CashierDeps): void {
  for (const [rest, draw] of [
    ['', drawAccount],
    ['/all', drawAccounts],
  ] as const) {
    scope.get(path + rest, async (request: PageRequest, reply) => {
      const account = await accountOf(deps, request);
      if (!account) return notice(request, reply, 404);
      const nonce = randomHex(16);
      const markup = await draw(deps, request, account, nonce);
      return reply.headers(pageHeaders(nonce)).type('text/html; charset=utf-8').send(markup);
    });
  }

  const { payer } = deps;
  if (!payer) return;
  scope.post(`${path}/pay`, async (request: PageRequest, reply) => {
    const account = await accountOf(deps, request);
    if (!account) return notice(request, reply, 404);
    const { amount } = (request.body ?? {}) as { amount?: unknown };
    const amountMinor = typeof amount === 'string' ? parseMainUnits(amount, account.currency) : undefined;
    const result = amountMinor === undefined ? 'amount' : await pay(deps, payer, account, amountMinor);
    if (result === 'unavailable') return notice(request, reply, 503);
    return reply.redirect(accountAddresses(request).guide(result), 303);
  });
}

async function accountOf({ engine, tokens }: CashierDeps, request: PageRequest): Promise<Instrument | undefined> {
  const id = tokens.idOf(request.params.token) ?? '';
  const cell = cellOfId(id);
  if (cell === undefined || cell >= engine.cells || prefixOfId(id) !== 'VA') return undefined;
  return engine.find(cell, 'instruments', id);
}

/**
 * What is refused anyway is refused before the bank hears of it, so that the page can say why. Undefined: the page says it by itself,
 * because the account or its channel is closed.
 */
async function pay(
  { directory, clock }: CashierDeps,
  payer: Payer,
  account: Instrument,
  amountMinor: bigint,
): Promise<AccountNotice | 'unavailable' | undefined> {
  const merchant = await directory.findMerchant(account.merchantId);
  const channel = directory.channel(account.channel);
  const refused = refuseCredit(account, channel, merchant?.limits ?? {}, amountMinor, clock.now());
  if (refused) return refused.reason.startsWith('amount_') ? 'amount' : undefined;
  const paid = await payer.act(account.id, 'paid', amountMinor);
  if (paid.ok) return 'paid';
  if (paid.reason === 'unavailable' || paid.reason === 'internal') return 'unavailable';
  return paid.reason === 'payment_declined' ? 'declined' : 'failed';
}
