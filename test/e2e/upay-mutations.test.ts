// Whatever is sent to Upay's paths has an answer that its clients can read, and nothing is stored without a success answer.
// MUTATION_SEED repeats a run; MUTATION_SECONDS makes it longer.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { assertSeen, countRows, createMade, type Made, runMutations } from '../support/mutation-run.ts';
import type { RawRequest } from '../support/mutations.ts';
import { createRandom, seedFrom } from '../support/random.ts';
import {
  checkDefinite,
  createSender,
  errorsLogged,
  type RawAnswer,
  type Sender,
  show,
} from '../support/raw-requests.ts';
import { readUpayAnswer, type UpayBody } from '../support/upay-answer.ts';
import { createUpayClient, type UpaySigner } from '../support/upay-client.ts';
import { draftsOf } from '../support/upay-drafts.ts';
import { createUpayMutator } from '../support/upay-mutations.ts';
import { openShop, type UpayShop } from '../support/upay-shop.ts';

const seconds = Number(process.env['MUTATION_SECONDS'] ?? 12) * (2 / 3);
const seed = seedFrom('MUTATION_SEED');
const random = createRandom(seed);

let gateway: TestGateway;
let shop: UpayShop;
let sender: Sender;
/** A terminal of its own, whose keys are renewed all the time. */
let renewed: UpaySigner;

before(async () => {
  gateway = await startTestGateway();
  // Nothing is taken back meanwhile because its time is up.
  const switches = { payHoldSeconds: 1, payExpirySeconds: 600, orderExpirySeconds: 86_400, sameDayCancel: false };
  shop = await openShop(gateway, { switches });
  sender = createSender(gateway);
  const { client, appId, activationCodes } = shop;
  const other = createUpayClient({ baseUrl: gateway.url, vendor: client.vendor, terminal: client.terminal });
  await other.activate({ app_id: appId, code: activationCodes[0], device_id: 'POS-9' });
  renewed = other.terminal;
});
after(async () => {
  sender.close();
  await gateway.close();
});

test(`any request has an answer that clients read, and only success stores anything (seed ${seed})`, async (context) => {
  const strangers = [gateway.demo.upay.terminalSn, shop.client.terminal.sn, '999', 'x'].map((sn) => ({
    sn,
    key: gateway.demo.upay.terminalKey,
  }));
  const mutate = createUpayMutator(random, strangers);
  const drafts = await draftsOf(random, shop, () => renewed);
  const made = createMade();
  const { sent, seen } = await runMutations({
    sender,
    seconds,
    fewest: 1_000,
    together: 96,
    next: () => mutate(random.pick(drafts)()),
    read(request, answer) {
      const [said, body] = verify(request, answer);
      noteMade(made, request, answer, body);
      return said;
    },
    // A repeated refund or cancel is answered with the one that is there.
    stored: { made, count, repeated: ['refunds', 'releases'] },
    afterRound: renewKey,
  });
  context.diagnostic(`${sent} requests, made ${JSON.stringify(made.counts())}: ${seen.summary()}`);
  const expected = [
    ['PAY_SUCCESS', 'PRECREATE_SUCCESS', 'SUCCESS', 'REFUND_SUCCESS', 'CANCEL_SUCCESS', 'FAIL CLIENT_SN_CONFLICT'],
    ['400 INVALID_PARAMS', '400 ILLEGAL_SIGN', '400 INVALID_TERMINAL', 'HTTP 404', 'HTTP 405'],
    ['cashier opened', 'cashier refused', 'cashier shown'],
  ];
  assertSeen(seen, expected.flat());
  assert.deepEqual(errorsLogged(gateway), []);
  assert.equal((await gateway.manage<{ balanced: boolean }>('GET', '/ledger/check')).balanced, true);
});

async function renewKey(): Promise<void> {
  const terminal = await gateway.gateway.core.directory.terminals.findTerminal(renewed.sn, 'fresh');
  renewed = { sn: renewed.sn, key: terminal?.keys[0] ?? '' };
}

