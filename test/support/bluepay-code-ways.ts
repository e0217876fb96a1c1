// How each code that both versions of BluePay's API have is reached over HTTP (bluepay.md 6.1 to 6.3).
import assert from 'node:assert/strict';
import { createPrivateKey } from 'node:crypto';
import { type BluepayAnswer, type BluepayFields, signParam } from './bluepay-client.ts';
import type { refundStatuses } from './bluepay-code-lists.ts';
import { aNumber, aPayIn, type BluepayShop, openBluepayShop, type PayIn } from './bluepay-shop.ts';
import { eventually, type TestGateway } from './gateway.ts';
import { withBankHeld } from './hold-bank.ts';
import { makeKeyPair } from './merchant.ts';
import { takeDatabaseAway } from './take-database-away.ts';

export type Ask = () => Promise<BluepayAnswer>;

/** Those that disturb nobody else: they may be asked at once. */
export const calmCodes = [
  10000, 21001, 21002, 21003, 21004, 21005, 21006, 21007, 21008, 21009, 21010, 21012, 21013, 21014, 21015, 21016, 21401,
  21402, 21404, 21405, 21406, 21407, 21408, 21500, 21501, 21504, 21505,
] as const;
/** Those that others would notice: the database or the bank is away, or the clock moves on. */
export const harshCodes = [21000, 21011, 21403, 21409, 21502, 21503] as const;

export interface CodeScene {
  readonly gateway: TestGateway;
  readonly version: 'v1' | 'v2';
  /** With money in its balance, which it gets when it is paid. */
  readonly shop: BluepayShop;
}

export async function openCodeScene(gateway: TestGateway, version: 'v1' | 'v2'): Promise<CodeScene> {
  const shop = await openBluepayShop(gateway, version);
  await shop.fund(1_000_000_000);
  return { gateway, version, shop };
}

const balancePath = '/open-api/account/balance';
const transferPath = '/open-api/disbursement/transfer';
const refundPath = '/open-api/payment/refund';
const voidPath = '/open-api/payment/void';

export const balance = ({ client }: BluepayShop) => client.call(balancePath);
export const transfer = (shop: BluepayShop, change?: BluepayFields) =>
  shop.client.call(transferPath, shop.aPayout(change));

export function payIn({ client, notifyUrl }: BluepayShop, change?: BluepayFields): Promise<BluepayAnswer> {
  const [path, fields] = aPayIn(client.version, notifyUrl);
  return client.call(path, { ...fields, ...change });
}

export function refund(
  { client }: BluepayShop,
  { transactionId }: Pick<PayIn, 'transactionId'>,
  refundAmount: number,
  mchRefundOrderId = aNumber(),
): Promise<BluepayAnswer> {
  return client.call(refundPath, { mchRefundOrderId, originalTransactionId: transactionId, refundAmount });
}

export function voidOf(
  { client }: BluepayShop,
  { transactionId }: Pick<PayIn, 'transactionId'>,
  mchVoidOrderId = aNumber(),
): Promise<BluepayAnswer> {
  return client.call(voidPath, { mchVoidOrderId, originalTransactionId: transactionId });
}

/** A paid order of a QR code, whose channel refunds whole and voids nothing. */
export async function paidByQr(shop: BluepayShop, gateway: TestGateway, amount = 10_000): Promise<PayIn> {
  const mchOrderId = aNumber();
  const { notifyUrl } = shop;
  const data =
    shop.client.version === 'v1'
      ? await shop.ask('/open-api/qr/generate', { channelCode: 'THAI_DYNAMIC_QR', mchOrderId, amount, notifyUrl })
      : await shop.payIn({ mchOrderId, amount, channelType: 'QR', channelCode: 'TH_PROMPTPAY_QR' });
  const transactionId = String((data as { transactionId: string }).transactionId);
  await gateway.act(transactionId, 'paid');
  return { mchOrderId, transactionId };
}

