// Every failure code, -10000 to -10010, as a merchant meets it: in the callback and in the query (paycools.md 6.3).
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually, startTestGateway, type TestGateway } from '../support/gateway.ts';
import type { TestMerchant } from '../support/merchant.ts';

let gateway: TestGateway;
let merchant: TestMerchant;

before(async () => {
  gateway = await startTestGateway();
  merchant = await gateway.merchant();
  await merchant.fund(100_000_000);
});
after(() => gateway.close());

const failedCodes: readonly [code: number, message: string][] = [
  [-10000, 'Transaction Service Error'],
  [-10001, 'Transaction Exceed Limit'],
  [-10002, 'Transaction Params Error'],
  [-10003, 'Transaction Insufficient Balance'],
  [-10004, 'Transaction Channel Rejected'],
  [-10005, 'Transaction Destination Account Error'],
  [-10006, 'Transaction Network Reject'],
  [-10007, 'Transaction Channel Temporarily Close'],
  [-10008, 'Merchant Unavailable Error'],
  [-10009, 'Recipient Account Blocked'],
  [-10010, 'Channel Refund Failed'],
];

for (const [failedCode, failedMessage] of failedCodes) {
  const lastDigits = 9000 - (failedCode + 10_000);

  test(`${failedCode}: a payout of …${lastDigits} fails with it, in the callback as a number, in the query as a text`, async () => {
    const request = merchant.aPayout({ amount: 10_000 + lastDigits });
    const created = await merchant.client.call('POST', '/api/v1/payout', request);
    await callbackSays((created.data as { transactionId: string }).transactionId, 'disbursement.failed');
    const { data } = await merchant.client.call('GET', '/api/v1/payout/check', { mchOrderId: request['mchOrderId']! });
    const asked = data as Record<string, unknown>;
    assert.equal(asked['transactionStatus'], 'FAILED');
    assert.deepEqual([asked['failedCode'], asked['failedMessage']], [String(failedCode), failedMessage]);
  });

  test(`${failedCode}: a web payment of …${lastDigits} fails with it by itself, and its query says FAILED`, async () => {
    const transactionId = await merchant.createPayment({ amount: 10_000 + lastDigits });
    await callbackSays(transactionId, 'h5.payment.failed');
    await querySaysFailed(transactionId);
  });

  test(`${failedCode}: a dynamic QR code fails with it when /sandbox/act says so`, async () => {
    const { qrcodeId, mchOrderId } = await merchant.createQrcode();
    await gateway.act(qrcodeId, 'failed', { failedCode });
    const { fields } = await eventually(() =>
      merchant.receiver.received.find((candidate) => candidate.fields['mchOrderId'] === mchOrderId),
    );
    await callbackSays(String(fields['transactionId']), 'qrcode.payment.failed');
    await querySaysFailed(String(fields['transactionId']));
  });

  async function callbackSays(transactionId: string, eventName: string): Promise<void> {
    const { fields, body } = await eventually(() => merchant.receiver.of(transactionId)[0]);
    assert.ok(merchant.client.verifyCallback(body));
    assert.deepEqual(
      [fields['eventName'], fields['transactionStatus'], fields['failedCode'], fields['failedMessage']],
      [eventName, 'FAILED', failedCode, failedMessage],
    );
  }
}

/** The query of payments has no field for the code (paycools.md 7.2). */
async function querySaysFailed(transactionId: string): Promise<void> {
  const { data } = await merchant.client.call('GET', `/api/v1/payment/${transactionId}`);
  assert.equal((data as { transactionStatus: string }).transactionStatus, 'FAILED');
}

test('nothing that failed cost anything, and the books balance', async () => {
  assert.equal(await merchant.balance(), 100_000_000);
  assert.equal((await gateway.manage<{ balanced: boolean }>('GET', '/ledger/check')).balanced, true);
});
