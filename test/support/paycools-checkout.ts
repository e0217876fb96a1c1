// The checkout of PayCools' API for tests in memory: orders, what is asked of them, and what their payers do.
import assert from 'node:assert/strict';
import { type PaycoolsGateway, startAt } from './paycools-gateway.ts';

export type Fields = Readonly<Record<string, unknown>>;

export const checkoutOrder: Fields = {
  timestamp: startAt,
  mchOrderId: 'ORD0001',
  amount: 50_010,
  currency: 'PHP',
  settlementCurrency: 'PHP',
  countryCode: 'PH',
  customerName: 'Juan Dela Cruz',
  email: 'juan@example.com',
  mobile: '09171234567',
  notifyUrl: 'https://merchant.example/checkout',
  redirectUrl: 'https://merchant.example/done?order=1',
};

/** The channels between which a payer can pick, where his order does not say. */
export const checkoutChannelCodes: readonly string[] = [
  'QRPH_DYNAMIC_QR',
  'GCASH_URL',
  'PAYMAYA_URL',
  'GRPY_URL',
  'COINS_URL',
  'ZFB_URL',
  'BPIA_URL',
  'UBPB_URL',
  'MAYB_URL',
  'MBTC_URL',
  'RCBC_URL',
  'VISA_CARD_URL',
  'MASTER_CARD_URL',
  'CARD_URL',
  '7ELEVEN_VA',
];

export async function callCheckout(gateway: PaycoolsGateway, operation: string, fields: Fields) {
  const param = JSON.stringify(fields);
  const { code, message, data } = await gateway.client.call('POST', `/api/v2/checkout/${operation}`, { param });
  return { code, message, data: data as Fields };
}

/** What is asked of now. */
export function askCheckout(gateway: PaycoolsGateway, operation: 'query' | 'close' | 'channel', fields: Fields) {
  return callCheckout(gateway, operation, { timestamp: gateway.now(), ...fields });
}

/** The id of an order that is accepted. */
export async function openCheckout(gateway: PaycoolsGateway, change: Fields = {}): Promise<string> {
  const { code, message, data } = await callCheckout(gateway, 'generate', { ...checkoutOrder, ...change });
  assert.equal(code, 1000, message);
  return String(data['checkoutId']);
}

/** Its payer picks a channel: a try of that id. */
export async function choose(gateway: PaycoolsGateway, checkoutId: string, channel: string, paymentId: string) {
  const chosen = await gateway.engine.execute(0, 'choose-channel', { checkoutId, channel, paymentId, code: null });
  assert.equal(chosen.ok, true);
}

export function payTry({ engine }: PaycoolsGateway, paymentId: string) {
  return engine.execute(0, 'confirm-credit', { paymentId, bankReference: paymentId, amountMinor: 50_010n });
}

export function toldOf({ notifications }: PaycoolsGateway): readonly Fields[] {
  return notifications.map(({ body }) => JSON.parse(body) as Fields);
}
