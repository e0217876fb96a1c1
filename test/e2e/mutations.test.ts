// Whatever is sent to PayCools' paths has a defined answer, and nothing is stored that was not accepted.
// MUTATION_SEED repeats a run; MUTATION_SECONDS makes it longer.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeKeyPair, type TestMerchant } from '../support/merchant.ts';
import { createPlainMutator, draftOf, type Draft, type RawRequest } from '../support/mutations.ts';
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
import { createTally } from '../support/tally.ts';

const seconds = Number(process.env['MUTATION_SECONDS'] ?? 12);
const seed = seedFrom('MUTATION_SEED');
const random = createRandom(seed);
const together = 24;

/** paycools.md 6.1; 1018 is not among them: it would say that something failed inside. */
const codes = new Set([
  1000, 1001, 1002, 1003, 1004, 1005, 1006, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 1015, 1016, 1020,
]);

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

test(`any request has a defined answer, and only code 1000 stores anything (seed ${seed})`, async (context) => {
  const mutate = createPaycoolsMutator(random, { own: merchant.privateKeyPem, other: makeKeyPair().privateKeyPem });
  const drafts = await draftsOf();
  const seen = createTally();
  const accepted = new Set<string>();
  let known = await countRows();
  let sent = 0;
  let last: RawRequest | undefined;
  const startedAt = performance.now();
  while (performance.now() - startedAt < seconds * 1000) {
    const requests = Array.from({ length: together }, () => mutate(random.pick(drafts)()));
    // A replay: the same bytes once more.
    if (last) requests.push(last);
    last = requests[0];
    const acceptedBefore = accepted.size;
    const answers = await Promise.all(requests.map(sender.send));
    for (const [index, answer] of answers.entries()) {
      seen.add(verify(requests[index]!, answer));
      for (const id of createdBy(requests[index]!, answer)) accepted.add(id);
    }
    const stored = await countRows();
    if (stored - known !== accepted.size - acceptedBefore) {
      const rows = `${stored - known} rows for ${accepted.size - acceptedBefore} accepted`;
      assert.fail(`${rows}:\n${requests.map(show).join('\n')}`);
    }
    known = stored;
    sent += requests.length;
  }
  context.diagnostic(`${sent} requests, ${accepted.size} accepted: ${seen.summary()}`);
  for (const expected of ['200 1000', '200 1003', '200 1008', '200 1009', '404 1009', '405 1009']) {
    assert.ok(seen.has(expected), `No request was answered ${expected}; the mutations are too tame or too wild.`);
  }
  assert.deepEqual(errorsLogged(gateway), []);
  assert.equal((await gateway.manage<{ balanced: boolean }>('GET', '/ledger/check')).balanced, true);
});

test(`operators' and developers' paths refuse whatever is wrong with a sentence (seed ${seed})`, async (context) => {
  const mutate = createPlainMutator(random);
  const drafts = plainDrafts();
  const seen = createTally();
  const startedAt = performance.now();
  while (performance.now() - startedAt < seconds * 250) {
    const requests = Array.from({ length: together }, () => mutate(random.pick(drafts)));
    const answers = await Promise.all(requests.map(sender.send));
    for (const [index, answer] of answers.entries()) seen.add(verify(requests[index]!, answer));
  }
  context.diagnostic(seen.summary());
  for (const expected of ['200', '400', '404']) assert.ok(seen.has(expected), `No request was answered ${expected}.`);
  assert.deepEqual(errorsLogged(gateway), []);
  assert.equal((await gateway.manage<{ balanced: boolean }>('GET', '/ledger/check')).balanced, true);
});

