// Guards profit sharing in version 2 (bluepay.md 3b.18, 5.5): proofs, receivers, splits, returns, and every code of theirs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BluepayFields } from '../../../../test/support/bluepay-client.ts';
import { bluepayAppId, type BluepayGateway, createBluepayGateway } from '../../../../test/support/bluepay-gateway.ts';
import type { Merchant } from '../../../core/merchant/merchant.ts';

const upload = '/open-api/v1/file/upload';
const add = '/open-api/v1/split/receiver/add';
const list = '/open-api/v1/split/receiver/query';
const remove = '/open-api/v1/split/receiver/delete';
const rest = '/open-api/v1/split/amount/query';
const apply = '/open-api/v1/split/apply';
const query = '/open-api/v1/split/query';
const giveBack = '/open-api/v1/split/return';
const returned = '/open-api/v1/split/return/query';

const supplierId = 'M000000000000000000000008';
const partnerId = 'M000000000000000000000009';
const supplierApp = 'd0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0';

const receiverType = 'PAYCOOLS_MCH';
const supplier = { receiverType, receiverAccount: supplierId };
const named = { ...supplier, receiverName: 'Supplier', relationType: 'SUPPLIER' };
const pdf = Buffer.from('%PDF-1.7 proof').toString('base64');
const proof = { businessType: 'SPLIT_PAYMENT_RECEIVER_RELATION', fileName: 'contract.pdf', fileContent: pdf };
const now = '2026-03-17 18:30:00';

/** A gateway with two more merchants, of whom a test changes what it wants. */
async function open() {
  const others = new Map<string, Merchant>();
  const gateway: BluepayGateway = await createBluepayGateway('v2', {
    directory: {
      findApp: async (id) =>
        id === supplierApp
          ? { ...gateway.app, id, merchantId: supplierId }
          : id === gateway.app.id
            ? gateway.app
            : undefined,
      findMerchant: async (id) => (id === gateway.merchant.id ? gateway.merchant : others.get(id)),
      merchant: (id) => others.get(id) ?? gateway.merchant,
    },
  });
  for (const id of [supplierId, partnerId]) others.set(id, { ...gateway.merchant, id });
  const suspend = (id: string) => others.set(id, { ...gateway.merchant, id, status: 'suspended' });
  const codeOf = async (path: string, fields: BluepayFields) => (await gateway.client.call(path, fields)).code;
  const dataOf = async (path: string, fields: BluepayFields) => {
    const { code, data } = await gateway.client.call(path, fields);
    assert.equal(code, 10000);
    return data;
  };
  return { gateway, suspend, codeOf, dataOf };
}

/** The same with a payment of 100.00, whose money is there, and the supplier as a receiver. */
async function paid() {
  const opened = await open();
  const { gateway, dataOf } = opened;
  const order = {
    mchOrderId: 'ORDER0001',
    amount: 10_000,
    currency: 'THB',
    channelType: 'EWALLET',
    channelCode: 'TH_TRUEMONEY_URL',
    customerName: 'Somchai',
    email: 'somchai@example.com',
    mobile: '0812345678',
    terminalType: 'WAP',
    notifyUrl: 'https://merchant.example/notify',
    redirectUrl: 'https://merchant.example/return',
  };
  const transactionId = String((await dataOf('/open-api/payment/generate', order))['transactionId']);
  const credit = { paymentId: transactionId, bankReference: 'B1', amountMinor: 10_000n };
  assert.ok((await gateway.engine.execute(0, 'confirm-credit', credit)).ok);
  await dataOf(add, named);
  const shared = (mchSplitOrderId: string, amount: number, change: BluepayFields = {}) => ({
    mchSplitOrderId,
    transactionId,
    receivers: [{ ...supplier, amount }],
    ...change,
  });
  return { ...opened, transactionId, shared };
}

test('a proof is kept as a jpg, png or pdf of at most 5 MB, and belongs to its merchant', async () => {
  const { gateway, codeOf, dataOf } = await open();
  const { fileId } = await dataOf(upload, proof);
  assert.match(String(fileId), /^[0-9a-f]{32}$/);
  assert.equal(await codeOf(add, { ...named, relationProofFileId: fileId }), 10000);
  assert.equal(await codeOf(add, { ...named, relationProofFileId: 'f'.repeat(32) }), 21002);
  gateway.app = { ...gateway.app, merchantId: partnerId };
  assert.equal(await codeOf(add, { ...named, relationProofFileId: fileId }), 21002, 'another merchant’s');
  const largest = Buffer.alloc(5 * 1_048_576);
  largest.write('%PDF-');
  assert.equal(await codeOf(upload, { ...proof, fileContent: largest.toString('base64') }), 10000);
  const bad: BluepayFields[] = [
    { businessType: 'OTHER' },
    { fileName: '' },
    { fileContent: 'no base64!' },
    { fileContent: Buffer.from('GIF89a').toString('base64') },
    { fileContent: Buffer.from('MZ').toString('base64') },
    { fileContent: Buffer.concat([largest, Buffer.alloc(1)]).toString('base64') },
  ];
  for (const change of bad) assert.equal(await codeOf(upload, { ...proof, ...change }), 21002);
});

