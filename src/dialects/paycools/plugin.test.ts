// Guards what every PayCools request goes through: reading, the order of the checks, the envelope, and bad input.
import assert from 'node:assert/strict';
import { request as httpRequest } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import {
  appId,
  createPaycoolsGateway,
  type PaycoolsGateway,
  privateKey,
} from '../../../test/support/paycools-gateway.ts';
import { signText, textToSign } from '../../../test/support/paycools-client.ts';

const balancePath = '/api/v1/account/checkBalance';
const payment = {
  appName: 'Demo Shop',
  mchOrderId: 'ORD0001',
  amount: 50010,
  channelCode: 'GCASH_URL',
  email: 'juan@example.com',
  mobile: '09171234567',
  callbackUrl: 'https://merchant.example/cb',
  redirectUrl: 'https://merchant.example/done',
};

async function post(
  gateway: PaycoolsGateway,
  path: string,
  payload: string | Buffer,
  contentType = 'application/json',
) {
  const response = await gateway.server.inject({
    method: 'POST',
    url: path,
    payload,
    headers: { 'content-type': contentType },
  });
  return { status: response.statusCode, ...response.json<{ code: number; message: string; data?: unknown }>() };
}

async function get(gateway: PaycoolsGateway, url: string, remoteAddress = '127.0.0.1') {
  const response = await gateway.server.inject({ method: 'GET', url, remoteAddress });
  return { status: response.statusCode, ...response.json<{ code: number; message: string; data?: unknown }>() };
}

/** A body signed over its own text, whatever that is. */
function signedText(json: string, signed: string): string {
  return `${json.slice(0, -1)},"sign":"${signText(privateKey, signed)}"}`;
}

test('1000: success carries code, message and data, with HTTP status 200', async () => {
  const gateway = await createPaycoolsGateway();
  await gateway.fund(439_369_947n);
  const response = await gateway.server.inject({ url: `${balancePath}?${gateway.client.signedQuery({})}` });
  assert.equal(response.statusCode, 200);
  assert.equal(response.headers['content-type'], 'application/json; charset=utf-8');
  assert.equal(response.body, '{"code":1000,"message":"success","data":{"balance":439369947}}');
});

test('the first failing check answers, in the order app, merchant, app state, address, frequency, signature, fields', async () => {
  const gateway = await createPaycoolsGateway();
  gateway.channels.clear();
  gateway.merchant = { ...gateway.merchant, status: 'suspended' };
  gateway.app = { ...gateway.app, enabled: false, ipAllowlist: ['10.0.0.1'], rateLimit: { perSecond: 0, burst: 0 } };
  const ask = async (params: Record<string, string | number>, sign: string) =>
    (await post(gateway, '/api/v1/payment', JSON.stringify({ ...params, sign }))).code;
  const wrong = { ...payment, appId, amount: 'x' };
  assert.equal(await ask({ ...payment }, 'bad'), 1009);
  assert.equal(await ask({ ...wrong, appId: 'nobody' }, 'bad'), 1001);
  assert.equal(await ask(wrong, 'bad'), 1004);
  gateway.merchant = { ...gateway.merchant, status: 'active' };
  assert.equal(await ask(wrong, 'bad'), 1005);
  gateway.app = { ...gateway.app, enabled: true };
  assert.equal(await ask(wrong, 'bad'), 1002);
  gateway.app = { ...gateway.app, ipAllowlist: ['127.0.0.1'] };
  assert.equal(await ask(wrong, 'bad'), 1013);
  gateway.app = { ...gateway.app, rateLimit: null };
  assert.equal(await ask(wrong, 'bad'), 1003);
  assert.equal(await ask(wrong, signText(privateKey, textToSign(wrong))), 1009);
  const right = { ...payment, appId };
  assert.equal(await ask(right, signText(privateKey, textToSign(right))), 1011);
});

