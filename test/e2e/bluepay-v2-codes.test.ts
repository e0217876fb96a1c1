// Every published code of BluePay's API, version 2, reached over HTTP with its message: of answers, of what failed, and every status
// (bluepay.md 6.1 to 6.5, 5.4). The last test compares what was reached with the lists.
import assert from 'node:assert/strict';
import { after, before, describe, it, test } from 'node:test';
import type { BluepayAnswer, BluepayFields } from '../support/bluepay-client.ts';
import {
  codesV2,
  failedCodes,
  inactiveTypes,
  refundStatuses,
  tokenStatuses,
  transactionStatusesV2,
} from '../support/bluepay-code-lists.ts';
import {
  type Ask,
  balance,
  calmCodes,
  calmWays,
  type CodeScene,
  harshCodes,
  harshWays,
  openCodeScene,
  payIn,
  refundStanding,
  saysWhy,
  transfer,
  voidOf,
} from '../support/bluepay-code-ways.ts';
import { aNumber, type BluepayShop, openBluepayShop } from '../support/bluepay-shop.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { atNoon } from '../support/upay-shop.ts';

let gateway: TestGateway;
let scene: CodeScene;
let shop: BluepayShop;

before(async () => {
  gateway = await startTestGateway();
  await atNoon(gateway);
  scene = await openCodeScene(gateway, 'v2');
  ({ shop } = scene);
});
after(() => gateway.close());

/** What was reached so far, `code 21001 Request sign error`. */
const reached = new Set<string>();

function check(code: keyof typeof codesV2, { httpStatus, code: given, message }: BluepayAnswer): void {
  assert.deepEqual([httpStatus, given, message], [200, code, codesV2[code]]);
  reached.add(`code ${given} ${message}`);
}

const closePath = '/open-api/payment/close';
const checkoutPath = '/open-api/payment/checkout';

/** What version 1 does not have. */
const ownWays = {
  async 21017() {
    return balance(await openBluepayShop(gateway, 'v2', { app: { countries: ['PH'] } }));
  },
  21018: () => transfer(shop, { transferCode: 'NOBANK' }),
  21019: () => payIn(shop, { channelType: 'QR' }),
  async 21020() {
    const hasty = await openBluepayShop(gateway, 'v2', { app: { rateLimit: { perSecond: 0.01, burst: 1 } } });
    await balance(hasty);
    return balance(hasty);
  },
  21021: () => payIn(shop, { amount: 0 }),
  21022: async () => payIn(await limitedTo({ dailyAmount: 9_999 })),
  // A sandbox scenario.
  21023: () => payIn(shop, { amount: 19_028 }),
  21024: () => debit('TKNOBODYS', 10_000),
  // A sandbox scenario.
  21026: async () => debit(await shop.token(), 19_014),
  async 21025() {
    const { mchOrderId, checkoutUrl } = await aCheckout();
    await fetch(`${checkoutUrl}/channel`, {
      method: 'POST',
      body: new URLSearchParams({ channel: 'TH_PROMPTPAY_QR' }),
    });
    // A cashier's order is closed there.
    return shop.client.call(closePath, { mchOrderId });
  },
  async 21027() {
    const limited = await limitedTo({ dailyCount: 1 });
    await payIn(limited);
    return payIn(limited);
  },
  async 21028() {
    const { mchOrderId } = await shop.paid();
    return shop.client.call(closePath, { mchOrderId });
  },
} as const satisfies Partial<Record<keyof typeof codesV2, Ask>>;

function debit(payToken: string, amount: number): Promise<BluepayAnswer> {
  const way = { channelType: 'DIRECT_DEBIT', channelCode: 'BLUEPAY_DIRECT_DEBIT' };
  return payIn(shop, { ...way, payToken, amount });
}

const limitedTo = (payment: object) => openBluepayShop(gateway, 'v2', { settings: { limits: { payment } } });

async function aCheckout() {
  const mchOrderId = aNumber();
  const { checkoutUrl } = await shop.ask(`${checkoutPath}/generate`, {
    mchOrderId,
    amount: 10_000,
    currency: 'THB',
    settlementCurrency: 'THB',
    customerName: 'Somchai Jaidee',
    email: 'somchai@example.com',
    mobile: '0812345678',
    notifyUrl: shop.notifyUrl,
    redirectUrl: 'https://m.example/done',
  });
  return { mchOrderId, checkoutUrl: String(checkoutUrl) };
}