function plainDrafts(): readonly Draft[] {
  const { merchantId, appId } = merchant;
  const { appId: upayAppId, vendorSn, terminalSn } = gateway.demo.upay;
  const path = '/api/v1/payment';
  return [
    draftOf('POST', '/admin/merchants', { name: 'X', fees: { payment: { fixed: 1 } }, limits: {}, settlementDays: 1 }),
    draftOf('GET', '/admin/merchants', { after: merchantId, limit: 3 }),
    draftOf('GET', `/admin/merchants/${merchantId}`, {}),
    draftOf('PATCH', `/admin/merchants/${merchantId}`, { name: 'Y', city: 'Cebu', settlementDays: 0 }),
    draftOf('POST', '/admin/apps', { merchantId, dialect: 'upay', publicKey: 'x' }),
    draftOf('PATCH', `/admin/apps/${appId}`, { enabled: true, rateLimit: null, switches: { lenientAck: true } }),
    draftOf('PATCH', '/admin/channels/MAYB_URL', { enabled: true, minAmount: 100, maxAmount: 200, void: false }),
    draftOf('GET', '/admin/notifications', { reference: 'C1', appId }),
    draftOf('POST', '/admin/notifications/C1.completed/redeliver', {}),
    draftOf('GET', '/admin/payouts/unsettled', { olderThanSeconds: 0 }),
    draftOf('GET', '/admin/audit', { before: 5, limit: 2 }),
    draftOf('POST', '/admin/vendors', { name: 'Till Soft' }),
    draftOf('GET', '/admin/vendors', { after: '10000000', limit: 3 }),
    draftOf('PATCH', `/admin/vendors/${vendorSn}`, { name: 'Z', enabled: true, rotateKey: false }),
    draftOf('POST', '/admin/stores', { merchantId, name: 'Corner' }),
    draftOf('GET', '/admin/stores', { merchantId, limit: 2 }),
    draftOf('PATCH', '/admin/stores/100000000000', { name: 'Corner', status: 'open' }),
    draftOf('POST', '/admin/activation-codes', { storeId: '100000000000', appId: upayAppId, uses: 2, validDays: 7 }),
    draftOf('GET', '/admin/activation-codes', { storeId: '100000000000', limit: 2 }),
    draftOf('GET', '/admin/terminals', { storeId: '100000000000', limit: 2 }),
    draftOf('PATCH', `/admin/terminals/${terminalSn}`, { status: 'active' }),
    draftOf('GET', '/admin/applications', { status: 'review', limit: 2 }),
    draftOf('PATCH', `/admin/applications/${merchantId}`, { status: 'passed', problem: '' }),
    draftOf('GET', '/admin/refunds/unsettled', { olderThanSeconds: 0 }),
    draftOf('PATCH', `/admin/apps/${upayAppId}`, { switches: { payHoldSeconds: 1, sameDayCancel: false } }),
    draftOf('POST', '/sandbox/act', {
      reference: 'C000000000000000000000000',
      outcome: 'paid',
      amount: 5,
      failedCode: 1,
    }),
    draftOf('POST', '/sandbox/fund', { merchantId, currency: 'PHP', amount: 100 }),
    draftOf('POST', '/sandbox/clock', { advanceSeconds: 0 }),
    draftOf('POST', '/sandbox/inbox/junk', { eventName: 'h5.payment.success', transactionId: 'C1', sign: 'x' }),
    draftOf('GET', '/sandbox/inbox/junk', { x: 1 }),
    draftOf('POST', '/sandbox/explain', {
      method: 'POST',
      path,
      headers: { a: 'b' },
      body: '{"appId":"x","sign":"y"}',
    }),
    draftOf('GET', '/pay/token/status', { x: 1 }),
    draftOf('POST', '/pay/token/pay', { amount: '1' }),
  ];
}

