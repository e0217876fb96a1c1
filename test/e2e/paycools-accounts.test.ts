// Bills payment and bank transfers over HTTP (paycools.md 4.1 to 4.5, 4.7, 4.8, 6.1 to 6.4): accounts that payers pay under their number,
// as often as they like, within what the merchant allows, until they are cancelled or their time is up.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { anOrderId, type TestMerchant } from '../support/merchant.ts';
import type { Params } from '../support/paycools-client.ts';
import type { Received } from '../support/receiver.ts';

let gateway: TestGateway;
let merchant: TestMerchant;

before(async () => {
  gateway = await startTestGateway();
  merchant = await gateway.merchant();
});
after(() => gateway.close());

const [one, many, transfers] = ['/api/v1/paymentCode', '/api/v1/batch/paymentCode', '/api/v1/batch/paymentAccount'];
const everyBiller = 'GCASH_STATIC_VA,PAYMAYA_STATIC_VA,7ELEVEN_STATIC_VA,RDP_STATIC_VA,MLH_STATIC_VA';

interface Bill {
  readonly mchOrderId: string;
  readonly channelCode: string;
  readonly referenceNumber: string;
  readonly biller: string;
  readonly guideUrl: string;
  readonly status?: string;
}
interface Bills {
  readonly shortLink: string;
  readonly paymentVaList: readonly Bill[];
}
interface Transfers {
  readonly shortLink: string;
  readonly paymentAccountList: readonly {
    readonly accountNumber: string;
    readonly accountName: string;
    readonly receivingBank: string;
  }[];
}

function anAccount(change: Params = {}): Params {
  return {
    appName: 'Sari Sari Store',
    mchOrderId: anOrderId(),
    channelCode: 'GCASH_STATIC_VA',
    customerName: 'Juan Dela Cruz',
    email: 'juan@example.com',
    ...change,
  };
}

const post = (path: string, params: Params, by = merchant) => by.client.call('POST', path, params);

async function made<Data>(path: string, params: Params, by = merchant): Promise<Data> {
  const { code, message, data } = await post(path, params, by);
  assert.deepEqual([code, message], [1000, 'success'], path);
  return data as Data;
}
const createBill = (change?: Params, by?: TestMerchant) => made<Bill>(one, anAccount(change), by);

async function createTransfer(change: Params = {}) {
  const request = anAccount({ channelCode: 'INSTA_TRANSFER_ACC', ...change });
  const { paymentAccountList, shortLink } = await made<Transfers>(transfers, request);
  const [account] = paymentAccountList;
  assert.ok(account);
  return { ...account, shortLink, mchOrderId: String(request['mchOrderId']) };
}

const pay = (reference: string, amount: number) => gateway.act(reference, 'paid', { amount });

async function refused(reference: string, amount: number, reason: RegExp): Promise<void> {
  const { status, body } = await gateway.sandbox('act', { reference, outcome: 'paid', amount });
  assert.equal(status, 409);
  assert.match((body as { message: string }).message, reason);
}

const notifiedOf = (mchOrderId: string, count: number, by = merchant): Promise<Received[]> =>
  eventually(() => {
    const received = by.receiver.received.filter(({ fields }) => fields['mchOrderId'] === mchOrderId);
    return received.length >= count && received;
  });

/** A day in Manila, so many days from the gateway's. */
function day(offset: number): string {
  return new Date(gateway.gateway.core.clock.now() + (8 + 24 * offset) * 3_600_000).toISOString().slice(0, 10);
}

async function amountsOf(path: string, change: Params = {}): Promise<number[]> {
  // Wide enough for a test that runs over midnight.
  const days = { startDate: day(-1), endDate: day(1) };
  const { code, data } = await merchant.client.call('GET', `${path}/payments`, { ...days, ...change });
  assert.equal(code, 1000);
  return (data as { transactionAmount: number }[]).map(({ transactionAmount }) => transactionAmount);
}

