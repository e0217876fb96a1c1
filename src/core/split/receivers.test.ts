// Guards whom a merchant can share with.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decide } from '../../../test/support/decide.ts';
import { merchantId } from '../../../test/support/engine.ts';
import { now } from '../../../test/support/rows.ts';
import { receiverRow, receivingMerchantId } from '../../../test/support/split-rows.ts';
import { addReceiver, deleteReceiver, type AddReceiver } from './receivers.ts';

const named: AddReceiver = {
  merchantId,
  account: receivingMerchantId,
  name: 'Partner',
  relation: 'PARTNER',
  details: {},
};

test('a receiver is added once, written anew when he is added again, and never the merchant himself', () => {
  const added = receiverRow({ name: 'Partner', relation: 'PARTNER' });
  assert.deepEqual(decide(addReceiver, named).changes.receivers?.inserted, [{ ...added, createdAt: now }]);
  for (const status of ['active', 'deleted'] as const) {
    const { changes } = decide(addReceiver, named, { receivers: [receiverRow({ status })] });
    assert.deepEqual(changes.receivers, { inserted: [], updated: [added], removed: [] });
  }
  assert.equal(decide(addReceiver, { ...named, account: merchantId }).answer, 'request_malformed');
});

test('a receiver is deleted once', () => {
  const command = { merchantId, account: receivingMerchantId };
  const { changes } = decide(deleteReceiver, command, { receivers: [receiverRow()] });
  assert.deepEqual(changes.receivers?.updated, [receiverRow({ status: 'deleted' })]);
  assert.equal(decide(deleteReceiver, command).answer, 'receiver_not_found');
  const gone = { receivers: [receiverRow({ status: 'deleted' })] };
  assert.equal(decide(deleteReceiver, command, gone).answer, 'receiver_not_found');
});
