// Guards the operators' side of terminals: what is made, what is shown once, and what is never shown.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { type Fields, openTestAdmin } from '../../test/support/admin.ts';

const admin = await openTestAdmin();
const { call, directory } = admin;

after(async () => {
  await admin.close();
  assert.deepEqual(admin.faults, []);
});

interface Credentials {
  readonly vendorSn: string;
  readonly vendorKey: string;
  readonly appId: string;
  readonly activationCodes: readonly string[];
  readonly terminalSn: string;
  readonly terminalKey: string;
  readonly platformPublicKey: string;
}

const merchantId = (await call('POST', '/merchants', { name: '小王的店' })).body['merchantId'] as string;
const made = await call<Credentials>('POST', '/apps', { merchantId, dialect: 'upay' });
const { body: credentials } = made;

async function storeOf(merchant: string): Promise<string> {
  const { body } = await call<{ stores: { storeId: string }[] }>('GET', `/stores?merchantId=${merchant}`);
  return body.stores[0]?.storeId ?? '';
}
const storeId = await storeOf(merchantId);

function activate(code: string, deviceId = 'POS-1') {
  const device = { deviceId, reference: '', name: 'till 1', about: { os_info: 'Android5.0' } };
  const { vendorSn: vendorId, appId } = credentials;
  return directory.terminals.activate({ vendorId, appId, code, ...device, oneTerminalPerDevice: false });
}

test('an app with terminals is made with the credentials that demo.json has', () => {
  assert.equal(made.status, 200, made.text);
  assert.deepEqual(Object.keys(credentials), [
    'vendorSn',
    'vendorKey',
    'appId',
    'activationCodes',
    'terminalSn',
    'terminalKey',
    'platformPublicKey',
  ]);
  assert.match(credentials.vendorSn, /^\d{8}$/);
  assert.match(credentials.appId, /^\d{16}$/);
  assert.match(credentials.terminalSn, /^\d{15}$/);
  assert.match(credentials.platformPublicKey, /^-----BEGIN PUBLIC KEY-----\n/);
  for (const key of [credentials.vendorKey, credentials.terminalKey]) assert.match(key, /^[0-9a-f]{32}$/);
  assert.equal(credentials.activationCodes.length, 10);
});

test('an app of a vendor that is there is made without telling its key again', async () => {
  const { vendorSn } = credentials;
  const { status, body } = await call('POST', '/apps', { merchantId, dialect: 'upay', vendorSn });
  assert.deepEqual([status, body['vendorSn'], body['vendorKey']], [200, vendorSn, undefined]);
  assert.match(body['terminalKey'] as string, /^[0-9a-f]{32}$/);
});

test('the public key of the platform can be read again, its private one never', async () => {
  const { body, text } = await call('GET', `/apps/${credentials.appId}`);
  assert.deepEqual(body['platformPublicKeys'], [credentials.platformPublicKey]);
  assert.equal(body['vendorSn'], credentials.vendorSn);
  assert.ok(!text.includes('PRIVATE'));
});

test('a vendor is made, renamed, disabled, and its key rotated with an overlap', async () => {
  const { body: vendor } = await call('POST', '/vendors', { name: 'Till Software' });
  const { vendorSn, vendorKey } = vendor as Record<'vendorSn' | 'vendorKey', string>;
  const path = `/vendors/${vendorSn}`;
  assert.deepEqual((await call('GET', path)).body, { vendorSn, name: 'Till Software', enabled: true });
  const renamed = await call('PATCH', path, { name: 'Tills', enabled: false });
  assert.deepEqual(renamed.body, { vendorSn, name: 'Tills', enabled: false });
  const { body: rotated } = await call('PATCH', path, { rotateKey: true });
  assert.notEqual(rotated['vendorKey'], vendorKey);
  assert.deepEqual((await directory.terminals.findVendor(vendorSn))?.keys, [rotated['vendorKey'], vendorKey]);
  assert.ok((await call('GET', '/vendors')).text.includes(vendorSn));
});

