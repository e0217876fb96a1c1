// PayCools' two statements over HTTP (paycools.md 3.1): what is on them, in pesos, day by day and page by page.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { dayMs, formatLocalDay, formatLocalTime, hourMs, secondMs } from '../../src/kernel/clock.ts';
import { eventually, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeKeyPair, type TestMerchant } from '../support/merchant.ts';
import { createPaycoolsClient, type Params } from '../support/paycools-client.ts';

let gateway: TestGateway;

before(async () => {
  gateway = await startTestGateway();
  // Noon in Manila: no test is cut by midnight.
  const noon = Math.ceil((now() - 4 * hourMs) / dayMs) * dayMs + 4 * hourMs;
  await gateway.advance(Math.ceil((noon - now()) / secondMs));
});
after(() => gateway.close());

const now = () => gateway.gateway.core.clock.now();
const today = () => formatLocalDay(now(), 480);
const time = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/;
const payments = '/api/v1/record/paymentList';
const payouts = '/api/v1/record/payoutList';

test('a payment is on the statement with its product, its payer and what it came to in pesos', async () => {
  const merchant = await gateway.merchant({ settings: { fees: { payment: { basisPoints: 150, fixed: 1 } } } });
  const web = merchant.aPayment({ amount: 50_010 });
  const waiting = merchant.aPayment({ amount: 7 * 100, customerName: null });
  const transactionId = await merchant.createPayment(web);
  const second = await merchant.createPayment(waiting);
  await gateway.act(transactionId, 'paid');
  const { records, ...page } = await statement(merchant, payments, { createDate: today() });
  assert.deepEqual(page, { total: 2, page: 1, pageSize: 100, pages: 1 });
  const { createTime, completeTime, ...paid } = records[1] ?? {};
  assert.deepEqual(paid, {
    merchantOrderId: web['mchOrderId'],
    transactionId,
    paymentMethod: 'Web Payment',
    paymentChannel: 'GCASH_URL',
    amount: 500.1,
    fee: 7.51,
    name: 'Juan Dela Cruz',
    mobile: '09171234567',
    status: 'COMPLETE',
    appName: 'Sari Sari Store',
  });
  for (const at of [createTime, completeTime]) assert.match(String(at), time);
  const { data } = await merchant.client.call('GET', `/api/v1/payment/${transactionId}`);
  const { createTime: created, returnTime } = data as Record<string, unknown>;
  assert.deepEqual([createTime, completeTime], [created, returnTime]);
  const first = records[0] ?? {};
  assert.deepEqual(
    [first['transactionId'], first['amount'], first['fee'], first['status'], first['completeTime'], first['name']],
    [second, 7, 0, 'PENDING', null, null],
  );
});

test('money is a JSON number of pesos whose text is the exact decimal', async () => {
  const merchant = await gateway.merchant();
  const amounts: [centavos: number, text: string][] = [
    [100, '1'],
    [110, '1.1'],
    [101, '1.01'],
    [3_456_789, '34567.89'],
    [4_999_999, '49999.99'],
    [1_999_929, '19999.29'],
  ];
  for (const [amount] of amounts) await merchant.createPayment({ amount, mchOrderId: `M${amount}` });
  const body = merchant.client.signedBody({ createDate: today(), page: 1, timestamp: now() });
  const headers = { 'content-type': 'application/json' };
  const text = await (await fetch(`${gateway.url}${payments}`, { method: 'POST', headers, body })).text();
  for (const [amount, peso] of amounts)
    assert.match(text, new RegExp(`"merchantOrderId":"M${amount}",[^}]*"amount":${peso.replace('.', '\\.')},`));
});

test('each product has its name, and the payments of a code are on the statement one by one', async () => {
  const merchant = await gateway.merchant();
  const { qrcodeId, mchOrderId } = await merchant.createQrcode({ channelCode: 'QRPH_STATIC_QR', amount: null });
  for (const amount of [30_000, 40_000]) await gateway.act(qrcodeId, 'paid', { amount });
  const { records } = await statement(merchant, payments, { createDate: today() });
  assert.deepEqual(
    records.map((row) => [row['merchantOrderId'], row['paymentMethod'], row['paymentChannel'], row['amount']]),
    [
      [mchOrderId, 'QR Code', 'QRPH_STATIC_QR', 400],
      [mchOrderId, 'QR Code', 'QRPH_STATIC_QR', 300],
    ],
  );
});

