// Guards the question before a bill's payment is collected: whom it goes to, its exact bytes, and what permits the payment.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { App } from '../../core/merchant/merchant.ts';
import type { CreditAsked } from '../../engine/dialect.ts';
import { sha1Hex } from '../../kernel/digest.ts';
import { instrumentRow } from '../../../test/support/rows.ts';
import { createPaycools } from './dialect.ts';
import { verification } from './verification.ts';

const dialect = createPaycools();

const app: App = {
  id: 'app-0001',
  merchantId: 'M1',
  dialect: 'paycools',
  enabled: true,
  publicKeys: [],
  callbackSecrets: ['test-secret', 'old-secret'],
  platformPrivateKeys: [],
  vendorId: null,
  callbackUrls: { merchant: 'https://m.example/ask', transfer: 'https://t.example' },
  ipAllowlist: [],
  rateLimit: null,
  switches: { verification: true },
};

const credit: CreditAsked = {
  instrument: instrumentRow({
    id: 'VA000000000000000000000024',
    channel: 'GCASH_STATIC_VA',
    reference: 'PAYER7',
    presentation: 'PC0000000000024',
    notifyUrl: 'https://m.example/payments',
  }),
  amountMinor: 50_010n,
  mobile: '09171234567',
  at: Date.parse('2026-03-02T12:51:54.949+08:00'),
};

/** The text of paycools.md 2.6, written out. */
const text =
  'amount=50010&createTime=2026-03-02 12:51:54&eventName=payment.verification&mchOrderId=PAYER7' +
  '&mobile=09171234567&referenceNumber=PC0000000000024&secret=test-secret';

test('the question has the members of its table, signed with the newest secret, and goes to the app’s own address', () => {
  const message = verification.ask(credit, app);
  assert.equal(message?.url, 'https://m.example/ask');
  assert.equal(
    message?.body,
    '{"eventName":"payment.verification","mchOrderId":"PAYER7","referenceNumber":"PC0000000000024","amount":50010,' +
      `"mobile":"09171234567","createTime":"2026-03-02 12:51:54","sign":"${sha1Hex(text)}"}`,
  );
  assert.equal(verification.timeoutMs, 5_000);
});

test('an unknown mobile number is in the body as an empty text, and not in the signature', () => {
  const body = verification.ask({ ...credit, mobile: '' }, app)?.body ?? '';
  const unsigned = text.replace('mobile=09171234567&', '');
  assert.match(body, /"amount":50010,"mobile":"","createTime"/);
  assert.match(body, new RegExp(`"sign":"${sha1Hex(unsigned)}"}$`));
  assert.equal(dialect.verifyNotification(body, {}, app), true);
});

test('only bills are asked about, and only for apps that have it switched on', () => {
  const rows: [channel: string, switches: App['switches'], isAsked: boolean][] = [
    ['GCASH_STATIC_VA', { verification: true }, true],
    ['PAYMAYA_STATIC_VA', { verification: true }, true],
    ['7ELEVEN_STATIC_VA', { verification: true }, true],
    ['RDP_STATIC_VA', { verification: true }, true],
    ['MLH_STATIC_VA', { verification: true }, true],
    ['GCASH_STATIC_VA', {}, false],
    ['GCASH_STATIC_VA', { verification: false }, false],
    ['GCASH_STATIC_VA', { verification: 'true' }, false],
    ['INSTA_TRANSFER_ACC', { verification: true }, false],
    ['QRPH_STATIC_QR', { verification: true }, false],
  ];
  for (const [channel, switches, isAsked] of rows) {
    const asked = verification.ask({ ...credit, instrument: { ...credit.instrument, channel } }, { ...app, switches });
    assert.equal(asked !== undefined, isAsked, `${channel} ${JSON.stringify(switches)}`);
  }
});

test('an app without an address is asked nowhere, so that it permits nothing', () => {
  assert.equal(verification.ask(credit, { ...app, callbackUrls: { transfer: 'https://t.example' } })?.url, '');
});

test('HTTP 200 with code 2000, as a number or a text, permits the payment; nothing else does', () => {
  const rows: [status: number, body: string, permitted: boolean][] = [
    [200, '{"code":2000,"msg":"Success"}', true],
    [200, '{"code":"2000"}', true],
    [200, '{"code":2000.0}', true],
    [200, '{"code":1000,"msg":"Failed"}', false],
    [200, '{"code":1001}', false],
    [200, '{"code":1002}', false],
    [200, '{"code":1}', false],
    [200, '{"code":20000}', false],
    [200, '{"code":" 2000"}', false],
    [200, '{"code":[2000]}', false],
    [200, '{"code":{"code":2000}}', false],
    [200, '{"code":true}', false],
    [200, '{"msg":2000}', false],
    [200, '[{"code":2000}]', false],
    [200, '2000', false],
    [200, '"2000"', false],
    [200, 'null', false],
    [200, '', false],
    [200, '{"code":2000', false],
    [200, '<html>2000</html>', false],
    [201, '{"code":2000}', false],
    [204, '', false],
    [302, '{"code":2000}', false],
    [500, '{"code":2000}', false],
  ];
  for (const [status, body, permitted] of rows)
    assert.equal(verification.permits(status, body), permitted, `${status} ${body}`);
});

test('a question is recognised by the payer’s number, with the answer that it waits for', () => {
  const body = verification.ask(credit, app)?.body ?? '';
  assert.deepEqual(dialect.recognise(body, {}), {
    subjectId: 'PC0000000000024',
    eventName: 'payment.verification',
    acknowledgement: '{"code":2000,"msg":"Success"}',
  });
  for (const other of [
    '{"eventName":"payment.verification"}',
    '{"eventName":"payment.verification","referenceNumber":7}',
  ])
    assert.equal(dialect.recognise(other, {}), undefined);
});