test('1001: an unknown appId, an overlong one, and an app of another dialect are invalid', async () => {
  const gateway = await createPaycoolsGateway();
  for (const id of ['nobody', 'x'.repeat(5000), '__proto__']) {
    const answer = await get(gateway, `${balancePath}?appId=${id}&sign=x`);
    assert.deepEqual([answer.code, answer.message], [1001, 'merchant appid is invalid']);
  }
  gateway.app = { ...gateway.app, dialect: 'upay' };
  assert.equal((await gateway.client.call('GET', balancePath)).code, 1001);
});

test('1002: only listed addresses and blocks are served; an empty list is everyone in sandbox mode and no one in live mode', async () => {
  const rows: [mode: 'sandbox' | 'live', list: string[], remote: string, code: number][] = [
    ['sandbox', [], '203.0.113.9', 1000],
    ['live', [], '203.0.113.9', 1002],
    ['live', ['203.0.113.9'], '203.0.113.9', 1000],
    ['live', ['203.0.113.0/24'], '203.0.113.9', 1000],
    ['live', ['203.0.113.0/24'], '::ffff:203.0.113.9', 1000],
    ['live', ['::ffff:203.0.113.0/120'], '203.0.113.9', 1000],
    ['live', ['2001:db8::/32'], '2001:db8::1', 1000],
    ['live', ['2001:db8::/32'], '203.0.113.9', 1002],
    ['sandbox', ['203.0.113.8'], '203.0.113.9', 1002],
    ['sandbox', ['nonsense', '300.1.1.1/8'], '203.0.113.9', 1002],
  ];
  for (const [mode, ipAllowlist, remote, code] of rows) {
    const gateway = await createPaycoolsGateway({ mode });
    gateway.app = { ...gateway.app, ipAllowlist };
    const answer = await get(gateway, `${balancePath}?${gateway.client.signedQuery({})}`, remote);
    assert.equal(answer.code, code, `${mode} ${ipAllowlist.join()} ${remote}`);
    if (code === 1002) assert.equal(answer.message, 'merchant white ip forbidden');
  }
});

test('1003: a signature over anything else is invalid, and so is one that is no base64, cut, or of another key', async () => {
  const gateway = await createPaycoolsGateway();
  const { sign, ...members } = JSON.parse(gateway.client.signedBody(payment)) as Record<string, string>;
  assert.ok(sign);
  const wrong = [
    'x',
    '%%%',
    sign.slice(0, -4),
    sign.slice(4),
    `${sign}AAAA`,
    sign.toLowerCase(),
    Buffer.from(sign, 'base64').toString('hex'),
  ];
  for (const spelling of wrong) {
    const answer = await post(gateway, '/api/v1/payment', JSON.stringify({ ...members, sign: spelling }));
    assert.deepEqual([answer.code, answer.message], [1003, 'request sign is invalid'], spelling);
  }
  const changed = await post(gateway, '/api/v1/payment', JSON.stringify({ ...members, remark: 'added', sign }));
  assert.equal(changed.code, 1003);
  gateway.app = { ...gateway.app, publicKeys: ['not a key', gateway.app.publicKeys[0]?.slice(0, 200) ?? ''] };
  assert.equal((await post(gateway, '/api/v1/payment', JSON.stringify({ ...members, sign }))).code, 1003);
});

test('1004: a suspended merchant is unavailable, whatever it signs', async () => {
  const gateway = await createPaycoolsGateway();
  gateway.merchant = { ...gateway.merchant, status: 'suspended' };
  const answer = await gateway.client.call('GET', balancePath);
  assert.deepEqual([answer.code, answer.message], [1004, 'merchant unavailable']);
});

test('1005: a disabled app is unavailable', async () => {
  const gateway = await createPaycoolsGateway();
  gateway.app = { ...gateway.app, enabled: false };
  const answer = await gateway.client.call('GET', balancePath);
  assert.deepEqual([answer.code, answer.message], [1005, 'merchant institute unavailable']);
});

