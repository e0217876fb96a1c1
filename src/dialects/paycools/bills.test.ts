// Guards bills accounts (paycools.md 4.1 to 4.4): when an order gets a number, which one, and for how long.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  list,
  add,
  all,
  both,
  cancel,
  createMany,
  createOne,
  held,
  heldAt,
  many,
  numbersOf,
  one,
  pay,
  post,
  request,
  type Fields,
} from '../../../test/support/paycools-bills.ts';
import { createPaycoolsGateway } from '../../../test/support/paycools-gateway.ts';

test('4.1 gives the order a number at the channel, the merchant as biller, and a page that tells how to pay', async () => {
  const gateway = await createPaycoolsGateway();
  const created = await createOne(gateway, { mobile: '639171234567', description: 'July', minAmount: 0 });
  const { id, presentation } = await heldAt(gateway);
  assert.match(id, /^VA00\d{22}$/);
  const guideUrl = created.data.guideUrl;
  assert.match(guideUrl, new RegExp(`^https://pay\\.example/pay/${id}-[\\w-]{22}$`));
  assert.deepEqual(created, {
    code: 1000,
    message: 'success',
    data: {
      mchOrderId: 'BILL0001',
      channelCode: 'GCASH_STATIC_VA',
      referenceNumber: presentation,
      biller: 'Demo Shop',
      guideUrl,
    },
  });
  const { expiresAt, minAmountMinor, maxAmountMinor, amountMinor, paymentId, notifyUrl, details } =
    await heldAt(gateway);
  assert.deepEqual(
    [expiresAt, minAmountMinor, maxAmountMinor, amountMinor, paymentId, notifyUrl],
    [null, null, null, null, null, null],
  );
  assert.deepEqual(details, {
    appName: 'Demo Shop',
    customerName: 'Juan Dela Cruz',
    email: 'juan@example.com',
    mobile: '639171234567',
    remark: 'July',
    accountNumber: presentation,
    holder: 'Demo Shop',
    bank: null,
  });
});

test('4.2 answers a number a channel, in the order of the request, and one link to all', async () => {
  const gateway = await createPaycoolsGateway();
  const { code, data } = await createMany(gateway, { channelCode: '7ELEVEN_STATIC_VA, GCASH_STATIC_VA' });
  assert.equal(code, 1000);
  assert.deepEqual(
    data.paymentVaList.map(({ channelCode }) => channelCode),
    ['7ELEVEN_STATIC_VA', 'GCASH_STATIC_VA'],
  );
  assert.deepEqual(Object.keys(data.paymentVaList[0] ?? {}).sort(), [
    'biller',
    'channelCode',
    'guideUrl',
    'mchOrderId',
    'referenceNumber',
  ]);
  assert.equal(data.shortLink, `${data.paymentVaList[0]?.guideUrl}/all`);
  assert.equal(new Set(numbersOf({ data })).size, 2);
});

test('links keep their documented lengths under the address that the gateway has by itself', async () => {
  const gateway = await createPaycoolsGateway();
  const { data } = await createMany(gateway);
  const { data: link } = await post(gateway, `${one}/shortUrl`, {
    mchOrderId: 'BILL0001',
    amount: 500_000_000,
  });
  const longer = 'http://127.0.0.1:65535'.length - 'https://pay.example'.length;
  for (const { guideUrl } of data.paymentVaList) assert.ok(guideUrl.length + longer <= 200, guideUrl);
  for (const { shortLink } of [data, link]) assert.ok(shortLink.length + longer <= 100, shortLink);
});

const malformed = 'channelCode must be channel codes separated by commas, each once';

type Refusal = [fields: Fields, code: number, message: string];

