// Guards the way of a request: bytes in whatever type, who may ask and in which order that is found out, and answers that are never
// an HTTP failure (upay.md 2.1, 2.2, 7).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { authorization } from '../../../test/support/upay-client.ts';
import {
  createUpayGateway,
  deviceId,
  type UpayGateway,
  type UpayGatewayOptions,
} from '../../../test/support/upay-gateway.ts';
import { md5Hex } from '../../kernel/digest.ts';
import { operations } from './operations.ts';

const order = {
  client_sn: 'C1',
  total_amount: '1250',
  dynamic_id: '134567890123456789',
  subject: '拿铁',
  operator: 'op',
};
const unknownOrder = { sn: '7890000000000001' };

test('a signed request is answered with 200, in JSON, by whatever content type it comes', async () => {
  const { client, server } = await createUpayGateway();
  for (const type of [
    'application/json',
    'Application/json; charset=utf-8',
    'text/plain',
    'application/octet-stream',
    '',
  ]) {
    const body = JSON.stringify({ terminal_sn: client.terminal.sn, ...unknownOrder });
    const headers = { 'content-type': type, authorization: authorization(client.terminal, body), format: 'json' };
    const response = await server.inject({ method: 'POST', url: '/upay/v2/query?', headers, payload: body });
    assert.equal(response.statusCode, 200, type);
    assert.match(String(response.headers['content-type']), /^application\/json; charset=utf-8/);
    assert.match(response.body, /"error_code":"UPAY_ORDER_NOT_EXIST"/);
  }
});

test('an order goes from request to answer, told to the metrics under its business code', async () => {
  const { client, answers } = await createUpayGateway();
  assert.equal((await client.call('/upay/v2/pay', order)).outcome, 'PAY_SUCCESS');
  assert.equal((await client.call('/upay/v2/pay', order)).outcome, 'FAIL CLIENT_SN_CONFLICT');
  await client.send('/upay/v2/pay', '{}');
  assert.deepEqual(
    answers,
    ['PAY_SUCCESS', 'FAIL', 'ILLEGAL_SIGN'].map((code) => ({ operation: 'POST /upay/v2/pay', code })),
  );
});

test('paths that nobody knows are 404, other methods 405, both in the words of the API', async () => {
  const { server } = await createUpayGateway();
  for (const path of [
    '/upay/',
    '/upay/v2/nothing',
    '/upay/v3/pay',
    '/terminal/x',
    '/v2/merchant/',
    '/api/v1/pre-auth/x',
  ]) {
    for (const method of ['GET', 'POST', 'DELETE'] as const) {
      const response = await server.inject({ method, url: path });
      assert.equal(response.statusCode, 404, `${method} ${path}`);
      assert.equal(response.json<{ error_code: string }>().error_code, 'INVALID_PARAMS');
    }
  }
  for (const { path } of operations) {
    for (const method of ['GET', 'PUT', 'OPTIONS'] as const) {
      const response = await server.inject({ method, url: path });
      assert.deepEqual([response.statusCode, response.headers['allow']], [405, 'POST'], `${method} ${path}`);
      assert.match(response.json<{ error_message: string }>().error_message, /POST/);
    }
  }
});

test('a body above 1 MiB is cut with 413, in the words of the API, unless its operation takes more', async () => {
  const { client } = await createUpayGateway();
  const long = 'x'.repeat(1_048_577);
  const cut = await client.send('/upay/v2/pay', long);
  assert.deepEqual([cut.httpStatus, cut.outcome], [413, '400 INVALID_PARAMS']);
  const taken = await client.send('/v2/merchant/upload', long);
  assert.deepEqual([taken.httpStatus, taken.outcome], [200, '400 ILLEGAL_SIGN']);
});

