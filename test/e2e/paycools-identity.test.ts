// PayCools' identity checks over HTTP: asked for, decided in the sandbox by either number, told, found, and forgotten in time.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { anOrderId, type TestMerchant } from '../support/merchant.ts';
import type { Params } from '../support/paycools-client.ts';

let gateway: TestGateway;
let merchant: TestMerchant;
before(async () => {
  gateway = await startTestGateway({ logLevel: 'debug' });
  merchant = await gateway.merchant();
});
after(() => gateway.close());

type Data = Readonly<Record<string, unknown>>;

async function ask(path: string, fields: Params) {
  const timestamp = gateway.gateway.core.clock.now();
  const answer = await merchant.client.call('POST', path, { timestamp, ...fields });
  return { ...answer, data: (answer.data ?? {}) as Data };
}

async function requested(change: Params = {}) {
  const requestId = anOrderId();
  const { code, message, data } = await ask('/api/v1/ekyc/init', {
    requestId,
    userId: 'u1',
    channelCode: 'PH_EKYC',
    callbackUrl: `${merchant.receiver.url}/checks`,
    redirectUrl: `${gateway.url}/healthz`,
    ...change,
  });
  assert.equal(code, 1000, message);
  return { requestId, ekycId: String(data['ekycId']), ekycUrl: String(data['ekycUrl']) };
}

async function told(ekycId: string): Promise<Data> {
  const found = await eventually(() => merchant.receiver.received.find(({ fields }) => fields['ekycId'] === ekycId));
  assert.ok(merchant.client.verifyCallback(found.body), found.body);
  return found.fields;
}

const find = async (fields: Params) => (await ask('/api/v1/ekyc/query', fields)).data;

test('one who passes is told and found as COMPLETE, whichever of its numbers is named', async () => {
  for (const name of ['ekycId', 'requestId'] as const) {
    const names = await requested({ customerName: 'Maria Clara' });
    assert.equal((await find({ [name]: names[name] }))['status'], 'PENDING');
    await gateway.act(names[name], 'passed');
    const callback = await told(names.ekycId);
    assert.deepEqual(
      [callback['eventName'], callback['requestId'], callback['userId'], callback['status']],
      ['ekyc.success', names.requestId, 'u1', 'COMPLETE'],
    );
    const found = await find({ [name]: names[name] });
    assert.deepEqual(
      [found['result'], found['fullName'], found['idNumber'], found['returnTime']],
      ['PASS', 'Maria Clara', '********1234', callback['returnTime']],
    );
    const again = await gateway.sandbox('act', { reference: names[name], outcome: 'rejected' });
    assert.equal(again.status, 409);
  }
});

test('one who is rejected is told as FAILED with the reason that was played', async () => {
  for (const [failedCode, expected] of [
    [undefined, -10004],
    [-10009, -10009],
  ] as const) {
    const { ekycId } = await requested();
    await gateway.act(ekycId, 'rejected', failedCode === undefined ? {} : { failedCode });
    const callback = await told(ekycId);
    assert.deepEqual(
      [callback['eventName'], callback['status'], callback['failedCode']],
      ['ekyc.failed', 'FAILED', expected],
    );
    const found = await find({ ekycId });
    assert.deepEqual([found['result'], found['failedCode'], found['fullName']], ['REJECT', expected, null]);
  }
});

test('acts that are not for a check are refused, and it stays open', async () => {
  const { ekycId, requestId } = await requested();
  const refused: [body: object, status: number][] = [
    [{ reference: ekycId, outcome: 'paid' }, 409],
    [{ reference: requestId, outcome: 'authorised' }, 409],
    [{ reference: ekycId, outcome: 'passed', failedCode: -10004 }, 400],
    [{ reference: ekycId, outcome: 'rejected', failedCode: -1 }, 400],
    [{ reference: `EK00${'0'.repeat(22)}`, outcome: 'passed' }, 404],
    [{ reference: 'no-such-request', outcome: 'passed' }, 404],
  ];
  for (const [body, status] of refused) {
    assert.equal((await gateway.sandbox('act', body)).status, status, JSON.stringify(body));
  }
  assert.equal((await find({ ekycId }))['status'], 'PENDING');
});

test('what nobody answers is CLOSED after its hour, is not told, and cannot be decided any more', async () => {
  const { ekycId } = await requested();
  await gateway.advance(3_601);
  const found = await eventually(async () => {
    const answer = await find({ ekycId });
    return answer['status'] === 'CLOSED' && answer;
  });
  assert.deepEqual([found['result'], found['failedCode']], [null, null]);
  assert.equal((await gateway.sandbox('act', { reference: ekycId, outcome: 'passed' })).status, 409);
  assert.deepEqual(await gateway.manage<unknown[]>('GET', `/notifications?reference=${ekycId}`), []);
});

test('operators find what was told by either number; of the document no log knows more than the mask', async () => {
  const { ekycId, requestId } = await requested({ customerName: 'Crisostomo Ibarra' });
  await gateway.act(ekycId, 'passed');
  await told(ekycId);
  for (const reference of [ekycId, `${requestId}&appId=${merchant.appId}`]) {
    const found = await gateway.manage<{ event: string }[]>('GET', `/notifications?reference=${reference}`);
    assert.deepEqual(
      found.map(({ event }) => event),
      ['identity.passed'],
    );
  }
  assert.ok(!gateway.log().includes('Crisostomo'));
});

test('a public inbox knows whose the callback of a check is', async () => {
  const { ekycId } = await requested({ callbackUrl: `${gateway.url}/sandbox/inbox/checks` });
  await gateway.act(ekycId, 'rejected');
  const kept = await eventually(async () => {
    const rows = (await (await fetch(`${gateway.url}/sandbox/inbox/checks`)).json()) as Data[];
    return rows.find(({ body }) => String(body).includes(ekycId));
  });
  assert.deepEqual([kept['dialect'], kept['signatureValid'], kept['eventName']], ['paycools', true, 'ekyc.failed']);
});

test('1008 and 1012: numbers are used once, and one merchant knows nothing of another’s checks', async () => {
  const { ekycId, requestId } = await requested();
  const init = {
    userId: 'u1',
    channelCode: 'PH_EKYC',
    callbackUrl: merchant.receiver.url,
    redirectUrl: 'https://m.example',
  };
  assert.equal((await ask('/api/v1/ekyc/init', { ...init, requestId })).code, 1012);
  const stranger = await gateway.merchant();
  const timestamp = gateway.gateway.core.clock.now();
  for (const names of [{ ekycId }, { requestId }]) {
    const answer = await stranger.client.call('POST', '/api/v1/ekyc/query', { timestamp, ...names });
    assert.equal(answer.code, 1008);
  }
  const theirs = await stranger.client.call('POST', '/api/v1/ekyc/init', { timestamp, ...init, requestId });
  assert.equal(theirs.code, 1000);
});