test('a receiver is added, found and deleted, by the merchant’s id or by that of his app', async () => {
  const { codeOf, dataOf } = await open();
  const own = { ...named, receiverType: 'BLUEPAY_MCH', receiverAccount: supplierApp };
  const custom = { relationType: 'CUSTOM', customRelation: 'sister' };
  const shown = { ...own, ...custom, relationProofFileId: null };
  assert.deepEqual(await dataOf(add, { ...own, ...custom }), { ...shown, receiverStatus: 'ACTIVE' });
  assert.deepEqual(await dataOf(list, {}), { list: [{ ...shown, receiverStatus: 'ACTIVE' }] });
  assert.deepEqual(await dataOf(list, supplier), { list: [{ ...shown, receiverStatus: 'ACTIVE' }] });
  assert.deepEqual(await dataOf(list, { receiverAccount: partnerId }), { list: [] });
  assert.deepEqual(await dataOf(list, { receiverAccount: 'nobody' }), { list: [] });
  assert.deepEqual(await dataOf(remove, supplier), { ...shown, receiverStatus: 'DELETED' });
  assert.equal(await codeOf(remove, supplier), 21006);
  assert.equal(await codeOf(remove, { ...supplier, receiverAccount: 'nobody' }), 21006);
  const plain = { ...named, customRelation: null, relationProofFileId: null };
  assert.deepEqual(await dataOf(add, named), { ...plain, receiverStatus: 'ACTIVE' });
});

test('a receiver who is no other merchant, or whose relation is not said, is refused', async () => {
  const { gateway, codeOf } = await open();
  const bad: BluepayFields[] = [
    { receiverType: 'PERSON' },
    { receiverAccount: 'nobody' },
    { receiverAccount: gateway.merchant.id },
    { receiverAccount: bluepayAppId },
    { receiverName: '' },
    { relationType: 'FRIEND' },
    { relationType: 'CUSTOM' },
  ];
  for (const change of bad) assert.equal(await codeOf(add, { ...named, ...change }), 21002, JSON.stringify(change));
});

test('a split is accepted as PROCESSING, is FINISHED when its shares are, and takes from what can be split', async () => {
  const { gateway, dataOf, transactionId, shared } = await paid();
  assert.deepEqual(await dataOf(rest, { transactionId }), { transactionId, unsplitAmount: 10_000 });
  await dataOf(add, { ...named, receiverAccount: partnerId });
  const receivers = [
    { ...supplier, amount: 3000, description: 'goods' },
    { ...supplier, receiverAccount: partnerId, amount: 1000 },
  ];
  const accepted = await dataOf(apply, shared('SPLIT1', 0, { receivers }));
  assert.match(String(accepted['splitOrderId']), /^S\d{24}$/);
  const details = accepted['receivers'] as { detailId: string }[];
  assert.match(String(details[0]?.detailId), /^SH\d{24}$/);
  const shown = (end: BluepayFields) =>
    receivers.map((receiver, index) => ({
      description: null,
      ...receiver,
      detailId: details[index]?.detailId,
      failedReason: null,
      ...end,
    }));
  const told = { mchSplitOrderId: 'SPLIT1', splitOrderId: accepted['splitOrderId'], transactionId };
  const pending = shown({ result: 'PENDING', finishTime: null });
  assert.deepEqual(accepted, { ...told, splitStatus: 'PROCESSING', receivers: pending });
  await gateway.settled();
  const done = { ...told, splitStatus: 'FINISHED', receivers: shown({ result: 'SUCCESS', finishTime: now }) };
  assert.deepEqual(await dataOf(query, { mchSplitOrderId: 'SPLIT1', transactionId }), done);
  assert.deepEqual(await dataOf(query, { mchSplitOrderId: 'SPLIT1' }), done);
  assert.deepEqual(await dataOf(rest, { transactionId }), { transactionId, unsplitAmount: 6000 });
  assert.deepEqual(gateway.errors, []);
});

