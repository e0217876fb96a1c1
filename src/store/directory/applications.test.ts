// Guards what vendors hand in, on a real database: one merchant an application, suspended until an operator says otherwise, and
// nothing of a person in clear.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { eventually, openTestDirectories } from '../../../test/support/directory.ts';
import type { ApplicationStatus } from '../../engine/applications.ts';

const directories = await openTestDirectories();
const { clock, here, there, everyRow } = directories;
const { applications } = here;

after(async () => {
  await directories.close();
  assert.deepEqual(directories.faults, []);
});

const made = await Promise.all(['A', 'B'].map((name) => here.terminals.createVendor(name, 'tester')));
const [vendorId = '', otherVendor = ''] = made.map((vendor) => (vendor.ok ? vendor.value.id : ''));
const fields = {
  name: '小王的咖啡店',
  identity: '310101199001011234',
  bank_card: '6222021001122334455',
  account_type: 1,
};

async function apply(reference: string, { from = here, vendor = vendorId } = {}) {
  return from.applications.apply({
    vendorId: vendor,
    reference,
    merchantName: fields.name,
    city: 'Shanghai',
    fields,
  });
}

async function applied(reference = '') {
  const outcome = await apply(reference);
  assert.ok(outcome.ok, JSON.stringify(outcome));
  return outcome.value;
}

const statusOf = async (merchantId: string) => (await here.findMerchant(merchantId))?.status;

test('an application makes a suspended merchant with app, store and a terminal that waits for its device', async () => {
  const { application, store, terminal } = await applied('ref 1');
  const { merchantId, appId } = application;
  assert.deepEqual(application, {
    merchantId,
    vendorId,
    appId,
    reference: 'ref 1',
    status: 'review',
    problem: '',
    createdAt: clock.now(),
    fields,
  });
  assert.deepEqual(await there.applications.find(vendorId, merchantId), application);
  const merchant = await there.findMerchant(merchantId);
  assert.deepEqual([merchant?.name, merchant?.city, merchant?.status], [fields.name, 'Shanghai', 'suspended']);
  const app = await there.findApp(appId);
  assert.deepEqual([app?.merchantId, app?.dialect, app?.vendorId], [merchantId, 'upay', vendorId]);
  assert.deepEqual(await there.terminals.findStore(store.id), store);
  assert.deepEqual(await there.terminals.findTerminal(terminal.id), terminal);
  assert.deepEqual([terminal.merchantId, terminal.storeId, terminal.deviceId], [merchantId, store.id, '']);
});

test("of many applications at once with one of the vendor's numbers one is made; another vendor may have it too", async () => {
  const outcomes = await Promise.all(
    Array.from({ length: 6 }, (_, index) => apply('only one', { from: index % 2 ? there : here })),
  );
  assert.deepEqual(outcomes.map((outcome) => (outcome.ok ? 'made' : outcome.reason)).sort(), [
    'made',
    ...Array<string>(5).fill('reference_repeated'),
  ]);
  assert.ok((await apply('only one', { vendor: otherVendor })).ok);
  assert.ok((await apply('')).ok && (await apply('')).ok, 'no number is never repeated');
});

test('a review makes the merchant active or suspends it', async () => {
  const { merchantId } = (await applied()).application;
  const rows: [status: Exclude<ApplicationStatus, 'closed'>, merchant: string, problem: string][] = [
    ['identity_review', 'active', ''],
    ['identity_rejected', 'suspended', 'blurred'],
    ['passed', 'active', ''],
    ['rejected', 'suspended', 'blurred'],
    ['review', 'suspended', ''],
  ];
  for (const [status, merchant, problem] of rows) {
    const reviewed = await applications.reviewApplication(merchantId, { status, problem: 'blurred' }, 'Ben');
    assert.deepEqual(reviewed.ok && [reviewed.value.status, reviewed.value.problem], [status, problem]);
    assert.equal(await statusOf(merchantId), merchant);
    await eventually(async () => (await there.findMerchant(merchantId))?.status === merchant);
  }
  const [entry] = await here.listAudit(undefined, 1);
  assert.deepEqual([entry?.who, entry?.action, entry?.object], ['Ben', 'application.review', merchantId]);
  const unknown = await applications.reviewApplication('M1', { status: 'passed' }, 'Ben');
  assert.equal(unknown.ok ? '' : unknown.reason, 'application_not_found');
});

test('its vendor alone finds it and closes it, and then no review opens it again', async () => {
  const { merchantId } = (await applied()).application;
  await applications.reviewApplication(merchantId, { status: 'passed' }, 'Ben');
  assert.equal(await applications.find(otherVendor, merchantId), undefined);
  assert.equal(await applications.close(otherVendor, merchantId), false);
  assert.equal(await statusOf(merchantId), 'active');
  for (let times = 0; times < 2; times++) assert.equal(await applications.close(vendorId, merchantId), true);
  assert.equal(await statusOf(merchantId), 'suspended');
  const reviewed = await applications.reviewApplication(merchantId, { status: 'passed' }, 'Ben');
  assert.equal(reviewed.ok ? '' : reviewed.reason, 'application_closed');
  assert.equal((await applications.find(vendorId, merchantId))?.status, 'closed');
});

test('applications are listed in pages, all of them or those of one status', async () => {
  const { merchantId } = (await applied()).application;
  await applications.reviewApplication(merchantId, { status: 'rejected' }, 'Ben');
  const seen: string[] = [];
  for (let after: string | undefined = ''; after !== undefined; ) {
    const page: readonly { readonly merchantId: string }[] = await applications.listApplications(undefined, after, 2);
    seen.push(...page.map((application) => application.merchantId));
    after = page.at(-1)?.merchantId;
  }
  assert.deepEqual(seen, [...new Set(seen)].sort());
  assert.ok(seen.includes(merchantId) && seen.length > 3);
  const rejected = await applications.listApplications('rejected', '', 1000);
  assert.deepEqual(new Set(rejected.map(({ status }) => status)), new Set(['rejected']));
});

test('a picture comes back as it was, under a name that no table holds', async () => {
  const bytes = Buffer.from(Array.from({ length: 256 }, (_, index) => index));
  const name = await applications.keepPicture(vendorId, bytes, 'image/png');
  assert.match(name, /^[0-9a-f]{32}$/);
  const found = await there.applications.findPicture(name);
  assert.deepEqual([Buffer.from(found?.bytes ?? []), found?.type], [bytes, 'image/png']);
  for (const unknown of ['', '\0', '0'.repeat(32), `${name}0`])
    assert.equal(await applications.findPicture(unknown), undefined);
  const rows = await everyRow();
  assert.ok(!rows.includes(name) && !rows.includes(bytes.toString('base64')) && !rows.includes(bytes.toString('hex')));
});

test('identity and bank data can be read in no row of the directory', async () => {
  await applied('sealed');
  const rows = await everyRow();
  for (const secret of [fields.identity, fields.bank_card]) assert.ok(!rows.includes(secret));
  assert.ok(rows.includes(fields.name));
});