test('1013: requests beyond the rate of the app are refused until time passes; live mode has 50 a second, bursts of 100', async () => {
  const gateway = await createPaycoolsGateway();
  gateway.app = { ...gateway.app, rateLimit: { perSecond: 1, burst: 2 } };
  const codes = [];
  for (let asked = 0; asked < 3; asked++) codes.push((await gateway.client.call('GET', balancePath)).code);
  assert.deepEqual(codes, [1000, 1000, 1013]);
  gateway.advanceMs(1000);
  assert.equal((await gateway.client.call('GET', balancePath)).code, 1000);
  const limited = await gateway.client.call('GET', balancePath);
  assert.deepEqual([limited.code, limited.message], [1013, 'merchant access frequency limit']);

  const live = await createPaycoolsGateway({ mode: 'live' });
  live.app = { ...live.app, ipAllowlist: ['127.0.0.1'] };
  const burst = await Promise.all(Array.from({ length: 102 }, () => live.client.call('GET', balancePath)));
  assert.equal(burst.filter(({ code }) => code === 1000).length, 100);
  assert.equal(burst.filter(({ code }) => code === 1013).length, 2);
});

test('1018: what fails inside is logged and answered with HTTP 200 and no stack', async () => {
  const gateway = await createPaycoolsGateway();
  gateway.engine.find = () => Promise.reject(new Error('The database is away: secret detail.'));
  const answer = await get(gateway, `${balancePath}?${gateway.client.signedQuery({})}`);
  assert.deepEqual(answer, { status: 200, code: 1018, message: 'network failed, please retry' });
  assert.deepEqual(gateway.errors, ['Error: The database is away: secret detail.']);
  gateway.engine.execute = async () => ({ ok: false, reason: 'unavailable' });
  assert.equal((await gateway.client.call('POST', '/api/v1/payment', payment)).code, 1018);
  gateway.engine.execute = async () => ({ ok: false, reason: 'internal' });
  assert.equal((await gateway.client.call('POST', '/api/v1/payment', payment)).code, 1018);
});

