// A paid order of version 2, and what the tests of refunds and voids do with it.
import assert from 'node:assert/strict';
import type { BluepayFields } from './bluepay-client.ts';
import { bluepayAppId, type BluepayGateway, createBluepayGateway } from './bluepay-gateway.ts';

export const generate = '/open-api/payment/generate';
export const query = '/open-api/payment/query';
export const refund = '/open-api/payment/refund';
export const refunds = '/open-api/payment/refund/query';
export const voidPath = '/open-api/payment/void';

export const order = {
  mchOrderId: 'ORDER0001',
  amount: 10_000,
  countryCode: 'PH',
  currency: 'PHP',
  channelType: 'EWALLET',
  channelCode: 'PH_GCASH_URL',
  customerName: 'Juan',
  email: 'juan@example.com',
  mobile: '09171234567',
  terminalType: 'WAP',
  notifyUrl: 'https://merchant.example/notify',
  redirectUrl: 'https://merchant.example/return',
};

export async function codeOf(gateway: BluepayGateway, path: string, fields: BluepayFields): Promise<number> {
  return (await gateway.client.call(path, { countryCode: 'PH', ...fields })).code;
}

/** A gateway with one payment of 10000, paid now; and its id. */
export async function paid(fields: BluepayFields = {}) {
  const gateway = await createBluepayGateway('v2');
  return { gateway, id: await payOrder(gateway, fields) };
}

export async function payOrder(gateway: BluepayGateway, fields: BluepayFields = {}): Promise<string> {
  const { code, data } = await gateway.client.call(generate, { ...order, ...fields });
  assert.equal(code, 10000);
  const paymentId = String(data['transactionId']);
  const amountMinor = BigInt(Number(data['amount']));
  const booked = await gateway.engine.execute(0, 'confirm-credit', {
    paymentId,
    bankReference: paymentId,
    amountMinor,
  });
  assert.equal(booked.ok, true);
  return paymentId;
}

/** Pays out what the payment brought in. */
export async function spendAll(gateway: BluepayGateway): Promise<void> {
  const spent = await gateway.client.call('/open-api/disbursement/transfer', {
    countryCode: 'PH',
    mchOrderId: 'P1',
    idempotencyId: 'IDEMP00001',
    amount: 10_000,
    currency: 'PHP',
    payMethodCode: 'BANK',
    transferCode: 'BDO',
    accountNo: '0012345678',
    accountName: 'Juan Cruz',
  });
  assert.equal(spent.code, 10000);
  await gateway.settled();
  assert.ok(await gateway.engine.find(0, 'payoutsByReference', bluepayAppId, 'P1'));
}
