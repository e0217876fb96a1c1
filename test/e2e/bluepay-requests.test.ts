// BluePay's requests over HTTP as careless and hostile clients send them: what is sent twice happens once, what is another merchant's is
// not there, and a request counts only as it was signed, and when.
import assert from 'node:assert/strict';
import { after, before, describe, it, test } from 'node:test';
import type { BluepayAnswer, BluepayFields } from '../support/bluepay-client.ts';
import { aNumber, aPayIn, type BluepayShop, openBluepayShop, type PayIn } from '../support/bluepay-shop.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { atNoon } from '../support/upay-shop.ts';

let gateway: TestGateway;
before(async () => {
  gateway = await startTestGateway();
  await atNoon(gateway);
});
after(() => gateway.close());

const paths = {
  balance: '/open-api/account/balance',
  query: '/open-api/payment/query',
  close: '/open-api/payment/close',
  refund: '/open-api/payment/refund',
  refunds: '/open-api/payment/refund/query',
  void: '/open-api/payment/void',
  transfer: '/open-api/disbursement/transfer',
  check: '/open-api/disbursement/check',
  webpay: '/open-api/webpay/detail',
} as const;

const balanceOf = async (shop: BluepayShop) => (await shop.ask(paths.balance, {}))['balance'];

describe('sent twice, it happens once', { concurrency: 8 }, () => {
  for (const version of ['v1', 'v2'] as const) {
    it(`${version}: orders, payouts, refunds and voids, in the very same bytes`, async () => {
      const shop = await openBluepayShop(gateway, version);
      await shop.fund(100_000);
      const twice = async (path: string, fields: BluepayFields): Promise<[BluepayAnswer, BluepayAnswer]> => {
        const body = shop.client.bodyOf(shop.client.paramOf(fields));
        const answers = [await shop.client.send(path, body), await shop.client.send(path, body)] as const;
        return [...answers];
      };
      const [path, fields] = aPayIn(version, shop.notifyUrl);
      const [made, repeated] = await twice(path, fields);
      assert.deepEqual([made.code, repeated.code], [10000, 21007]);
      const payout = await twice(paths.transfer, shop.aPayout());
      assert.deepEqual(
        payout.map(({ code }) => code),
        [10000, 21015],
      );
      assert.equal(await balanceOf(shop), '900.00');

      const { transactionId: originalTransactionId } = await shop.paid({ amount: 30_000 });
      const refund = await twice(paths.refund, {
        mchRefundOrderId: aNumber(),
        originalTransactionId,
        refundAmount: 10_000,
      });
      assert.deepEqual(
        refund.map(({ code }) => code),
        [10000, 21407],
      );
      assert.equal(await balanceOf(shop), '1100.00');

      const { transactionId } = await shop.paid();
      const voided = await twice(paths.void, { mchVoidOrderId: aNumber(), originalTransactionId: transactionId });
      assert.deepEqual(
        voided.map(({ code }) => code),
        [10000, 21505],
      );
      assert.equal(await balanceOf(shop), '1100.00');
    });
  }

  it('many orders of one number at the same time are one order', async () => {
    const shop = await openBluepayShop(gateway, 'v2');
    const [path, fields] = aPayIn('v2', shop.notifyUrl);
    const answers = await Promise.all(Array.from({ length: 8 }, () => shop.client.call(path, fields)));
    const codes = answers.map(({ code }) => code).sort((a, b) => a - b);
    assert.deepEqual(codes, [10000, ...Array<number>(7).fill(21007)]);
  });
});

test("what is another merchant's is not there", async () => {
  const other = await openBluepayShop(gateway, 'v2');
  for (const version of ['v1', 'v2'] as const) {
    const owner = await openBluepayShop(gateway, version);
    await owner.fund(100_000);
    const stranger = version === 'v2' ? other : await openBluepayShop(gateway, 'v1');
    const { mchOrderId, transactionId }: PayIn = await owner.paid();
    const payout = await owner.ask(paths.transfer, owner.aPayout());
    const refund = { mchRefundOrderId: aNumber(), originalTransactionId: transactionId, refundAmount: 1000 };
    const { refundTransactionId } = await owner.ask(paths.refund, refund);
    const asked: [path: string, fields: BluepayFields][] = [
      [paths.refund, { ...refund, mchRefundOrderId: aNumber() }],
      [paths.refunds, { originalTransactionId: transactionId }],
      [paths.refunds, { refundTransactionId }],
      [paths.refunds, { mchRefundOrderId: refund.mchRefundOrderId }],
      [paths.void, { mchVoidOrderId: aNumber(), originalTransactionId: transactionId }],
      [paths.void, { mchVoidOrderId: aNumber(), mchOrderId }],
      [paths.check, { mchOrderId: payout['mchOrderId'] }],
      ...(version === 'v1'
        ? ([[paths.webpay, { mchOrderId }]] as [string, BluepayFields][])
        : ([
            [paths.query, { mchOrderId }],
            [paths.query, { transactionId }],
            [paths.close, { transactionId }],
            [paths.check, { transactionId: payout['transactionId'] }],
          ] as [string, BluepayFields][])),
    ];
    for (const [path, fields] of asked) {
      const { code, message } = await stranger.client.call(path, fields);
      assert.deepEqual([code, message], [21006, 'Merchant transaction not found'], `${path} ${JSON.stringify(fields)}`);
    }
  }
});