const oddHeaders: readonly [title: string, of: (sn: string, sign: string) => string | undefined][] = [
  ['none at all', () => undefined],
  ['nothing in it', () => ' '],
  ['the number alone', (sn) => sn],
  ['the sign alone', (_sn, sign) => sign],
  ['a scheme word', (sn, sign) => `MD5 ${sn} ${sign}`],
  ['a colon between', (sn, sign) => `${sn}:${sign}`],
  ['more behind', (sn, sign) => `${sn} ${sign} x`],
  ['a wrong sign', (sn) => `${sn} ${md5Hex('x')}`],
  ['a cut sign', (sn, sign) => `${sn} ${sign.slice(0, -1)}`],
];
for (const [title, of] of oddHeaders) {
  test(`an Authorization header with ${title} is ILLEGAL_SIGN, whatever the body`, async () => {
    const { client } = await createUpayGateway();
    for (const body of ['{', JSON.stringify({ terminal_sn: client.terminal.sn, ...order })]) {
      const [sn = '', sign = ''] = authorization(client.terminal, body).split(' ');
      const header = of(sn, sign);
      const answer = await client.send('/upay/v2/pay', body, header === undefined ? {} : { authorization: header });
      assert.deepEqual([answer.httpStatus, answer.outcome], [200, '400 ILLEGAL_SIGN']);
    }
  });
}

test('number and sign may stand apart as they like, the sign in either letter case', async () => {
  const { client } = await createUpayGateway();
  const body = JSON.stringify({ terminal_sn: client.terminal.sn, ...unknownOrder });
  const [sn = '', sign = ''] = authorization(client.terminal, body).split(' ');
  for (const header of [`${sn}\t${sign}`, `  ${sn}   ${sign} `, `${sn} ${sign.toUpperCase()}`]) {
    const { outcome } = await client.send('/upay/v2/query', body, { authorization: header });
    assert.equal(outcome, 'FAIL UPAY_ORDER_NOT_EXIST', header);
  }
});

test('the signature covers bytes: a body that means the same but was written again is refused', async () => {
  const { client } = await createUpayGateway();
  const body = JSON.stringify({ terminal_sn: client.terminal.sn, ...unknownOrder });
  const header = { authorization: authorization(client.terminal, body) };
  const spaced = JSON.stringify(JSON.parse(body), undefined, 2);
  assert.equal((await client.send('/upay/v2/query', spaced, header)).outcome, '400 ILLEGAL_SIGN');
  const own = { authorization: authorization(client.terminal, spaced) };
  assert.equal((await client.send('/upay/v2/query', spaced, own)).outcome, 'FAIL UPAY_ORDER_NOT_EXIST');
});

test('a terminal that nobody knows is INVALID_TERMINAL, a vendor that nobody knows ILLEGAL_SIGN', async () => {
  const { client } = await createUpayGateway();
  for (const sn of ['100000330000009', 'abc', '9'.repeat(33), "1'--"]) {
    client.terminal = { ...client.terminal, sn };
    assert.equal((await client.call('/upay/v2/query', unknownOrder)).outcome, '400 INVALID_TERMINAL', sn);
    const body = '{}';
    const header = { authorization: authorization({ ...client.vendor, sn }, body) };
    assert.equal((await client.send('/terminal/activate', body, header)).outcome, '400 ILLEGAL_SIGN', sn);
  }
});

test("terminals' paths do not take a vendor's key, nor vendors' paths a terminal's", async () => {
  const { client } = await createUpayGateway();
  const { terminal, vendor } = client;
  client.terminal = { sn: terminal.sn, key: vendor.key };
  assert.equal((await client.call('/upay/v2/query', unknownOrder)).outcome, '400 ILLEGAL_SIGN');
  client.terminal = vendor;
  assert.equal((await client.call('/upay/v2/query', unknownOrder)).outcome, '400 INVALID_TERMINAL');
  const body = '{}';
  const header = { authorization: authorization({ sn: vendor.sn, key: terminal.key }, body) };
  assert.equal((await client.send('/terminal/activate', body, header)).outcome, '400 ILLEGAL_SIGN');
});