/** Makers of valid requests, one for every operation. */
async function draftsOf(): Promise<(() => Draft)[]> {
  const { appId } = merchant;
  const code = await merchant.createQrcode({ channelCode: 'QRPH_STATIC_QR', amount: null });
  const transactionId = await merchant.createPayment();
  const payout = merchant.aPayout();
  await merchant.client.call('POST', '/api/v1/payout', payout);
  const order = { mchOrderId: code.mchOrderId };
  const dates = { startDate: '2026-01-01', endDate: '2026-01-31' };
  const closing = await merchant.createQrcode();
  return [
    () => draftOf('GET', '/api/v1/account/checkBalance', { appId }),
    () => draftOf('POST', '/api/v1/payout', { ...merchant.aPayout(), appId }),
    () => draftOf('POST', '/api/v1/payout', { ...wallet(), appId }),
    () => draftOf('GET', '/api/v1/payout/check', { mchOrderId: payout['mchOrderId'] ?? '', appId }),
    () => draftOf('POST', '/api/v1/qrcode', { ...merchant.aQrcode({ expireSeconds: 3600 }), appId }),
    () => draftOf('POST', '/api/v1/qrcode', { ...merchant.aQrcode({ channelCode: 'QRPH_STATIC_QR' }), appId }),
    () => draftOf('GET', '/api/v1/qrcode/detail', { ...order, appId }),
    () => draftOf('GET', `/api/v1/qrcode/${code.mchOrderId}`, { appId }),
    () => draftOf('GET', `/api/v1/qrcode/${code.mchOrderId}/payments`, { ...dates, appId }),
    () => draftOf('POST', '/api/v1/qrcode/update', { ...order, customerName: 'Maria', remark: 'x', appId }),
    () => draftOf('POST', '/api/v1/qrcode/cancel', { mchOrderId: closing.mchOrderId, appId }),
    () => draftOf('POST', '/api/v1/payment', { ...merchant.aPayment(), appId }),
    () => draftOf('GET', `/api/v1/payment/${transactionId}`, { appId }),
    () => draftOf('GET', '/api/v1/payment/channels', { appId }),
  ];
}

function wallet() {
  return merchant.aPayout({ payMethodCode: 'EWALLET', ewalletCode: 'GCASH', accountNo: '09171234567' });
}

/** Answers status and code, by which answers are counted. */
function verify(request: RawRequest, answer: RawAnswer): string {
  const { status, body } = answer;
  const problem = (sentence: string) => assert.fail(`${sentence}\n${status} ${body.slice(0, 500)}\n${show(request)}`);
  if (!checkDefinite(request, answer)) return `${status} no HTTP`;
  if (!/^\/api\/(?!v1\/pre-auth([/?#]|$))(v1|v2|payment)\//.test(request.path) || request.method === 'HEAD')
    return `${status}`;
  if (![200, 404, 405].includes(status)) problem('A status that the dialect does not have.');
  const { code, message } = JSON.parse(body) as { code: unknown; message: unknown };
  if (!codes.has(code as number)) problem('A code that is not defined.');
  if (typeof message !== 'string' || message.length > 100) problem('A message that is none.');
  return `${status} ${String(code)}`;
}

/** Ids of what an answer says was created. */
function createdBy({ method, path }: RawRequest, { body }: RawAnswer): string[] {
  const [, operation] = /^\/api\/v1\/(payment|payout|qrcode)\/?(?:[?#]|$)/.exec(path) ?? [];
  if (method !== 'POST' || operation === undefined) return [];
  const { code, data } = JSON.parse(body) as { code: number; data?: { transactionId?: string; qrcodeId?: string } };
  return code === 1000 ? [data?.transactionId ?? data?.qrcodeId ?? ''] : [];
}

/** Payments that stand alone, instruments and payouts, of all cells. */
async function countRows(): Promise<number> {
  const [row] = await gateway.database.sql<{ count: bigint }[]>`
    select sum(count)::bigint as count from (
      select count(*) from cell_00.payments where instrument_id is null union all select count(*) from cell_00.instruments
      union all select count(*) from cell_00.payouts
      union all select count(*) from cell_01.payments where instrument_id is null
      union all select count(*) from cell_01.instruments union all select count(*) from cell_01.payouts) as counts`;
  return Number(row?.count ?? 0n);
}
