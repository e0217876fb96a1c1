// POST /sandbox/act: plays the payer or the bank.
import type { FastifyInstance } from 'fastify';
import { type ActProblem, type ActRequest, actOutcomes } from '../act-request.ts';
import { type Fields, isText, isWhole, readBody } from './body.ts';
import type { SandboxPluginDeps } from './plugin.ts';

const statusOf: Readonly<Record<ActProblem, number>> = {
  malformed: 400,
  not_found: 404,
  not_possible: 409,
  declined: 409,
  unavailable: 503,
};

/** Answers `{ok: true}`, or `{ok: false, message}` with 400, 404 or 409 (503 when a database does not answer). */
export function actRoute(app: FastifyInstance, { sandbox }: Pick<SandboxPluginDeps, 'sandbox'>): void {
  app.post('/act', async (request, reply) => {
    const fields = readBody(request.body);
    const act = typeof fields === 'string' ? fields : readAct(fields);
    if (typeof act === 'string') return reply.status(400).send({ ok: false, message: act });
    const result = await sandbox.act(act);
    if (result.ok) return { ok: true };
    return reply.status(statusOf[result.reason]).send({ ok: false, message: result.detail });
  });
}

function readAct({ reference, outcome, amount, failedCode, mobile }: Fields): ActRequest | string {
  if (!isText(reference))
    return 'reference must be a text: the public id of a payment, a QR code, an account, a payout or an authorisation.';
  const known = actOutcomes.find((candidate) => candidate === outcome);
  if (known === undefined) return `outcome must be one of ${actOutcomes.join(', ')}.`;
  if (amount !== undefined && !isWhole(amount)) return 'amount must be a whole number of minor units.';
  if (failedCode !== undefined && !isWhole(failedCode))
    return 'failedCode must be a whole number from -10010 to -10000.';
  if (mobile !== undefined && typeof mobile !== 'string') return 'mobile must be a text of 11 to 14 digits.';
  const amountMinor = amount === undefined ? undefined : BigInt(amount);
  return { reference, outcome: known, amountMinor, failedCode, mobile };
}
