// A payment from its creation to the merchant's books and notification, over HTTP as a merchant and a payer would.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually, startTestGateway, type TestGateway } from '../support/gateway.ts';
import type { TestMerchant } from '../support/merchant.ts';
import type { Received } from '../support/receiver.ts';

let gateway: TestGateway;
let merchant: TestMerchant;

before(async () => {
  gateway = await startTestGateway();
  merchant = await gateway.merchant({ settings: { name: 'Sari Sari', fees: { payment: { basisPoints: 150 } } } });
});
after(() => gateway.close());

test('1000: a web payment paid through /sandbox/act is booked, notified with a right signature, and the query agrees', async () => {
  const { client, receiver, merchantId } = merchant;
  const before = await gateway.balances(merchantId);
  const request = merchant.aPayment();
  const created = await client.call('POST', '/api/v1/payment', request);
  assert.deepEqual([created.httpStatus, created.code, created.message], [200, 1000, 'success']);
  const { transactionId, redirectUrl, transactionStatus, transactionAmount, expiresTime } = created.data as Payment;
  assert.match(transactionId, /^C\d{24}$/);
  assert.deepEqual([transactionStatus, transactionAmount], ['PENDING', 50_010]);
  assert.match(expiresTime, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
  assert.ok(redirectUrl.startsWith(`${gateway.url}/pay/`));

  await gateway.act(transactionId, 'paid');
  const received = await notified(transactionId);
  assert.equal(received.path, '/web');
  assert.equal(received.headers['content-type'], 'application/json');
  assert.ok(client.verifyCallback(received.body));
  const { createTime, returnTime, sign, ...told } = received.fields;
  assert.match(String(sign), /^[0-9a-f]{40}$/);
  assert.deepEqual(told, {
    eventName: 'h5.payment.success',
    mchOrderId: request['mchOrderId'],
    transactionId,
    channelCode: 'GCASH_URL',
    amount: 50_010,
    transactionStatus: 'COMPLETE',
    remark: 'two shirts',
  });

  const asked = await client.call('GET', `/api/v1/payment/${transactionId}`);
  assert.deepEqual(asked.data, {
    mchOrderId: request['mchOrderId'],
    transactionId,
    amount: 50_010,
    transactionStatus: 'COMPLETE',
    createTime,
    returnTime,
    appName: 'Sari Sari Store',
    customerName: 'Juan Dela Cruz',
    channelCode: 'GCASH_URL',
    email: 'juan@example.com',
    mobile: '09171234567',
    remark: 'two shirts',
    callbackUrl: `${receiver.url}/web`,
  });
  // 1.5 % of 50,010 is 750.15 centavos, rounded 750.
  const booked = await gateway.balances(merchantId);
  assert.equal((booked['available'] ?? 0) - (before['available'] ?? 0), 50_010 - 750);
  assert.equal((booked['fees'] ?? 0) - (before['fees'] ?? 0), 750);
  assert.equal((booked['channel:GCASH_URL'] ?? 0) - (before['channel:GCASH_URL'] ?? 0), -50_010);
  assert.equal(await merchant.balance(), booked['available']);
});

test('the Pay button of the hosted page completes a web payment, and its page then leads back to the shop', async () => {
  const created = await merchant.client.call('POST', '/api/v1/payment', merchant.aPayment());
  const { redirectUrl, transactionId } = created.data as Payment;
  const shown = await fetch(redirectUrl);
  assert.equal(shown.status, 200);
  const page = await shown.text();
  assert.match(page, /₱500\.10/);
  const action = /<form method="post" action="([^"]+\/pay)">/.exec(page)?.[1] ?? '';
  const paid = await pressButton(new URL(action, redirectUrl).href);
  assert.equal(paid.status, 303);
  assert.equal(new URL(paid.headers.get('location') ?? '', redirectUrl).href, redirectUrl);
  assert.match(await (await fetch(redirectUrl)).text(), /data-status="completed"/);
  const received = await notified(transactionId);
  assert.equal(received.fields['transactionStatus'], 'COMPLETE');
  assert.ok(merchant.client.verifyCallback(received.body));
});

test('the Decline button fails a web payment, which is notified and stays failed', async () => {
  const created = await merchant.client.call('POST', '/api/v1/payment', merchant.aPayment());
  const { redirectUrl, transactionId } = created.data as Payment;
  assert.equal((await pressButton(`${redirectUrl}/decline`)).status, 303);
  const received = await notified(transactionId);
  const { eventName, transactionStatus, failedCode, failedMessage } = received.fields;
  assert.deepEqual(
    [eventName, transactionStatus, failedCode, failedMessage],
    ['h5.payment.failed', 'FAILED', -10004, 'Transaction Channel Rejected'],
  );
  assert.ok(merchant.client.verifyCallback(received.body));
  assert.equal((await gateway.sandbox('act', { reference: transactionId, outcome: 'paid' })).status, 409);
  await pressButton(`${redirectUrl}/pay`);
  const asked = await merchant.client.call('GET', `/api/v1/payment/${transactionId}`);
  assert.equal((asked.data as Payment).transactionStatus, 'FAILED');
});

