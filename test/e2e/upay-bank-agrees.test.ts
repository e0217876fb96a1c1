// After a random run of Upay's tills with every sandbox scenario, while days pass, the bank's own books and the ledger agree to the
// cent, and hledger, which knows neither, balances the journal. BANK_SEED repeats a run; BANK_SECONDS makes it longer.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { scenarios } from '../../src/channels/sandbox/scenarios.ts';
import { bankIsLedger, becomeQuiet, hledgerIsInstalled, journalBalances } from '../support/books.ts';
import { eventually, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { createRandom, seedFrom } from '../support/random.ts';
import { errorsLogged } from '../support/raw-requests.ts';
import { type Receiver, startReceiver } from '../support/receiver.ts';
import { createTally } from '../support/tally.ts';
import { checkUpayOrder } from '../support/upay-answer.ts';
import { isFromPlatform, type UpayAnswer } from '../support/upay-client.ts';
import { newBarcode, openShop, type ShopOrder, type UpayShop } from '../support/upay-shop.ts';

const seconds = Number(process.env['BANK_SECONDS'] ?? 10);
const seed = seedFrom('BANK_SEED');
const random = createRandom(seed);
const together = 24;

let gateway: TestGateway;
let receiver: Receiver;
let shops: UpayShop[];

before(async () => {
  gateway = await startTestGateway();
  receiver = await startReceiver();
  receiver.answer = () => ({ body: 'success' });
  const fees = { payment: { fixed: 7, basisPoints: 60 } };
  const switches = { payHoldSeconds: 1 };
  shops = [
    await openShop(gateway, { switches }),
    await openShop(gateway, { switches, settings: { fees } }),
    await openShop(gateway, { switches: { ...switches, notifyOnRefund: true }, settings: { fees, settlementDays: 1 } }),
  ];
  for (const { appId } of shops)
    await gateway.manage('PATCH', `/apps/${appId}`, { callbackUrls: { merchant: receiver.url } });
});
after(async () => {
  await gateway.close();
  await receiver.close();
});

test(`a random run of tills with all scenarios on is answered in Upay's words (seed ${seed})`, async (context) => {
  const seen = createTally();
  const startedAt = performance.now();
  const isOver = () => performance.now() - startedAt > seconds * 1000;
  const work = async () => {
    while (!isOver()) seen.add(await random.pick(actions)(random.pick(shops)));
  };
  const letTimePass = async () => {
    while (!isOver()) {
      await sleep(random.between(100, 900));
      await gateway.advance(random.pick([1, 5, 46, 61, 250, 3_700, 90_000]));
    }
  };
  await Promise.all([letTimePass(), ...Array.from({ length: together }, work)]);
  context.diagnostic(seen.summary());
  const expected = ['pay PAY_SUCCESS', 'precreate PRECREATE_SUCCESS', 'act 200', 'act 409'];
  expected.push('refund REFUND_SUCCESS', 'cancel CANCEL_SUCCESS', 'deposit PAY_SUCCESS');
  for (const answer of expected) assert.ok(seen.has(answer), `Nothing was answered "${answer}".`);
});

test("when it is quiet, the bank's totals are the ledger's channel accounts, per merchant and channel, to the cent", async () => {
  await becomeQuiet(gateway);
  let compared = 0;
  for (const { merchantId } of shops) compared += await bankIsLedger(gateway, merchantId);
  assert.ok(compared >= 6, `${compared} accounts`);
});

test('what is held is what refunds under way need, and no payment gives back more than it brought', async () => {
  for (const { merchantId } of shops) {
    const [needed] = await rows<{ sum: bigint }>(
      `select coalesce(sum(amount_minor), 0)::bigint as sum from (
        select * from cell_00.refunds union all select * from cell_01.refunds) r
        where merchant_id = $1 and status = 'pending' and held_from is not null`,
      [merchantId],
    );
    assert.equal(BigInt((await gateway.balances(merchantId, 'CNY'))['held'] ?? 0), needed?.sum);
  }
  const over = await rows(
    `select c.payment_id from sandbox_bank.credits c join sandbox_bank.orders o on o.target_id = c.payment_id
      where o.kind in ('refund', 'reversal') group by c.payment_id having sum(o.moved_minor) > max(c.amount_minor)`,
    [],
  );
  assert.equal(over.length, 0);
});

test('every payment that stood was told, signed by the platform, and nothing was told that is not so', async () => {
  for (const { merchantId, platformPublicKey } of shops) {
    const paid = await rows<{ id: string }>(
      `select id from (select * from cell_00.payments union all select * from cell_01.payments) p
        where merchant_id = $1 and status = 'completed' and not exists (
          select from (select * from cell_00.refunds union all select * from cell_01.refunds) r
          where payment_id = p.id and kind = 'reversal' and not found_completed and r.status <> 'failed')`,
      [merchantId],
    );
    const completed = await rows<{ id: string }>(
      `select id from (select * from cell_00.payments union all select * from cell_01.payments) p
        where merchant_id = $1 and status = 'completed'`,
      [merchantId],
    );
    const own = await rows<{ id: string }>(
      `select id from (select * from cell_00.payments union all select * from cell_01.payments) p where merchant_id = $1`,
      [merchantId],
    );
    const ids = new Set(own.map(({ id }) => id));
    await eventually(() => {
      const heard = receiver.received.filter(({ fields }) => ids.has(String(fields['sn'])));
      const told = new Set(
        heard.filter(({ fields }) => fields['order_status'] === 'PAID').map(({ fields }) => String(fields['sn'])),
      );
      assert.deepEqual(
        paid.filter(({ id }) => !told.has(id)),
        [],
        'Not told.',
      );
      const isPaid = new Set(completed.map(({ id }) => id));
      assert.deepEqual(
        [...told].filter((id) => !isPaid.has(id)),
        [],
        'Told, and not so.',
      );
      for (const { fields, body, headers } of heard) {
        checkUpayOrder(fields);
        assert.ok(isFromPlatform(body, headers.authorization ?? '', platformPublicKey), body);
      }
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
  await journalBalances(gateway, shops, 'CNY');
});

/** Each does one thing as a till, a payer or the bank would, and says how it was answered. */
const actions: readonly ((shop: UpayShop) => Promise<string>)[] = [
  pay,
  pay,
  pay,
  precreate,
  precreate,
  act,
  act,
  act,
  refund,
  refund,
  refund,
  cancel,
  query,
  deposit,
];

/** The newest orders of each shop, and numbers for what is done with them. */
const known = new Map<UpayShop, ShopOrder[]>();
let numbers = 0;

function aKnownOrder(shop: UpayShop): ShopOrder | undefined {
  const orders = known.get(shop) ?? [];
  return random.pickIfAny(random.chance(1 / 4) ? orders : orders.slice(-12));
}

function newOrder(shop: UpayShop): ShopOrder {
  const order = shop.order(String(anAmount()));
  known.set(shop, [...(known.get(shop) ?? []), order]);
  return order;
}

async function pay(shop: UpayShop): Promise<string> {
  const payway = random.chance(1 / 3) ? { payway: random.pick(['1', '17', '18', '101', '999']) } : {};
  return said('pay', await newOrder(shop).pay(payway));
}

async function precreate(shop: UpayShop): Promise<string> {
  return said('precreate', await newOrder(shop).precreate({ payway: random.pick(['1', '3', '17', '6']) }));
}

async function act(shop: UpayShop): Promise<string> {
  const sn = (await aKnownOrder(shop)?.query())?.data['sn'];
  if (sn === undefined) return 'nothing yet';
  const amount = random.chance(1 / 6) ? { amount: anAmount() } : {};
  const outcome = random.chance(1 / 4) ? 'failed' : 'paid';
  const { status, body } = await gateway.sandbox('act', { reference: sn, outcome, ...amount });
  assert.ok([200, 400, 409].includes(status), JSON.stringify(body));
  return `act ${status}`;
}

async function refund(shop: UpayShop): Promise<string> {
  const order = aKnownOrder(shop);
  if (!order) return 'nothing yet';
  const number = random.chance(1 / 3) ? 'again' : `R${++numbers}`;
  const amount = random.chance(1 / 2) ? 1 + random.below(2_000) : aScenario();
  return said('refund', await order.refund(String(amount), number));
}

async function cancel(shop: UpayShop): Promise<string> {
  const order = aKnownOrder(shop);
  return order ? said('cancel', await (random.chance(1 / 4) ? order.revoke() : order.cancel())) : 'nothing yet';
}

async function query(shop: UpayShop): Promise<string> {
  const answer = await aKnownOrder(shop)?.query();
  return answer ? `query ${answer.data['order_status'] ?? answer.outcome}` : 'nothing yet';
}

/** Frozen, then consumed or cancelled. */
async function deposit({ client, order }: UpayShop): Promise<string> {
  const { clientSn } = order();
  const common = { client_sn: clientSn, operator: 'op1' };
  const dynamic_id = `28${newBarcode().slice(2)}`;
  const asked = { ...common, total_amount: String(anAmount()), subject: 'bicycle', dynamic_id };
  const frozen = await client.call('/upay/v2/deposit/freeze', asked);
  const then = random.chance(2 / 3)
    ? await client.call('/upay/v2/deposit/consume', { ...common, consume_amount: String(anAmount() % 30_000 || 1) })
    : await client.call('/upay/v2/deposit/cancel', common);
  said('deposit', frozen);
  return said('deposit', then);
}

function said(what: string, { outcome, body }: UpayAnswer): string {
  assert.notEqual(body.result_code, '500', what);
  return `${what} ${outcome}`;
}

/** One of all scenarios every other time. */
function anAmount(): number {
  return random.chance(1 / 2) ? 2_000 + random.below(200_000) : 10_000 * (1 + random.below(20)) + aScenario();
}

function aScenario(): number {
  return random.pick(scenarios).digits;
}

function rows<Row>(statement: string, values: unknown[]): Promise<Row[]> {
  return gateway.database.sql.unsafe<Row>(statement, values);
}
