// PayCools' merchants and payers at once, over HTTP, at two gateways that share one database, with the sandbox's bank behind both: a
// payment goes back once, one number is one debit and one set of accounts, a checkout is paid or closed, a user passes or is rejected,
// a closed account takes nothing, and the bank's books are the ledger's. RACE_SEED repeats the waits between requests.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../support/gateway.ts';
import { anOrderId, type TestMerchant } from '../support/merchant.ts';
import type { Params } from '../support/paycools-client.ts';
import { createRandom, seedFrom } from '../support/random.ts';
import { acknowledged, type Received } from '../support/receiver.ts';
import { crowd, each, openTwoGateways, sortedTally, type TwoGateways } from './two-gateways.ts';

const pairs = 24;
const seed = seedFrom('RACE_SEED');
const random = createRandom(seed);

let gateways: TwoGateways;
let merchant: TestMerchant;
/** One who wants to be asked before a bill is collected. */
let careful: TestMerchant;

before(async () => {
  gateways = await openTwoGateways();
  const { first } = gateways;
  merchant = await first.merchant({ settings: { fees: { payment: { fixed: 5, basisPoints: 150 } } } });
  careful = await first.merchant();
  await first.manage('PATCH', `/apps/${careful.appId}`, { switches: { verification: true } });
});
after(() => gateways.close());
afterEach(() => gateways.booksAgree([merchant, careful]));

type Data = Readonly<Record<string, unknown>>;
interface Answer {
  readonly code: number;
  readonly data?: Data;
}

const soon = () => sleep(random.below(60));
const codesOf = (answers: readonly Answer[]) => sortedTally(answers.map(({ code }) => code));
const crowdOf = (code: number) => `1000 ×1; ${code} ×${crowd - 1}`;

/** Asks the gateways in turn, at the time of both. */
async function call(index: number, path: string, params: Params, by = merchant): Promise<Answer> {
  const { param, ...others } = params;
  const timestamp = gateways.first.gateway.core.clock.now();
  const timed =
    typeof param === 'string'
      ? { ...others, param: JSON.stringify({ timestamp, ...(JSON.parse(param) as object) }) }
      : { timestamp, ...params };
  const answer = await fetch(gateways.either(index).url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: by.client.signedBody(timed),
  });
  return (await answer.json()) as Answer;
}

/** The data of what must be accepted. */
async function made(path: string, params: Params, by = merchant): Promise<Data> {
  const { code, data } = await call(random.below(2), path, params, by);
  assert.equal(code, 1000, path);
  return data ?? {};
}

/** Plays the payer at one of the gateways; answers the HTTP status. */
async function act(index: number, reference: string, outcome: string, more: object = {}): Promise<number> {
  return (await gateways.either(index).sandbox('act', { reference, outcome, ...more })).status;
}

const toldOf = (name: string, value: string, by = merchant): Received[] =>
  by.receiver.received.filter(({ fields }) => fields[name] === value);

const aRefund = (originalTransactionId: string, change: Params = {}): Params => ({
  mchRefundOrderId: anOrderId(),
  originalTransactionId,
  refundAmount: 30_000,
  refundCallbackUrl: `${merchant.receiver.url}/refund`,
  ...change,
});

async function paid(): Promise<string> {
  const id = await merchant.createPayment();
  assert.equal(await act(0, id, 'paid'), 200);
  return id;
}

test(`of two refunds at once that do not fit together one is taken, and the bank gives back as much (seed ${seed})`, async (context) => {
  const ended = await each(pairs, async (index) => {
    const id = await paid();
    const answers = await each(2, (number) =>
      soon().then(() => call(index + number, '/api/payment/refund', aRefund(id))),
    );
    const refused = answers.map(({ code }) => code).find((code) => code !== 1000);
    // Once the first is through, what is left is too little.
    assert.match(codesOf(answers), /^1000 ×1; (1502|1506) ×1$/);
    await eventually(async () => (await gateways.bankOf([id])).out === 30_000n);
    return `1000 and ${refused}`;
  });
  context.diagnostic(sortedTally(ended));
});

test(`of ${crowd} refunds with one number one is taken, and the bank gives back once`, async () => {
  const id = await paid();
  const same = aRefund(id, { refundAmount: 1_000 });
  const answers = await each(crowd, (index) => call(index, '/api/payment/refund', same));
  assert.equal(codesOf(answers), crowdOf(1515));
  const told = await eventually(() => {
    const received = toldOf('mchRefundOrderId', String(same['mchRefundOrderId']));
    return received.length > 0 && received;
  });
  assert.deepEqual(
    told.map(({ fields }) => fields['eventName']),
    ['payment.refund.success'],
  );
  assert.equal((await gateways.bankOf([id])).out, 1_000n);
});

