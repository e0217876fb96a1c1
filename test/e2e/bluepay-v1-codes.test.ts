// Every published code of BluePay's API, version 1, reached over HTTP with its message: of answers, of what failed, and every status
// (bluepay.md 6.1 to 6.5, 5.4). The last test compares what was reached with the lists; no answer has a code that only version 2 has.
import assert from 'node:assert/strict';
import { after, before, describe, it, test } from 'node:test';
import type { BluepayAnswer } from '../support/bluepay-client.ts';
import {
  codesV1,
  codesV2,
  failedCodes,
  qrStatuses,
  refundStatuses,
  transactionStatusesV1,
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
  paidByQr,
  payIn,
  refund,
  refundStanding,
  saysWhy,
  transfer,
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
  scene = await openCodeScene(gateway, 'v1');
  ({ shop } = scene);
});
after(() => gateway.close());

const qrPath = '/open-api/qr/generate';
const refundsPath = '/open-api/payment/refund/query';

/** What was reached so far, `code 21001 Request sign error`. */
const reached = new Set<string>();

function check(code: keyof typeof codesV1, { httpStatus, code: given, message }: BluepayAnswer): void {
  assert.deepEqual([httpStatus, given, message], [200, code, codesV1[code]]);
  reached.add(`code ${given} ${message}`);
}