export function calmWays({ gateway, version, shop }: CodeScene): Record<(typeof calmCodes)[number], Ask> {
  const { client } = shop;
  /** A channel that no other way uses. */
  const ownCode = version === 'v1' ? 'WECHAT_URL' : 'TH_CARD_URL';
  const own = { channelCode: ownCode, channelType: 'CARD', payerClientIp: '203.0.113.7' };
  return {
    10000: () => balance(shop),
    21001() {
      const param = client.paramOf({});
      const sign = signParam(createPrivateKey(makeKeyPair().privateKeyPem), param);
      return client.send(balancePath, JSON.stringify({ appId: shop.appId, sign, param }));
    },
    21002: () => payIn(shop, { notifyUrl: 'not an address' }),
    21003: () => client.send(balancePath, client.bodyOf(client.paramOf({})).replace(shop.appId, 'f'.repeat(32))),
    async 21004() {
      const suspended = await openBluepayShop(gateway, version);
      await suspended.patchMerchant({ status: 'suspended' });
      return balance(suspended);
    },
    21005: () => payIn(shop, { amount: 19_022 }),
    21006: () => client.call('/open-api/disbursement/check', { mchOrderId: 'NOSUCHORDER' }),
    async 21007() {
      const { mchOrderId } = await shop.payIn();
      return payIn(shop, { mchOrderId });
    },
    21008: () => client.call(balancePath, { timestamp: undefined }),
    21009: () => client.call(balancePath, { timestamp: gateway.gateway.core.clock.now() - 301_000 }),
    21010: () => payIn(shop, { amount: 50_000_001 }),
    21012: () => transfer(shop, { transferCode: version === 'v1' ? 'NOBANK' : 'TRUEMONEY' }),
    21013: () => transfer(shop, { payMethodCode: 'EWALLET', transferCode: version === 'v1' ? 'NOWALLET' : 'KBANK' }),
    async 21014() {
      return transfer(await openBluepayShop(gateway, version));
    },
    async 21015() {
      const idempotencyId = aNumber();
      await transfer(shop, { idempotencyId });
      return transfer(shop, { idempotencyId });
    },
    async 21016() {
      const elsewhere = await openBluepayShop(gateway, version, {
        app: { ipAllowlist: ['203.0.113.9', '10.0.0.0/8'] },
      });
      return balance(elsewhere);
    },
    async 21401() {
      const order = await shop.paid({ amount: 30_000 });
      // Stays with its channel (a sandbox scenario).
      await refund(shop, order, 19_020);
      return eventually(async () => {
        const answer = await refund(shop, order, 1_000);
        return answer.code === 21401 && answer;
      });
    },
    async 21402() {
      const unwilling = await openBluepayShop(gateway, version, { app: { switches: { refundsEnabled: false } } });
      return refund(unwilling, await unwilling.paid(), 1_000);
    },
    async 21404() {
      await gateway.manage('PATCH', `/channels/${ownCode}`, { fullRefund: false });
      return refund(shop, await shop.paid(own), 10_000);
    },
    21405: async () => refund(shop, await paidByQr(shop, gateway), 1_000),
    21406: async () => refund(shop, await shop.paid(), 10_001),
    async 21407() {
      const order = await shop.paid();
      const number = aNumber();
      await refund(shop, order, 1_000, number);
      return refund(shop, order, 1_000, number);
    },
    21408: async () => refund(shop, await shop.payIn(), 1_000),
    21500: async () => voidOf(shop, await shop.payIn()),
    21501: async () => voidOf(shop, await paidByQr(shop, gateway)),
    async 21504() {
      const order = await shop.paid();
      await voidOf(shop, order);
      return voidOf(shop, order);
    },
    async 21505() {
      const number = aNumber();
      await voidOf(shop, await shop.paid(), number);
      return voidOf(shop, await shop.paid(), number);
    },
  };
}

const daySeconds = 86_400;

export function harshWays({ gateway, version, shop }: CodeScene): Record<(typeof harshCodes)[number], Ask> {
  const paidAndSettledAfter = async (settlementDays: number) => {
    const settled = await openBluepayShop(gateway, version, { settings: { settlementDays } });
    const order = await settled.paid();
    await gateway.advance(daySeconds);
    return voidOf(settled, order);
  };
  return {
    async 21000() {
      const { sql } = gateway.database;
      const check = "add constraint unwritable check (reference <> 'UNWRITABLE') not valid";
      for (const cell of ['cell_00', 'cell_01']) await sql.unsafe(`alter table ${cell}.payments ${check}`);
      return payIn(shop, { mchOrderId: 'UNWRITABLE' });
    },
    async 21011() {
      const bringBack = await takeDatabaseAway(gateway.database);
      let answer: BluepayAnswer;
      try {
        answer = await payIn(shop);
      } finally {
        await bringBack();
      }
      await eventually(async () => (await fetch(`${gateway.url}/readyz`)).status === 200);
      return answer;
    },
    async 21403() {
      const order = await shop.paid();
      await gateway.advance(60 * daySeconds + 1);
      return refund(shop, order, 1_000);
    },
    async 21409() {
      const order = await shop.paid();
      return withBankHeld(gateway.database, async () => {
        await refund(shop, order, 1_000);
        return refund(shop, order, 1_000);
      });
    },
    21502: () => paidAndSettledAfter(1),
    21503: () => paidAndSettledAfter(30),
  };
}

/** A refund that comes to stand so, by its own amount (sandbox scenarios). */
export async function refundStanding(shop: BluepayShop, status: (typeof refundStatuses)[number]): Promise<void> {
  const amount = { PENDING: 19_020, COMPLETE: 1_000, FAILED: 19_004 }[status];
  const { data } = await refund(shop, await shop.paid({ amount: 30_000 }), amount);
  const { refundTransactionId } = data;
  await eventually(async () => {
    const [asked] = (await shop.client.call(`${refundPath}/query`, { refundTransactionId })).list;
    return asked?.['refundStatus'] === status;
  });
}

/** What is said of something that failed. */
export function saysWhy(said: BluepayFields, failedCode: number, failedMessage: string): void {
  const { transactionStatus, ...rest } = said;
  assert.deepEqual(
    [transactionStatus, rest['failedCode'], rest['failedMessage']],
    ['FAILED', failedCode, failedMessage],
  );
}
