// POST /sandbox/fund: adds money to a merchant's available balance, through the ledger.
import type { FastifyInstance } from 'fastify';
import { currencyCodes, findCurrency } from '../../../kernel/money.ts';
import { isText, isWhole, readBody } from './body.ts';
import type { SandboxPluginDeps } from './plugin.ts';

const largestAmountMinor = 1_000_000_000_000;

/** Answers `{ok: true, available}`, the balance afterwards in minor units; an unknown merchant is 404. */
export function fundRoute(
  app: FastifyInstance,
  deps: Pick<SandboxPluginDeps, 'directory' | 'engine' | 'ids' | 'clock'>,
): void {
  app.post('/fund', async (request, reply) => {
    const refuse = (status: number, message: string) => reply.status(status).send({ ok: false, message });
    const fields = readBody(request.body);
    if (typeof fields === 'string') return refuse(400, fields);
    const { merchantId, currency, amount } = fields;
    if (!isText(merchantId)) return refuse(400, 'merchantId must be a text.');
    if (!isText(currency) || !findCurrency(currency))
      return refuse(400, `currency must be one of ${currencyCodes.join(', ')}.`);
    if (!isWhole(amount) || amount < 1 || amount > largestAmountMinor) {
      return refuse(400, `amount must be a whole number of minor units from 1 to ${largestAmountMinor}.`);
    }
    const merchant = await deps.directory.findMerchant(merchantId);
    if (!merchant) return refuse(404, `There is no merchant ${merchantId.slice(0, 64)}.`);

    const { cell } = merchant;
    const id = deps.ids.next('B', cell, deps.clock.now());
    const outcome = await deps.engine.execute(cell, 'fund', { id, merchantId, currency, amountMinor: BigInt(amount) });
    if (!outcome.ok)
      return refuse(503, 'The gateway gave no definite answer; look at the balance before trying again.');
    return { ok: true, available: Number(outcome.value) };
  });
}
