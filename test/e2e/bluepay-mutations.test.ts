// Whatever is sent to BluePay's paths, in either version, has an answer that its clients can read with a published code, and nothing is
// stored without 10000. MUTATION_SEED repeats a run; MUTATION_SECONDS makes it longer.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { codesV1, codesV2 } from '../support/bluepay-code-lists.ts';
import { draftsOf } from '../support/bluepay-drafts.ts';
import { createBluepayMutator } from '../support/bluepay-mutations.ts';
import { type BluepayShop, openBluepayShop } from '../support/bluepay-shop.ts';
import { bankIsLedger } from '../support/books.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { countRows, createMade, type Made, runMutations } from '../support/mutation-run.ts';
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
import { atNoon } from '../support/upay-shop.ts';

const seconds = Number(process.env['MUTATION_SECONDS'] ?? 12) * (1 / 3);
const seed = seedFrom('MUTATION_SEED');
const random = createRandom(seed);
const ofCells = [
  ['payments', 'instruments', 'payouts', 'refunds', 'checkouts', 'mandates'],
  ['shares', 'share_returns', 'receivers'],
].flat();

let gateway: TestGateway;
let v1: BluepayShop;
let v2: BluepayShop;
let receiver: BluepayShop;
let sender: Sender;

before(async () => {
  gateway = await startTestGateway();
  await atNoon(gateway);
  v1 = await openBluepayShop(gateway, 'v1', { app: { switches: { jt: true } } });
  v2 = await openBluepayShop(gateway, 'v2');
  receiver = await openBluepayShop(gateway, 'v2');
  for (const shop of [v1, v2]) await shop.fund(900_000_000);
  sender = createSender(gateway);
});
after(async () => {
  sender.close();
  await gateway.close();
});

test(`any request has an answer that clients read, and only 10000 stores anything (seed ${seed})`, async (context) => {
  const strangers = [v1.client, v2.client, receiver.client, gateway.bluepayV1, gateway.bluepayV2];
  const mutate = createBluepayMutator(random, strangers);
  const drafts = await draftsOf(random, { v1, v2, receivers: [receiver.merchantId, receiver.appId] });
  const made = createMade();
  const { sent, seen } = await runMutations({
    sender,
    seconds,
    fewest: 1_000,
    together: 96,
    next: () => mutate(random.pick(drafts)()),
    read(request, answer) {
      const [said, data] = verify(request, answer);
      if (data !== undefined) noteMade(made, request, data);
      return said;
    },
    stored: {
      made,
      count: () => countRows(gateway.database.sql, { ofCells, ofDirectory: ['files'] }),
      // Who is added again is written anew.
      repeated: ['receivers'],
    },
  });
  context.diagnostic(`${sent} requests, made ${JSON.stringify(made.counts())}: ${seen.summary()}`);
  const ofEach = [10000, 21001, 21002, 21006, 21008].flatMap((code) => [`v1 ${code}`, `v2 ${code}`]);
  for (const what of [...ofEach, '21007', '21009', 'HTTP 404', 'HTTP 405']) {
    const isSeen = [what, `v1 ${what}`, `v2 ${what}`].some(seen.has);
    assert.ok(isSeen, `Nothing was answered ${what}; the mutations are too tame or too wild.`);
  }
  for (const what of ['payments', 'payouts', 'refunds', 'instruments'])
    assert.ok((made.counts()[what] ?? 0) > 0, `There are no ${what}; the mutations are too wild.`);
  assert.deepEqual(errorsLogged(gateway), []);
  for (const { merchantId } of [v1, v2, receiver]) await bankIsLedger(gateway, merchantId);
  assert.equal((await gateway.manage<{ balanced: boolean }>('GET', '/ledger/check')).balanced, true);
});

/** Answers what is counted, and with 10000 the data. */
function verify(request: RawRequest, answer: RawAnswer): [said: string, data?: unknown] {
  const { status, body } = answer;
  const problem = (sentence: string) => assert.fail(`${sentence}\n${status} ${body.slice(0, 500)}\n${show(request)}`);
  if (!checkDefinite(request, answer)) return [`${status} no HTTP`];
  if (request.method === 'HEAD') return [`HEAD ${status}`];
  if (!request.path.startsWith('/open-api/')) return [`elsewhere ${status}`];
  if (![200, 404, 405, 413].includes(status)) problem('A status that the dialect does not have.');
  let read: Record<string, unknown>;
  try {
    read = JSON.parse(body) as Record<string, unknown>;
  } catch {
    return problem('An answer that is no JSON.');
  }
  const { code, message, data, ...rest } = read;
  if (Object.keys(rest).length > 0) problem('An answer with members that are not documented.');
  // Whose request it is decides; as long as nobody is known to ask, both versions answer alike.
  const version = namesAppOf(request, v2Apps()) ? 'v2' : 'v1';
  const published: Readonly<Record<string, string>> = version === 'v2' ? codesV2 : codesV1;
  if (typeof code !== 'number' || message !== published[code]) problem(`A code or message that ${version} has not.`);
  if (code === 21000 || code === 21011) problem(`Something failed: ${errorsLogged(gateway).join('\n')}`);
  if (code !== 10000 && 'data' in read) problem('An error with data.');
  if (status !== 200 && code !== 21002) problem('Only what nobody serves has a status of its own.');
  if (status !== 200) return [`HTTP ${status}`];
  const said = `${version} ${String(code)}`;
  return code === 10000 ? [said, data ?? {}] : [said];
}

const v2Apps = () => [v2.appId, receiver.appId, gateway.demo.bluepayV2.appId];

function namesAppOf({ body }: RawRequest, appIds: readonly string[]): boolean {
  return body !== undefined && appIds.some((appId) => body.includes(appId));
}

/** Which operation makes what, and where its answer names it. */
const makers: readonly (readonly [path: RegExp, what: string, member: string])[] = [
  [/^(webpay|qr|payment)\/generate$|^(jt\/)?direct\/debit\/pay$/, 'payments', 'transactionId'],
  [/^(qr|payment)\/generate$/, 'instruments', 'qrCodeId'],
  [/^disbursement(\/transfer)?$/, 'payouts', 'transactionId'],
  [/^(payment\/)?refund$/, 'refunds', 'refundTransactionId'],
  [/^payment\/void$/, 'refunds', 'voidTransactionId'],
  [/^payment\/checkout\/generate$/, 'checkouts', 'checkoutId'],
  [/^direct\/debit\/token\/apply$/, 'mandates', 'authUrl'],
  [/^v1\/split\/apply$/, 'shares', 'detailId'],
  [/^v1\/split\/return$/, 'share_returns', 'returnId'],
  [/^v1\/split\/receiver\/add$/, 'receivers', 'receiverAccount'],
  [/^v1\/file\/upload$/, 'files', 'fileId'],
];

function noteMade(made: Made, { path }: RawRequest, data: unknown): void {
  const [, name = ''] = /^\/open-api\/(.*?)\/*([?#]|$)/.exec(path) ?? [];
  for (const [pattern, what, member] of makers) {
    if (!pattern.test(name)) continue;
    // An account is named alike by all who share with it.
    for (const id of valuesOf(data, member)) made.add(what, what === 'receivers' ? undefined : id);
  }
}

/** The values of a member of that name, in the data itself or in the shares of a split. */
function valuesOf(data: unknown, member: string): unknown[] {
  const { receivers = [], ...rest } = data as { receivers?: object[] };
  return [rest, ...receivers]
    .map((part) => (part as Record<string, unknown>)[member])
    .filter((id) => typeof id === 'string');
}
