// Guards bills payment (paycools.md 4.1 to 4.5, 4.7, 4.8): when an order gets a number, which one, for how long, and who is told what.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPaycoolsGateway, type PaycoolsGateway } from '../../../test/support/paycools-gateway.ts';

const request = {
  appName: 'Demo Shop',
  mchOrderId: 'BILL0001',
  channelCode: 'GCASH_STATIC_VA',
  customerName: 'Juan Dela Cruz',
  email: 'juan@example.com',
};
const both = 'GCASH_STATIC_VA,PAYMAYA_STATIC_VA';
const all = `${both},7ELEVEN_STATIC_VA`;

type Fields = Record<string, string | number | null>;
type Account = Record<'mchOrderId' | 'channelCode' | 'referenceNumber' | 'biller' | 'guideUrl' | 'status', string>;
interface Accounts {
  readonly shortLink: string;
  readonly paymentVaList: readonly Account[];
}

const [one, many] = ['/api/v1/paymentCode', '/api/v1/batch/paymentCode'];

/** `data` is what the request answers with: one account, or several. */
async function post(gateway: PaycoolsGateway, path: string, fields: Fields) {
  const { code, message, data } = await gateway.client.call('POST', path, fields);
  return { code, message, data: data as Account & Accounts };
}
const createOne = (gateway: PaycoolsGateway, fields: Fields = {}) => post(gateway, one, { ...request, ...fields });
const createMany = (gateway: PaycoolsGateway, fields: Fields = {}) =>
  post(gateway, many, { ...request, channelCode: both, ...fields });
const add = (gateway: PaycoolsGateway, channelCode: string, mchOrderId = 'BILL0001') =>
  post(gateway, `${many}/${mchOrderId}/update`, { channelCode });
const cancel = (gateway: PaycoolsGateway, mchOrderId = 'BILL0001') => post(gateway, `${one}/cancel`, { mchOrderId });
const numbersOf = ({ data }: { data: Accounts }) => data.paymentVaList.map(({ referenceNumber }) => referenceNumber);

const held = (gateway: PaycoolsGateway) => gateway.engine.store(0).listInstruments(gateway.app.id, 'BILL0001', 100);

async function heldAt(gateway: PaycoolsGateway, slot = 'GCASH_STATIC_VA') {
  const account = (await held(gateway)).find((candidate) => candidate.slot === slot);
  assert.ok(account, slot);
  return account;
}

/** A payer pays under the number that the order holds at a channel. */
async function pay(gateway: PaycoolsGateway, amountMinor: bigint, bankReference: string, slot?: string) {
  const { id: instrumentId } = await heldAt(gateway, slot);
  const paymentId = `C000000000000000000000${bankReference}`;
  return gateway.engine.execute(0, 'confirm-credit', { paymentId, instrumentId, bankReference, amountMinor });
}

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

async function list(gateway: PaycoolsGateway, fields: Fields = {}) {
  const { code, message, data } = await gateway.client.call('GET', `${one}/BILL0001/payments`, {
    startDate: '2026-03-17',
    endDate: '2026-03-17',
    ...fields,
  });
  return { code, message, data: data as Record<string, unknown>[] };
}

const lists: [fields: Fields, code: number, amounts: number[]][] = [
  [{}, 1000, [50_000, 60_000, 70_000]],
  [{ channelCode: 'GCASH_STATIC_VA' }, 1000, [50_000, 70_000]],
  [{ channelCode: 'PAYMAYA_STATIC_VA,GCASH_STATIC_VA' }, 1000, [50_000, 60_000, 70_000]],
  // Of the product, but not of this order.
  [{ channelCode: '7ELEVEN_STATIC_VA' }, 1000, []],
  [{ startDate: '2026-03-18', endDate: '2026-03-18' }, 1000, [80_000]],
  [{ startDate: '2026-03-17', endDate: '2026-04-16' }, 1000, [50_000, 60_000, 70_000, 80_000]],
  [{ startDate: '2026-03-17', endDate: '2026-04-17' }, 1009, []],
  [{ startDate: '2026-03-18' }, 1009, []],
  [{ startDate: null }, 1009, []],
  [{ channelCode: 'GCASH_STATIC_VA,' }, 1009, []],
  [{ channelCode: 'INSTA_TRANSFER_ACC' }, 1011, []],
  [{ channelCode: 'GCASH_STATIC_VA,NONE' }, 1011, []],
];