test('a returned browser gets 302 to the redirectUrl with mchOrderId, transactionId and transactionStatus appended', async () => {
  const request = merchant.aPayment();
  const created = await merchant.client.call('POST', '/api/v1/payment', request);
  const { redirectUrl, transactionId } = created.data as Payment;
  const locationNow = async () => {
    const returned = await fetch(`${redirectUrl}/return`, { redirect: 'manual' });
    assert.equal(returned.status, 302);
    return returned.headers.get('location');
  };
  const back = `https://shop.example/done?cart=7&mchOrderId=${String(request['mchOrderId'])}&transactionId=${transactionId}`;
  assert.equal(await locationNow(), `${back}&transactionStatus=PENDING`);
  await gateway.act(transactionId, 'paid');
  assert.equal(await locationNow(), `${back}&transactionStatus=COMPLETE`);
});

test('a redirectUrl with characters that no header carries leads back percent-encoded', async () => {
  const request = merchant.aPayment({ redirectUrl: 'https://shop.example/ñandú?q=😀"\u0007' });
  const { redirectUrl } = (await merchant.client.call('POST', '/api/v1/payment', request)).data as Payment;
  const returned = await fetch(`${redirectUrl}/return`, { redirect: 'manual' });
  assert.equal(returned.status, 302);
  const back = 'https://shop.example/%C3%B1and%C3%BA?q=%F0%9F%98%80"%07&mchOrderId=';
  assert.ok(returned.headers.get('location')?.startsWith(back));
});

test('a dynamic QR code paid through /sandbox/act is one completed payment, notified at the QR address', async () => {
  const before = await merchant.balance();
  const { qrcodeId, mchOrderId, status, qrLink } = await merchant.createQrcode();
  assert.equal(status, 'ACTIVE');
  assert.match(await (await fetch(qrLink)).text(), /<svg/);
  await gateway.act(qrcodeId, 'paid');
  const received = await eventually(() =>
    merchant.receiver.received.find(({ fields }) => fields['mchOrderId'] === mchOrderId),
  );
  assert.equal(received.path, '/qr');
  assert.ok(merchant.client.verifyCallback(received.body));
  assert.deepEqual(
    [received.fields['eventName'], received.fields['channelCode'], received.fields['amount']],
    ['qrcode.payment.success', 'QRPH_DYNAMIC_QR', 50_010],
  );
  assert.equal(await merchant.balance(), before + 50_010 - 750);
  const asked = await merchant.client.call('GET', `/api/v1/payment/${String(received.fields['transactionId'])}`);
  assert.equal((asked.data as Payment).transactionStatus, 'COMPLETE');
});

test('the Pay button of a static QR code asks for the amount and pays it', async () => {
  const { qrLink, mchOrderId } = await merchant.createQrcode({ channelCode: 'QRPH_STATIC_QR', amount: null });
  const page = await (await fetch(qrLink)).text();
  assert.match(page, /name="amount"/);
  assert.equal((await pressButton(`${qrLink}/pay`, 'amount=123.45')).status, 303);
  const received = await eventually(() =>
    merchant.receiver.received.find(({ fields }) => fields['mchOrderId'] === mchOrderId),
  );
  assert.equal(received.fields['amount'], 12_345);
});

test('the demo merchant of demo.json is paid, and /sandbox/inbox/demo shows the notification with a valid signature', async () => {
  const request = merchant.aPayment({ callbackUrl: `${gateway.url}/sandbox/inbox/demo` });
  const created = await gateway.paycools.call('POST', '/api/v1/payment', request);
  assert.equal(created.code, 1000);
  const { transactionId } = created.data as Payment;
  await gateway.act(transactionId, 'paid');
  const entry = await eventually(async () => {
    const entries = (await (await fetch(`${gateway.url}/sandbox/inbox/demo`)).json()) as InboxEntry[];
    return entries.find(({ body }) => body.includes(transactionId));
  });
  assert.deepEqual([entry.dialect, entry.signatureValid, entry.eventName], ['paycools', true, 'h5.payment.success']);
  assert.ok(gateway.paycools.verifyCallback(entry.body));
});

test('the books balance after all of it', async () => {
  const books = await gateway.manage<{ balanced: boolean; transfers: number }>('GET', '/ledger/check');
  assert.equal(books.balanced, true);
  assert.ok(books.transfers >= 8);
});

interface Payment {
  readonly transactionId: string;
  readonly redirectUrl: string;
  readonly transactionStatus: string;
  readonly transactionAmount: number;
  readonly expiresTime: string;
}

interface InboxEntry {
  readonly body: string;
  readonly dialect: string;
  readonly signatureValid: boolean;
  readonly eventName?: string;
}

function notified(transactionId: string): Promise<Received> {
  return eventually(() => merchant.receiver.of(transactionId)[0]);
}

/** Posts a form as a browser does. */
function pressButton(url: string, body = ''): Promise<Response> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return fetch(url, { method: 'POST', headers, body, redirect: 'manual' });
}
