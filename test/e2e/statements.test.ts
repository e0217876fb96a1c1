// A merchant's statements over HTTP, as he fetches them the next day: what came, what went back and what was paid out, and the ledger.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { dayMs, formatLocalDay, startOfLocalDay } from '../../src/kernel/clock.ts';
import { eventually, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { readWorkbook } from '../support/workbook.ts';

/** East of UTC in Bangkok. */
const zoneMinutes = 420;

let gateway: TestGateway;
before(async () => {
  gateway = await startTestGateway();
});
after(() => gateway.close());

const path = '/open-api/report/download';

/** The lines of a CSV without quotes, each by the names of its columns. */
function linesOf(csv: string): Record<string, string>[] {
  const [heads = [], ...rows] = csv
    .trimEnd()
    .split('\r\n')
    .map((row) => row.split(','));
  return rows.map((row) => Object.fromEntries(heads.map((head, index) => [head, row[index] ?? ''])));
}

test('the day after, a link leads to what was completed on a day, in both formats and with the sums of the ledger', async () => {
  const client = gateway.bluepayV1;
  const { clock } = gateway.gateway.core;
  // Early on a day of Bangkok, so that all of it happens on that day.
  const today = startOfLocalDay(formatLocalDay(clock.now(), zoneMinutes), zoneMinutes) ?? 0;
  await gateway.advance(Math.ceil((today + dayMs + 3_600_000 - clock.now()) / 1000));
  const transDate = formatLocalDay(clock.now(), zoneMinutes);

  const created = await client.call('/open-api/webpay/generate', {
    channelCode: 'TRUEMONEY_URL',
    mchOrderId: 'STATEMENT1',
    amount: 50_010,
    notifyUrl: `${gateway.url}/sandbox/inbox/statements`,
    redirectUrl: 'https://m.example/done',
    customerName: 'Jason',
    email: 'a@example.com',
    mobile: '0812345678',
  });
  assert.equal(created.code, 10000, created.message);
  const originalTransactionId = created.data['transactionId'] as string;
  await gateway.act(originalTransactionId, 'paid');
  const names = { mchRefundOrderId: 'STATEMENTBACK1', originalTransactionId, mchOrderId: 'STATEMENT1' };
  const refunded = await client.call('/open-api/refund', { ...names, refundAmount: 1001, refundReason: 'broken' });
  assert.equal(refunded.code, 10000, refunded.message);
  await eventually(async () => {
    const { list } = await client.call('/open-api/payment/refund/query', { mchRefundOrderId: names.mchRefundOrderId });
    return list[0]?.['refundStatus'] === 'COMPLETE';
  });

  const ask = (transType: number) => client.call(path, { countryCode: 'TH', transDate, transType });
  assert.equal((await ask(2)).code, 21006, 'the day is not over');
  await gateway.advance(dayMs / 1000);
  assert.equal((await ask(1)).code, 21006, 'nothing was paid out');
  const { code, data } = await ask(2);
  assert.equal(code, 10000);
  const downloadUrl = data['downloadUrl'] as string;

  const csvUrl = downloadUrl.replace(/\.xlsx$/, '.csv');
  const csv = await (await fetch(csvUrl)).text();
  assert.equal(await (await fetch(csvUrl)).text(), csv, 'the same bytes each time');
  const lines = linesOf(csv);
  assert.deepEqual(
    lines.map((line) => [
      line['transDate'],
      line['mchOrderId'],
      line['transactionType'],
      line['amount'],
      line['remark'],
    ]),
    [
      [transDate, 'STATEMENT1', 'PAYMENT', '500.10', ''],
      [transDate, 'STATEMENTBACK1', 'REFUND', '-10.01', 'broken'],
    ],
  );

  const { sheets } = readWorkbook(Buffer.from(await (await fetch(downloadUrl)).arrayBuffer()));
  assert.deepEqual(
    sheets.get('transactions')?.slice(1),
    lines.map((line) => Object.values(line)),
  );
  const { cell, id } = (await gateway.gateway.core.directory.findMerchant(gateway.demo.merchantId)) ?? assert.fail();
  const account = await gateway.gateway.core.engine.find(cell, 'accounts', `${id}:THB:channel:TRUEMONEY_URL`);
  const all = sheets.get('totals')?.find(([type]) => type === 'ALL');
  assert.equal(Math.round(Number(all?.[3]) * 100), Number((account?.debits ?? 0n) - (account?.credits ?? 0n)));

  await gateway.advance(90 * 60);
  assert.equal((await fetch(downloadUrl)).status, 410);
});