test('a payout is on the statement with its payee masked, and with the bank that pays', async () => {
  const merchant = await gateway.merchant({ settings: { fees: { payout: { fixed: 1050 } } } });
  await merchant.fund(1_000_000);
  const wallet = { payMethodCode: 'EWALLET', bankCode: null, ewalletCode: 'gcash', accountNo: '09123456789' };
  const scanned = { payMethodCode: 'SCANQR', bankCode: null, accountNo: '00020101', accountName: 'Sari Sari' };
  const made = [
    merchant.aPayout({ ...wallet, amount: 12_345, accountName: 'Juan Dela Cruz' }),
    merchant.aPayout({ amount: 29_005, accountName: "Jo D'C" }),
    merchant.aPayout({ ...scanned, amount: 29_020 }),
  ];
  const ids: string[] = [];
  for (const payout of made) ids.push(await merchant.createPayout(payout));
  await eventually(async () => {
    const { records } = await statement(merchant, payouts, { completeDate: today() });
    return records.length === 2;
  });
  const { records, ...page } = await statement(merchant, payouts, { createDate: today() });
  assert.deepEqual(page, { total: 3, page: 1, pageSize: 100, pages: 1 });
  const times = records.map(({ createTime, completeTime }) => [createTime, completeTime]);
  assert.deepEqual(
    records.map(({ createTime: _createTime, completeTime: _completeTime, ...row }) => row).reverse(),
    [
      { amount: 123.45, recipientName: 'Juan****Cruz', recipientAccount: '091****6789', receivingChannel: 'GCASH' },
      { amount: 290.05, recipientName: 'J****', recipientAccount: '001****7890', receivingChannel: 'BDO' },
      { amount: 290.2, recipientName: 'S****', recipientAccount: '0****', receivingChannel: 'SCANQR' },
    ].map((row, place) => ({
      merchantOrderId: made[place]?.['mchOrderId'],
      transactionId: ids[place],
      fee: 10.5,
      remittingBank: 'Sandbox Bank',
      remittingAccount: '900****0001',
      status: ['COMPLETE', 'FAILED', 'PENDING'][place],
      ...row,
    })),
  );
  assert.equal(times[0]?.[1], null);
  for (const at of [times[0]?.[0], ...(times[1] ?? []), ...(times[2] ?? [])]) assert.match(String(at), time);
});

test('a day lists what was made on it, or what completed or failed on it, and both where both are asked', async () => {
  const merchant = await gateway.merchant();
  const monday = today();
  const names: Record<string, string> = {};
  const make = async (name: string) => (names[await merchant.createPayment()] = name);
  const idOf = (name: string) => Object.keys(names).find((id) => names[id] === name) ?? '';
  for (const name of ['paid', 'failed', 'closed']) await make(name);
  const { qrcodeId } = await merchant.createQrcode({ channelCode: 'QRPH_STATIC_QR', amount: null });
  await gateway.act(idOf('paid'), 'paid');
  await gateway.act(idOf('failed'), 'failed', { failedCode: -10004 });
  // A minute before midnight one is made that is paid after it.
  const midnight = Math.ceil((now() + 8 * hourMs) / dayMs) * dayMs - 8 * hourMs;
  await gateway.advance(Math.floor((midnight - now()) / secondMs) - 60);
  await make('late');
  await gateway.advance(120);
  const tuesday = today();
  assert.notEqual(tuesday, monday);
  await gateway.act(idOf('late'), 'paid');
  await make('waiting');
  const { body } = await gateway.sandbox('act', { reference: qrcodeId, outcome: 'paid', amount: 30_000 });
  assert.deepEqual(body, { ok: true });

  const lists: [asked: Params, expected: string][] = [
    [{ createDate: monday }, 'late failed paid'],
    [{ createDate: monday, status: 'COMPLETE' }, 'late paid'],
    [{ createDate: monday, status: 'FAILED' }, 'failed'],
    [{ createDate: monday, status: 'PENDING' }, ''],
    [{ completeDate: monday }, 'failed paid'],
    [{ completeDate: monday, status: 'COMPLETE' }, 'paid'],
    [{ completeDate: monday, status: 'FAILED' }, 'failed'],
    [{ completeDate: monday, status: 'PENDING' }, ''],
    [{ createDate: tuesday }, 'credit waiting'],
    [{ createDate: tuesday, status: 'PENDING' }, 'waiting'],
    [{ completeDate: tuesday }, 'credit late'],
    [{ createDate: monday, completeDate: tuesday }, 'late'],
    [{ createDate: monday, completeDate: monday }, 'failed paid'],
    [{ createDate: tuesday, completeDate: monday }, ''],
    [{ createDate: '1970-01-02' }, ''],
  ];
  for (const [asked, expected] of lists) {
    const { records, total } = await statement(merchant, payments, asked);
    const found = records.map((row) => names[String(row['transactionId'])] ?? 'credit').join(' ');
    assert.equal(found, expected, JSON.stringify(asked));
    assert.equal(total, records.length);
  }
});

test('a page has a hundred records, newest first, and what is behind the last is empty', async () => {
  const merchant = await gateway.merchant();
  const ids: string[] = [];
  for (let count = 0; count < 103; count++) ids.unshift(await merchant.createPayment());
  const pages = await Promise.all(
    [1, 2, 3, 1_000_000].map((page) => statement(merchant, payments, { createDate: today(), page })),
  );
  assert.deepEqual(
    pages.map(({ records }) => records.map((row) => row['transactionId'])),
    [ids.slice(0, 100), ids.slice(100), [], []],
  );
  assert.deepEqual(
    pages.map(({ total, page, pageSize, pages: count }) => [total, page, pageSize, count]),
    [1, 2, 3, 1_000_000].map((page) => [103, page, 100, 2]),
  );
});