test('a store is made for a merchant, closed and opened', async () => {
  const { body: store } = await call('POST', '/stores', { merchantId, name: 'Corner' });
  const path = `/stores/${store['storeId'] as string}`;
  assert.deepEqual(store, { storeId: store['storeId'], merchantId, name: 'Corner', status: 'open' });
  assert.deepEqual((await call('GET', path)).body, store);
  assert.equal((await call('PATCH', path, { status: 'closed' })).body['status'], 'closed');
  const code = { storeId: store['storeId'], appId: credentials.appId };
  const refused = await call('POST', '/activation-codes', code);
  assert.deepEqual([refused.status, refused.body['message']], [409, `The store ${code.storeId as string} is closed.`]);
  assert.equal((await call('PATCH', path, { status: 'open', name: 'Corner 2' })).body['name'], 'Corner 2');
  assert.equal((await call('POST', '/activation-codes', code)).status, 200);
});

test('a code is good for one terminal and seven days unless more is asked for, in stores of its own merchant', async () => {
  const wanted = { storeId, appId: credentials.appId };
  const { body: one } = await call('POST', '/activation-codes', wanted);
  assert.deepEqual(one, { ...wanted, code: one['code'], usesLeft: 1, expiresAt: '2026-03-09T04:00:00.000Z' });
  const { body: many } = await call('POST', '/activation-codes', { ...wanted, uses: 10_000, validDays: 3650 });
  assert.deepEqual([many['usesLeft'], many['expiresAt']], [10_000, '2036-02-28T04:00:00.000Z']);
  assert.ok((await activate(many['code'] as string)).ok);
  const { body: listed } = await call<{ activationCodes: Fields[] }>('GET', `/activation-codes?storeId=${storeId}`);
  const found = listed.activationCodes.find(({ code }) => code === many['code']);
  assert.deepEqual(found, { ...many, usesLeft: 9999 });

  const stranger = (await call('POST', '/merchants')).body['merchantId'];
  const { body: theirs } = await call('POST', '/stores', { merchantId: stranger, name: 'Theirs' });
  const crossed = await call('POST', '/activation-codes', { ...wanted, storeId: theirs['storeId'] });
  assert.equal(crossed.status, 404);
  assert.match(crossed.body['message'] as string, /is not one of the merchant of the app/);
});

test('a terminal is read with what its device says of itself, disabled, and made active again', async () => {
  const activated = await activate(credentials.activationCodes[0] ?? '', 'POS-7');
  assert.ok(activated.ok);
  const { id: terminalSn } = activated.value.terminal;
  const { appId, vendorSn } = credentials;
  const expected = {
    terminalSn,
    merchantId,
    appId,
    storeId,
    vendorSn,
    reference: '',
    name: 'till 1',
    deviceId: 'POS-7',
    status: 'active',
    keyedAt: '2026-03-02T04:00:00.000Z',
  };
  assert.deepEqual((await call('GET', `/terminals/${terminalSn}`)).body, expected);
  const disabled = await call('PATCH', `/terminals/${terminalSn}`, { status: 'disabled' });
  const about = { os_info: 'Android5.0' };
  assert.deepEqual(disabled.body, { ...expected, status: 'disabled', about });
  assert.equal((await directory.terminals.findTerminal(terminalSn))?.status, 'disabled');
  const { body: listed } = await call<{ terminals: Fields[] }>('GET', `/terminals?storeId=${storeId}`);
  assert.deepEqual(
    listed.terminals.find((row) => row['terminalSn'] === terminalSn),
    disabled.body,
  );
  assert.equal((await call('PATCH', `/terminals/${terminalSn}`, { status: 'active' })).body['status'], 'active');
});

test('lists come in pages until there is no more', async () => {
  const lists: readonly (readonly [path: string, name: string, id: string])[] = [
    ['/vendors?', 'vendors', 'vendorSn'],
    [`/stores?merchantId=${merchantId}&`, 'stores', 'storeId'],
    [`/activation-codes?storeId=${storeId}&`, 'activationCodes', 'code'],
    [`/terminals?storeId=${storeId}&`, 'terminals', 'terminalSn'],
  ];
  await activate(credentials.activationCodes[1] ?? '');
  for (const [path, name, id] of lists) {
    const whole = ((await call('GET', `${path}limit=1000`)).body[name] as Fields[]).map((row) => row[id]);
    const seen: unknown[] = [];
    for (let after: string | undefined = ''; after !== undefined; ) {
      const answer: { body: Fields } = await call('GET', `${path}limit=1${after && `&after=${after}`}`);
      const { body } = answer;
      seen.push(...(body[name] as Fields[]).map((row) => row[id]));
      after = body['next'] as string | undefined;
    }
    assert.deepEqual(seen, whole);
    assert.ok(seen.length > 1, name);
  }
});

