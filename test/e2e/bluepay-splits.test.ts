// Profit sharing over HTTP, as BluePay's merchants use it: a proof, a receiver in the other cell, a split, a return, and books that agree.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { BluepayFields } from '../support/bluepay-client.ts';
import { eventually, startTestGateway, type TestGateway } from '../support/gateway.ts';

let gateway: TestGateway;
before(async () => {
  gateway = await startTestGateway();
});
after(() => gateway.close());

async function dataOf(path: string, fields: BluepayFields): Promise<BluepayFields> {
  const { code, message, data } = await gateway.bluepayV2.call(`/open-api${path}`, fields);
  assert.equal(code, 10000, `${path}: ${message}`);
  return data;
}

test('a share reaches its receiver in another cell and comes back, and nothing stays between the two', async () => {
  const { demo, manage, balances } = gateway;
  const { merchantId: receiverAccount } = await manage<{ merchantId: string }>('POST', '/merchants', {
    name: 'Supplier',
    city: 'Bangkok',
  });
  assert.deepEqual([demo.merchantId.slice(0, 3), receiverAccount.slice(0, 3)], ['M00', 'M01']);

  const largest = Buffer.alloc(5 * 1_048_576);
  largest.write('%PDF-');
  const { fileId } = await dataOf('/v1/file/upload', {
    businessType: 'SPLIT_PAYMENT_RECEIVER_RELATION',
    fileName: 'contract.pdf',
    fileContent: largest.toString('base64'),
  });
  const shown = await manage<{ content: string }>('GET', `/files/${String(fileId)}`);
  assert.equal(shown.content, largest.toString('base64'));
  const receiver = { receiverType: 'PAYCOOLS_MCH', receiverAccount };
  const relation = { receiverName: 'Supplier', relationType: 'SUPPLIER', relationProofFileId: fileId };
  await dataOf('/v1/split/receiver/add', { ...receiver, ...relation });

  const { transactionId } = await dataOf('/payment/generate', {
    mchOrderId: 'SHARED1',
    amount: 10_000,
    currency: 'THB',
    channelType: 'EWALLET',
    channelCode: 'TH_TRUEMONEY_URL',
    customerName: 'Jason',
    email: 'a@example.com',
    mobile: '0812345678',
    terminalType: 'WEB',
    notifyUrl: `${gateway.url}/sandbox/inbox/split`,
    redirectUrl: 'https://m.example/done',
  });
  await gateway.act(String(transactionId), 'paid');
  const { unsplitAmount } = await eventually(async () => {
    const told = await dataOf('/v1/split/amount/query', { transactionId });
    return Number(told['unsplitAmount']) > 0 && told;
  });
  const before = (await balances(demo.merchantId, 'THB'))['available'] ?? 0;

  const split = { mchSplitOrderId: 'SPLIT1', transactionId, receivers: [{ ...receiver, amount: 4000 }] };
  await dataOf('/v1/split/apply', split);
  const ended = await eventually(async () => {
    const told = await dataOf('/v1/split/query', { mchSplitOrderId: 'SPLIT1', transactionId });
    return told['splitStatus'] === 'FINISHED' && (told['receivers'] as BluepayFields[]);
  });
  assert.equal(ended[0]?.['result'], 'SUCCESS');
  assert.equal((await balances(demo.merchantId, 'THB'))['available'], before - 4000);
  assert.equal((await balances(receiverAccount, 'THB'))['available'], 4000);

  const back = { mchReturnOrderId: 'BACK1', mchSplitOrderId: 'SPLIT1', receiverAccount, returnAmount: 1500 };
  await dataOf('/v1/split/return', back);
  await eventually(async () => {
    const { returnStatus } = await dataOf('/v1/split/return/query', { mchReturnOrderId: 'BACK1' });
    return returnStatus === 'SUCCESS';
  });
  assert.equal((await balances(demo.merchantId, 'THB'))['available'], before - 2500);
  assert.equal((await balances(receiverAccount, 'THB'))['available'], 2500);
  const rest = await dataOf('/v1/split/amount/query', { transactionId });
  assert.equal(rest['unsplitAmount'], Number(unsplitAmount) - 2500);

  const [paid, received] = await Promise.all([balances(demo.merchantId, 'THB'), balances(receiverAccount, 'THB')]);
  assert.deepEqual([paid['transit'], received['transit']], [2500, -2500]);
  const { balanced } = await manage<{ balanced: boolean }>('GET', '/ledger/check');
  assert.equal(balanced, true);
});