describe('codes', { concurrency: 8 }, () => {
  for (const code of calmCodes) it(`${code} ${codesV1[code]}`, async () => check(code, await calmWays(scene)[code]()));

  describe('failedCode', { concurrency: 8 }, () => {
    for (const [failedCode, failedMessage] of failedCodes) {
      // These digits fail with it (a sandbox scenario).
      const amount = 10_000 + 9000 - (failedCode + 10_000);

      it(`${failedCode} ${failedMessage}: of a payout, told and queried`, async () => {
        const request = shop.aPayout({ amount });
        const { transactionId } = await shop.ask('/open-api/disbursement/transfer', request);
        saysWhy(await shop.toldOf('disbursement.failed', String(transactionId)), failedCode, failedMessage);
        const asked = await shop.ask('/open-api/disbursement/check', { mchOrderId: request['mchOrderId'] });
        saysWhy(asked, failedCode, failedMessage);
        reached.add(`failedCode ${failedCode} ${failedMessage}`);
      });

      it(`${failedCode} ${failedMessage}: of a QR code, told`, async () => {
        const mchOrderId = aNumber();
        const { notifyUrl } = shop;
        await shop.ask(qrPath, { channelCode: 'THAI_DYNAMIC_QR', mchOrderId, amount, notifyUrl });
        saysWhy(await shop.toldOf('qrcode.payment.failed', mchOrderId), failedCode, failedMessage);
      });

      it(`${failedCode} ${failedMessage}: of a refund, told and queried`, async () => {
        const { transactionId } = await shop.paid({ amount: 100_000 });
        const { data } = await refund(shop, { transactionId }, amount);
        const refundId = String(data['refundTransactionId']);
        const told = await shop.toldOf('payment.refund.failed', refundId);
        const [asked] = (await shop.client.call(refundsPath, { refundTransactionId: refundId })).list;
        for (const said of [told, asked])
          assert.deepEqual(
            [said?.['refundStatus'], said?.['failedCode'], said?.['failedMessage']],
            ['FAILED', failedCode, failedMessage],
          );
      });
    }
  });

  describe('transactionStatus', { concurrency: 8 }, () => {
    const ways: Readonly<Record<(typeof transactionStatusesV1)[number], () => Promise<string>>> = {
      PENDING: async () => (await shop.payIn()).mchOrderId,
      COMPLETED: async () => (await shop.paid()).mchOrderId,
      async FAILED() {
        const { mchOrderId, transactionId } = await shop.payIn();
        await gateway.act(transactionId, 'failed');
        return mchOrderId;
      },
    };
    for (const status of transactionStatusesV1) {
      it(status, async () => {
        const mchOrderId = await ways[status]();
        const { transactionStatus } = await shop.ask('/open-api/webpay/detail', { mchOrderId });
        assert.equal(transactionStatus, status);
        reached.add(`transactionStatus ${status}`);
      });
    }
  });

  describe('qrStatus', { concurrency: 8 }, () => {
    const made = async () => {
      const mchOrderId = aNumber();
      const order = { channelCode: 'THAI_DYNAMIC_QR', mchOrderId, amount: 1000, notifyUrl: shop.notifyUrl };
      await shop.ask(qrPath, order);
      return mchOrderId;
    };
    const ways: Readonly<Record<(typeof qrStatuses)[number], () => Promise<string>>> = {
      ACTIVE: made,
      INACTIVE: async () => (await paidByQr(shop, gateway)).mchOrderId,
      async CANCELLED() {
        const mchOrderId = await made();
        await shop.ask('/open-api/qr/cancel', { mchOrderId });
        return mchOrderId;
      },
    };
    for (const status of qrStatuses) {
      it(status, async () => {
        const { qrStatus } = await shop.ask('/open-api/qr/detail', { mchOrderId: await ways[status]() });
        assert.equal(qrStatus, status);
        reached.add(`qrStatus ${status}`);
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

  // What version 2 says more exactly.
  describe('instead of what only version 2 has', { concurrency: 8 }, () => {
    const ways: readonly (readonly [code: keyof typeof codesV1, insteadOf: keyof typeof codesV2, Ask])[] = [
      [21002, 21017, () => shop.client.call('/open-api/account/balance', { countryCode: 'PH' })],
      [21012, 21018, () => transfer(shop, { transferCode: 'BDO' })],
      [21002, 21019, () => transfer(shop, { payMethodCode: 'CASH' })],
      [
        21000,
        21020,
        async () => {
          const hasty = await openBluepayShop(gateway, 'v1', { app: { rateLimit: { perSecond: 0.01, burst: 1 } } });
          await balance(hasty);
          return balance(hasty);
        },
      ],
      [21002, 21021, () => payIn(shop, { amount: 0 })],
      [21010, 21022, async () => payIn(await limitedTo({ dailyAmount: 9_999 }))],
      [21000, 21023, () => payIn(shop, { amount: 19_028 })],
      [
        21002,
        21024,
        () => shop.client.call('/open-api/direct/debit/token/cancel', { userId: 'U1', payToken: 'TKNOBODYS' }),
      ],
      [
        21002,
        21025,
        async () => {
          const { mchOrderId } = await paidByQr(shop, gateway);
          return shop.client.call('/open-api/qr/cancel', { mchOrderId });
        },
      ],
      [
        21010,
        21027,
        async () => {
          const limited = await limitedTo({ dailyCount: 1 });
          await payIn(limited);
          return payIn(limited);
        },
      ],
    ];
    for (const [code, insteadOf, ask] of ways) {
      it(`${code} instead of ${insteadOf} ${codesV2[insteadOf]}`, async () => check(code, await ask()));
    }
    const limitedTo = (payment: object) => openBluepayShop(gateway, 'v1', { settings: { limits: { payment } } });
  });
});

for (const code of harshCodes)
  test(`${code} ${codesV1[code]}`, async () => check(code, await harshWays(scene)[code]()));

test('every code of every list was reached, and no other', () => {
  const listed = [
    ...Object.entries(codesV1).map(([code, message]) => `code ${code} ${message}`),
    ...failedCodes.map(([code, message]) => `failedCode ${code} ${message}`),
    ...transactionStatusesV1.map((status) => `transactionStatus ${status}`),
    ...qrStatuses.map((status) => `qrStatus ${status}`),
    ...refundStatuses.map((status) => `refundStatus ${status}`),
  ];
  assert.deepEqual([...reached].sort(), listed.sort());
});
