// Collections of version 2 as its tests ask for them: a request for each way of paying, and what they do with an order.
import assert from 'node:assert/strict';
import type { BluepayFields } from './bluepay-client.ts';
import { bluepayAppId, type BluepayGateway, createBluepayGateway } from './bluepay-gateway.ts';

export const generate = '/open-api/payment/generate';
export const query = '/open-api/payment/query';
export const close = '/open-api/payment/close';

export const qr = {
  mchOrderId: 'ORDER0001',
  amount: 10_000,
  countryCode: 'PH',
  currency: 'PHP',
  channelType: 'QR',
  channelCode: 'PH_QRPH_DYNAMIC',
  customerName: 'Juan dela Cruz',
  email: 'juan@example.com',
  mobile: '09171234567',
  terminalType: 'WAP',
  osType: 'OTHER',
  notifyUrl: 'https://merchant.example/notify',
  remark: 'test',
};
export const ewallet = {
  ...qr,
  channelType: 'EWALLET',
  channelCode: 'PH_GCASH_URL',
  redirectUrl: 'https://merchant.example/return',
};
export const goods = [{ goodsName: 'Fan', quantity: 1, price: 10_000 }];
export const paylater = {
  ...ewallet,
  channelType: 'PAYLATER',
  channelCode: 'PH_BILLEASE_URL',
  goodsDetails: goods,
  billingAddress: { address: '1 Main Street', city: 'Manila' },
};
export const thai = { ...ewallet, countryCode: 'TH', currency: 'THB', channelCode: 'TH_TRUEMONEY_URL' };
export const debit = {
  mchOrderId: 'DEBIT0001',
  amount: 10_000,
  countryCode: 'PH',
  currency: 'PHP',
  channelType: 'DIRECT_DEBIT',
  channelCode: 'PH_GCASH_DIRECT_DEBIT',
  payToken: 'TK000000000000000000000001',
  notifyUrl: 'https://merchant.example/notify',
};

export const gatewayOfV2 = () => createBluepayGateway('v2');

export async function codeOf(gateway: BluepayGateway, path: string, fields: BluepayFields): Promise<number> {
  return (await gateway.client.call(path, fields)).code;
}

export async function createdId(gateway: BluepayGateway, fields: BluepayFields = qr): Promise<string> {
  const { code, data } = await gateway.client.call(generate, fields);
  assert.equal(code, 10000);
  return String(data['transactionId']);
}

export async function pay(gateway: BluepayGateway, paymentId: string, amountMinor: bigint, bankReference = 'B1') {
  const paid = await gateway.engine.execute(0, 'confirm-credit', { paymentId, bankReference, amountMinor });
  assert.equal(paid.ok, true);
}

/** An order at the cashier whose payer has picked a wallet. */
export async function checkout(gateway: BluepayGateway): Promise<void> {
  const made = await gateway.engine.execute(0, 'create-checkout', {
    id: 'CH000000000000000000000077',
    merchantId: gateway.merchant.id,
    appId: bluepayAppId,
    referenceScope: bluepayAppId,
    reference: 'CASH1',
    currency: 'PHP',
    amountMinor: 10_000n,
    channels: ['PH_GCASH_URL'],
    notifyUrl: null,
    returnUrl: null,
    language: null,
    logoUrl: null,
    details: {},
    expirySeconds: 3600,
  });
  assert.equal(made.ok, true);
  const chosen = await gateway.engine.execute(0, 'choose-channel', {
    checkoutId: 'CH000000000000000000000077',
    channel: 'PH_GCASH_URL',
    paymentId: 'C000000000000000000000077',
    code: null,
  });
  assert.equal(chosen.ok, true);
}
