// Whatever is sent to PayCools' paths, to hosted pages, to operators' and developers' paths has a defined answer, and nothing is stored
// that was not accepted. MUTATION_SEED repeats a run; MUTATION_SECONDS makes it longer.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { bankIsLedger } from '../support/books.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeKeyPair, type TestMerchant } from '../support/merchant.ts';
import {
  assertSeen,
  countRows,
  createMade,
  type Made,
  type MutationRun,
  runMutations,
} from '../support/mutation-run.ts';
import { createPlainMutator, type RawRequest } from '../support/mutations.ts';
import { operatorDrafts } from '../support/operator-drafts.ts';
import { pageDrafts } from '../support/page-drafts.ts';
import { draftsOf } from '../support/paycools-drafts.ts';
import { createPaycoolsMutator } from '../support/paycools-mutations.ts';
import { createRandom, seedFrom } from '../support/random.ts';
import {
  checkDefinite,
  createSender,
  errorsLogged,
  type RawAnswer,
  type Sender,
  show,
} from '../support/raw-requests.ts';

const seconds = Number(process.env['MUTATION_SECONDS'] ?? 12);
const seed = seedFrom('MUTATION_SEED');
const random = createRandom(seed);

/** paycools.md 6.1, 6.2; 1018 and 1503 are not among them: they would say that something failed inside. */
const codes = new Set(
  [
    [1000, 1001, 1002, 1003, 1004, 1005, 1006, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 1015, 1016, 1017],
    [1019, 1020],
    [1501, 1502, 1504, 1505, 1506, 1507, 1508, 1509, 1510, 1511, 1512, 1513, 1515, 1516],
  ].flat(),
);

let gateway: TestGateway;
let merchant: TestMerchant;
let sender: Sender;

before(async () => {
  gateway = await startTestGateway();
  merchant = await gateway.merchant();
  await merchant.fund(100_000_000_000);
  sender = createSender(gateway);
});
after(async () => {
  sender.close();
  await gateway.close();
});

/** Sends for this part of the time, and checks that nothing broke inside. */
async function run(part: number, given: Pick<MutationRun, 'next' | 'read' | 'stored'>) {
  const done = await runMutations({ sender, seconds: seconds * part, fewest: 1_000, together: 96, ...given });
  assert.deepEqual(errorsLogged(gateway), []);
  await bankIsLedger(gateway, merchant.merchantId);
  assert.equal((await gateway.manage<{ balanced: boolean }>('GET', '/ledger/check')).balanced, true);
  return done;
}

test(`any request has a defined answer, and only code 1000 stores anything (seed ${seed})`, async (context) => {
  const mutate = createPaycoolsMutator(random, { own: merchant.privateKeyPem, other: makeKeyPair().privateKeyPem });
  const drafts = await draftsOf(random, merchant, gateway);
  const made = createMade();
  const ofCells = ['payments', 'instruments', 'payouts', 'refunds', 'checkouts', 'mandates', 'identity_checks'];
  const { sent, seen } = await run(1, {
    next: () => mutate(random.pick(drafts)()),
    read: (request, answer) => readPaycools(request, answer, made),
    stored: { made, count: () => countRows(gateway.database.sql, { ofCells }) },
  });
  context.diagnostic(`${sent} requests, made ${JSON.stringify(made.counts())}: ${seen.summary()}`);
  const ofRequests = [1000, 1001, 1003, 1008, 1009, 1012, 1014, 1017, 1019].map((code) => `200 ${code}`);
  const ofRefunds = [1501, 1515, 1516].map((code) => `200 ${code}`);
  assertSeen(seen, [...ofRequests, ...ofRefunds, '404 1009', '405 1009']);
  for (const what of ofCells)
    assert.ok((made.counts()[what] ?? 0) > 0, `There are no ${what}; the mutations are too wild.`);
});

test(`hosted pages and whoever plays their payers are answered whatever they send (seed ${seed})`, async (context) => {
  const mutate = createPlainMutator(random);
  const drafts = await pageDrafts(random, gateway, merchant);
  const { seen } = await run(1 / 4, { next: () => mutate(random.pick(drafts)()), read: readPage });
  context.diagnostic(seen.summary());
  assertSeen(seen, ['page 200', 'page 302', 'page 303', 'page 404', 'page 422', 'act 200', 'act 400', 'act 409']);
});