async function token(): Promise<{ readonly userId: string; readonly payToken: string }> {
  const [userId, requestId] = [anOrderId(), anOrderId()];
  const channel = { channelCode: 'GCASH_DIRECT_DEBIT', terminalType: 'WEB' };
  const back = { notifyUrl: `${merchant.receiver.url}/tokens`, redirectUrl: 'https://shop.example/done' };
  await made('/api/v1/direct/debit/token/apply', { userId, requestId, ...channel, ...back });
  assert.equal(await act(0, requestId, 'authorised'), 200);
  const { tokenList } = await made('/api/v1/direct/debit/token/query', { userId });
  const [given] = tokenList as { payToken: string }[];
  return { userId, payToken: given?.payToken ?? '' };
}

function debit(index: number, payToken: string, mchOrderId: string): Promise<Answer> {
  return call(index, '/api/v1/direct/debit/pay', {
    appName: 'Sari Sari Store',
    mchOrderId,
    amount: 10_000,
    channelCode: 'GCASH_DIRECT_DEBIT',
    payToken,
    callbackUrl: `${merchant.receiver.url}/debits`,
  });
}

/** What the bank took for payments of these numbers, and how many there are. */
async function debitsOf(numbers: readonly string[]): Promise<{ readonly debits: number; readonly in: bigint }> {
  const rows = await gateways.first.database.sql<{ id: string }[]>`
    select id from cell_00.payments where merchant_id = ${merchant.merchantId} and reference = any(${numbers})
    union all select id from cell_01.payments where merchant_id = ${merchant.merchantId} and reference = any(${numbers})`;
  const { in: came } = await gateways.bankOf(rows.map(({ id }) => id));
  return { debits: rows.length, in: came };
}

test(`of ${crowd} debits with one number one is taken, and its payer is charged once`, async () => {
  const { payToken } = await token();
  const mchOrderId = anOrderId();
  const answers = await each(crowd, (index) => debit(index, payToken, mchOrderId));
  assert.equal(codesOf(answers), crowdOf(1012));
  await eventually(() => toldOf('mchOrderId', mchOrderId).length > 0);
  assert.deepEqual(await debitsOf([mchOrderId]), { debits: 1, in: 10_000n });
});

test('debits race the cancelling of their token: each is charged, or refused and charged nothing', async (context) => {
  const ended = await each(6, async () => {
    const { userId, payToken } = await token();
    const numbers = Array.from({ length: 8 }, anOrderId);
    const [answers, cancelled] = await Promise.all([
      Promise.all(numbers.map((number, index) => soon().then(() => debit(index, payToken, number)))),
      soon().then(() => call(1, '/api/v1/direct/debit/token/cancel', { userId, payToken })),
    ]);
    assert.equal(cancelled.code, 1000);
    const taken = answers.filter(({ code }) => code === 1000).length;
    assert.ok(answers.every(({ code }) => code === 1000 || code === 1009));
    const came = BigInt(taken) * 10_000n;
    await eventually(async () => (await debitsOf(numbers)).in === came);
    assert.deepEqual(await debitsOf(numbers), { debits: taken, in: came });
    assert.equal((await debit(0, payToken, anOrderId())).code, 1009, 'what comes after it is refused');
    return `${taken} of 8`;
  });
  context.diagnostic(sortedTally(ended));
});

const billers = ['GCASH_STATIC_VA', 'PAYMAYA_STATIC_VA', '7ELEVEN_STATIC_VA'];

const anAccount = (change: Params = {}): Params => ({
  appName: 'Sari Sari Store',
  mchOrderId: anOrderId(),
  channelCode: billers.join(),
  customerName: 'Juan Dela Cruz',
  email: 'juan@example.com',
  ...change,
});

test('accounts of one order that are asked for many times at once are opened once, and all are told the same numbers', async () => {
  const bills = anAccount();
  const listed = await each(crowd, async (index) => {
    // Some ask for other channels of it, in another order.
    const some = index % 3 === 0 ? billers.slice(1).reverse() : billers;
    const { code, data } = await call(index, '/api/v1/batch/paymentCode', { ...bills, channelCode: some.join() });
    assert.equal(code, 1000);
    const accounts = data?.['paymentVaList'] as { channelCode: string; referenceNumber: string }[];
    assert.deepEqual(
      accounts.map(({ channelCode }) => channelCode),
      some,
    );
    return accounts.map(({ channelCode, referenceNumber }) => `${channelCode} ${referenceNumber}`);
  });
  assert.equal(new Set(listed.flat()).size, billers.length);

  const [transfer, one] = [
    anAccount({ channelCode: 'INSTA_TRANSFER_ACC' }),
    anAccount({ channelCode: billers[0] ?? '' }),
  ];
  const transfers = await each(crowd, (index) => call(index, '/api/v1/batch/paymentAccount', transfer));
  assert.equal(codesOf(transfers), crowdOf(1019));
  const ones = await each(crowd, (index) => call(index, '/api/v1/paymentCode', one));
  assert.equal(codesOf(ones), crowdOf(1017));
});

