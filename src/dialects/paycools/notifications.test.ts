// Guards the callbacks: exact bytes per event, where they go, what counts as received, and how they are recognised.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { App } from '../../core/merchant/merchant.ts';
import { type Payment, untouched } from '../../core/payment/payment.ts';
import type { Payout } from '../../core/payout/payout.ts';
import { createPaycools } from './dialect.ts';

const dialect = createPaycools();
const manila = (text: string) => Date.parse(`${text.replace(' ', 'T')}+08:00`);

const app: App = {
  id: 'app-0001',
  merchantId: 'M1',
  dialect: 'paycools',
  enabled: true,
  publicKeys: [],
  callbackSecrets: ['test-secret', 'old-secret'],
  platformPrivateKeys: [],
  vendorId: null,
  callbackUrls: { merchant: 'https://m.example', qr: 'https://q.example', payout: 'https://p.example' },
  ipAllowlist: [],
  rateLimit: null,
  switches: {},
};

const payout: Payout = {
  id: 'D1032653961082864323',
  merchantId: 'M1',
  appId: app.id,
  referenceScope: app.id,
  reference: 'CQPL1653961082230623',
  idempotencyKey: 'k',
  channel: 'PH_BANK_PAYOUT',
  currency: 'PHP',
  amountMinor: 312_500n,
  feeMinor: 0n,
  status: 'completed',
  failure: null,
  bankReference: 'B1',
  destination: { method: 'bank', code: 'BDO', accountNo: '1', accountName: 'A' },
  createdAt: manila('2022-05-31 09:38:03'),
  finalAt: manila('2022-05-31 09:38:56'),
  notifyUrl: null,
  details: { remark: 'cash credit' },
};

const qrPayment: Payment = {
  ...untouched,
  entry: 'page',
  id: 'C1032653961085706055',
  merchantId: 'M1',
  appId: app.id,
  referenceScope: app.id,
  reference: 'CCVA1653350151938813',
  instrumentId: 'QR1',
  channel: 'QRPH_STATIC_QR',
  currency: 'PHP',
  amountMinor: 503_700n,
  feeMinor: 0n,
  status: 'completed',
  failure: null,
  bankReference: 'B1',
  createdAt: manila('2022-05-31 09:38:06'),
  finalAt: manila('2022-05-31 09:38:06'),
  expiresAt: null,
  notifyUrl: null,
  returnUrl: null,
  details: { remark: 'qrcode payment' },
};

const failed = { status: 'failed', failure: 'limit_exceeded' } as const;

test('a successful payout is told in the documented bytes, signed with the newest secret', () => {
  const message = dialect.describe({ kind: 'payout.completed', payout }, app);
  assert.equal(
    message?.body,
    '{"eventName":"disbursement.success","mchOrderId":"CQPL1653961082230623","transactionId":"D1032653961082864323","amount":312500,' +
      '"transactionStatus":"COMPLETE","createTime":"2022-05-31 09:38:03","returnTime":"2022-05-31 09:38:56","remark":"cash credit",' +
      '"sign":"49e23a7a327854ac2c1467fbcfdfb1b1bd405cd7"}',
  );
  assert.equal(message?.url, 'https://p.example');
});

test('a failed payout is told with its code as a number and its text', () => {
  const subject: Payout = {
    ...payout,
    ...failed,
    id: 'D1001653961040053795',
    reference: 'CQPL1653961039756685',
    createdAt: manila('2022-05-31 09:37:20'),
    finalAt: manila('2022-05-31 09:38:15'),
  };
  const message = dialect.describe({ kind: 'payout.failed', payout: subject }, app);
  assert.equal(
    message?.body,
    '{"eventName":"disbursement.failed","mchOrderId":"CQPL1653961039756685","transactionId":"D1001653961040053795","amount":312500,' +
      '"transactionStatus":"FAILED","createTime":"2022-05-31 09:37:20","returnTime":"2022-05-31 09:38:15","remark":"cash credit",' +
      '"failedCode":-10001,"failedMessage":"Transaction Exceed Limit","sign":"84542b93135f8123e1752ff29adae6bc4447ff15"}',
  );
});

test('a QR payment is told with its channel, and without remark when there is none', () => {
  const message = dialect.describe({ kind: 'payment.completed', payment: qrPayment }, app);
  assert.equal(
    message?.body,
    '{"eventName":"qrcode.payment.success","mchOrderId":"CCVA1653350151938813","transactionId":"C1032653961085706055",' +
      '"channelCode":"QRPH_STATIC_QR","amount":503700,"transactionStatus":"COMPLETE","createTime":"2022-05-31 09:38:06",' +
      '"returnTime":"2022-05-31 09:38:06","remark":"qrcode payment","sign":"1da9ed239ad6588ca0fcf76ee9e1efb2d8cc2b50"}',
  );
  for (const remark of [null, '']) {
    const bare = dialect.describe({ kind: 'payment.completed', payment: { ...qrPayment, details: { remark } } }, app);
    assert.ok(
      bare?.body.endsWith('"returnTime":"2022-05-31 09:38:06","sign":"0cb101684e6f7288474d4374bbf659f266117706"}'),
    );
  }
});

