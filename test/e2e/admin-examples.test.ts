// The examples of the admin API's document work: sent to a fresh gateway in their order, each is answered as the document describes it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { examples } from '../../src/admin/examples.ts';
import type { OpenApiDocument } from '../../src/kernel/openapi.ts';
import { assertDescribed, operationsOf } from '../support/described.ts';
import { eventually, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { type Fields, tellStory } from '../support/stories.ts';

let gateway: TestGateway;
before(async () => {
  gateway = await startTestGateway();
});
after(() => gateway.close());

test('every operation has an example that works and is answered as described', async () => {
  const document = (await (await fetch(`${gateway.url}/docs/admin/openapi.json`)).json()) as OpenApiDocument;
  const operator = {
    ...(await aPayment()),
    payToken: await aMandate(),
    fileId: await aFile(),
    merchantId: await anApplication(),
  };
  const told = await tellStory(examples, {
    gateway,
    operator,
    send: ({ operation }, fields) => send(operation, fields),
  });
  for (const { operation, answer } of told) assertDescribed(document, operation, answer);
  const missing = operationsOf(document).filter((one) => !told.some(({ operation }) => operation === one));
  assert.deepEqual(missing, [], 'operations without an example');
});

/** Fields that the path names stand there, the others in the query of a GET and otherwise in the body. */
async function send(operation: string, fields: Fields): Promise<unknown> {
  const [method = '', pattern = ''] = operation.split(' ');
  const beside = new Map(Object.entries(fields));
  const path = pattern.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = String(beside.get(name));
    beside.delete(name);
    return encodeURIComponent(value);
  });
  const query = [...beside].map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`).join('&');
  const isRead = method === 'GET';
  const response = await fetch(`${gateway.url}${path}${isRead ? `?${query}` : ''}`, {
    method,
    headers: { authorization: `Bearer ${gateway.demo.adminToken}`, 'content-type': 'application/json' },
    ...(isRead ? {} : { body: JSON.stringify(Object.fromEntries(beside)) }),
  });
  const text = await response.text();
  assert.equal(response.status, 200, `${operation}: ${text}`);
  return JSON.parse(text);
}

/** One of which its merchant was told. */
async function aPayment(): Promise<Fields> {
  const reference = 'ADMIN0001';
  const { appId } = gateway.demo.paycools;
  const { data } = await gateway.paycools.call('POST', '/api/v1/qrcode', {
    appName: 'Demo Store',
    mchOrderId: reference,
    channelCode: 'QRPH_DYNAMIC_QR',
    amount: 50010,
    callbackUrl: `${gateway.url}/sandbox/inbox/admin`,
  });
  await gateway.act((data as { qrcodeId: string }).qrcodeId, 'paid');
  await eventually(async () => {
    const told = await gateway.manage<{ attempts: unknown[] }[]>(
      'GET',
      `/notifications?reference=${reference}&appId=${appId}`,
    );
    return told.some(({ attempts }) => attempts.length > 0);
  });
  return { reference, appId };
}

/** One that is active. */
async function aMandate(): Promise<string> {
  const user = { userId: 'USER1', timestamp: gateway.gateway.core.clock.now() };
  await gateway.paycools.call('POST', '/api/v1/direct/debit/token/apply', {
    ...user,
    requestId: 'REQUEST1',
    channelCode: 'GCASH_DIRECT_DEBIT',
    terminalType: 'WEB',
    notifyUrl: `${gateway.url}/sandbox/inbox/admin`,
    redirectUrl: 'https://shop.example/thanks',
  });
  await gateway.act('REQUEST1', 'authorised');
  const { data } = await gateway.paycools.call('POST', '/api/v1/direct/debit/token/query', user);
  return (data as { tokenList: { payToken: string }[] }).tokenList[0]?.payToken ?? '';
}

/** A paper that a merchant of BluePay handed in. */
async function aFile(): Promise<string> {
  const { code, data } = await gateway.bluepayV2.call('/open-api/v1/file/upload', {
    businessType: 'SPLIT_PAYMENT_RECEIVER_RELATION',
    fileName: 'contract.pdf',
    fileContent: 'JVBERi0xLjQKJSVFT0YK',
  });
  assert.equal(code, 10000);
  return String(data['fileId']);
}

/** A vendor's, for a merchant that cannot take money yet. */
async function anApplication(): Promise<string> {
  const applied = await gateway.gateway.core.directory.applications.apply({
    vendorId: gateway.demo.upay.vendorSn,
    reference: 'APPLICATION1',
    merchantName: 'Corner Store',
    city: 'Shanghai',
    fields: { contact_name: '王小明' },
  });
  assert.ok(applied.ok);
  return applied.value.application.merchantId;
}
