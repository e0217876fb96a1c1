// Guards the checkout's first version (paycools.md 3.8): what is accepted and kept, and what is refused.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  askCheckout,
  checkoutChannelCodes,
  choose,
  type Fields,
  payTry,
  toldOf,
} from '../../../test/support/paycools-checkout.ts';
import { type PaycoolsGateway, startAt, gatewayWithCatalogue } from '../../../test/support/paycools-gateway.ts';
import { createTokenSigner } from '../../kernel/token.ts';

const tokens = createTokenSigner(new Uint8Array(32));
const minuteMs = 60_000;
const firstTry = 'C000000000000000000000901';

const legacyOrder: Fields = {
  timestamp: startAt,
  mchOrderId: 'ORD0000001',
  amount: 50_010,
  customer: { firstName: 'Juan', lastName: 'Dela Cruz', email: 'juan@example.com', mobile: '09171234567' },
  callbackUrl: 'https://merchant.example/checkout',
  redirectUrl: 'https://merchant.example/done',
};

async function legacy(gateway: PaycoolsGateway, change: Fields = {}, beside: Record<string, string> = shop) {
  const param = JSON.stringify({ ...legacyOrder, ...change });
  const { code, message, data } = await gateway.client.call('POST', '/api/v1/checkout', { ...beside, param });
  return { code, message, data: data as Fields };
}

const shop = { appName: 'Shop 7' };

test('an order of the first version is made, kept, queried and closed like another', async () => {
  const gateway = await gatewayWithCatalogue();
  const items = [{ name: "Niña's fan", amount: 50_010, quantity: 1, description: 'White' }];
  const address = { city: 'Manila' };
  const { code, message, data } = await legacy(gateway, {
    currency: 'PHP',
    customer: { ...(legacyOrder['customer'] as object), address },
    items,
    metadata: '{"cart":7}',
    remark: 'two coffees',
    availableChannelCodes: 'CARD_URL,GCASH_URL',
    expireTime: '2026-03-18 10:18:07',
  });
  assert.equal(code, 1000, message);
  const checkoutId = String(data['checkoutId']);
  assert.deepEqual(data, {
    checkoutId,
    checkoutUrl: `https://pay.example/pay/${tokens.tokenFor(checkoutId)}`,
    status: 'PENDING',
    expiresTime: '2026-03-18T02:18:07.000+00:00',
  });
  const checkout = await gateway.engine.find(0, 'checkouts', checkoutId);
  assert.deepEqual(checkout?.channels, ['GCASH_URL', 'CARD_URL']);
  assert.deepEqual(checkout?.details, {
    appName: 'Shop 7',
    customerName: 'Juan Dela Cruz',
    email: 'juan@example.com',
    mobile: '09171234567',
    remark: 'two coffees',
    metadata: '{"cart":7}',
    items: JSON.stringify(items),
    billingAddress: JSON.stringify(address),
  });
  await choose(gateway, checkoutId, 'GCASH_URL', firstTry);
  await payTry(gateway, firstTry);
  assert.deepEqual(
    toldOf(gateway).map(({ eventName, mchOrderId }) => [eventName, mchOrderId]),
    [['checkout.payment.success', 'ORD0000001']],
  );
  assert.equal((await askCheckout(gateway, 'query', { checkoutId })).data['transactionStatus'], 'COMPLETE');
  assert.equal((await legacy(gateway)).code, 1012);
});

test('an order of the first version that says nothing more offers every channel for an hour', async () => {
  const gateway = await gatewayWithCatalogue();
  const { data } = await legacy(gateway);
  const checkout = await gateway.engine.find(0, 'checkouts', String(data['checkoutId']));
  assert.deepEqual([checkout?.channels, checkout?.expiresAt], [checkoutChannelCodes, startAt + 3_600_000]);
});

const customer = legacyOrder['customer'] as object;
const legacyRefusals: [change: Fields, code: number][] = [
  ...Object.keys(legacyOrder).map((name): [Fields, number] => [{ [name]: undefined }, 1009]),
  [{ mchOrderId: 'ORD000001' }, 1009],
  [{ currency: 'USD' }, 1009],
  [{ amount: 99 }, 1009],
  [{ amount: 5_000_001 }, 1007],
  [{ customer: 'Juan' }, 1009],
  [{ customer: { ...customer, firstName: '<Juan>' } }, 1009],
  [{ customer: { ...customer, firstName: 'Niña #7 (O\'Hara, "N.");:@&+' } }, 1000],
  [{ customer: { ...customer, lastName: null } }, 1000],
  [{ customer: { ...customer, email: 'nobody' } }, 1009],
  [{ customer: { ...customer, mobile: '0917123456' } }, 1009],
  [{ items: [{ name: 'Fan' }] }, 1009],
  [{ items: [] }, 1000],
  [{ metadata: 'x'.repeat(2001) }, 1009],
  [{ availableChannelCodes: ['NONE'] }, 1011],
  [{ expireTime: '2026-03-17 10:18:07' }, 1009],
  [{ expireTime: '2026-03-17 10:18:08' }, 1000],
  [{ expireTime: '2026-03-18 10:18:08' }, 1009],
  [{ expireTime: '2026-03-17' }, 1009],
  [{ expireTime: '2026-02-30 10:00:00' }, 1009],
  [{ expireTime: '2026-03-17T11:00:00' }, 1009],
  [{ timestamp: startAt + 10 * minuteMs + 1 }, 1009],
];

test('an order of the first version is refused for what is wrong with it', async () => {
  for (const [change, code] of legacyRefusals) {
    const gateway = await gatewayWithCatalogue();
    const answer = await legacy(gateway, change);
    assert.equal(answer.code, code, `${JSON.stringify(change)} ${answer.message}`);
    assert.deepEqual(gateway.errors, []);
  }
  const gateway = await gatewayWithCatalogue();
  // The name of the app stands beside the order, and is signed there.
  const inside = await legacy(gateway, shop, {});
  assert.deepEqual([inside.code, inside.message], [1009, 'request params invalid: appName is required']);
  assert.equal((await legacy(gateway, {}, { appName: 'Shop <7>' })).code, 1009);
});
