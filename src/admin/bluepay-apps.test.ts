// Guards how operators make apps of BluePay: a key pair of the merchant's, and one of the platform's whose private half nobody sees.
import assert from 'node:assert/strict';
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { after, test } from 'node:test';
import { openTestAdmin } from '../../test/support/admin.ts';
import { generateRsaKeyPair } from '../kernel/rsa.ts';

const versions = ['bluepay-v1', 'bluepay-v2'] as const;
const admin = await openTestAdmin(versions);
const { call, directory } = admin;
after(() => admin.close());

const { body: merchant } = await call('POST', '/merchants', { name: 'Shop', city: 'Bangkok' });
const merchantId = merchant['merchantId'] as string;

for (const dialect of versions) {
  test(`an app of ${dialect} is made with the credentials that demo.json has`, async () => {
    const { status, body, text } = await call('POST', '/apps', { merchantId, dialect });
    assert.equal(status, 200, text);
    assert.deepEqual(Object.keys(body), ['appId', 'merchantPrivateKey', 'platformPublicKey']);
    const { appId, merchantPrivateKey, platformPublicKey } = body as Record<string, string>;
    assert.match(appId ?? '', /^[0-9a-f]{32}$/);
    assert.match(merchantPrivateKey ?? '', /^-----BEGIN PRIVATE KEY-----\n/);
    const app = await directory.findApp(appId ?? '');
    assert.deepEqual([app?.dialect, app?.callbackSecrets], [dialect, []]);
    const own = createPublicKey(createPrivateKey(app?.platformPrivateKeys[0] ?? ''));
    assert.ok(own.equals(createPublicKey(platformPublicKey ?? '')));
    assert.equal(own.asymmetricKeyDetails?.modulusLength, 2048);

    const read = await call('GET', `/apps/${appId}`);
    assert.deepEqual(read.body['platformPublicKeys'], [platformPublicKey]);
    for (const path of [`/apps/${appId}`, `/merchants/${merchantId}`, '/audit']) {
      assert.ok(!(await call('GET', path)).text.includes('PRIVATE KEY'), path);
    }
  });
}

test('the key that a merchant gives is taken, up to the 4096 bits that version 1 asks for, and no private one is made', async () => {
  for (const bits of [2048, 4096]) {
    const { publicKeyPem: publicKey } = await generateRsaKeyPair(bits);
    const { body } = await call('POST', '/apps', { merchantId, dialect: 'bluepay-v1', publicKey });
    assert.deepEqual(Object.keys(body), ['appId', 'platformPublicKey']);
    assert.deepEqual((await directory.findApp(body['appId'] as string))?.publicKeys, [publicKey]);
  }
  const bad = await call('POST', '/apps', { merchantId, dialect: 'bluepay-v1', publicKey: 'none' });
  assert.equal(bad.status, 400);
});

test('the platform keys are sealed where they are kept', async () => {
  const { body } = await call('POST', '/apps', { merchantId, dialect: 'bluepay-v2' });
  const rows = await admin.database.sql`select * from directory.apps where id = ${body['appId']}`;
  assert.equal(rows.length, 1);
  assert.ok(!JSON.stringify(rows).includes('PRIVATE'));
});