test('a checkout that is paid while its merchant closes it is one of the two, for its merchant and for the ledger', async (context) => {
  const order = { amount: 10_000, currency: 'PHP', settlementCurrency: 'PHP', countryCode: 'PH' };
  const payer = { customerName: 'Juan Dela Cruz', email: 'juan@example.com', mobile: '09171234567' };
  const back = { notifyUrl: `${merchant.receiver.url}/checkout`, redirectUrl: 'https://shop.example/done' };
  const ended = await each(pairs, async (index) => {
    const asked = JSON.stringify({ mchOrderId: anOrderId(), ...order, ...payer, ...back });
    const { checkoutId, checkoutUrl } = await made('/api/v2/checkout/generate', { param: asked });
    const body = new URLSearchParams({ channel: index % 2 ? 'GCASH_URL' : 'QRPH_DYNAMIC_QR' });
    const page = gateways.either(index).url + new URL(String(checkoutUrl)).pathname;
    assert.equal((await fetch(`${page}/channel`, { method: 'POST', body, redirect: 'manual' })).status, 303);
    const names = { param: JSON.stringify({ checkoutId }) };
    const [status, closed] = await Promise.all([
      soon().then(() => act(index, String(checkoutId), 'paid')),
      sleep(random.below(160)).then(() => call(index >> 1, '/api/v2/checkout/close', names)),
    ]);
    const found = await made('/api/v2/checkout/query', names);
    const said = `act ${status}, close ${closed.code}, then ${String(found['transactionStatus'])}`;
    assert.match(said, /^(act 200, close 1009, then COMPLETE|act 409, close 1000, then CLOSED)$/);
    const isPaid = status === 200;
    await eventually(() => toldOf('checkoutId', String(checkoutId)).length === (isPaid ? 1 : 0));
    // Nothing more changes it.
    assert.equal(await act(index + 1, String(checkoutId), 'paid'), 409);
    assert.equal((await call(index, '/api/v2/checkout/close', names)).code, closed.code);
    return said;
  });
  context.diagnostic(sortedTally(ended));
});

test('a user who passes and is rejected at once is one of the two, and his merchant is told once', async (context) => {
  const ended = await each(pairs, async (index) => {
    const [requestId, callbackUrl] = [anOrderId(), `${merchant.receiver.url}/checks`];
    const check = {
      requestId,
      userId: 'u1',
      channelCode: 'PH_EKYC',
      callbackUrl,
      redirectUrl: 'https://shop.example/',
    };
    const { ekycId, ekycUrl } = await made('/api/v1/ekyc/init', check);
    const page = gateways.either(index).url + new URL(String(ekycUrl)).pathname;
    const [passed, , rejected] = await Promise.all([
      soon().then(() => act(index, String(ekycId), 'passed')),
      soon().then(() => fetch(`${page}/reject`, { method: 'POST', redirect: 'manual' })),
      soon().then(() => act(index + 1, requestId, 'rejected')),
    ]);
    assert.ok([passed, rejected].includes(409), 'only one verdict stands');
    const { status, result } = await made('/api/v1/ekyc/query', { requestId });
    assert.equal(`${String(status)} ${String(result)}`, passed === 200 ? 'COMPLETE PASS' : 'FAILED REJECT');
    const told = await eventually(() => {
      const received = toldOf('requestId', requestId);
      return received.length > 0 && received;
    });
    assert.deepEqual(
      told.map(({ fields }) => fields['eventName']),
      [passed === 200 ? 'ekyc.success' : 'ekyc.failed'],
    );
    return String(result);
  });
  context.diagnostic(sortedTally(ended));
});

test('an account that is cancelled while its merchant thinks takes the money before that, or never', async (context) => {
  const isQuestion = ({ fields }: Received) => fields['eventName'] === 'payment.verification';
  careful.receiver.answer = async (received) => {
    if (!isQuestion(received)) return acknowledged;
    if (random.chance(1 / 2)) await soon();
    return { body: '{"code":2000,"msg":"Success"}' };
  };
  const ended = await each(pairs, async (index) => {
    const [channelCode = ''] = billers;
    const { mchOrderId, referenceNumber } = await made('/api/v1/paymentCode', anAccount({ channelCode }), careful);
    const number = String(referenceNumber);
    const [status, cancelled] = await Promise.all([
      act(index, number, 'paid', { amount: 10_000 }),
      sleep(random.below(240)).then(() =>
        call(index + 1, '/api/v1/paymentCode/cancel', { mchOrderId: String(mchOrderId) }, careful),
      ),
    ]);
    assert.equal(cancelled.code, 1000);
    assert.ok(status === 200 || status === 409, `act ${status}`);
    const callbacks = () => toldOf('referenceNumber', number, careful).filter((received) => !isQuestion(received));
    await eventually(() => callbacks().length === (status === 200 ? 1 : 0));
    assert.equal(await act(index, number, 'paid', { amount: 10_000 }), 409, 'it is closed for good');
    return status === 200 ? 'paid before' : 'never';
  });
  const earned = ended.filter((end) => end === 'paid before').length * 10_000;
  assert.equal((await gateways.first.balances(careful.merchantId))['available'] ?? 0, earned);
  context.diagnostic(sortedTally(ended));
});