test(`operators' and developers' paths refuse whatever is wrong with a sentence (seed ${seed})`, async (context) => {
  const mutate = createPlainMutator(random);
  const drafts = operatorDrafts(gateway, merchant);
  const read: MutationRun['read'] = (request, answer) => {
    checkDefinite(request, answer);
    return `${answer.status}`;
  };
  const { seen } = await run(1 / 4, { next: () => mutate(random.pick(drafts)), read });
  context.diagnostic(seen.summary());
  assertSeen(seen, ['200', '400', '404']);
});

/** Answers status and code, by which answers are counted. */
function readPaycools(request: RawRequest, answer: RawAnswer, made: Made): string {
  const { status, body } = answer;
  const problem = (sentence: string) => assert.fail(`${sentence}\n${status} ${body.slice(0, 500)}\n${show(request)}`);
  if (!checkDefinite(request, answer)) return `${status} no HTTP`;
  if (!/^\/api\/(?!v1\/pre-auth([/?#]|$))(v1|v2|payment)\//.test(request.path) || request.method === 'HEAD')
    return `${status}`;
  if (![200, 404, 405].includes(status)) problem('A status that the dialect does not have.');
  const { code, message, data, ...rest } = JSON.parse(body) as Record<string, unknown>;
  if (typeof code !== 'number' || !codes.has(code)) problem('A code that is not defined.');
  if (typeof message !== 'string' || message.length > 100) problem('A message that is none.');
  if (Object.keys(rest).length > 0) problem('Members that are not documented.');
  if (code !== 1000 && data !== undefined && data !== null) problem('An error with data.');
  if (code === 1000) noteMade(made, request, data);
  return `${status} ${String(code)}`;
}

/** Which operation makes what, and where its answer names it. */
const makers: readonly (readonly [path: RegExp, what: string, member: string])[] = [
  [/^v1\/(payment|direct\/debit\/pay)$/, 'payments', 'transactionId'],
  [/^v1\/payout$/, 'payouts', 'transactionId'],
  [/^v1\/qrcode$/, 'instruments', 'qrcodeId'],
  [/^v1\/(batch\/)?paymentCode(\/[^/]+\/update)?$/, 'instruments', 'referenceNumber'],
  [/^v1\/batch\/paymentAccount(\/[^/]+\/update)?$/, 'instruments', 'accountNumber'],
  [/^payment\/refund$/, 'refunds', 'refundTransactionId'],
  [/^(v1\/checkout|v2\/checkout\/generate)$/, 'checkouts', 'checkoutId'],
  [/^v1\/direct\/debit\/token\/apply$/, 'mandates', 'authUrl'],
  [/^v1\/ekyc\/init$/, 'identity_checks', 'ekycId'],
];

function noteMade(made: Made, { method, path }: RawRequest, data: unknown): void {
  const [, name = ''] = /^\/api\/(.*?)\/*([?#]|$)/.exec(path) ?? [];
  if (method !== 'POST') return;
  for (const [pattern, what, member] of makers) {
    if (!pattern.test(name)) continue;
    const { paymentVaList, paymentAccountList, ...alone } = data as Record<string, object[] | undefined>;
    for (const part of paymentVaList ?? paymentAccountList ?? [alone]) {
      const { [member]: id, channelCode } = part as Record<string, unknown>;
      made.add(what, id);
      // A code for one payment has that payment from the beginning.
      if (channelCode === 'QRPH_DYNAMIC_QR') made.add('payments', id);
    }
  }
}

/** Answers whether it was a page or an act, and its status. What was typed is never shown as markup. */
function readPage(request: RawRequest, answer: RawAnswer): string {
  checkDefinite(request, answer);
  const { status, body } = answer;
  if (body.startsWith('<')) assert.doesNotMatch(body, /<script>alert/, `Markup that somebody typed.\n${show(request)}`);
  return `${request.path.startsWith('/sandbox/act') ? 'act' : 'page'} ${status}`;
}