/** Of 4.1 and 4.2. */
const refusals: Refusal[] = [
  [{ appName: null }, 1009, 'appName is required'],
  [{ appName: 'Demo_Shop' }, 1009, 'appName must be 1 to 100 letters, digits and spaces'],
  [{ mchOrderId: 'BILL-1' }, 1009, 'mchOrderId must be 1 to 32 letters and digits'],
  [{ channelCode: null }, 1009, 'channelCode is required'],
  [{ customerName: null }, 1009, 'customerName is required'],
  [{ customerName: 'x'.repeat(101) }, 1009, 'customerName must have at most 100 characters'],
  [{ email: null }, 1009, 'email is required'],
  [{ email: 'juan' }, 1015, 'request email invalid'],
  [{ mobile: '0917123456' }, 1009, 'mobile must be 11 to 14 digits starting with 09 or 639'],
  [{ mobile: '+639171234567' }, 1009, 'mobile must be 11 to 14 digits starting with 09 or 639'],
  [{ minAmount: -1 }, 1009, 'minAmount must be an integer of centavos, not below 0'],
  [{ minAmount: 100.5 }, 1009, 'minAmount must be an integer'],
  [{ minAmount: '100' }, 1009, 'minAmount must be an integer'],
  [{ maxAmount: 0 }, 1009, 'maxAmount must be a positive integer of centavos'],
  [{ minAmount: 501, maxAmount: 500 }, 1009, 'minAmount must not be above maxAmount'],
  [{ maxAmount: 99 }, 1009, 'maxAmount must not be below 100'],
  [{ minAmount: 500_000_001 }, 1007, 'transaction exceed limit'],
  [{ expireTime: '2026-3-17' }, 1009, 'expireTime must be a date yyyy-MM-dd'],
  [{ expireTime: '2026-02-30' }, 1009, 'expireTime must be a date yyyy-MM-dd'],
  [{ expireTime: '2026-03-16' }, 1009, 'expireTime must not be a day that is over'],
  [{ description: 'x'.repeat(256) }, 1009, 'description must have at most 255 characters'],
  [{ channelCode: 'NONE_STATIC_VA' }, 1011, 'merchant channel unavailable'],
  [{ channelCode: 'INSTA_TRANSFER_ACC' }, 1011, 'merchant channel unavailable'],
  [{ channelCode: 'QRPH_STATIC_QR' }, 1011, 'merchant channel unavailable'],
  [{ channelCode: 'GCASH_URL' }, 1011, 'merchant channel unavailable'],
  // Known, but not in this gateway's catalogue.
  [{ channelCode: 'MLH_STATIC_VA' }, 1011, 'merchant channel unavailable'],
  // The first of two faults.
  [{ channelCode: 'GCASH_URL', expireTime: '2026-03-16' }, 1009, 'expireTime must not be a day that is over'],
];

/** Of 4.2 alone; 4.1 takes one code. */
const listRefusals: Refusal[] = [
  [{ channelCode: ',' }, 1009, malformed],
  [{ channelCode: 'GCASH_STATIC_VA,' }, 1009, malformed],
  [{ channelCode: 'GCASH_STATIC_VA,,PAYMAYA_STATIC_VA' }, 1009, malformed],
  [{ channelCode: 'GCASH_STATIC_VA, GCASH_STATIC_VA' }, 1009, malformed],
  [{ channelCode: `${both},${'X'.repeat(255)}` }, 1009, malformed],
  [{ channelCode: `${both},INSTA_TRANSFER_ACC` }, 1011, 'merchant channel unavailable'],
  [{ channelCode: `${both},gcash_static_va` }, 1011, 'merchant channel unavailable'],
];

test('a request with a fault opens nothing, whatever else it asks for', async () => {
  const gateway = await createPaycoolsGateway();
  const rows: [path: string, ...Refusal][] = [
    ...refusals.flatMap((row): [string, ...Refusal][] => [
      [one, ...row],
      [many, ...row],
    ]),
    ...listRefusals.map((row): [string, ...Refusal] => [many, ...row]),
    [one, { channelCode: both }, 1011, 'merchant channel unavailable'],
  ];
  for (const [path, fields, code, message] of rows) {
    const answer = await post(gateway, path, { ...request, ...fields });
    const told = code === 1009 ? `request params invalid: ${message}` : message;
    assert.deepEqual([answer.code, answer.message], [code, told], `${path} ${JSON.stringify(fields)}`);
  }
  assert.deepEqual(await held(gateway), []);
});

test('where one of the channels is off, none is opened', async () => {
  const gateway = await createPaycoolsGateway();
  const maya = gateway.channels.get('PAYMAYA_STATIC_VA');
  assert.ok(maya);
  gateway.channels.set('PAYMAYA_STATIC_VA', { ...maya, enabled: false });
  assert.equal((await createMany(gateway)).code, 1011);
  assert.deepEqual(await held(gateway), []);
  gateway.channels.set('PAYMAYA_STATIC_VA', maya);
  assert.equal((await createMany(gateway)).code, 1000);
});