describe('codes', { concurrency: 8 }, () => {
  for (const code of calmCodes) it(`${code} ${codesV2[code]}`, async () => check(code, await calmWays(scene)[code]()));

  for (const text of Object.keys(ownWays)) {
    const code = Number(text) as keyof typeof ownWays;
    it(`${code} ${codesV2[code]}`, async () => check(code, await ownWays[code]()));
  }

  describe('failedCode', { concurrency: 8 }, () => {
    for (const [failedCode, failedMessage] of failedCodes) {
      // These digits fail with it (a sandbox scenario).
      const amount = 10_000 + 9000 - (failedCode + 10_000);

      it(`${failedCode} ${failedMessage}: of a payout, told and queried`, async () => {
        const { transactionId } = await shop.ask('/open-api/disbursement/transfer', shop.aPayout({ amount }));
        saysWhy(await shop.toldOf('disbursement.failed', String(transactionId)), failedCode, failedMessage);
        const asked = await shop.ask('/open-api/disbursement/check', { transactionId });
        saysWhy(asked, failedCode, failedMessage);
        reached.add(`failedCode ${failedCode} ${failedMessage}`);
      });

      it(`${failedCode} ${failedMessage}: of a collection, told and queried`, async () => {
        const { transactionId } = await shop.payIn({ amount });
        saysWhy(await shop.toldOf('payment.failed', transactionId), failedCode, failedMessage);
        saysWhy(await shop.ask('/open-api/payment/query', { transactionId }), failedCode, failedMessage);
      });
    }
  });

  describe('transactionStatus', { concurrency: 8 }, () => {
    const ways: Readonly<Record<(typeof transactionStatusesV2)[number], () => Promise<string>>> = {
      PENDING: async () => (await shop.payIn()).transactionId,
      COMPLETED: async () => (await shop.paid()).transactionId,
      async FAILED() {
        const { transactionId } = await shop.payIn();
        await shop.ask(closePath, { transactionId });
        return transactionId;
      },
      async VOIDED() {
        const order = await shop.paid();
        const { data } = await voidOf(shop, order);
        assert.equal(data['transactionStatus'], 'VOIDED');
        return order.transactionId;
      },
    };
    for (const status of transactionStatusesV2) {
      it(status, async () => {
        const { transactionStatus } = await shop.ask('/open-api/payment/query', {
          transactionId: await ways[status](),
        });
        assert.equal(transactionStatus, status);
        reached.add(`transactionStatus ${status}`);
      });
    }
  });

  describe('refundStatus', { concurrency: 8 }, () => {
    for (const status of refundStatuses) {
      it(status, async () => {
        await refundStanding(shop, status);
        reached.add(`refundStatus ${status}`);
      });
    }
  });

  describe('tokenStatus, inactiveType', { concurrency: 8 }, () => {
    it('ACTIVED: until somebody takes it back', () => tokenStands(async () => undefined, 'ACTIVED'));
    it('INACTIVED MCH_CANCEL', () =>
      tokenStands((token) => shop.ask('/open-api/direct/debit/token/cancel', token), 'INACTIVED', 'MCH_CANCEL'));
    it('INACTIVED USER_CANCEL', () =>
      tokenStands(({ payToken }) => gateway.act(payToken, 'revoked'), 'INACTIVED', 'USER_CANCEL'));
  });
});

for (const code of harshCodes)
  test(`${code} ${codesV2[code]}`, async () => check(code, await harshWays(scene)[code]()));

test('INACTIVED EXPIRED: a token is good for ten years', () =>
  tokenStands(() => gateway.advance(3653 * 86_400), 'INACTIVED', 'EXPIRED'));

test('every code of every list was reached, and no other', () => {
  const listed = [
    ...Object.entries(codesV2).map(([code, message]) => `code ${code} ${message}`),
    ...failedCodes.map(([code, message]) => `failedCode ${code} ${message}`),
    ...transactionStatusesV2.map((status) => `transactionStatus ${status}`),
    ...refundStatuses.map((status) => `refundStatus ${status}`),
    ...tokenStatuses.map((status) => `tokenStatus ${status}`),
    ...inactiveTypes.map((type) => `inactiveType ${type}`),
  ];
  assert.deepEqual([...reached].sort(), listed.sort());
});

async function tokenStands(
  end: (token: { readonly userId: string; readonly payToken: string }) => Promise<unknown>,
  tokenStatus: string,
  inactiveType?: string,
): Promise<void> {
  const userId = aNumber();
  const payToken = await shop.token(userId);
  await end({ userId, payToken });
  const { tokenList } = await shop.ask('/open-api/direct/debit/token/query', { userId });
  const [token] = tokenList as BluepayFields[];
  assert.deepEqual(
    [token?.['payToken'], token?.['tokenStatus'], token?.['inactiveType']],
    [payToken, tokenStatus, inactiveType],
  );
  reached.add(`tokenStatus ${tokenStatus}`);
  if (inactiveType !== undefined) reached.add(`inactiveType ${inactiveType}`);
}
