// Guards that papers of merchants are kept sealed, that their own merchant alone can name them, and that operators alone see them.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openTestAdmin } from '../../test/support/admin.ts';

const admin = await openTestAdmin();
after(() => admin.close());

test('a paper is sealed, belongs to its merchant, and is shown to an operator, of which the audit log tells', async () => {
  const { database, directory, call } = admin;
  const plain = { name: 'Sari Sari', city: 'Manila', fees: {}, limits: {}, settlementDays: 0 };
  const made = await directory.createMerchant(plain, 'tester');
  assert.ok(made.ok);
  const merchantId = made.value.id;
  const bytes = Buffer.from('%PDF-1.7 the contract');
  const file = { merchantId, name: 'contract.pdf', type: 'application/pdf', bytes };
  const id = await directory.files.keep(file);
  assert.match(id, /^[0-9a-f]{32}$/);
  assert.deepEqual(await directory.files.find(id), file);
  assert.equal(await directory.files.isKept(merchantId, id), true);
  for (const [owner, name] of [
    ['M1', id],
    [merchantId, 'f'.repeat(32)],
    [merchantId, '\u0000'],
  ] as const)
    assert.equal(await directory.files.isKept(owner, name), false);
  const rows = await database.sql<{ text: string }[]>`select f::text as text from directory.files f`;
  assert.equal(rows.length, 1);
  assert.ok(!rows[0]?.text.includes(bytes.toString('base64')) && !rows[0]?.text.includes('the contract'));

  const { status, body } = await call('GET', `/files/${id}`);
  assert.equal(status, 200);
  assert.deepEqual(body, { id, merchantId, name: file.name, type: file.type, content: bytes.toString('base64') });
  const { body: audit } = await call<{ entries: { action: string; who: string; object: string }[] }>('GET', '/audit');
  const told = audit.entries.filter(({ object }) => object === id).map(({ action, who }) => [action, who]);
  assert.deepEqual(told, [
    ['file.read', 'Ana'],
    ['file.upload', `merchant ${merchantId}`],
  ]);
  assert.equal((await call('GET', `/files/${'f'.repeat(32)}`)).status, 404);
  assert.equal((await call('GET', '/files/nothing')).status, 404);
});