test('1017: 4.1 refuses a second number at the same channel, and only there', async () => {
  const gateway = await createPaycoolsGateway();
  assert.equal((await createOne(gateway)).code, 1000);
  const again = await createOne(gateway);
  assert.deepEqual([again.code, again.message], [1017, 'the static virtual account exist']);
  assert.equal((await createOne(gateway, { channelCode: 'PAYMAYA_STATIC_VA' })).code, 1000);
  assert.equal((await createOne(gateway, { mchOrderId: 'BILL0002' })).code, 1000);
});

/** What Juan has, what is asked for and for whom; how many of the numbers are new. */
const repeats: [has: string, asked: string, customerName: string, code: number, opened: number][] = [
  [both, both, 'Juan Dela Cruz', 1000, 0],
  [all, 'PAYMAYA_STATIC_VA', 'Juan Dela Cruz', 1000, 0],
  [both, both, 'Ana Reyes', 1017, 0],
  [both, 'GCASH_STATIC_VA', 'Ana Reyes', 1017, 0],
  [both, all, 'Juan Dela Cruz', 1000, 1],
  [both, all, 'Ana Reyes', 1000, 1],
  ['GCASH_STATIC_VA', '7ELEVEN_STATIC_VA', 'Ana Reyes', 1000, 1],
];

test('4.2 answers what is there and opens what is missing; 1017 only where nothing is, for another customer', async () => {
  for (const [has, asked, customerName, code, opened] of repeats) {
    const gateway = await createPaycoolsGateway();
    const before = numbersOf(await createMany(gateway, { channelCode: has }));
    const answer = await createMany(gateway, { channelCode: asked, customerName });
    const title = `${has} then ${asked} of ${customerName}`;
    assert.equal(answer.code, code, title);
    assert.equal((await held(gateway)).length, before.length + opened, title);
    if (code !== 1000) continue;
    const added = numbersOf(answer).filter((number) => !before.includes(number));
    assert.equal(added.length, opened, title);
    assert.equal(numbersOf(answer).length, asked.split(',').length, title);
  }
});

test('the same request many times at once opens one account a channel, and each is answered them', async () => {
  const gateway = await createPaycoolsGateway();
  const answers = await Promise.all(Array.from({ length: 20 }, () => createMany(gateway, { channelCode: all })));
  const accounts = await held(gateway);
  assert.equal(accounts.length, 3);
  for (const answer of answers) {
    assert.deepEqual(numbersOf(answer).sort(), accounts.map(({ presentation }) => presentation).sort());
  }
  const alone = await Promise.all(Array.from({ length: 20 }, () => createOne(gateway, { mchOrderId: 'BILL0002' })));
  assert.deepEqual(
    alone.map(({ code }) => code).sort((a, b) => a - b),
    [1000, ...Array.from({ length: 19 }, () => 1017)],
  );
});

test('4.3 opens what is missing on the terms of the newest account, answers the rest, and closes nothing', async () => {
  const gateway = await createPaycoolsGateway();
  await createOne(gateway);
  gateway.advanceMs(1000);
  const terms = { customerName: 'Ana Reyes', minAmount: 20_000, maxAmount: 5_000_000, expireTime: '2026-12-31' };
  await createOne(gateway, { ...terms, channelCode: 'PAYMAYA_STATIC_VA', description: 'July', mobile: '09171234567' });
  gateway.advanceMs(1000);
  const { code, data } = await add(gateway, '7ELEVEN_STATIC_VA,GCASH_STATIC_VA');
  assert.equal(code, 1000);
  assert.equal(data.shortLink, `${data.paymentVaList[0]?.guideUrl}/all`);
  const [gcash, maya, seven] = [
    await heldAt(gateway),
    await heldAt(gateway, 'PAYMAYA_STATIC_VA'),
    await heldAt(gateway, '7ELEVEN_STATIC_VA'),
  ];
  assert.deepEqual(numbersOf({ data }), [seven.presentation, gcash.presentation]);
  assert.notEqual(seven.presentation, maya.presentation);
  for (const { minAmountMinor, maxAmountMinor, expiresAt, status } of [maya, seven]) {
    const end = Date.parse('2026-12-31T16:00:00Z');
    assert.deepEqual([minAmountMinor, maxAmountMinor, expiresAt, status], [20_000n, 5_000_000n, end, 'active']);
  }
  assert.deepEqual(seven.details, { ...maya.details, accountNumber: seven.presentation });
  assert.equal(gcash.details['customerName'], 'Juan Dela Cruz');
});