test('the body may name no other terminal than the one that signed it, and must name one', async () => {
  const { client } = await createUpayGateway();
  const other = await client.call('/upay/v2/query', { terminal_sn: '100000330000009', ...unknownOrder });
  assert.equal(other.outcome, '400 INVALID_TERMINAL');
  const same = await client.call('/upay/v2/query', { terminal_sn: Number(client.terminal.sn), ...unknownOrder });
  assert.equal(same.outcome, 'FAIL UPAY_ORDER_NOT_EXIST', 'a number is as good as its digits');
  for (const none of [null, '']) {
    const answer = await client.call('/upay/v2/query', { terminal_sn: none, ...unknownOrder });
    assert.deepEqual([answer.outcome, answer.message], ['400 INVALID_PARAMS', 'terminal_sn不能为空']);
  }
});

test('what is no JSON object is INVALID_PARAMS, but only once its signature held', async () => {
  const { client } = await createUpayGateway();
  for (const body of ['', '{', '[]', '"x"', 'null', '{"a":1,"a":2}', '\u0000', Buffer.from([0x7b, 0xff, 0x7d])]) {
    const signed = await client.send('/upay/v2/pay', body, { authorization: authorization(client.terminal, body) });
    assert.equal(signed.outcome, '400 INVALID_PARAMS');
    assert.equal((await client.send('/upay/v2/pay', body)).outcome, '400 ILLEGAL_SIGN');
  }
});

test('a key that another process made is looked up once, and the one before it stays valid', async () => {
  const { client, terminals } = await createUpayGateway();
  await client.call('/upay/v2/query', unknownOrder);
  const { sn, key } = client.terminal;
  const row = terminals.rows.get(sn);
  assert.ok(row);
  terminals.rows.set(sn, { ...row, keys: ['new-key', key] });
  assert.equal(terminals.fresh, 0);
  for (const valid of ['new-key', key]) {
    client.terminal = { sn, key: valid };
    assert.equal((await client.call('/upay/v2/query', unknownOrder)).outcome, 'FAIL UPAY_ORDER_NOT_EXIST');
  }
  assert.equal(terminals.fresh, 1);
  client.terminal = { sn, key: 'older-key' };
  assert.equal((await client.call('/upay/v2/query', unknownOrder)).outcome, '400 ILLEGAL_SIGN');
});

type Change = (gateway: UpayGateway) => void;
const changeTerminal = (gateway: UpayGateway, change: object): void => {
  const { sn } = gateway.client.terminal;
  const row = gateway.terminals.rows.get(sn);
  if (row) gateway.terminals.rows.set(sn, { ...row, ...change });
};
const keptOut: readonly [title: string, change: Change, outcome: string][] = [
  [
    'whose app is disabled',
    (gateway) => (gateway.app = { ...gateway.app, enabled: false }),
    'FAIL UPAY_TERMINAL_NOT_EXISTS',
  ],
  [
    'whose store is closed',
    ({ terminals }) => {
      for (const [id, store] of terminals.stores) terminals.stores.set(id, { ...store, status: 'closed' });
    },
    'FAIL UPAY_TERMINAL_STATUS_ABNORMAL',
  ],
  [
    'that is disabled',
    (gateway) => changeTerminal(gateway, { status: 'disabled' }),
    'FAIL UPAY_TERMINAL_STATUS_ABNORMAL',
  ],
  [
    'whose merchant is suspended',
    (gateway) => (gateway.merchant = { ...gateway.merchant, status: 'suspended' }),
    'FAIL UPAY_TERMINAL_STATUS_ABNORMAL',
  ],
];
for (const [title, change, outcome] of keptOut) {
  test(`a terminal ${title} does no business, but checks in and uploads; whoever signs wrongly does not learn of it`, async () => {
    const gateway = await createUpayGateway();
    change(gateway);
    const { client } = gateway;
    for (const path of ['/upay/v2/pay', '/upay/v2/query', '/upay/v2/refund', '/upay/v2/cancel']) {
      assert.equal((await client.call(path, { ...order, ...unknownOrder })).outcome, outcome, path);
    }
    assert.equal((await client.send('/upay/v2/pay', '{}')).outcome, '400 ILLEGAL_SIGN');
    assert.equal((await client.call('/terminal/checkin', { device_id: deviceId })).outcome, '200');
    assert.equal((await client.call('/terminal/uploadLog', { log_type: 'x' })).outcome, 'SUCCESS');
  });
}