test('4.5 lists what was paid under the numbers of the order, oldest first, also those that are closed', async () => {
  const gateway = await createPaycoolsGateway();
  await createMany(gateway, { description: 'July' });
  await pay(gateway, 50_000n, 'B1');
  gateway.advanceMs(1000);
  await pay(gateway, 60_000n, 'B2', 'PAYMAYA_STATIC_VA');
  await cancel(gateway);
  await createOne(gateway);
  gateway.advanceMs(1000);
  await pay(gateway, 70_000n, 'B3');
  gateway.advanceMs(14 * 3_600_000);
  await pay(gateway, 80_000n, 'B4');
  // Too little for a channel is no matter once it came, but what the merchant does not take was never paid.
  await createOne(gateway, { channelCode: 'PAYMAYA_STATIC_VA', maxAmount: 10_000 });
  await pay(gateway, 90_000n, 'B5', 'PAYMAYA_STATIC_VA');
  for (const [fields, code, amounts] of lists) {
    const answer = await list(gateway, fields);
    assert.equal(answer.code, code, JSON.stringify(fields));
    if (code !== 1000) continue;
    assert.deepEqual(
      answer.data.map((item) => item['transactionAmount']),
      amounts,
      JSON.stringify(fields),
    );
  }
  assert.deepEqual((await list(gateway)).data[0], {
    transactionId: 'C000000000000000000000B1',
    transactionCreateTime: '2026-03-17 10:18:07',
    transactionReturnTime: '2026-03-17 10:18:07',
    transactionAmount: 50_000,
    channelCode: 'GCASH_STATIC_VA',
    transactionStatus: 'COMPLETE',
    remark: 'July',
  });
});

test('4.7 closes every number of the order, leaves its code and its account for transfers, and makes room for new numbers', async () => {
  const gateway = await createPaycoolsGateway();
  const first = await createMany(gateway);
  await gateway.client.call('POST', '/api/v1/qrcode', { ...request, channelCode: 'QRPH_STATIC_QR' });
  await gateway.client.call('POST', '/api/v1/batch/paymentAccount', { ...request, channelCode: 'INSTA_TRANSFER_ACC' });
  await createMany(gateway, { mchOrderId: 'BILL0002' });
  const expected = first.data.paymentVaList.map(({ mchOrderId, channelCode, referenceNumber, biller }) => ({
    mchOrderId,
    channelCode,
    referenceNumber,
    biller,
    status: 'INACTIVE',
  }));
  for (let turn = 0; turn < 2; turn++) {
    const { code, data } = await cancel(gateway);
    assert.equal(code, 1000);
    assert.deepEqual(data, { paymentVaList: expected });
  }
  const states = Object.fromEntries((await held(gateway)).map(({ channel, status }) => [channel, status]));
  assert.deepEqual(states, {
    GCASH_STATIC_VA: 'cancelled',
    PAYMAYA_STATIC_VA: 'cancelled',
    INSTA_TRANSFER_ACC: 'active',
    QRPH_STATIC_QR: 'active',
  });
  assert.equal((await add(gateway, both, 'BILL0002')).code, 1000);
  assert.equal((await createOne(gateway)).code, 1000);
  const again = await createMany(gateway);
  assert.equal(again.code, 1000);
  assert.equal(new Set([...numbersOf(first), ...numbersOf(again)]).size, 4);
});

test('4.8 tells of each payment under its number, in both of its names, and signs what it tells', async () => {
  const gateway = await createPaycoolsGateway();
  const { data } = await createOne(gateway, { description: 'July' });
  await pay(gateway, 50_000n, 'B1');
  const [told] = gateway.notifications;
  assert.ok(told);
  assert.equal(told.url, 'https://merchant.example/events');
  assert.equal(gateway.client.verifyCallback(told.body), true);
  const { sign: _, ...body } = JSON.parse(told.body) as Record<string, unknown>;
  assert.deepEqual(body, {
    eventName: 'payment.success',
    mchOrderId: 'BILL0001',
    transactionId: 'C000000000000000000000B1',
    channelCode: 'GCASH_STATIC_VA',
    referenceNumber: data.referenceNumber,
    paymentCode: data.referenceNumber,
    amount: 50_000,
    transactionStatus: 'COMPLETE',
    createTime: '2026-03-17 10:18:07',
    returnTime: '2026-03-17 10:18:07',
    remark: 'July',
  });
  await pay(gateway, 50_000n, 'B2');
  assert.equal(gateway.notifications.length, 2);
});

const credits: [amountMinor: bigint, booked: string][] = [
  [19_999n, 'suspense'],
  [20_000n, 'completed'],
  [50_000n, 'completed'],
  [50_001n, 'suspense'],
];

test('what lies outside the bounds, or comes after a cancel, is kept in suspense, and nobody is told of a payment', async () => {
  const gateway = await createPaycoolsGateway();
  await createOne(gateway, { minAmount: 20_000, maxAmount: 50_000 });
  const bookedAs = async (amountMinor: bigint, bankReference: string) => {
    const outcome = await pay(gateway, amountMinor, bankReference);
    assert.ok(outcome.ok);
    return outcome.value.booked;
  };
  let tolds = 0;
  for (const [index, [amountMinor, booked]] of credits.entries()) {
    assert.equal(await bookedAs(amountMinor, `B${index}`), booked, String(amountMinor));
    tolds += booked === 'completed' ? 1 : 0;
    assert.equal(gateway.notifications.length, tolds, String(amountMinor));
  }
  await cancel(gateway);
  assert.equal(await bookedAs(20_000n, 'B9'), 'suspense');
  assert.equal(gateway.notifications.length, tolds);
  assert.equal((await list(gateway)).data.length, tolds);
});