test('1008: an order without an open number gets none by 4.3, no link, no list and no cancel', async () => {
  const gateway = await createPaycoolsGateway();
  // Neither a code nor an account for transfers under the same order id counts.
  await gateway.client.call('POST', '/api/v1/qrcode', { ...request, channelCode: 'QRPH_STATIC_QR' });
  await gateway.client.call('POST', '/api/v1/batch/paymentAccount', { ...request, channelCode: 'INSTA_TRANSFER_ACC' });
  const unknown = async () => [
    (await add(gateway, both)).code,
    (await post(gateway, `${one}/shortUrl`, { mchOrderId: 'BILL0001' })).code,
    (await list(gateway)).code,
    (await cancel(gateway)).code,
  ];
  assert.deepEqual(await unknown(), [1008, 1008, 1008, 1008]);
  await createMany(gateway, { expireTime: '2026-03-17' });
  assert.deepEqual(await unknown(), [1000, 1000, 1000, 1000]);
  // What was cancelled is still known, but nothing of it is open.
  assert.deepEqual(await unknown(), [1008, 1008, 1000, 1000]);
});

test('an account can be paid until the end of its last day in Manila; then the order can have a new one', async () => {
  const gateway = await createPaycoolsGateway();
  const first = await createOne(gateway, { expireTime: '2026-03-17' });
  const { id, expiresAt } = await heldAt(gateway);
  assert.equal(expiresAt, Date.parse('2026-03-17T16:00:00Z'));
  // 10:18:07 in Manila, and then a millisecond before midnight.
  gateway.advanceMs(expiresAt - Date.parse('2026-03-17T02:18:07Z') - 1);
  const expire = () => gateway.engine.execute(0, 'expire-instrument', { instrumentId: id });
  assert.equal((await expire()).ok, false);
  assert.equal((await pay(gateway, 5_000n, 'B1')).ok, true);
  assert.equal((await add(gateway, both)).code, 1000);
  gateway.advanceMs(1);
  assert.equal((await add(gateway, both)).code, 1008);
  assert.equal((await expire()).ok, true);
  const second = await createOne(gateway);
  assert.equal(second.code, 1000);
  assert.notEqual(second.data.referenceNumber, first.data.referenceNumber);
});

const links: [fields: Fields, code: number, end: string][] = [
  [{}, 1000, '/all'],
  [{ amount: 50_000 }, 1000, '/all?amount=50000'],
  // GCash's account takes at most 60,000, Maya's no less than 40,000.
  [{ amount: 30_000 }, 1000, '/all?amount=30000'],
  [{ amount: 70_000 }, 1000, '/all?amount=70000'],
  [{ amount: 99 }, 1009, ''],
  [{ amount: 500_000_001 }, 1007, ''],
  [{ amount: 0 }, 1009, ''],
  [{ amount: 1_000_000_000_000 }, 1009, ''],
  [{ amount: '50000' }, 1009, ''],
  [{ mchOrderId: 'BILL0002' }, 1008, ''],
  [{ mchOrderId: null }, 1009, ''],
];

test('4.4 links to all numbers of the order, with the amount that one of them at least would take', async () => {
  const gateway = await createPaycoolsGateway();
  await createOne(gateway, { maxAmount: 60_000 });
  await createOne(gateway, { channelCode: 'PAYMAYA_STATIC_VA', minAmount: 40_000 });
  for (const [fields, code, end] of links) {
    const answer = await post(gateway, `${one}/shortUrl`, { mchOrderId: 'BILL0001', ...fields });
    assert.equal(answer.code, code, JSON.stringify(fields));
    if (code !== 1000) continue;
    const { mchOrderId, shortLink } = answer.data;
    assert.equal(mchOrderId, 'BILL0001');
    assert.match(shortLink, /^https:\/\/pay\.example\/pay\/VA\d{24}-[\w-]{22}\/all/);
    assert.ok(shortLink.endsWith(end), shortLink);
  }
});
