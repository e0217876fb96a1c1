// How each refund code of PayCools' API is reached over HTTP (paycools.md 6.2).
import { eventually } from './gateway.ts';
import { anOrderId } from './merchant.ts';
import type { Params, PaycoolsAnswer } from './paycools-client.ts';
import type { refundCodes } from './paycools-code-lists.ts';
import { dataOf, openPaycoolsDesk, type PaycoolsDesk } from './paycools-desk.ts';
import { takeDatabaseAway } from './take-database-away.ts';

type Code = keyof typeof refundCodes;
type Way = () => Promise<PaycoolsAnswer>;
/** Those that others would notice: sixty days pass, or the database is away. */
export const harshRefundCodes = [1509, 1503] as const;
type Harsh = (typeof harshRefundCodes)[number];

export function refund(desk: PaycoolsDesk, originalTransactionId: string, change?: Params): Promise<PaycoolsAnswer> {
  return desk.post('/api/payment/refund', {
    mchRefundOrderId: anOrderId(),
    originalTransactionId,
    refundAmount: 10_000,
    refundCallbackUrl: `${desk.merchant.receiver.url}/refund`,
    ...change,
  });
}

/** One whose outcome its bank has told. */
async function settledRefund(desk: PaycoolsDesk, original: string, refundAmount: number): Promise<void> {
  const { refundTransactionId } = dataOf(await refund(desk, original, { refundAmount }));
  await desk.toldOf('payment.refund.success', String(refundTransactionId));
}

export function calmRefundWays(desk: PaycoolsDesk): Readonly<Record<Exclude<Code, Harsh>, Way>> {
  const { gateway, merchant, paid, paidCode } = desk;
  return {
    1501: () => refund(desk, 'C000000000000000000000000'),
    async 1502() {
      const original = await paid();
      // It stays with its bank (a sandbox scenario).
      dataOf(await refund(desk, original, { refundAmount: 19_020 }));
      return refund(desk, original);
    },
    async 1504() {
      const sister = await openPaycoolsDesk(gateway, { merchantId: merchant.merchantId });
      return refund(desk, await sister.paid());
    },
    async 1505() {
      const careful = await openPaycoolsDesk(gateway);
      await gateway.manage('PATCH', `/apps/${careful.merchant.appId}`, { switches: { refundsEnabled: false } });
      return refund(careful, await careful.paid());
    },
    async 1506() {
      const original = await paid();
      await settledRefund(desk, original, 10_000);
      return refund(desk, original, { refundAmount: 40_011 });
    },
    1507: async () => refund(desk, await paid({ channelCode: 'BPIA_URL' })),
    async 1508() {
      const original = await paidCode();
      await settledRefund(desk, original, 50_010);
      return refund(desk, original, { refundAmount: 50_010 });
    },
    async 1510() {
      const original = await paid({ channelCode: 'COINS_URL' });
      await gateway.manage('PATCH', '/channels/COINS_URL', { fullRefund: false, partialRefund: false });
      return refund(desk, original);
    },
    1511: async () => refund(desk, await paidCode()),
    1512: async () => refund(desk, await paidCode(), { refundAmount: 50_011 }),
    1513: async () => refund(desk, await paid(), { refundAmount: 0 }),
    async 1515() {
      const mchRefundOrderId = anOrderId();
      dataOf(await refund(desk, await paid(), { mchRefundOrderId }));
      return refund(desk, await paid(), { mchRefundOrderId });
    },
    1516: async () => refund(desk, await merchant.createPayment()),
  };
}

export function harshRefundWays(desk: PaycoolsDesk): Readonly<Record<Harsh, Way>> {
  const { gateway, paid } = desk;
  return {
    async 1509() {
      const original = await paid();
      await gateway.advance(60 * 86_400 + 1);
      return refund(desk, original);
    },
    async 1503() {
      const original = await paid();
      const bringBack = await takeDatabaseAway(gateway.database);
      try {
        return await refund(desk, original);
      } finally {
        await bringBack();
        await eventually(async () => (await fetch(`${gateway.url}/readyz`)).status === 200);
      }
    },
  };
}