test('every event has its name; static codes tell no failure, and what closes unpaid is not told', () => {
  const dynamic: Payment = { ...qrPayment, channel: 'QRPH_DYNAMIC_QR' };
  const web: Payment = { ...qrPayment, channel: 'GCASH_URL', instrumentId: null };
  const nameOf = (event: Parameters<typeof dialect.describe>[0]) => {
    const message = dialect.describe(event, app);
    return message && (JSON.parse(message.body) as { eventName: string }).eventName;
  };
  assert.equal(nameOf({ kind: 'payment.completed', payment: dynamic }), 'qrcode.payment.success');
  assert.equal(nameOf({ kind: 'payment.failed', payment: { ...dynamic, ...failed } }), 'qrcode.payment.failed');
  assert.equal(nameOf({ kind: 'payment.failed', payment: { ...qrPayment, ...failed } }), undefined);
  assert.equal(nameOf({ kind: 'payment.completed', payment: web }), 'h5.payment.success');
  assert.equal(nameOf({ kind: 'payment.failed', payment: { ...web, ...failed } }), 'h5.payment.failed');
  assert.equal(nameOf({ kind: 'payment.closed', payment: { ...web, status: 'closed' } }), undefined);
});

test("the request's address comes first, then the product's, then the merchant's; without one nothing is owed", () => {
  const urlOf = (change: Partial<Payment>, callbackUrls: App['callbackUrls']) =>
    dialect.describe({ kind: 'payment.completed', payment: { ...qrPayment, ...change } }, { ...app, callbackUrls })
      ?.url;
  const all = app.callbackUrls;
  assert.equal(urlOf({ notifyUrl: 'https://r.example' }, all), 'https://r.example');
  assert.equal(urlOf({}, all), 'https://q.example');
  assert.equal(urlOf({ instrumentId: null }, all), 'https://m.example');
  assert.equal(urlOf({}, { merchant: 'https://m.example' }), 'https://m.example');
  assert.equal(urlOf({}, {}), '');
});

const answers: [status: number, body: string, lenient: boolean, strict: boolean][] = [
  [200, '{"code":1,"msg":"success","data":{}}', true, true],
  [200, '{"code":"1"}', true, true],
  [200, '{"code":1000}', true, false],
  [200, '{"code":"10000"}', true, false],
  [200, '{"code":0}', false, false],
  [200, '{"code":true}', false, false],
  [200, '{"code":null}', false, false],
  [200, '{}', false, false],
  [200, 'success', false, false],
  [200, '1', false, false],
  [200, 'null', false, false],
  [200, '', false, false],
  [201, '{"code":1}', false, false],
  [500, '{"code":1}', false, false],
];
for (const [status, body, lenient, strict] of answers) {
  test(`an answer ${status} ${JSON.stringify(body)} is ${strict ? '' : lenient ? 'leniently ' : 'not '}an acknowledgement`, () => {
    assert.equal(dialect.isAcknowledged(status, body, app), lenient);
    assert.equal(dialect.isAcknowledged(status, body, { ...app, switches: { lenientAck: false } }), strict);
  });
}

test('the answer that receivers give is the documented one, and eight retries follow a first failure', () => {
  assert.equal(dialect.acknowledgement, '{"code":1,"msg":"success","data":{}}');
  assert.deepEqual(
    dialect.retryDelaysMs.map((delayMs) => delayMs / 60_000),
    [1, 5, 15, 30, 60, 120, 360, 720],
  );
});

test('a callback is recognised by event and transaction, and verified with either secret while one rotates', () => {
  const body = dialect.describe({ kind: 'payout.completed', payout }, app)?.body ?? '';
  assert.deepEqual(dialect.recognise(body, {}), { subjectId: payout.id, eventName: 'disbursement.success' });
  for (const other of [
    '',
    '[]',
    'null',
    '{"eventName":"order.paid","transactionId":"x"}',
    '{"eventName":"h5.payment.success"}',
  ]) {
    assert.equal(dialect.recognise(other, {}), undefined);
    assert.equal(dialect.verifyNotification(other, {}, app), false);
  }
  assert.equal(dialect.verifyNotification(body, {}, app), true);
  assert.equal(dialect.verifyNotification(body, {}, { ...app, callbackSecrets: ['new', 'test-secret'] }), true);
  assert.equal(dialect.verifyNotification(body.replace('312500', '312501'), {}, app), false);
});

test('a payer returns to the page of the request, with the order and its status added', async () => {
  const web: Payment = { ...qrPayment, instrumentId: null, returnUrl: 'https://m.example/done' };
  const added = 'mchOrderId=CCVA1653350151938813&transactionId=C1032653961085706055&transactionStatus=COMPLETE';
  assert.equal(await dialect.returnUrl(web), `https://m.example/done?${added}`);
  assert.equal(
    await dialect.returnUrl({ ...web, returnUrl: 'https://m.example/d?a=%20b#top' }),
    `https://m.example/d?a=%20b&${added}#top`,
  );
  assert.equal(await dialect.returnUrl(qrPayment), undefined);
});
