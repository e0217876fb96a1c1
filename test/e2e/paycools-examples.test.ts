// The examples of PayCools' document work: sent to a fresh gateway in their order, each is accepted and answered as the document
// describes it, and so is every callback that follows.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { examples } from '../../src/dialects/paycools/examples.ts';
import { operations } from '../../src/dialects/paycools/operations.ts';
import { paycoolsDocument } from '../../src/dialects/paycools/openapi.ts';
import type { OpenApiDocument } from '../../src/kernel/openapi.ts';
import { assertCallbackDescribed, assertDescribed, operationsOf } from '../support/described.ts';
import { eventually, startTestGateway, type TestGateway } from '../support/gateway.ts';
import type { Params } from '../support/paycools-client.ts';
import { type Fields, tellStory } from '../support/stories.ts';

let gateway: TestGateway;
before(async () => {
  gateway = await startTestGateway();
});
after(() => gateway.close());

interface Kept {
  readonly body: string;
  readonly eventName: string;
  readonly signatureValid: boolean;
}

test('every operation has an example that works, and what is said in it is as described', async () => {
  const { url, demo } = gateway;
  const document = paycoolsDocument(url);
  await gateway.sandbox('fund', { merchantId: demo.merchantId, currency: 'PHP', amount: 1_000_000 });
  const inbox = `${url}/sandbox/inbox/examples`;
  const callbackUrls = { merchant: inbox, payout: inbox, qr: inbox, transfer: inbox };
  await gateway.manage('PATCH', `/apps/${demo.paycools.appId}`, { callbackUrls, switches: { verification: true } });
  const told = await tellStory(examples, {
    gateway,
    operator: demo.paycools,
    send: ({ operation }, fields) => send(operation, fields),
  });
  for (const { operation, answer } of told) assertDescribed(document, operation, answer);
  const missing = operationsOf(document).filter((one) => !told.some(({ operation }) => operation === one));
  assert.deepEqual(missing, [], 'operations without an example');

  await assertTold('examples', expectedEvents, document);
});

test('what fails is told as described', async () => {
  const { url } = gateway;
  const callbackUrl = `${url}/sandbox/inbox/failures`;
  const callbackUrls = { merchant: callbackUrl, payout: callbackUrl, qr: callbackUrl, transfer: callbackUrl };
  await gateway.manage('PATCH', `/apps/${gateway.demo.paycools.appId}`, { callbackUrls });
  await gateway.sandbox('fund', { merchantId: gateway.demo.merchantId, currency: 'PHP', amount: 1_000_000 });
  const fail = async (operation: string, changed: Fields, named: string, outcome?: string) => {
    const example = examples.find((one) => one.operation === operation);
    const answer = (await send(operation, { ...example?.fields, ...changed }, 'failures')) as {
      data: Record<string, string>;
    };
    if (outcome !== undefined) await gateway.act(answer.data[named] ?? '', outcome);
    return answer.data[named] ?? '';
  };
  await fail(
    'POST /api/v1/payout',
    { mchOrderId: 'F1', idempotencyId: 'FAILURE0001', amount: 309000 },
    'transactionId',
  );
  await fail('POST /api/v1/qrcode', { mchOrderId: 'F2' }, 'qrcodeId', 'failed');
  await fail('POST /api/v1/payment', { mchOrderId: 'F3' }, 'transactionId', 'failed');
  const originalTransactionId = await fail('POST /api/v1/payment', { mchOrderId: 'F4' }, 'transactionId', 'paid');
  const refunded = { mchRefundOrderId: 'F5', originalTransactionId, refundAmount: 9010 };
  await fail('POST /api/payment/refund', refunded, 'refundTransactionId');
  await fail('POST /api/v1/direct/debit/token/apply', { userId: 'F6', requestId: 'F6' }, 'requestId', 'failed');
  await fail('POST /api/v1/ekyc/init', { userId: 'F7', requestId: 'F7' }, 'ekycId', 'rejected');
  await assertTold('failures', expectedFailures, paycoolsDocument(url));
});

/** Waits for these callbacks in an inbox, and compares every one there with the document. */
async function assertTold(inbox: string, events: readonly string[], document: OpenApiDocument): Promise<void> {
  const callbacks = await eventually(async () => {
    const kept = (await (await fetch(`${gateway.url}/sandbox/inbox/${inbox}`)).json()) as Kept[];
    const names = new Set(kept.map(({ eventName }) => eventName));
    assert.deepEqual(
      events.filter((name) => !names.has(name)),
      [],
      'events that were not told',
    );
    return kept;
  });
  for (const { eventName, body, signatureValid } of callbacks) {
    assert.ok(signatureValid, eventName);
    assertCallbackDescribed(document, eventName, body);
  }
}

const expectedEvents = [
  'disbursement.success',
  'payment.verification',
  'payment.success',
  'transfer.payment.success',
  'qrcode.payment.success',
  'h5.payment.success',
  'payment.refund.success',
  'token.create.success',
  'directdebit.payment.success',
  'token.cancel.success',
  'ekyc.success',
];
const expectedFailures = [
  'disbursement.failed',
  'qrcode.payment.failed',
  'h5.payment.failed',
  'payment.refund.failed',
  'token.create.failed',
  'ekyc.failed',
];

/** As a client does: what is in the path, in the query or in the body, in `param` or beside it. The shop's callbacks come to an inbox. */
async function send(name: string, given: Fields, inboxName = 'examples'): Promise<unknown> {
  const operation = operations.find(({ method, path }) => `${method} ${path}` === name);
  assert.ok(operation, name);
  const { method, path, pathVariable = '', envelope, beside } = operation;
  const timed =
    'timestamp' in operation.fields.properties ? { timestamp: gateway.gateway.core.clock.now(), ...given } : given;
  const inbox = `${gateway.url}/sandbox/inbox/${inboxName}`;
  const all = JSON.parse(JSON.stringify(timed).replaceAll('https://shop.example/callbacks', inbox)) as Record<
    string,
    string
  >;
  const { [pathVariable]: variable = '', ...fields } = all;
  const outside = Object.entries(fields).filter(([field]) => envelope === 'flat' || beside.includes(field));
  const inside = Object.entries(fields).filter(([field]) => envelope === 'param' && !beside.includes(field));
  const params: Params = {
    ...Object.fromEntries(outside),
    ...(envelope === 'param' && { param: JSON.stringify(Object.fromEntries(inside)) }),
  };
  const { code, message, data } = await gateway.paycools.call(
    method,
    path.replace(`{${pathVariable}}`, variable),
    params,
  );
  assert.equal(code, 1000, `${name}: ${code} ${message}\n${gateway.log()}`);
  return { code, message, data };
}