const ownPaths = /^\/(upay|terminal|api\/v1\/pre-auth|v2\/merchant)([/?#]|$)/;
const pagePaths = /^\/((qr\/)?gateway|upay\/qrcode|upay\/files\/[^/?#]*)\/?([?#]|$)/;

/** Answers what is counted, and the answer's layers where it has them. */
function verify(request: RawRequest, answer: RawAnswer): [said: string, body?: UpayBody] {
  const { status, body, location } = answer;
  const problem = (sentence: string) => assert.fail(`${sentence}\n${status} ${body.slice(0, 500)}\n${show(request)}`);
  if (!checkDefinite(request, answer)) return [`${status} no HTTP`];
  if (request.method === 'HEAD') return [`HEAD ${status}`];
  if (pagePaths.test(request.path)) {
    if (![200, 302, 400, 404, 405, 413].includes(status)) problem('A status that pages do not have.');
    if (!/^\/(qr\/)?gateway/.test(request.path)) return [`page ${status}`];
    if (status !== 302) return [`cashier ${status === 400 ? 'shown' : status}`];
    return [location.startsWith(`${gateway.url}/pay/`) ? 'cashier opened' : 'cashier refused'];
  }
  if (!ownPaths.test(request.path)) return [`elsewhere ${status}`];
  if (![200, 404, 405, 413].includes(status)) problem('A status that the dialect does not have.');
  let read: UpayBody;
  try {
    read = readUpayAnswer(body);
  } catch (error) {
    return problem(`An answer that clients cannot read: ${(error as Error).message}`);
  }
  if (status !== 200) return [`HTTP ${status}`, read];
  if (read.result_code === '500') problem(`Something failed inside: ${errorsLogged(gateway).join('\n')}\n`);
  const { result_code: result, error_code: error } = read.biz_response ?? {};
  if (read.result_code !== '200') return [`${read.result_code} ${read.error_code}`, read];
  return [[result ?? 'accepted', ...(error === undefined ? [] : [error])].join(' '), read];
}

/** By id, where the answer names one. */
function noteMade(
  { add }: Made,
  { method, path }: RawRequest,
  { status, location }: RawAnswer,
  body: UpayBody | undefined,
): void {
  if (status === 302 && location.startsWith(`${gateway.url}/pay/`)) add('payments', location);
  const business = body?.biz_response;
  const [, name = ''] = /^\/(.*?)\/*([?#]|$)/.exec(path) ?? [];
  if (method !== 'POST') return;
  if (name === 'terminal/uploadLog' && body?.result_code === '200') add('terminal_logs');
  const { result_code: result = 'SUCCESS', data } = business ?? { result_code: 'FAIL' };
  if (result === 'FAIL') return;
  if (['upay/v2/pay', 'upay/v2/precreate', 'upay/v2/deposit/consume', 'api/v1/pre-auth/pay'].includes(name) && data)
    add('payments', data['sn']);
  if (name === 'upay/v2/deposit/freeze' && data) add('authorisations', data['sn']);
  if (name === 'api/v1/pre-auth/freeze' && data) add('authorisations', data['auth_sn']);
  if (/^(upay\/v2\/(refund|cancel|revoke)|api\/v1\/pre-auth\/refund)$/.test(name)) add('refunds');
  if (/^(upay\/v2\/deposit\/(consume|cancel)|api\/v1\/pre-auth\/(pay|unfreeze))$/.test(name)) add('releases');
  if (name === 'terminal/activate') add('terminals', business?.['terminal_sn']);
  if (name === 'v2/merchant/create')
    for (const what of ['terminals', 'applications', 'merchants']) add(what, data?.['terminal_sn']);
  if (name === 'v2/merchant/upload') add('pictures');
}

async function count(): Promise<Readonly<Record<string, number>>> {
  const { sql } = gateway.database;
  const ofCells = ['payments', 'authorisations', 'releases', 'refunds'];
  const ofDirectory = ['terminals', 'applications', 'merchants', 'pictures'];
  // Of logs only the newest of each terminal are kept.
  const [logs] = await sql.unsafe<{ count: bigint }>(
    `select coalesce((select last_value from pg_sequences where sequencename = 'terminal_logs_id_seq'), 0) as count`,
  );
  return { ...(await countRows(sql, { ofCells, ofDirectory })), terminal_logs: Number(logs?.count ?? 0n) };
}