test('no key is in any later answer, nor in the audit log, which names no activation code either', async () => {
  const { vendorSn, vendorKey, terminalSn, terminalKey, appId, activationCodes } = credentials;
  const texts = await Promise.all(
    [
      `/merchants/${merchantId}`,
      `/apps/${appId}`,
      '/vendors',
      `/vendors/${vendorSn}`,
      `/stores?merchantId=${merchantId}`,
      `/terminals?storeId=${storeId}`,
      `/terminals/${terminalSn}`,
      '/audit?limit=1000',
    ].map(async (path) => (await call('GET', path)).text),
  );
  for (const secret of [vendorKey, terminalKey, 'PRIVATE KEY', ...activationCodes])
    for (const text of texts) assert.ok(!text.includes(secret), text);
});

const applied = {
  name: '小王的咖啡店',
  contact_name: '王小明',
  contact_cellphone: '13800138000',
  identity: '310101199001011234',
  bank_card: '6222021001122334455',
  holder: '王小明',
  holder_id_front_photo: 'https://pay.example/pictures/0123456789abcdef0123456789abcdef',
  brand_photo: 'https://pay.example/pictures/brand',
  account_type: 1,
  something_new: 'who knows what this is',
};

async function apply(reference: string) {
  const { vendorSn: vendorId } = credentials;
  const application = { vendorId, reference, merchantName: applied.name, city: 'Shanghai', fields: applied };
  const outcome = await directory.applications.apply(application);
  assert.ok(outcome.ok);
  return outcome.value.application;
}

test('an application is shown without anything that names a person or an account', async () => {
  const { merchantId: applicant, appId } = await apply('ref-1');
  const { body, text } = await call<{ applications: Fields[] }>('GET', '/applications?status=review');
  const [listed] = body.applications;
  assert.deepEqual(listed, {
    merchantId: applicant,
    vendorSn: credentials.vendorSn,
    appId,
    reference: 'ref-1',
    status: 'review',
    problem: '',
    createdAt: '2026-03-02T04:00:00.000Z',
    fields: {
      name: '小王的咖啡店',
      contact_name: '****',
      contact_cellphone: '****8000',
      identity: '****1234',
      bank_card: '****4455',
      holder: '****',
      holder_id_front_photo: '****cdef',
      brand_photo: 'https://pay.example/pictures/brand',
      account_type: 1,
      something_new: '****s is',
    },
  });
  const reviewed = await call('PATCH', `/applications/${applicant}`, { status: 'rejected', problem: '照片不清楚' });
  const audit = (await call('GET', '/audit?limit=1000')).text;
  for (const secret of [applied.identity, applied.bank_card, applied.contact_cellphone, '王小明', '0123456789abcdef'])
    for (const shown of [text, reviewed.text, audit]) assert.ok(!shown.includes(secret), secret);
});

test('a review decides whether the merchant is active; what its vendor closed stays closed', async () => {
  const { merchantId: applicant } = await apply('ref-2');
  const path = `/applications/${applicant}`;
  const merchantStatus = async () => (await call('GET', `/merchants/${applicant}`)).body['status'];
  assert.equal(await merchantStatus(), 'suspended');
  const passed = await call('PATCH', path, { status: 'passed' });
  assert.deepEqual([passed.body['status'], passed.body['problem'], await merchantStatus()], ['passed', '', 'active']);
  const rejected = await call('PATCH', path, { status: 'identity_rejected', problem: 'blurred' });
  assert.deepEqual([rejected.body['problem'], await merchantStatus()], ['blurred', 'suspended']);
  assert.ok(await directory.applications.close(credentials.vendorSn, applicant));
  assert.equal((await call('PATCH', path, { status: 'passed' })).status, 409);
  assert.equal(await merchantStatus(), 'suspended');
  const { body } = await call<{ applications: Fields[]; next?: string }>('GET', '/applications?limit=1');
  assert.equal(body.next, body.applications[0]?.['merchantId']);
});
