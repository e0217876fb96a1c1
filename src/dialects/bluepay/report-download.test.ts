// Guards the statement of a day as both versions give it (bluepay.md 3.18, 3b.2; 7, rows 24 and 25).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createBluepayGateway, type BluepayGateway } from '../../../test/support/bluepay-gateway.ts';
import { dayMs, hourMs } from '../../kernel/clock.ts';

const path = '/open-api/report/download';
const asked = { countryCode: 'TH', transDate: '2026-03-17', transType: 2 };

/** One payment and one payout of 17 March in Bangkok, and a refund of a part; it is 17:30. */
async function aDay(version: 'v1' | 'v2'): Promise<BluepayGateway> {
  const gateway = await createBluepayGateway(version);
  const { engine, merchant, app, now } = gateway;
  const owner = { merchantId: merchant.id, appId: app.id, referenceScope: app.id, notifyUrl: null, details: {} };
  const payment = { ...owner, id: 'C1', reference: 'order1', channel: 'TRUEMONEY_URL', amountMinor: 50_010n };
  assert.ok((await engine.execute(0, 'create-payment', { ...payment, returnUrl: null })).ok);
  const credit = { paymentId: 'C1', bankReference: 'B1', amountMinor: 50_010n };
  assert.ok((await engine.execute(0, 'confirm-credit', credit)).ok);
  const refund = { ...owner, id: 'R1', paymentId: 'C1', reference: 'back1', amountMinor: 1001n } as const;
  const rules = { feeReturn: 'none', oneAtATime: true, windowMs: null } as const;
  assert.ok((await engine.execute(0, 'create-refund', { ...refund, ...rules })).ok);
  await gateway.settled();
  assert.equal(now(), gateway.now());
  return gateway;
}

const head =
  'transDate,mchOrderId,transactionId,transactionType,channelCode,currency,amount,fee,netAmount,transactionStatus,createTime,returnTime,remark';

/** What the link leads to, as CSV. */
async function fileOf({ server }: BluepayGateway, downloadUrl: unknown): Promise<string[]> {
  const path = String(downloadUrl)
    .replace('https://pay.example', '')
    .replace(/\.xlsx$/, '.csv');
  const { statusCode, body } = await server.inject(path);
  assert.equal(statusCode, 200, body);
  return body.trimEnd().split('\r\n');
}

for (const version of ['v1', 'v2'] as const) {
  test(`${version}: from the next day of the country on, a day's payments and what went back of them are at a link`, async () => {
    const gateway = await aDay(version);
    const { client } = gateway;
    assert.equal((await client.call(path, asked)).code, 21006, 'today');
    await gateway.advance(6.5 * hourMs - 1);
    assert.equal((await client.call(path, asked)).code, 21006, 'the last moment of it');
    // The file itself waits until what was decided in the last moment is committed.
    await gateway.advance(6000);
    const { code, data } = await client.call(path, asked);
    assert.equal(code, 10000);
    assert.deepEqual(Object.keys(data), ['downloadUrl']);
    assert.match(String(data['downloadUrl']), /^https:\/\/pay\.example\/statements\/[\w.-]+\.xlsx$/);
    assert.deepEqual(await fileOf(gateway, data['downloadUrl']), [
      head,
      '2026-03-17,order1,C1,PAYMENT,TRUEMONEY_URL,THB,500.10,0.00,500.10,COMPLETED,2026-03-17 17:30:00,2026-03-17 17:30:00,',
      '2026-03-17,back1,R1,REFUND,TRUEMONEY_URL,THB,-10.01,0.00,-10.01,COMPLETED,2026-03-17 17:30:00,2026-03-17 17:30:00,',
    ]);
    const { server } = gateway;
    const link = String(data['downloadUrl']).replace('https://pay.example', '');
    await gateway.advance(90 * 60_000);
    assert.equal((await server.inject(link)).statusCode, 410);
  });

  test(`${version}: a day without transactions and one to come answer 21006; what is no request of it 21002`, async () => {
    const gateway = await aDay(version);
    await gateway.advance(dayMs);
    const rows: [change: object, code: number][] = [
      [{}, 10000],
      [{ transType: 1 }, 21006],
      [{ transDate: '2026-03-16' }, 21006],
      [{ transDate: '2026-03-18' }, 21006],
      [{ transDate: '2099-12-31' }, 21006],
      [{ transDate: '2026-02-30' }, 21002],
      [{ transDate: '17.03.2026' }, 21002],
      [{ transDate: '2026-3-17' }, 21002],
      [{ transDate: 20260317 }, 21002],
      [{ transDate: null }, 21002],
      [{ transType: 3 }, 21002],
      [{ transType: 0 }, 21002],
      [{ transType: '2' }, 21002],
      [{ transType: null }, 21002],
      [{ countryCode: null }, 21002],
      [{ countryCode: 'XX' }, 21002],
      [{ countryCode: 'PH' }, version === 'v1' ? 21002 : 21006],
    ];
    for (const [change, code] of rows) {
      assert.equal((await gateway.client.call(path, { ...asked, ...change })).code, code, JSON.stringify(change));
    }
  });
}

test('payouts have a file of their own, with what they cost', async () => {
  const gateway = await createBluepayGateway('v2');
  gateway.merchant = { ...gateway.merchant, fees: { payout: { fixedMinor: 1000n, basisPoints: 0 } } };
  await gateway.fund(1_000_000n);
  const { id: merchantId } = gateway.merchant;
  const names = { id: 'D1', appId: gateway.app.id, referenceScope: gateway.app.id, reference: 'out1' };
  const destination = { method: 'bank', code: 'KBANK', accountNo: '1', accountName: 'A' } as const;
  const channel = [...gateway.channels.values()].find(({ kind, currency }) => kind === 'payout' && currency === 'THB');
  const money = { channel: channel?.code ?? '', currency: 'THB', amountMinor: 50_020n };
  const command = { ...names, ...money, merchantId, destination, idempotencyKey: 'k', notifyUrl: null };
  assert.ok((await gateway.engine.execute(0, 'create-payout', { ...command, details: { remark: 'salary' } })).ok);
  await gateway.settled();
  await gateway.advance(dayMs);
  const { data } = await gateway.client.call(path, { ...asked, transType: 1 });
  assert.deepEqual(await fileOf(gateway, data['downloadUrl']), [
    head,
    `2026-03-17,out1,D1,PAYOUT,${channel?.code},THB,500.20,10.00,510.20,COMPLETED,2026-03-17 17:30:00,2026-03-17 17:30:00,salary`,
  ]);
});