test('a terminal without anything to trade with is UPAY_TERMINAL_NOT_EXISTS', async () => {
  const gateway = await createUpayGateway();
  gateway.app = { ...gateway.app, dialect: 'paycools' };
  const { outcome } = await gateway.client.call('/upay/v2/query', unknownOrder);
  assert.equal(outcome, 'FAIL UPAY_TERMINAL_NOT_EXISTS');
});

test('an app is asked only from its addresses, after the signature held; nobody is let in in live mode without any', async () => {
  const gateway = await createUpayGateway();
  const { client } = gateway;
  const ask = async () => (await client.call('/upay/v2/query', unknownOrder)).outcome;
  gateway.app = { ...gateway.app, ipAllowlist: ['10.0.0.0/8'] };
  assert.equal(await ask(), '400 INVALID_TERMINAL');
  assert.equal((await client.send('/upay/v2/query', '{}')).outcome, '400 ILLEGAL_SIGN');
  gateway.app = { ...gateway.app, ipAllowlist: ['127.0.0.0/8'] };
  assert.equal(await ask(), 'FAIL UPAY_ORDER_NOT_EXIST');
  const live = await createUpayGateway({ mode: 'live' });
  assert.equal((await live.client.call('/upay/v2/query', unknownOrder)).outcome, '400 INVALID_TERMINAL');
});

test("more requests than the app's limit allows are told to come later, until time has passed", async () => {
  const gateway = await createUpayGateway();
  gateway.app = { ...gateway.app, rateLimit: { perSecond: 1, burst: 2 } };
  const ask = async () => (await gateway.client.call('/upay/v2/query', unknownOrder)).outcome;
  await ask();
  await ask();
  assert.equal(await ask(), '500 REQUEST_FAIL');
  await gateway.advance(1000);
  assert.equal(await ask(), 'FAIL UPAY_ORDER_NOT_EXIST');
});

test('a key that is older than the operator allows signs nothing but the check-in that replaces it', async () => {
  const gateway = await createUpayGateway();
  gateway.app = { ...gateway.app, switches: { terminalKeyTtlDays: 2 } };
  const ask = async () => (await gateway.client.call('/upay/v2/query', unknownOrder)).outcome;
  await gateway.advance(2 * 86_400_000 - 1);
  assert.equal(await ask(), 'FAIL UPAY_ORDER_NOT_EXIST');
  await gateway.advance(1);
  assert.equal(await ask(), '400 ILLEGAL_SIGN');
  assert.equal((await gateway.client.checkIn({ device_id: deviceId })).outcome, '200');
  assert.equal(await ask(), 'FAIL UPAY_ORDER_NOT_EXIST');
});

test('a directory that does not answer is 500 UNKNOWN_SYSTEM_ERROR under HTTP 200, and logged', async () => {
  const broken: UpayGatewayOptions = {
    directory: { findApp: () => Promise.reject(new Error('the database is away')) },
  };
  const { client, errors } = await createUpayGateway(broken);
  const answer = await client.call('/upay/v2/query', unknownOrder);
  assert.deepEqual([answer.httpStatus, answer.outcome], [200, '500 UNKNOWN_SYSTEM_ERROR']);
  assert.deepEqual(errors, ['Error: the database is away']);
});

test('a rule that breaks is 500 UNKNOWN_SYSTEM_ERROR to the merchant and an error in the log', async () => {
  const gateway = await createUpayGateway();
  gateway.connector = {
    code: 'test',
    admit() {
      throw new Error('a bug');
    },
  };
  const answer = await gateway.client.call('/upay/v2/pay', order);
  assert.deepEqual([answer.httpStatus, answer.outcome], [200, '500 UNKNOWN_SYSTEM_ERROR']);
  assert.deepEqual(gateway.errors, ['Error: a bug']);
});