test('payers pay a bill at each of its channels under its number, again and again, and each payment is told of', async () => {
  const shop = await gateway.merchant();
  const request = anAccount({ channelCode: everyBiller, description: 'July', mobile: '09171234567' });
  const mchOrderId = String(request['mchOrderId']);
  const { shortLink, paymentVaList } = await made<Bills>(many, request, shop);
  assert.equal(paymentVaList.map(({ channelCode }) => channelCode).join(','), everyBiller);
  assert.ok(shortLink.length <= 100 && shortLink.startsWith(`${gateway.url}/pay/VA`), shortLink);
  for (const { referenceNumber, guideUrl } of paymentVaList) {
    assert.match(referenceNumber, /^PC[0-9]{13}$/);
    assert.ok(guideUrl.length <= 200 && guideUrl.startsWith(`${gateway.url}/pay/VA`), guideUrl);
  }
  const paid = [...paymentVaList, ...paymentVaList.slice(0, 2)];
  for (const [index, { referenceNumber }] of paid.entries()) await pay(referenceNumber, 10_000 + index);

  const received = await notifiedOf(mchOrderId, paid.length, shop);
  for (const [index, { referenceNumber, channelCode }] of paid.entries()) {
    const told = received.find(({ fields }) => fields['amount'] === 10_000 + index);
    assert.ok(told, channelCode);
    assert.equal(shop.client.verifyCallback(told.body), true);
    const { sign: _, transactionId, createTime, returnTime, ...fields } = told.fields;
    assert.deepEqual(fields, {
      eventName: 'payment.success',
      mchOrderId,
      channelCode,
      referenceNumber,
      paymentCode: referenceNumber,
      amount: 10_000 + index,
      transactionStatus: 'COMPLETE',
      remark: 'July',
    });
    assert.match(String(transactionId), /^C[0-9]{24}$/);
    assert.match(String(createTime), /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/);
    assert.equal(returnTime, createTime);
    const { data } = await shop.client.call('GET', `/api/v1/payment/${String(transactionId)}`);
    assert.deepEqual((data as Record<string, unknown>)['mchOrderId'], mchOrderId);
  }
  assert.equal(new Set(received.map(({ fields }) => fields['transactionId'])).size, paid.length);
  assert.equal(await shop.balance(), 7 * 10_000 + 21);
});

test('payers transfer to the account of an order, and the app’s address for transfers is told', async () => {
  const { appId, receiver } = merchant;
  const callbackUrls = { transfer: `${receiver.url}/transfers` };
  await gateway.manage('PATCH', `/apps/${appId}`, { callbackUrls });
  const { accountNumber, receivingBank, accountName, shortLink, mchOrderId } = await createTransfer();
  assert.match(accountNumber, /^99[0-9]{13}$/);
  assert.ok(receivingBank !== '' && accountName !== '' && shortLink.length <= 100);
  await pay(accountNumber, 1_234_500);
  const [told] = await notifiedOf(mchOrderId, 1);
  assert.ok(told);
  assert.equal(told.path, '/transfers');
  assert.equal(merchant.client.verifyCallback(told.body), true);
  const { sign: _, transactionId, createTime, returnTime, ...fields } = told.fields;
  assert.deepEqual(fields, {
    eventName: 'transfer.payment.success',
    mchOrderId,
    channelCode: 'INSTA_TRANSFER_ACC',
    paymentAccount: accountNumber,
    amount: 1_234_500,
    transactionStatus: 'COMPLETE',
  });
  assert.ok(transactionId !== undefined && createTime === returnTime);
  assert.deepEqual(await amountsOf(`/api/v1/paymentAccount/${mchOrderId}`), [1_234_500]);
});

test('bills, transfers and a code of one order are apart: each lists its own payments, and a cancel of the bills leaves the others', async () => {
  const mchOrderId = anOrderId();
  const bills = await made<Bills>(many, anAccount({ mchOrderId, channelCode: 'GCASH_STATIC_VA,MLH_STATIC_VA' }));
  const { accountNumber } = await createTransfer({ mchOrderId });
  const code = await merchant.createQrcode({ mchOrderId, channelCode: 'QRPH_STATIC_QR', amount: null });
  const [gcash, lhuillier] = bills.paymentVaList;
  assert.ok(gcash && lhuillier);
  await pay(gcash.referenceNumber, 1_001);
  await pay(lhuillier.referenceNumber, 1_002);
  await pay(accountNumber, 1_003);
  await pay(code.qrcodeId, 2_004);
  const [bill, account] = [`${one}/${mchOrderId}`, `/api/v1/paymentAccount/${mchOrderId}`];
  assert.deepEqual(await amountsOf(bill), [1_001, 1_002]);
  assert.deepEqual(await amountsOf(bill, { channelCode: 'MLH_STATIC_VA' }), [1_002]);
  assert.deepEqual(await amountsOf(bill, { channelCode: 'MLH_STATIC_VA,RDP_STATIC_VA' }), [1_002]);
  assert.deepEqual(await amountsOf(bill, { startDate: day(2), endDate: day(3) }), []);
  assert.deepEqual(await amountsOf(account), [1_003]);
  assert.deepEqual(await amountsOf(`/api/v1/qrcode/${mchOrderId}`), [2_004]);

  const { paymentVaList } = await made<Bills>(`${one}/cancel`, { mchOrderId });
  assert.deepEqual(
    paymentVaList.map(({ channelCode, status }) => [channelCode, status]),
    [
      ['GCASH_STATIC_VA', 'INACTIVE'],
      ['MLH_STATIC_VA', 'INACTIVE'],
    ],
  );
  for (const { referenceNumber } of paymentVaList) await refused(referenceNumber, 1_000, /cancelled/);
  await pay(accountNumber, 1_005);
  await pay(code.qrcodeId, 2_006);
  assert.deepEqual(await amountsOf(bill), [1_001, 1_002]);
  assert.deepEqual(await amountsOf(account), [1_003, 1_005]);
});

