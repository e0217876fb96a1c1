// Every published code of PayCools' API, reached over HTTP with its message: of answers, of what failed, and every status (paycools.md
// 5.6, 6). The last tests compare what was reached, and what the gateway could answer, with the lists.
import assert from 'node:assert/strict';
import { after, before, describe, it, test } from 'node:test';
import { codes as answered, success } from '../../src/dialects/paycools/codes.ts';
import { operations } from '../../src/dialects/paycools/operations.ts';
import { eventually, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { anOrderId } from '../support/merchant.ts';
import {
  codes,
  commonCodes,
  failedCodes,
  inactiveTypes,
  qrStatuses,
  refundCodes,
  refundStatuses,
  tokenStatuses,
  transactionStatuses,
} from '../support/paycools-code-lists.ts';
import type { Way } from '../support/paycools-caller-ways.ts';
import { calmWays, harshCommonCodes, harshWays } from '../support/paycools-code-ways.ts';
import { dataOf, type Fields, openPaycoolsDesk, type PaycoolsDesk } from '../support/paycools-desk.ts';
import { failureWays, paymentStatus } from '../support/paycools-failure-ways.ts';
import { calmRefundWays, harshRefundCodes, harshRefundWays, refund } from '../support/paycools-refund-ways.ts';
import { atNoon } from '../support/upay-shop.ts';

let gateway: TestGateway;
let desk: PaycoolsDesk;
/** Of which nothing but failing is asked. */
let failing: PaycoolsDesk;

before(async () => {
  gateway = await startTestGateway();
  await atNoon(gateway);
  desk = await openPaycoolsDesk(gateway);
  failing = await openPaycoolsDesk(gateway);
  for (const { merchant } of [desk, failing]) await merchant.fund(100_000_000);
});
after(() => gateway.close());

/** What was reached so far, `code 1003 request sign is invalid`. */
const reached = new Set<string>();

type Code = keyof typeof codes;

function codesOf<Listed extends object>(list: Listed): (keyof Listed & Code)[] {
  return Object.keys(list).map((text) => Number(text) as keyof Listed & Code);
}

/** HTTP status 200 whatever the code (paycools.md 7, row 3). */
async function check(code: Code, way: Way): Promise<void> {
  const answers = [await way()].flat();
  assert.ok(answers.length > 0);
  for (const { httpStatus, code: given, message } of answers) {
    assert.deepEqual([httpStatus, given], [200, code], message);
    if (code === 1009) assert.match(message, /^request params invalid: ./);
    else assert.equal(message, codes[code]);
    assert.ok(message.length <= 100, message);
  }
  reached.add(`code ${code}`);
}

describe('codes', { concurrency: 8 }, () => {
  for (const code of codesOf(commonCodes)) {
    if (isOneOf(harshCommonCodes, code)) continue;
    it(`${code} ${codes[code]}`, () => check(code, calmWays(desk)[code]));
  }
  for (const code of codesOf(refundCodes)) {
    if (isOneOf(harshRefundCodes, code)) continue;
    it(`${code} ${codes[code]}`, () => check(code, calmRefundWays(desk)[code]));
  }

  it('1006 merchant balance insufficient: of a refund', async () => {
    const poor = await openPaycoolsDesk(gateway);
    const original = await poor.paid();
    await poor.merchant.createPayout({ amount: 45_000 });
    await check(1006, () => refund(poor, original));
  });

  describe('failedCode', { concurrency: 8 }, () => {
    for (const [failedCode, failedMessage] of failedCodes) {
      for (const [of, way] of Object.entries(failureWays)) {
        it(`${failedCode} ${failedMessage}: ${of}`, async () => {
          await way(failing, { failedCode, failedMessage });
          reached.add(`failedCode ${failedCode} ${failedMessage}`);
        });
      }
    }
  });

  describe('transactionStatus', { concurrency: 8 }, () => {
    const ways: Readonly<Record<(typeof transactionStatuses)[number], () => Promise<string>>> = {
      PENDING: () => desk.merchant.createPayment(),
      COMPLETE: () => desk.paid(),
      // A sandbox scenario.
      FAILED: () => desk.merchant.createPayment({ amount: 19_004 }),
      async CLOSED() {
        const { checkoutId, transactionId } = await desk.chosenCheckout();
        dataOf(await desk.checkout('close', { checkoutId }));
        const { transactionStatus } = dataOf(await desk.checkout('query', { checkoutId }));
        assert.equal(transactionStatus, 'CLOSED');
        return transactionId;
      },
    };
    for (const status of transactionStatuses) {
      it(status, async () => {
        const transactionId = await ways[status]();
        await eventually(async () => (await paymentStatus(desk, transactionId)) === status);
        reached.add(`transactionStatus ${status}`);
      });
    }
  });

  describe('refundStatus', { concurrency: 8 }, () => {
    const amounts = { PENDING: 19_020, COMPLETE: 1_000, FAILED: 19_010 };
    for (const status of refundStatuses) {
      it(status, async () => {
        const mchRefundOrderId = anOrderId();
        dataOf(await refund(desk, await desk.paid(), { mchRefundOrderId, refundAmount: amounts[status] }));
        await eventually(async () => {
          const asked = dataOf(await desk.get('/api/payment/refund/query', { mchRefundOrderId }));
          return asked['refundStatus'] === status;
        });
        reached.add(`refundStatus ${status}`);
      });
    }
  });

  describe('status of a QR code', { concurrency: 8 }, () => {
    const ways: Readonly<Record<(typeof qrStatuses)[number], (qrcodeId: string, mchOrderId: string) => unknown>> = {
      ACTIVE: () => undefined,
      INACTIVE: (qrcodeId) => gateway.act(qrcodeId, 'paid'),
      async CANCEL(_, mchOrderId) {
        const { status } = dataOf(await desk.post('/api/v1/qrcode/cancel', { mchOrderId }));
        assert.equal(status, 'INACTIVE');
      },
    };
    for (const expected of qrStatuses) {
      it(expected, async () => {
        const { qrcodeId, mchOrderId } = await desk.merchant.createQrcode();
        await ways[expected](qrcodeId, mchOrderId);
        const { status } = dataOf(await desk.get('/api/v1/qrcode/detail', { mchOrderId }));
        assert.equal(status, expected);
        reached.add(`qrStatus ${expected}`);
      });
    }
  });

  describe('tokenStatus, inactiveType', { concurrency: 8 }, () => {
    it('ACTIVED: until somebody takes it back', () => tokenStands(async () => undefined, 'ACTIVED'));
    it('INACTIVED MCH_CANCEL', () =>
      tokenStands((token) => desk.post('/api/v1/direct/debit/token/cancel', token), 'INACTIVED', 'MCH_CANCEL'));
    it('INACTIVED PLATFORM_CANCEL', () =>
      tokenStands(
        ({ payToken }) => gateway.manage('POST', `/mandates/${payToken}/cancel`),
        'INACTIVED',
        'PLATFORM_CANCEL',
      ));
    it('INACTIVED USER_CANCEL', () =>
      tokenStands(({ payToken }) => gateway.act(payToken, 'revoked'), 'INACTIVED', 'USER_CANCEL'));
  });
});

for (const code of harshCommonCodes) test(`${code} ${codes[code]}`, () => check(code, harshWays(desk)[code]));
for (const code of harshRefundCodes) test(`${code} ${codes[code]}`, () => check(code, harshRefundWays(desk)[code]));

test('INACTIVED EXPIRED: a token is good for ten years', () =>
  tokenStands(() => gateway.advance(3653 * 86_400), 'INACTIVED', 'EXPIRED'));

test('nothing that failed cost anything, and the books balance', async () => {
  assert.equal((await gateway.manage<{ balanced: boolean }>('GET', '/ledger/check')).balanced, true);
  // What was paid in to be refunded is still there: no refund of it went through.
  assert.equal(await failing.merchant.balance(), 100_000_000 + failedCodes.length * 50_010);
});

test('every code and status of every list was reached, and no other', () => {
  const listed = [
    ...codesOf(codes).map((code) => `code ${code}`),
    ...failedCodes.map(([code, message]) => `failedCode ${code} ${message}`),
    ...transactionStatuses.map((status) => `transactionStatus ${status}`),
    ...refundStatuses.map((status) => `refundStatus ${status}`),
    ...qrStatuses.map((status) => `qrStatus ${status}`),
    ...tokenStatuses.map((status) => `tokenStatus ${status}`),
    ...inactiveTypes.map((type) => `inactiveType ${type}`),
  ];
  assert.deepEqual([...reached].sort(), listed.sort());
});

test('no refusal has a code or a message that is not published', () => {
  const said = [success, ...Object.values(answered), ...operations.flatMap(({ ownCodes }) => ownCodes)];
  const published = codesOf(codes).map((code) => `${code} ${codes[code]}`);
  assert.deepEqual([...new Set(said.map(({ code, message }) => `${code} ${message}`))].sort(), published.sort());
});

function isOneOf<Listed>(list: readonly Listed[], value: unknown): value is Listed {
  return list.includes(value as Listed);
}

async function tokenStands(
  end: (token: { readonly userId: string; readonly payToken: string }) => Promise<unknown>,
  tokenStatus: string,
  inactiveType?: string,
): Promise<void> {
  const userId = anOrderId();
  const payToken = await desk.token(userId);
  await end({ userId, payToken });
  const { tokenList } = dataOf(await desk.post('/api/v1/direct/debit/token/query', { userId }));
  const [token] = tokenList as Fields[];
  assert.deepEqual(
    [token?.['payToken'], token?.['tokenStatus'], token?.['inactiveType']],
    [payToken, tokenStatus, inactiveType],
  );
  reached.add(`tokenStatus ${tokenStatus}`);
  if (inactiveType !== undefined) reached.add(`inactiveType ${inactiveType}`);
}
