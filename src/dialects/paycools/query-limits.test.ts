// Merchants poll: how often one order may be asked for (paycools.md 7, row 13).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { injectFetch } from '../../../test/support/inject-fetch.ts';
import { createPaycoolsClient } from '../../../test/support/paycools-client.ts';
import { callbackSecret, createPaycoolsGateway, keyPair, startAt } from '../../../test/support/paycools-gateway.ts';

/** Queries of orders that are not there: refused as well, and counted. */
const queries: readonly [what: string, method: 'GET' | 'POST', path: (order: string) => string, name?: string][] = [
  ['3.2 Check payout status', 'GET', () => '/api/v1/payout/check', 'mchOrderId'],
  ['5.2 QR code detail', 'GET', () => '/api/v1/qrcode/detail', 'mchOrderId'],
  ['5.2 QR code detail by path', 'GET', (order) => `/api/v1/qrcode/${order}`],
  ['7.2 Check web payment status', 'GET', (order) => `/api/v1/payment/${order}`],
  ['8.2 Get refund payments, by number', 'GET', () => '/api/payment/refund/query', 'mchRefundOrderId'],
  ['8.2 Get refund payments, by transaction', 'GET', () => '/api/payment/refund/query', 'originalTransactionId'],
  ['9.3 Check the cashier counter, by number', 'POST', () => '/api/v2/checkout/query', 'mchOrderId'],
  ['9.3 Check the cashier counter, by id', 'POST', () => '/api/v2/checkout/query', 'checkoutId'],
  ['10.6 Check payment status', 'POST', () => '/api/v1/direct/debit/query', 'transactionId'],
  ['11.2 Ekyc check result, by number', 'POST', () => '/api/v1/ekyc/query', 'requestId'],
  ['11.2 Ekyc check result, by id', 'POST', () => '/api/v1/ekyc/query', 'ekycId'],
];

for (const [what, method, path, name] of queries) {
  test(`${what}: one order may be asked for five times a second, another is not counted with it: 1013`, async () => {
    const gateway = await createPaycoolsGateway();
    const ask = async (order: string) => {
      const timestamp = method === 'POST' ? { timestamp: startAt } : {};
      const named = name === undefined ? {} : { [name]: order };
      const fields = { ...timestamp, ...named };
      const isWrapped = path(order).startsWith('/api/v2/');
      const sent = isWrapped ? { param: JSON.stringify(fields) } : fields;
      return (await gateway.client.call(method, path(order), sent)).code;
    };
    const times = async (count: number, order: string) => {
      const codes: number[] = [];
      for (let asked = 0; asked < count; asked++) codes.push(await ask(order));
      return codes;
    };
    assert.deepEqual(await times(7, 'ORDER0'), Array<number>(7).fill(1008), 'an app without a limit has none here');
    gateway.app = { ...gateway.app, rateLimit: { perSecond: 1000, burst: 1000 } };
    assert.deepEqual(await times(6, 'ORDER1'), [1008, 1008, 1008, 1008, 1008, 1013]);
    assert.equal(await ask('ORDER2'), 1008);
    gateway.advanceMs(200);
    assert.deepEqual(await times(2, 'ORDER1'), [1008, 1013]);
  });
}

test('in live mode every app has it', async () => {
  const gateway = await createPaycoolsGateway({ mode: 'live' });
  gateway.app = { ...gateway.app, ipAllowlist: ['127.0.0.1'] };
  const codes: number[] = [];
  for (let asked = 0; asked < 6; asked++)
    codes.push((await gateway.client.call('GET', '/api/v1/payout/check', { mchOrderId: 'ORDER1' })).code);
  assert.deepEqual(codes, [1008, 1008, 1008, 1008, 1008, 1013]);
});

test('two apps may ask for orders of the same number', async () => {
  const gateway = await createPaycoolsGateway();
  const limited = { ...gateway.app, rateLimit: { perSecond: 1000, burst: 1000 } };
  for (const id of [limited.id, 'a'.repeat(32)]) {
    gateway.app = { ...limited, id };
    const { call } = createPaycoolsClient({
      baseUrl: '',
      appId: id,
      privateKeyPem: keyPair.privateKeyPem,
      callbackSecret,
      fetch: injectFetch(gateway.server),
    });
    for (let asked = 0; asked < 5; asked++)
      assert.equal((await call('GET', '/api/v1/payout/check', { mchOrderId: 'ORDER1' })).code, 1008);
  }
});