test('a share whose receiver was deleted or suspended fails with its reason, and its amount can be split again', async () => {
  const { gateway, suspend, dataOf, transactionId, shared } = await paid();
  await dataOf(add, { ...named, receiverAccount: partnerId });
  await dataOf(remove, supplier);
  suspend(partnerId);
  const receivers = [
    { ...supplier, amount: 3000 },
    { ...supplier, receiverAccount: partnerId, amount: 1000 },
  ];
  await dataOf(apply, shared('SPLIT1', 0, { receivers }));
  await gateway.settled();
  const { splitStatus, receivers: shares } = await dataOf(query, { mchSplitOrderId: 'SPLIT1' });
  const ends = (shares as BluepayFields[]).map(({ result, failedReason, finishTime }) => [
    result,
    failedReason,
    finishTime,
  ]);
  assert.deepEqual(
    [splitStatus, ends],
    [
      'FINISHED',
      [
        ['FAILED', 'NO_RELATION', now],
        ['FAILED', 'ACCOUNT_ABNORMAL', now],
      ],
    ],
  );
  assert.deepEqual(await dataOf(rest, { transactionId }), { transactionId, unsplitAmount: 10_000 });
});

test('every split that cannot be has its code', async () => {
  const { gateway, codeOf, dataOf, transactionId, shared } = await paid();
  const partner = { ...supplier, receiverAccount: partnerId, amount: 1 };
  const rows: [code: number, fields: BluepayFields][] = [
    [21021, shared('S1', 10_001)],
    [21021, shared('S1', 0)],
    [21021, shared('S1', -1)],
    [21002, shared('S1', 1.5)],
    [21002, shared('S-1', 1)],
    [21002, shared('S1', 1, { receivers: [] })],
    [21002, shared('S1', 1, { receivers: undefined })],
    [
      21002,
      shared('S1', 1, {
        receivers: [
          { ...supplier, amount: 1 },
          { ...supplier, receiverAccount: supplierApp, amount: 1 },
        ],
      }),
    ],
    [21002, shared('S1', 1, { unfreezeUnsplit: 'yes' })],
    [21006, shared('S1', 1, { receivers: [partner] })],
    [21006, shared('S1', 1, { receivers: [{ ...partner, receiverAccount: 'nobody' }] })],
    [21006, shared('S1', 1, { transactionId: 'C000000000000000000000099' })],
    [21006, shared('S1', 1, { countryCode: 'PH' })],
    [10000, shared('S1', 4000)],
    [21007, shared('S1', 4000)],
    [21007, shared('S1', 1)],
    [21021, shared('S2', 6001)],
    [10000, shared('S2', 1000, { unfreezeUnsplit: true })],
    [21021, shared('S3', 1)],
  ];
  for (const [code, fields] of rows) assert.equal(await codeOf(apply, fields), code, JSON.stringify(fields));
  assert.deepEqual(await dataOf(rest, { transactionId }), { transactionId, unsplitAmount: 0 });
  assert.equal(await codeOf(rest, { transactionId: 'C000000000000000000000099' }), 21006);
  assert.equal(await codeOf(query, { mchSplitOrderId: 'S9' }), 21006);
  assert.equal(await codeOf(query, { mchSplitOrderId: 'S1', transactionId: 'C000000000000000000000099' }), 21006);
  assert.equal(await codeOf(query, { mchSplitOrderId: 'S1', countryCode: 'PH' }), 21006);
  assert.deepEqual(gateway.errors, []);
});

test('a payment that is not completed, and one whose money was spent, are not split', async () => {
  const { gateway, codeOf, shared } = await paid();
  const waiting = await gateway.client.call('/open-api/payment/generate', {
    mchOrderId: 'ORDER0002',
    amount: 10_000,
    currency: 'THB',
    channelType: 'EWALLET',
    channelCode: 'TH_TRUEMONEY_URL',
    customerName: 'Somchai',
    email: 'somchai@example.com',
    mobile: '0812345678',
    terminalType: 'WAP',
    notifyUrl: 'https://merchant.example/notify',
    redirectUrl: 'https://merchant.example/return',
  });
  const { transactionId } = waiting.data;
  assert.equal(await codeOf(apply, shared('S1', 1, { transactionId })), 21500);
  const refund = { mchRefundOrderId: 'R1', originalTransactionId: shared('S1', 1).transactionId, refundAmount: 4000 };
  assert.equal(await codeOf('/open-api/payment/refund', refund), 10000);
  assert.equal(await codeOf(apply, shared('S1', 6001)), 21021, 'what was refunded is not split');
  const spent = await gateway.engine.execute(0, 'give-share-back', {
    id: 'SPENT',
    merchantId: gateway.merchant.id,
    currency: 'THB',
    amountMinor: 1n,
  });
  assert.ok(spent.ok);
  assert.equal(await codeOf(apply, shared('S1', 6000)), 21014);
  assert.equal(await codeOf(apply, shared('S1', 5999)), 10000);
});