const unreadable: [title: string, body: string | Buffer, message: string][] = [
  ['nothing', '', 'the body is not JSON'],
  ['malformed JSON', '{"appId":', 'the body is not JSON'],
  ['a form', 'appId=a&sign=b', 'the body is not JSON'],
  ['an array', '[1]', 'the body is not a JSON object'],
  ['null', 'null', 'the body is not a JSON object'],
  ['a number', '1', 'the body is not a JSON object'],
  ['no appId', '{"sign":"x"}', 'appId is required'],
  ['an empty appId', '{"appId":"","sign":"x"}', 'appId is required'],
  ['a null appId', '{"appId":null,"sign":"x"}', 'appId is required'],
  ['a numeric appId', '{"appId":1,"sign":"x"}', 'appId must be a string'],
  ['no sign', `{"appId":"${appId}"}`, 'sign is required'],
  ['an array as sign', `{"appId":"${appId}","sign":["x"]}`, 'sign must be a string'],
  ['a name twice', '{"appId":"a","appId":"b","sign":"x"}', 'the body names the member "appId" twice'],
  ['half a surrogate pair', '{"appId":"\\ud800","sign":"x"}', 'the body holds half of a surrogate pair'],
  ['NUL', '{"appId":"a\\u0000","sign":"x"}', 'the body holds the character U+0000'],
  [
    'deep nesting',
    `{"appId":"a","sign":"x","a":${'['.repeat(100)}${']'.repeat(100)}}`,
    'the body is nested deeper than 32 levels',
  ],
  ['very deep nesting', '['.repeat(100_000), 'the body is not JSON'],
  ['invalid UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), 'the body is not UTF-8'],
  ['a byte order mark', '\ufeff{}', 'the body is not UTF-8'],
];
for (const [title, body, message] of unreadable) {
  test(`1009: a body that is ${title} is refused in words, and stores nothing`, async () => {
    const gateway = await createPaycoolsGateway();
    const answer = await post(gateway, '/api/v1/payment', body);
    assert.deepEqual(answer, { status: 200, code: 1009, message: `request params invalid: ${message}` });
    assert.deepEqual(gateway.errors, []);
  });
}

const queries: [title: string, query: string, message: string][] = [
  ['nothing', '', 'appId is required'],
  ['no sign', '?appId=a', 'sign is required'],
  ['a name twice', '?appId=a&appId=b&sign=x', 'the query names appId twice'],
  ['a broken escape', '?appId=%zz&sign=x', 'the query is not URL-encoded UTF-8'],
  ['escaped half of a pair', '?appId=%ED%A0%80&sign=x', 'the query is not URL-encoded UTF-8'],
  ['an escaped NUL', '?appId=%00&sign=x', 'the query is not URL-encoded UTF-8'],
];
for (const [title, query, message] of queries) {
  test(`1009: a query that has ${title} is refused in words`, async () => {
    const gateway = await createPaycoolsGateway();
    const answer = await get(gateway, balancePath + query);
    assert.deepEqual(answer, { status: 200, code: 1009, message: `request params invalid: ${message}` });
  });
}

const badAmounts: [text: string, message: string][] = [
  ['"50010"', 'amount must be an integer'],
  ['500.10', 'amount must be an integer'],
  ['50010.0', 'amount must be an integer'],
  ['5e4', 'amount must be an integer'],
  ['1e400', 'amount must be an integer'],
  ['true', 'amount must be an integer'],
  ['[50010]', 'amount must be an integer'],
  ['{"value":50010}', 'amount must be an integer'],
  ['-50010', 'amount must be a positive integer of centavos'],
  ['-0', 'amount must be a positive integer of centavos'],
  ['0', 'amount must be a positive integer of centavos'],
  ['9007199254740993', 'amount must be a positive integer of centavos'],
  ['99999999999999999999999999', 'amount must be a positive integer of centavos'],
  ['null', 'amount is required'],
  ['""', 'amount is required'],
];
for (const [text, message] of badAmounts) {
  test(`1009: the amount ${text} is refused in words, though it is signed as it stands`, async () => {
    const gateway = await createPaycoolsGateway();
    const { amount: _amount, ...rest } = { ...payment, appId };
    const plain = text === 'null' ? '' : text.replaceAll('"', text.startsWith('{') ? '"' : '');
    const json = `${JSON.stringify(rest).slice(0, -1)},"amount":${text}}`;
    const answer = await post(gateway, '/api/v1/payment', signedText(json, textToSign({ ...rest, amount: plain })));
    assert.deepEqual(answer, { status: 200, code: 1009, message: `request params invalid: ${message}` });
    assert.deepEqual(gateway.created, []);
  });
}

test('members that this API does not know are signed and otherwise ignored, even one named __proto__', async () => {
  const gateway = await createPaycoolsGateway();
  const json = `${JSON.stringify({ ...payment, appId }).slice(0, -1)},"__proto__":{"amount":1},"zebra":[1, {"a": 2}],"flag":true}`;
  const known = textToSign({ ...payment, appId, flag: true, zebra: '[1,{"a":2}]' });
  const signed = `__proto__={"amount":1}&${known}`;
  const answer = await post(gateway, '/api/v1/payment', signedText(json, signed));
  assert.equal(answer.code, 1000);
  assert.equal(gateway.created[0]?.amountMinor, 50_010n);
});

test('a body is read as JSON whatever content type it claims, or none', async () => {
  const gateway = await createPaycoolsGateway();
  const types = ['text/plain', 'application/x-www-form-urlencoded', 'application/json; charset="', 'nonsense', ''];
  for (const [index, type] of types.entries()) {
    const answer = await post(
      gateway,
      '/api/v1/payment',
      gateway.client.signedBody({ ...payment, mchOrderId: `T${index}` }),
      type,
    );
    assert.equal(answer.code, 1000, type);
  }
  const bare = await gateway.server.inject({
    method: 'POST',
    url: '/api/v1/payment',
    payload: Buffer.from(gateway.client.signedBody(payment)),
  });
  assert.equal(bare.json<{ code: number }>().code, 1000);
});

test('a sign whose + was not escaped in the URL is understood, and so is a query value with +', async () => {
  const gateway = await createPaycoolsGateway();
  const attempts = Array.from({ length: 50 }, (_, nonce) => {
    const params = { appId, nonce: String(nonce), note: 'a b' };
    return { nonce, sign: signText(privateKey, textToSign(params)) };
  });
  const { nonce, sign } = attempts.find((attempt) => attempt.sign.includes('+')) ?? { nonce: -1, sign: '' };
  const answer = await get(gateway, `${balancePath}?appId=${appId}&nonce=${nonce}&note=a+b&sign=${sign}`);
  assert.equal(answer.code, 1000);
});

test('a GET that carries its parameters as a JSON body is understood, over a real connection', async () => {
  const gateway = await createPaycoolsGateway();
  await gateway.server.listen({ port: 0, host: '127.0.0.1' });
  try {
    const { port } = gateway.server.server.address() as AddressInfo;
    const ask = async (body: string) => {
      const sent = httpRequest({
        port,
        host: '127.0.0.1',
        path: balancePath,
        method: 'GET',
        headers: { 'content-length': Buffer.byteLength(body) },
      });
      sent.end(body);
      const [response] = (await once(sent, 'response')) as [AsyncIterable<Buffer> & { statusCode: number }];
      let text = '';
      for await (const chunk of response) text += chunk.toString('utf8');
      return { status: response.statusCode, code: (JSON.parse(text) as { code: number }).code };
    };
    assert.deepEqual(await ask(gateway.client.signedBody({})), { status: 200, code: 1000 });
    assert.deepEqual(await ask('{'), { status: 200, code: 1009 });
    assert.deepEqual(await ask('x'.repeat(1_048_577)), { status: 413, code: 1009 });
  } finally {
    await gateway.server.close();
  }
});

test('HTTP 404, 405 and 413 stand for an unknown path, another method and a body over 1 MiB, in the same envelope', async () => {
  const gateway = await createPaycoolsGateway();
  for (const path of ['/api/v1/nothing', '/api/v1/', '/api/v2/checkout/none', '/api/payment/x', '/api/v1/qrcode/A/b']) {
    for (const method of ['GET', 'POST', 'DELETE'] as const) {
      const response = await gateway.server.inject({ method, url: path });
      assert.equal(response.statusCode, 404, `${method} ${path}`);
      assert.deepEqual(response.json(), { code: 1009, message: 'request params invalid: there is no such path' });
    }
  }
  const rows = [
    ['GET', '/api/v1/payout'],
    ['POST', balancePath],
    ['PUT', '/api/v1/payment'],
    ['OPTIONS', '/api/v1/qrcode'],
  ] as const;
  for (const [method, url] of rows) {
    const response = await gateway.server.inject({ method, url: `${url}?a=1` });
    assert.equal(response.statusCode, 405, `${method} ${url}`);
    assert.equal(response.headers['allow'], url === balancePath ? 'GET' : 'POST');
    assert.equal(response.json<{ code: number }>().code, 1009);
  }
  const large = await post(gateway, '/api/v1/payment', `{"a":"${'x'.repeat(1_048_576)}"}`);
  assert.deepEqual(large, {
    status: 413,
    code: 1009,
    message: 'request params invalid: the body is longer than 1 MiB',
  });
});

test('the path of 7.3 wins over a transaction id, and path variables may be signed or not', async () => {
  const gateway = await createPaycoolsGateway();
  const channels = await gateway.client.call('GET', '/api/v1/payment/channels');
  assert.ok(Array.isArray(channels.data));
  const created = await gateway.client.call('POST', '/api/v1/payment', payment);
  const { transactionId } = created.data as { transactionId: string };
  const path = `/api/v1/payment/${transactionId}`;
  assert.equal((await gateway.client.call('GET', path)).code, 1000);
  assert.equal((await gateway.client.call('GET', path, { transactionId })).code, 1000);
  const withVariable = signText(privateKey, textToSign({ appId, transactionId }));
  assert.equal((await get(gateway, `${path}?appId=${appId}&sign=${encodeURIComponent(withVariable)}`)).code, 1000);
});