test('a collection is found in its own country alone', async () => {
  const shop = await openBluepayShop(gateway, 'v2');
  const { transactionId } = await shop.payIn();
  assert.equal((await shop.client.call(paths.query, { transactionId, countryCode: 'PH' })).code, 21006);
});

describe('signatures', { concurrency: 8 }, () => {
  const codeOf = async (body: string) => (await gateway.bluepayV1.send(paths.balance, body)).code;

  it('param is signed as it stands: a space more, another value or another signature is 21001', async () => {
    const { paramOf, bodyOf } = gateway.bluepayV1;
    const [param, other] = [paramOf({}), paramOf({ mark: 1 })];
    const { appId, sign } = JSON.parse(bodyOf(param)) as { appId: string; sign: string };
    const wrong: [sign: string, param: string][] = [
      [sign, param.replace(':', ': ')],
      [sign, other],
      [sign.slice(0, -8), param],
      ['', param],
      ['45eebd745dcf0b5f6d6f9fcde28cd9fe8116a892', param],
    ];
    for (const [given, text] of wrong)
      assert.equal(await codeOf(JSON.stringify({ appId, sign: given, param: text })), 21001, given);
    assert.equal(await codeOf(JSON.stringify({ appId, sign, param })), 10000);
  });

  it('the outer JSON may escape what it likes: the text inside is the same', async () => {
    const { paramOf, bodyOf } = gateway.bluepayV1;
    const body = bodyOf(paramOf({ remark: 'ชำระ https://m.example/' }));
    const escaped = body
      .replaceAll('/', String.raw`\/`)
      .replace(/[^\x20-\x7e]/g, (letter) => String.raw`\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
    assert.notEqual(escaped, body);
    assert.equal(await codeOf(escaped), 10000);
  });

  it('param as an object, and no param, are 21002', async () => {
    const { appId, sign, param } = JSON.parse(gateway.bluepayV1.bodyOf('{}')) as Record<string, string>;
    for (const body of [
      { appId, sign, param: {} },
      { appId, sign },
      { appId, param },
      { sign, param },
    ])
      assert.equal(await codeOf(JSON.stringify(body)), 21002, JSON.stringify(body));
  });
});

describe('timestamp', { concurrency: 8 }, () => {
  const second = () => Math.floor(gateway.gateway.core.clock.now() / 1000);
  const rows: readonly (readonly [what: string, timestamp: () => unknown, code: number])[] = [
    ['milliseconds', () => second() * 1000, 10000],
    ['seconds', second, 10000],
    ['milliseconds as text', () => String(second() * 1000), 10000],
    ['seconds as text', () => String(second()), 10000],
    ['four minutes ago', () => second() - 240, 10000],
    ['four minutes ahead', () => second() + 240, 10000],
    ['six minutes ago', () => second() - 360, 21009],
    ['six minutes ahead', () => String((second() + 360) * 1000), 21009],
    ['1970', () => 0, 21009],
    ['microseconds', () => second() * 1_000_000, 21009],
    ['none', () => undefined, 21008],
    ['null', () => null, 21008],
    ['empty', () => '', 21008],
    ['a date', () => '2026-03-17 10:30:00', 21008],
    ['a fraction', () => second() + 0.5, 21008],
    ['true', () => true, 21008],
  ];
  for (const client of ['bluepayV1', 'bluepayV2'] as const) {
    for (const [what, timestamp, code] of rows) {
      it(`${client}: ${what} is ${code}`, async () => {
        assert.equal((await gateway[client].call(paths.balance, { timestamp: timestamp() })).code, code);
      });
    }
  }
});

test('after all this the books balance', async () => {
  assert.equal((await gateway.manage<{ balanced: boolean }>('GET', '/ledger/check')).balanced, true);
});
