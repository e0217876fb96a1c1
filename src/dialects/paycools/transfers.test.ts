// Guards bank transfers (paycools.md 6.1 to 6.4): the account of an order, its repeats, its payments, and who is told.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPaycoolsGateway, type PaycoolsGateway } from '../../../test/support/paycools-gateway.ts';

const request = {
  appName: 'Demo Shop',
  mchOrderId: 'TRANSFER0001',
  channelCode: 'INSTA_TRANSFER_ACC',
  customerName: 'Juan Dela Cruz',
};
const path = '/api/v1/batch/paymentAccount';

type Fields = Record<string, string | number | null>;
interface Accounts {
  readonly shortLink: string;
  readonly paymentAccountList: readonly Record<string, string>[];
}

async function post(gateway: PaycoolsGateway, to: string, fields: Fields) {
  const { code, message, data } = await gateway.client.call('POST', to, fields);
  return { code, message, data: data as Accounts };
}
const create = (gateway: PaycoolsGateway, fields: Fields = {}) => post(gateway, path, { ...request, ...fields });
const update = (gateway: PaycoolsGateway, channelCode = request.channelCode, mchOrderId = request.mchOrderId) =>
  post(gateway, `${path}/${mchOrderId}/update`, { channelCode });
const find = (gateway: PaycoolsGateway) =>
  gateway.engine.find(0, 'instrumentsByReference', gateway.app.id, request.mchOrderId, request.channelCode);

async function pay(gateway: PaycoolsGateway, amountMinor: bigint, bankReference: string) {
  const instrumentId = (await find(gateway))?.id;
  const paymentId = `C000000000000000000000${bankReference}`;
  return gateway.engine.execute(0, 'confirm-credit', { paymentId, instrumentId, bankReference, amountMinor });
}

test('6.1 gives the order an account at a bank, and links to its page and to the page over all', async () => {
  const gateway = await createPaycoolsGateway();
  const { code, data } = await create(gateway, { minAmount: 20_000, maxAmount: 5_000_000, expireTime: '2026-03-17' });
  assert.equal(code, 1000);
  const account = await find(gateway);
  const guideUrl = data.paymentAccountList[0]?.['guideUrl'] ?? '';
  assert.match(guideUrl, new RegExp(`^https://pay\\.example/pay/${account?.id}-[\\w-]{22}$`));
  assert.deepEqual(data, {
    shortLink: `${guideUrl}/all`,
    paymentAccountList: [
      {
        mchOrderId: 'TRANSFER0001',
        channelCode: 'INSTA_TRANSFER_ACC',
        guideUrl,
        receivingBank: 'Test Bank',
        accountName: 'Polypay',
        accountNumber: account?.presentation,
      },
    ],
  });
  assert.deepEqual(
    [account?.minAmountMinor, account?.maxAmountMinor, account?.expiresAt, account?.details['email']],
    [20_000n, 5_000_000n, Date.parse('2026-03-17T16:00:00Z'), null],
  );
});

const refusals: [fields: Fields, code: number][] = [
  [{ channelCode: null }, 1009],
  [{ channelCode: 'INSTA_TRANSFER_ACC,INSTA_TRANSFER_ACC' }, 1009],
  [{ channelCode: 'INSTA_TRANSFER_ACC,GCASH_STATIC_VA' }, 1011],
  [{ channelCode: 'GCASH_STATIC_VA' }, 1011],
  [{ customerName: null }, 1009],
  [{ email: 'juan' }, 1015],
  [{ minAmount: 2, maxAmount: 1 }, 1009],
  [{ expireTime: '2026-03-16' }, 1009],
];

test('a request with a fault opens nothing', async () => {
  const gateway = await createPaycoolsGateway();
  for (const [fields, code] of refusals) {
    assert.equal((await create(gateway, fields)).code, code, JSON.stringify(fields));
  }
  assert.equal(await find(gateway), undefined);
});

