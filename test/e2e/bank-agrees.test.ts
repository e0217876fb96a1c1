// After a random run with every sandbox scenario the bank's own books and the ledger agree to the cent, and hledger, which
// knows neither, balances the journal. BANK_SEED repeats a run; BANK_SECONDS makes it longer.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { bankIsLedger, becomeQuiet, hledgerIsInstalled, journalBalances } from '../support/books.ts';
import { eventually, startTestGateway, type TestGateway } from '../support/gateway.ts';
import type { TestMerchant } from '../support/merchant.ts';
import { createRandom, seedFrom } from '../support/random.ts';
import { errorsLogged } from '../support/raw-requests.ts';
import { createTally } from '../support/tally.ts';

const seconds = Number(process.env['BANK_SECONDS'] ?? 10);
const seed = seedFrom('BANK_SEED');
const random = createRandom(seed);

let gateway: TestGateway;
let merchants: TestMerchant[];

before(async () => {
  gateway = await startTestGateway();
  const fees = { payment: { fixed: 5, basisPoints: 150 }, payout: { fixed: 700, basisPoints: 10 } };
  merchants = [
    await gateway.merchant(),
    await gateway.merchant({ settings: { fees } }),
    await gateway.merchant({ settings: { fees, settlementDays: 1 } }),
  ];
  for (const merchant of merchants) await merchant.fund(20_000_000);
});
after(() => gateway.close());

test(`a random run with all scenarios on answers every step definitely (seed ${seed})`, async (context) => {
  const seen = createTally();
  const startedAt = performance.now();
  while (performance.now() - startedAt < seconds * 1000) {
    const steps = Array.from({ length: 16 }, () => random.pick(actions)(random.pick(merchants)));
    for (const outcome of await Promise.all(steps)) seen.add(outcome);
    if (random.chance(1 / 6)) await gateway.advance(random.pick([1, 5, 61, 3_700, 90_000]));
  }
  context.diagnostic(seen.summary());
  for (const expected of ['payout 1000', 'payout 1011', 'web 1000', 'qr 1000', 'act 200', 'act 409', 'cancel 1000']) {
    assert.ok(seen.has(expected), `Nothing ended with "${expected}".`);
  }
});

test("when it is quiet, the bank's totals are the ledger's channel accounts, per merchant and channel, to the cent", async () => {
  await becomeQuiet(gateway);
  let compared = 0;
  for (const { merchantId } of merchants) compared += await bankIsLedger(gateway, merchantId);
  assert.ok(compared >= 12, `${compared} accounts`);
});

test('what is held is what pending payouts and their fees need', async () => {
  for (const { merchantId } of merchants) {
    const [needed] = await rows<{ sum: bigint | null }>(
      `select sum(amount_minor + fee_minor)::bigint as sum from (
        select * from cell_00.payouts union all select * from cell_01.payouts) p
        where merchant_id = $1 and status = 'pending'`,
      [merchantId],
    );
    assert.equal(BigInt((await gateway.balances(merchantId))['held'] ?? 0), needed?.sum ?? 0n);
  }
});

test('every final payment and payout was notified to its merchant, always with the same bytes and a right signature', async () => {
  for (const { merchantId, receiver, client } of merchants) {
    const final = await rows<{ id: string }>(
      `select id from (
        select id, merchant_id, status from cell_00.payments union all
        select id, merchant_id, status from cell_01.payments union all
        select id, merchant_id, status from cell_00.payouts union all
        select id, merchant_id, status from cell_01.payouts) s
        where merchant_id = $1 and status in ('completed', 'failed')`,
      [merchantId],
    );
    await eventually(() => {
      const told = new Map(receiver.received.map(({ fields, body }) => [String(fields['transactionId']), body]));
      assert.deepEqual([...told.keys()].sort(), final.map(({ id }) => id).sort());
      for (const { fields, body } of receiver.received)
        assert.equal(body, told.get(String(fields['transactionId'])), 'A notification changed.');
      for (const body of told.values()) assert.ok(client.verifyCallback(body));
      return true;
    }, 20_000);
  }
});