test('after a cancel the order gets a new number, and the old one stays closed', async () => {
  const first = await createBill();
  const { mchOrderId } = first;
  await made(`${one}/cancel`, { mchOrderId });
  assert.equal((await post(`${many}/${mchOrderId}/update`, { channelCode: 'GCASH_STATIC_VA' })).code, 1008);
  const second = await createBill({ mchOrderId });
  assert.notEqual(second.referenceNumber, first.referenceNumber);
  await refused(first.referenceNumber, 1_000, /cancelled/);
  await pay(second.referenceNumber, 1_000);
  assert.deepEqual(await amountsOf(`${one}/${mchOrderId}`), [1_000]);
});

test('an account takes what lies within its bounds; other money is kept in suspense, and the merchant is told of no payment', async () => {
  const shop = await gateway.merchant();
  const bounds = { minAmount: 19_015, maxAmount: 50_000 };
  const { referenceNumber, mchOrderId } = await createBill(bounds, shop);
  await refused(referenceNumber, 19_014, /not be below 19015/);
  await refused(referenceNumber, 50_001, /not be above 50000/);
  for (const amount of [19_015, 50_000]) await pay(referenceNumber, amount);
  // The bank asked about 190.25 and then sends another amount.
  const late = await gateway.sandbox('act', { reference: referenceNumber, outcome: 'paid', amount: 19_025 });
  assert.equal(late.status, 409);
  assert.equal((await gateway.balances(shop.merchantId))['suspense'], 18_925);
  await notifiedOf(mchOrderId, 2, shop);
  assert.equal((await notifiedOf(mchOrderId, 0, shop)).length, 2);
  assert.deepEqual(
    await shop.client
      .call('GET', `${one}/${mchOrderId}/payments`, { startDate: day(-1), endDate: day(1) })
      .then(({ data }) => (data as { transactionAmount: number }[]).map(({ transactionAmount }) => transactionAmount)),
    [19_015, 50_000],
  );
});

test('an account is paid until its last day is over, and what is added to its order ends with it', async () => {
  const { mchOrderId, referenceNumber } = await createBill({ expireTime: day(1) });
  const added = await made<Bills>(`${many}/${mchOrderId}/update`, { channelCode: 'PAYMAYA_STATIC_VA,GCASH_STATIC_VA' });
  const numbers = added.paymentVaList.map((bill) => bill.referenceNumber);
  assert.equal(numbers[1], referenceNumber);
  for (const number of numbers) await pay(number, 1_000);
  await gateway.advance(2 * 86_400);
  for (const number of numbers) await refused(number, 1_000, /expired|time is up/);
  assert.equal((await post(`${many}/${mchOrderId}/update`, { channelCode: 'GCASH_STATIC_VA' })).code, 1008);
  const next = await createBill({ mchOrderId, expireTime: null });
  assert.ok(!numbers.includes(next.referenceNumber));
  await gateway.advance(400 * 86_400);
  await pay(next.referenceNumber, 1_000);
  assert.equal((await post(one, anAccount({ expireTime: day(-1) }))).code, 1009);
});

test('1017 the static virtual account exist: again at the same channel, or all there and one for another customer', async () => {
  const { mchOrderId } = await createBill();
  const again = await post(one, anAccount({ mchOrderId }));
  assert.deepEqual([again.httpStatus, again.code, again.message], [200, 1017, 'the static virtual account exist']);
  assert.equal((await post(many, anAccount({ mchOrderId }))).code, 1000);
  const another = await post(many, anAccount({ mchOrderId, customerName: 'Ana Reyes' }));
  assert.deepEqual([another.code, another.message], [1017, 'the static virtual account exist']);
});

test('1019 the bank transfer account exist: again for the same order; an update answers it', async () => {
  const { mchOrderId, accountNumber } = await createTransfer();
  const again = await post(transfers, anAccount({ mchOrderId, channelCode: 'INSTA_TRANSFER_ACC' }));
  assert.deepEqual([again.httpStatus, again.code, again.message], [200, 1019, 'the bank transfer account exist']);
  const update = await made<Transfers>(`${transfers}/${mchOrderId}/update`, { channelCode: 'INSTA_TRANSFER_ACC' });
  assert.deepEqual(
    update.paymentAccountList.map((account) => account.accountNumber),
    [accountNumber],
  );
});