test("another app's transactions are on no statement of this one, its own merchant's neither", async () => {
  const merchant = await gateway.merchant();
  const other = await gateway.merchant();
  const { publicKeyPem, privateKeyPem } = makeKeyPair();
  const second = await gateway.manage<{ appId: string; callbackSecret: string }>('POST', '/apps', {
    merchantId: merchant.merchantId,
    dialect: 'paycools',
    publicKey: publicKeyPem,
  });
  const client = createPaycoolsClient({ baseUrl: gateway.url, privateKeyPem, ...second });
  await merchant.createPayment();
  await merchant.fund(100_000);
  await merchant.createPayout();
  for (const path of [payments, payouts]) {
    for (const asked of [{ createDate: today() }, { completeDate: today() }]) {
      for (const asker of [other.client, client]) {
        const { code, data } = await asker.call('POST', path, { ...asked, page: 1, timestamp: now() });
        assert.deepEqual([code, data], [1000, { records: [], total: 0, page: 1, pageSize: 100, pages: 0 }]);
      }
    }
  }
});

test('a request is good for two minutes around its timestamp, a string or a number', async () => {
  const merchant = await gateway.merchant();
  const minutes = (count: number) => now() + count * 60_000;
  const good = [now(), String(now()), minutes(-1.9), String(minutes(1.9)), Math.floor(now() / 1000)];
  const bad = [minutes(-2.1), String(minutes(-2.1)), minutes(2.1), 0, String(minutes(-60 * 24))];
  for (const path of [payments, payouts]) {
    for (const [timestamps, code] of [
      [good, 1000],
      [bad, 1009],
    ] as const) {
      for (const timestamp of timestamps) {
        const answer = await merchant.client.call('POST', path, { createDate: today(), page: 1, timestamp });
        assert.equal(answer.code, code, `${formatLocalTime(now(), 480)}: ${timestamp} ${answer.message}`);
        if (code === 1009)
          assert.equal(answer.message, 'request params invalid: timestamp must be within 2 minutes of now');
      }
    }
  }
});

test('a bad request is told in a sentence what is wrong with it: 1009', async () => {
  const merchant = await gateway.merchant();
  const date = 'must be a date yyyy-MM-dd';
  const rows: [change: Params, problem: string][] = [
    [{ createDate: null }, 'createDate or completeDate is required'],
    [{ createDate: '' }, 'createDate or completeDate is required'],
    [{ createDate: '2026-02-30' }, `createDate ${date}`],
    [{ createDate: '1969-12-31' }, `createDate ${date}`],
    [{ createDate: '2026-03-02 00:00:00' }, `createDate ${date}`],
    [{ createDate: 20_260_302 }, 'createDate must be a string'],
    [{ completeDate: '2026-3-2' }, `completeDate ${date}`],
    [{ page: null }, 'page is required'],
    [{ page: 0 }, 'page must be an integer from 1 to 1000000'],
    [{ page: -1 }, 'page must be an integer from 1 to 1000000'],
    [{ page: 1_000_001 }, 'page must be an integer from 1 to 1000000'],
    [{ page: 1.5 }, 'page must be an integer'],
    [{ page: '1' }, 'page must be an integer'],
    [{ status: 'CLOSED' }, 'status must be PENDING, COMPLETE or FAILED'],
    [{ status: 'complete' }, 'status must be PENDING, COMPLETE or FAILED'],
    [{ status: true }, 'status must be'],
    [{ timestamp: null }, 'timestamp is required'],
    [{ timestamp: 'now' }, 'timestamp must be Unix milliseconds'],
    [{ timestamp: '1e12' }, 'timestamp must be Unix milliseconds'],
    [{ timestamp: 1.5 }, 'timestamp must be Unix milliseconds'],
    [{ timestamp: '9'.repeat(51) }, 'timestamp must be Unix milliseconds'],
  ];
  for (const path of [payments, payouts]) {
    for (const [change, problem] of rows) {
      const asked = { createDate: today(), page: 1, timestamp: now(), ...change };
      const answer = await merchant.client.call('POST', path, asked);
      assert.deepEqual([answer.code, answer.data], [1009, undefined], JSON.stringify(change));
      assert.ok(answer.message.startsWith(`request params invalid: ${problem}`), answer.message);
    }
  }
});

interface Statement {
  readonly records: readonly Readonly<Record<string, unknown>>[];
  readonly total: number;
  readonly page: number;
  readonly pageSize: number;
  readonly pages: number;
}

async function statement({ client }: TestMerchant, path: string, asked: Params): Promise<Statement> {
  const answer = await client.call('POST', path, { page: 1, timestamp: String(now()), ...asked });
  assert.equal(answer.code, 1000, answer.message);
  return answer.data as Statement;
}