test('the ledger check finds nothing, and nothing broke inside', async () => {
  const books = await gateway.manage<{ balanced: boolean; transfers: number }>('GET', '/ledger/check');
  assert.equal(books.balanced, true);
  assert.ok(books.transfers > 100);
  assert.deepEqual(errorsLogged(gateway), []);
});

test('hledger accepts and balances the journal, the balances that the database keeps among it', {
  skip: hledgerIsInstalled ? false : 'hledger is not installed',
}, async () => {
  await journalBalances(gateway, merchants, 'PHP');
});

/** Each does one thing as a merchant, a payer or the bank would, and says how it was answered. */
const actions: readonly ((merchant: TestMerchant) => Promise<string>)[] = [
  createWebPayment,
  createWebPayment,
  createCode,
  createCode,
  createPayout,
  createPayout,
  act,
  act,
  act,
  act,
  cancelCode,
];

const known: Readonly<Record<'payable' | 'codes' | 'payouts', string[]>> = { payable: [], codes: [], payouts: [] };

async function createWebPayment({ client, aPayment }: TestMerchant): Promise<string> {
  const channelCode = random.pick(['GCASH_URL', 'PAYMAYA_URL', 'CARD_URL']);
  const { code, data } = await client.call('POST', '/api/v1/payment', aPayment({ amount: anAmount(), channelCode }));
  if (code === 1000) known.payable.push((data as { transactionId: string }).transactionId);
  return definite('web', code);
}

async function createCode({ client, aQrcode }: TestMerchant): Promise<string> {
  const channelCode = random.pick(['QRPH_STATIC_QR', 'QRPH_DYNAMIC_QR', 'QRPH_HYBRID_QR']);
  const change = { channelCode, amount: anAmount(), expireSeconds: random.pick([60, 3_600]) };
  const { code, data } = await client.call('POST', '/api/v1/qrcode', aQrcode(change));
  if (code === 1000) {
    const { qrcodeId, mchOrderId } = data as { qrcodeId: string; mchOrderId: string };
    known.payable.push(qrcodeId);
    known.codes.push(mchOrderId);
  }
  return definite('qr', code);
}

async function createPayout({ client, aPayout }: TestMerchant): Promise<string> {
  const { code, data } = await client.call('POST', '/api/v1/payout', aPayout({ amount: anAmount() }));
  if (code === 1000) known.payouts.push((data as { transactionId: string }).transactionId);
  return definite('payout', code);
}

async function act(): Promise<string> {
  const references = random.chance(1 / 6) ? known.payouts : known.payable;
  if (references.length === 0) return 'nothing yet';
  // Mostly a new one, so that many are paid and some are paid twice.
  const newest = references.slice(-8);
  const reference = random.pick(random.chance(1 / 3) ? references : newest);
  const outcome = random.chance(1 / 5) ? 'failed' : 'paid';
  const amount = random.chance(1 / 3) ? { amount: anAmount() } : {};
  const { status, body } = await gateway.sandbox('act', { reference, outcome, ...amount });
  assert.ok([200, 400, 409].includes(status), JSON.stringify(body));
  return `act ${status}`;
}

async function cancelCode({ client }: TestMerchant): Promise<string> {
  if (known.codes.length === 0) return 'nothing yet';
  const { code } = await client.call('POST', '/api/v1/qrcode/cancel', { mchOrderId: random.pick(known.codes) });
  return definite('cancel', code);
}

function definite(what: string, code: number): string {
  assert.notEqual(code, 1018, what);
  return `${what} ${code}`;
}

/** One of all scenarios every other time (9000 to 9025). */
function anAmount(): number {
  if (random.chance(1 / 2)) return 2_000 + random.below(200_000);
  return 10_000 * (1 + random.below(20)) + 9_000 + random.pick([random.below(11), 20, 21, 22, 23, 24, 25]);
}

function rows<Row>(statement: string, values: unknown[]): Promise<Row[]> {
  return gateway.database.sql.unsafe<Row>(statement, values);
}