test('1008: the order of another merchant has no accounts here, and an order of the same name is another', async () => {
  const { mchOrderId, referenceNumber } = await createBill();
  const { mchOrderId: transferOrder } = await createTransfer();
  const stranger = await gateway.merchant();
  const days = { startDate: day(-1), endDate: day(1) };
  const answers = [
    await post(`${many}/${mchOrderId}/update`, { channelCode: 'GCASH_STATIC_VA' }, stranger),
    await post(`${one}/shortUrl`, { mchOrderId }, stranger),
    await post(`${one}/cancel`, { mchOrderId }, stranger),
    await stranger.client.call('GET', `${one}/${mchOrderId}/payments`, days),
    await post(`${transfers}/${transferOrder}/update`, { channelCode: 'INSTA_TRANSFER_ACC' }, stranger),
    await stranger.client.call('GET', `/api/v1/paymentAccount/${transferOrder}/payments`, days),
  ];
  for (const { code, message } of answers) assert.deepEqual([code, message], [1008, 'transaction not found']);
  const own = await createBill({ mchOrderId }, stranger);
  assert.notEqual(own.referenceNumber, referenceNumber);
  await made(`${one}/cancel`, { mchOrderId }, stranger);
  await pay(referenceNumber, 1_000);
});

test('1011: where a channel is switched off, nothing is opened and nothing can be paid, until it is on again', async () => {
  const channel = (enabled: boolean | null) => gateway.manage('PATCH', '/channels/RDP_STATIC_VA', { enabled });
  const { referenceNumber } = await createBill({ channelCode: 'RDP_STATIC_VA' });
  const request = anAccount({ channelCode: 'GCASH_STATIC_VA,RDP_STATIC_VA' });
  await channel(false);
  try {
    assert.equal((await post(many, request)).code, 1011);
    await refused(referenceNumber, 1_000, /switched off/);
    const { code } = await post(`${one}/cancel`, { mchOrderId: String(request['mchOrderId']) });
    assert.equal(code, 1008);
  } finally {
    await channel(null);
  }
  assert.equal((await post(many, request)).code, 1000);
  await pay(referenceNumber, 1_000);
});

test('4.4 links to a page over the numbers of the order, with an amount where one is given', async () => {
  const { mchOrderId } = await createBill({ maxAmount: 50_000 });
  const link = (amount: number | null) => post(`${one}/shortUrl`, { mchOrderId, amount });
  const plain = (await link(null)).data as { mchOrderId: string; shortLink: string };
  assert.equal(plain.mchOrderId, mchOrderId);
  const withAmount = (await link(50_000)).data as { shortLink: string };
  assert.equal(withAmount.shortLink, `${plain.shortLink}?amount=50000`);
  assert.ok(withAmount.shortLink.length <= 100);
  assert.equal((await link(50_001)).code, 1007);
});

test('of many requests at once one opens each account, every answer names the same, and every payment of a crowd is booked', async () => {
  const shop = await gateway.merchant();
  const request = anAccount({ channelCode: everyBiller });
  const mchOrderId = String(request['mchOrderId']);
  const answers = await Promise.all(Array.from({ length: 30 }, () => made<Bills>(many, request, shop)));
  const numbers = answers[0]?.paymentVaList.map((bill) => bill.referenceNumber) ?? [];
  assert.equal(new Set(numbers).size, 5);
  for (const { paymentVaList } of answers)
    assert.deepEqual(
      paymentVaList.map((bill) => bill.referenceNumber),
      numbers,
    );
  const crowd = Array.from({ length: 40 }, (_, index) => pay(numbers[index % 5]!, 5_000 + index));
  await Promise.all(crowd);
  await notifiedOf(mchOrderId, 40, shop);
  const { data } = await shop.client.call('GET', `${one}/${mchOrderId}/payments`, {
    startDate: day(-1),
    endDate: day(1),
  });
  assert.equal(new Set((data as { transactionId: string }[]).map((item) => item.transactionId)).size, 40);
});

test('a cancel among payments: each is told of or refused, none is lost', async () => {
  const shop = await gateway.merchant();
  const { mchOrderId, referenceNumber } = await createBill({}, shop);
  const acts = Array.from({ length: 20 }, (_, index) =>
    gateway.sandbox('act', { reference: referenceNumber, outcome: 'paid', amount: 6_000 + index }),
  );
  const [statuses] = await Promise.all([Promise.all(acts), post(`${one}/cancel`, { mchOrderId }, shop)]);
  const taken = statuses.filter(({ status }) => status === 200).length;
  const { data } = await shop.client.call('GET', `${one}/${mchOrderId}/payments`, {
    startDate: day(-1),
    endDate: day(1),
  });
  assert.equal((data as unknown[]).length, taken);
  for (const { status } of statuses) assert.ok(status === 200 || status === 409, String(status));
});

test('the books balance after all of it, and nothing broke', async () => {
  assert.equal((await gateway.manage<{ balanced: boolean }>('GET', '/ledger/check')).balanced, true);
  assert.doesNotMatch(gateway.log(), /"level":(50|60)/);
});