test('1019: 6.1 refuses a repeat, whoever it is for; 6.2 answers the account that is there', async () => {
  const gateway = await createPaycoolsGateway();
  assert.equal((await update(gateway)).code, 1008);
  const first = await create(gateway);
  for (const fields of [{}, { customerName: 'Ana Reyes' }]) {
    const again = await create(gateway, fields);
    assert.deepEqual([again.code, again.message], [1019, 'the bank transfer account exist']);
  }
  assert.deepEqual(await update(gateway), first);
  assert.equal((await update(gateway, 'GCASH_STATIC_VA')).code, 1011);
  assert.equal((await update(gateway, 'INSTA_TRANSFER_ACC', 'TRANSFER-1')).code, 1009);
  assert.equal((await create(gateway, { mchOrderId: 'TRANSFER0002' })).code, 1000);
});

test('of many requests at once one opens the account, and the others are told that it is there', async () => {
  const gateway = await createPaycoolsGateway();
  const answers = await Promise.all(Array.from({ length: 20 }, () => create(gateway)));
  assert.deepEqual(
    answers.map(({ code }) => code).sort((a, b) => a - b),
    [1000, ...Array.from({ length: 19 }, () => 1019)],
  );
});

test('6.4 tells of each transfer with the account that was paid, where the app wants to know of transfers', async () => {
  const gateway = await createPaycoolsGateway();
  const { callbackUrls } = gateway.app;
  gateway.app = { ...gateway.app, callbackUrls: { ...callbackUrls, transfer: 'https://merchant.example/transfers' } };
  await create(gateway, { description: 'July' });
  await pay(gateway, 50_000n, 'B1');
  const [told] = gateway.notifications;
  assert.ok(told);
  assert.equal(told.url, 'https://merchant.example/transfers');
  assert.equal(gateway.client.verifyCallback(told.body), true);
  const { sign: _, ...body } = JSON.parse(told.body) as Record<string, unknown>;
  assert.deepEqual(body, {
    eventName: 'transfer.payment.success',
    mchOrderId: 'TRANSFER0001',
    transactionId: 'C000000000000000000000B1',
    channelCode: 'INSTA_TRANSFER_ACC',
    paymentAccount: (await find(gateway))?.presentation,
    amount: 50_000,
    transactionStatus: 'COMPLETE',
    createTime: '2026-03-17 10:18:07',
    returnTime: '2026-03-17 10:18:07',
    remark: 'July',
  });
});

test('6.3 lists what was transferred to the order’s account, not what was paid on its other numbers', async () => {
  const gateway = await createPaycoolsGateway();
  const list = async (fields: Fields = {}) =>
    gateway.client.call('GET', '/api/v1/paymentAccount/TRANSFER0001/payments', {
      startDate: '2026-03-17',
      endDate: '2026-03-17',
      ...fields,
    });
  await post(gateway, '/api/v1/paymentCode', { ...request, channelCode: 'GCASH_STATIC_VA', email: 'juan@example.com' });
  assert.equal((await list()).code, 1008);
  await create(gateway);
  assert.deepEqual((await list()).data, []);
  await pay(gateway, 50_000n, 'B1');
  const expected = [
    {
      transactionId: 'C000000000000000000000B1',
      transactionCreateTime: '2026-03-17 10:18:07',
      transactionReturnTime: '2026-03-17 10:18:07',
      transactionAmount: 50_000,
      channelCode: 'INSTA_TRANSFER_ACC',
      transactionStatus: 'COMPLETE',
      remark: null,
    },
  ];
  assert.deepEqual((await list()).data, expected);
  assert.deepEqual((await list({ channelCode: 'INSTA_TRANSFER_ACC' })).data, expected);
  assert.equal((await list({ channelCode: 'GCASH_STATIC_VA' })).code, 1011);
  assert.equal((await list({ endDate: '2026-03-16' })).code, 1009);
});
