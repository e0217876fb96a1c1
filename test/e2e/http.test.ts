// What holds for every request, whatever it asks: health, figures, unknown paths, wrong methods, bodies too long or too slow.
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import { eventually, startTestGateway, type TestGateway } from '../support/gateway.ts';
import type { TestMerchant } from '../support/merchant.ts';

let gateway: TestGateway;
let merchant: TestMerchant;
let slowBody: Promise<SlowBody>;

before(async () => {
  gateway = await startTestGateway();
  merchant = await gateway.merchant();
  // Takes its ten seconds while the other tests run.
  slowBody = sendSlowly();
});
after(() => gateway.close());

test('GET /healthz and /readyz answer 200 while all is well, and every answer carries a request id', async () => {
  for (const path of ['/healthz', '/readyz']) {
    const response = await fetch(gateway.url + path);
    assert.equal(response.status, 200);
    assert.match(response.headers.get('x-request-id') ?? '', /^[0-9a-f-]{36}$/);
  }
  const named = await fetch(`${gateway.url}/healthz`, { headers: { 'x-request-id': 'trace-7' } });
  assert.equal(named.headers.get('x-request-id'), 'trace-7');
});

test('GET /metrics counts requests by dialect, operation and code, batches, commits, task lag and delivery attempts', async () => {
  await merchant.fund(100_000);
  await merchant.client.call('GET', '/api/v1/account/checkBalance');
  await merchant.client.call('POST', '/api/v1/payment', { ...merchant.aPayment(), amount: 1 });
  const payoutId = await merchant.createPayout();
  await eventually(() => merchant.receiver.of(payoutId)[0]);
  merchant.receiver.answer = () => ({ status: 500 });
  const paymentId = await merchant.createPayment();
  await gateway.act(paymentId, 'paid');
  const figures = await eventually(async () => {
    const response = await fetch(`${gateway.url}/metrics`);
    assert.match(response.headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/);
    const text = await response.text();
    return text.includes('polypay_delivery_attempts_total{outcome="rejected"} 1') && text;
  });
  const positive = [
    /^polypay_requests_total\{dialect="paycools",operation="GET \/api\/v1\/account\/checkBalance",code="1000"\} [1-9]/m,
    /^polypay_requests_total\{dialect="paycools",operation="POST \/api\/v1\/payment",code="1009"\} 1$/m,
    /^polypay_request_seconds_count\{dialect="paycools",operation="POST \/api\/v1\/payout"\} 1$/m,
    /^polypay_batch_commands_sum\{cell="\d"\} [1-9]/m,
    /^polypay_commit_seconds_sum\{cell="\d"\} 0\.\d+/m,
    /^polypay_task_lag_seconds_count [1-9]/m,
    /^polypay_delivery_attempts_total\{outcome="delivered"\} 1$/m,
    /^polypay_delivery_seconds_count 2$/m,
    /^polypay_commands_waiting \d+$/m,
    /^process_resident_memory_bytes [1-9]/m,
  ];
  for (const figure of positive) assert.match(figures, figure);
  assert.doesNotMatch(figures, /^polypay_bugs_total\{/m);
});

test('404: what is nowhere is answered with a sentence; below /api in the envelope of its dialect', async () => {
  const outside = await fetch(`${gateway.url}/nowhere?secret=1`);
  assert.equal(outside.status, 404);
  assert.deepEqual(await outside.json(), { message: 'There is nothing at GET /nowhere.' });
  for (const path of [
    '/api/v1/nowhere',
    '/api/v2/checkout/nowhere',
    '/api/payment/nowhere',
    '/api/v1/%zz',
    '/api/v1/',
  ]) {
    for (const method of ['GET', 'POST', 'DELETE', 'PROPFIND']) {
      const response = await fetch(gateway.url + path, { method });
      assert.equal(response.status, 404, `${method} ${path}`);
      assert.deepEqual(await response.json(), { code: 1009, message: 'request params invalid: there is no such path' });
    }
  }
  const page = await fetch(`${gateway.url}/pay/${'x'.repeat(300)}`);
  assert.equal(page.status, 404);
  assert.match(page.headers.get('content-type') ?? '', /^text\/html/);
  assert.equal((await fetch(`${gateway.url}/pay/%zz`)).status, 404);
});

test('405: a path asked with another method says which it takes', async () => {
  for (const [method, path, allow] of [
    ['GET', '/api/v1/payout', 'POST'],
    ['POST', '/api/v1/payout/check', 'GET'],
    ['PUT', '/api/v1/payment', 'POST'],
    ['PROPFIND', '/api/v1/payment', 'POST'],
    ['DELETE', '/api/v1/payment/C1', 'GET'],
    ['POST', `/api/v1/payment/${'x'.repeat(300)}`, 'GET'],
  ] as const) {
    const response = await fetch(gateway.url + path, { method });
    assert.deepEqual([response.status, response.headers.get('allow')], [405, allow], `${method} ${path}`);
    const { code, message } = (await response.json()) as { code: number; message: string };
    assert.deepEqual([code, message], [1009, `request params invalid: this path takes ${allow}, not ${method}`]);
  }
});

test('413: a body above 1 MiB is cut, in the envelope; one just below is read', async () => {
  const send = async (bytes: number) => {
    const response = await fetch(`${gateway.url}/api/v1/payment`, { method: 'POST', body: 'x'.repeat(bytes) });
    return [response.status, ((await response.json()) as { message: string }).message];
  };
  assert.deepEqual(await send(1_048_577), [413, 'request params invalid: the body is longer than 1 MiB']);
  assert.deepEqual(await send(1_048_576), [200, 'request params invalid: the body is not JSON']);
  const other = await fetch(`${gateway.url}/sandbox/act`, { method: 'POST', body: 'x'.repeat(1_048_577) });
  assert.equal(other.status, 413);
});

test('a path variable with broken escapes or of any length is answered in the envelope', async () => {
  const { client } = merchant;
  const rows: readonly [path: string, code: number][] = [
    ['/api/v1/payment/%zz', 1008],
    ['/api/v1/payment/%', 1008],
    ['/api/v1/payment/%ff%fe', 1008],
    ['/api/v1/payment/%00', 1009],
    [`/api/v1/payment/${'x'.repeat(5_000)}`, 1009],
    ['/api/v1/qrcode/%zz/payments', 1009],
    [`/api/v1/qrcode/${'9'.repeat(200)}`, 1009],
  ];
  for (const [path, code] of rows) {
    const answer = await client.call('GET', path);
    assert.deepEqual([answer.httpStatus, answer.code], [200, code], path);
  }
});

test('the admin API wants its token, and says nothing else without it', async () => {
  for (const headers of [{}, { authorization: 'Bearer nonsense' }, { authorization: 'Basic eDp5' }]) {
    for (const path of ['/admin/merchants', '/admin/openapi.json', '/admin/nowhere']) {
      const response = await fetch(gateway.url + path, { headers });
      assert.equal(response.status, 401, path);
    }
  }
  assert.equal((await gateway.admin('GET', '/openapi.json')).status, 200);
  assert.equal((await gateway.admin('GET', '/nowhere')).status, 404);
});

test('the sandbox clock ends before ids could no longer tell time', async () => {
  const later = await startTestGateway();
  try {
    const jump = async () => (await later.sandbox('clock', { advanceSeconds: 10 * 366 * 86_400 })).status;
    assert.deepEqual([await jump(), await jump(), await jump()], [200, 200, 400]);
    assert.equal((await later.paycools.call('POST', '/api/v1/payment', merchant.aPayment())).code, 1000);
  } finally {
    await later.close();
  }
});

test('a client that goes away in mid-request is no error of the gateway', async () => {
  const { hostname, port } = new URL(gateway.url);
  for (const target of ['GET /api/v1/account/checkBalance', 'POST /api/v1/payment', 'POST /sandbox/act']) {
    const socket = connect(Number(port), hostname);
    await new Promise<void>((resolve) => {
      socket.write(`${target} HTTP/1.1\r\nhost: gateway\r\ncontent-length: 100\r\n\r\n{`, () => resolve());
    });
    // It is at work on the request once it answers a later one.
    await fetch(`${gateway.url}/healthz`);
    await new Promise((resolve) => socket.destroy().once('close', resolve));
  }
  assert.equal((await fetch(`${gateway.url}/readyz`)).status, 200);
});

test('408: a body that takes longer than 10 s is cut, however steadily it trickles', async () => {
  const { seconds, answer } = await slowBody;
  assert.ok(seconds > 9 && seconds < 15, `${seconds} s`);
  assert.match(answer, /^HTTP\/1\.1 408 /);
});

test('nothing of all this was logged as an error', () => {
  assert.doesNotMatch(gateway.log(), /"level":50/);
});

interface SlowBody {
  readonly seconds: number;
  readonly answer: string;
}

/** A body of which one byte comes every half second. */
function sendSlowly(): Promise<SlowBody> {
  const { hostname, port } = new URL(gateway.url);
  const startedAt = performance.now();
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(Number(port), hostname);
    socket.write('POST /api/v1/payment HTTP/1.1\r\nhost: gateway\r\ncontent-length: 1000\r\n\r\n{');
    const drip = setInterval(() => socket.write(' '), 500);
    socket.on('data', (bytes) => (answer += bytes.toString('latin1')));
    socket.on('error', () => {});
    socket.on('close', () => {
      clearInterval(drip);
      resolve({ seconds: (performance.now() - startedAt) / 1000, answer });
    });
  });
}