test('a return is accepted as PENDING, is read by query, and never exceeds the share', async () => {
  const { gateway, codeOf, dataOf, transactionId, shared } = await paid();
  await dataOf(apply, shared('SPLIT1', 4000));
  const asked = {
    mchReturnOrderId: 'BACK1',
    mchSplitOrderId: 'SPLIT1',
    receiverAccount: supplierApp,
    returnAmount: 3000,
  };
  assert.equal(await codeOf(giveBack, { ...asked, returnAmount: 1 }), 21021, 'not paid yet');
  await gateway.settled();
  const accepted = await dataOf(giveBack, asked);
  assert.match(String(accepted['returnId']), /^SR\d{24}$/);
  const told = { mchReturnOrderId: 'BACK1', returnId: accepted['returnId'], returnAmount: 3000, failedReason: null };
  assert.deepEqual(accepted, { ...told, returnStatus: 'PENDING', finishTime: null });
  await gateway.settled();
  const done = { ...told, returnStatus: 'SUCCESS', finishTime: now };
  assert.deepEqual(await dataOf(returned, { mchReturnOrderId: 'BACK1', mchSplitOrderId: 'SPLIT1' }), done);
  assert.deepEqual(await dataOf(rest, { transactionId }), { transactionId, unsplitAmount: 9000 });
  const rows: [code: number, path: string, fields: BluepayFields][] = [
    [21007, giveBack, { ...asked, returnAmount: 1 }],
    [21021, giveBack, { ...asked, mchReturnOrderId: 'BACK2', returnAmount: 1001 }],
    [21021, giveBack, { ...asked, mchReturnOrderId: 'BACK2', returnAmount: 0 }],
    [21006, giveBack, { ...asked, mchReturnOrderId: 'BACK2', mchSplitOrderId: 'SPLIT2' }],
    [21006, giveBack, { ...asked, mchReturnOrderId: 'BACK2', receiverAccount: partnerId }],
    [21006, giveBack, { ...asked, mchReturnOrderId: 'BACK2', receiverAccount: 'nobody' }],
    [21002, giveBack, { ...asked, mchReturnOrderId: '' }],
    [21006, returned, { mchReturnOrderId: 'BACK2' }],
    [21006, returned, { mchReturnOrderId: 'BACK1', mchSplitOrderId: 'SPLIT2' }],
    [21006, returned, { mchReturnOrderId: 'BACK1', countryCode: 'PH' }],
  ];
  for (const [code, path, fields] of rows) assert.equal(await codeOf(path, fields), code, JSON.stringify(fields));
  assert.deepEqual(gateway.errors, []);
});

test('a return that the receiver cannot pay fails with its reason', async () => {
  const { gateway, suspend, dataOf, shared } = await paid();
  await dataOf(apply, shared('SPLIT1', 4000));
  await gateway.settled();
  const asked = { mchSplitOrderId: 'SPLIT1', receiverAccount: supplierId, returnAmount: 4000 };
  const spend = { id: 'SPENT', merchantId: supplierId, currency: 'THB', amountMinor: 1n };
  assert.ok((await gateway.engine.execute(0, 'give-share-back', spend)).ok);
  await dataOf(giveBack, { ...asked, mchReturnOrderId: 'BACK1' });
  await gateway.settled();
  suspend(supplierId);
  await dataOf(giveBack, { ...asked, mchReturnOrderId: 'BACK2' });
  await gateway.settled();
  const reasons: unknown[] = [];
  for (const mchReturnOrderId of ['BACK1', 'BACK2']) {
    const { returnStatus, failedReason } = await dataOf(returned, { mchReturnOrderId });
    reasons.push([returnStatus, failedReason]);
  }
  assert.deepEqual(reasons, [
    ['FAILED', 'BALANCE_NOT_ENOUGH'],
    ['FAILED', 'ACCOUNT_ABNORMAL'],
  ]);
});

test('version 1 has none of it', async () => {
  const gateway = await createBluepayGateway('v1');
  for (const path of [upload, add, list, remove, rest, apply, query, giveBack, returned])
    assert.equal((await gateway.client.call(path, {})).code, 21002);
});
