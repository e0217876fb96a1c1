// Guards Upay's three signatures against the published and computed vectors (upay.md 2.3 to 2.5), byte for byte.
import assert from 'node:assert/strict';
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { test } from 'node:test';
import { generateRsaKeyPair, readPublicKey } from '../../kernel/rsa.ts';
import {
  type Pair,
  queryText,
  signCallback,
  signQuery,
  signRequest,
  verifyCallback,
  verifyQuery,
  verifyRequest,
} from './signature.ts';

const vendorKey = '0f1e2d3c4b5a69788796a5b4c3d2e1f0';
const terminalKey = '9a8b7c6d5e4f30211203f4e5d6c7b8a9';
const order =
  '{"terminal_sn":"100000330000001","client_sn":"C20260105000002","total_amount":"1","payway":"3","subject":"拿铁 大杯","operator":"小王"}';
const escaped = order.replace('拿铁 大杯', '\\u62ff\\u94c1 \\u5927\\u676f').replace('小王', '\\u5c0f\\u738b');
const requests: readonly [id: string, body: string | Buffer, bytes: number, sign: string][] = [
  [
    'A',
    '{"app_id":"2026010100000007","code":"40018822","device_id":"POS-SH-0001"}',
    73,
    '21449b6ba03983e4d3afef05937d86d4',
  ],
  ['B', '{"terminal_sn":"100000330000001","device_id":"POS-SH-0001"}', 59, '7aeea4499d177b314b3111dca8543eb4'],
  [
    'C',
    '{"terminal_sn":"100000330000001","client_sn":"C20260105000001","total_amount":"1250","dynamic_id":"134567890123456789","subject":"coffee","operator":"op1"}',
    155,
    '70d5fa0a0cd59e2a0057f6abbb3be618',
  ],
  ['D', order, 141, '5df65aa51b06bab8a5a0c385d46c5f09'],
  ['E', escaped, 159, '54680584ea0579e1f4a103d1fab051f8'],
  [
    'F',
    '{\n  "terminal_sn": "100000330000001",\n  "sn": "7895200000000001"\n}',
    66,
    'd5d51467f80f06b68a8a30db435ff4dc',
  ],
  ['G', '{"terminal_sn":"100000330000001","sn":"7895200000000001"}', 57, '2934b2ea64f0c59a3bff25349c136304'],
  ['H', '', 0, '24105139fb793af37958a2950213341a'],
  ['I', Buffer.from('1f8b0800000000000203010000ffff', 'hex'), 15, '440f130ce94e96f2ea455138287480d9'],
];

for (const [id, body, size, sign] of requests) {
  const bytes = Buffer.from(body as string);
  const key = id === 'A' ? vendorKey : terminalKey;
  test(`request vector ${id} has its exact sign and verifies in either letter case`, () => {
    assert.equal(bytes.length, size);
    assert.equal(signRequest(bytes, key), sign);
    assert.ok(verifyRequest(bytes, key, sign));
    assert.ok(verifyRequest(bytes, key, sign.toUpperCase()));
  });

  test(`request vector ${id} fails with another key, another byte, and the sign of any other body`, () => {
    assert.ok(!verifyRequest(bytes, id === 'A' ? terminalKey : vendorKey, sign));
    assert.ok(!verifyRequest(bytes, key.toUpperCase(), sign));
    assert.ok(!verifyRequest(Buffer.concat([bytes, Buffer.from(' ')]), key, sign));
    for (const [other, , , otherSign] of requests) if (other !== id) assert.ok(!verifyRequest(bytes, key, otherSign));
    for (const cut of ['', sign.slice(0, -1), `${sign}0`, ` ${sign}`]) assert.ok(!verifyRequest(bytes, key, cut));
  });
}

test('a sign covers bytes, not what the JSON means: D and E, F and G hold the same values under other signs', () => {
  const meaning = (id: string) => JSON.parse(String(requests.find(([name]) => name === id)?.[1])) as object;
  assert.deepEqual(meaning('D'), meaning('E'));
  assert.deepEqual(meaning('F'), meaning('G'));
});

const encoded =
  'client_sn=W0001&notify_url=https%3A%2F%2Fshop.example%2Fn%3Fx%3D1&operator=%E5%B0%8F%E7%8E%8B&return_url=https%3A%2F%2Fshop.example%2Fdone&subject=%E6%8B%BF%E9%93%81%20%E5%A4%A7%E6%9D%AF&terminal_sn=100000330000001&total_amount=1250';
const queries: readonly [id: string, text: string, key: string, sign: string][] = [
  ['W1', 'client_sn=abc&terminal_sn=123&total_amount=1', '19b820737ace6937a7808c', 'FEF7DA867F4F1F2AF2AE847D3CDFBADC'],
  [
    'W2',
    'client_sn=test&operator=TEST&return_url=test&subject=TEST&terminal_sn=test&total_amount=3',
    'test',
    'D5AFC533FFD5EE8DA62A96661D636FF7',
  ],
  ['W3', decodeURIComponent(encoded), terminalKey, 'EFA63189F5E0967CEC314E35621B5747'],
  [
    'W4',
    'client_sn=W0001&is_success=T&operator=op1&sn=7895200000000003&status=SUCCESS&subject=coffee&terminal_sn=100000330000001&total_amount=1250&trade_no=4200002026010500000000000001',
    terminalKey,
    'AAFFC187967BC51D879654E2E7FC8D23',
  ],
];

for (const [id, signedText, key, sign] of queries) {
  const pairs = pairsOf(signedText);
  test(`query vector ${id} has its exact text and sign, in whatever order its parameters come`, () => {
    assert.equal(queryText(pairs.toReversed()), signedText);
    assert.equal(signQuery(pairs.toReversed(), key), sign);
    assert.ok(verifyQuery([...pairs, ['sign', sign], ['sign_type', 'MD5']], key, sign));
  });

  test(`query vector ${id} fails in lower case, with another key and with any value changed`, () => {
    assert.ok(!verifyQuery(pairs, key, sign.toLowerCase()));
    assert.ok(!verifyQuery(pairs, `${key}0`, sign));
    for (const [changed] of pairs) {
      const other = pairs.map(([name, value]): Pair => [name, name === changed ? `${value}x` : value]);
      assert.ok(!verifyQuery(other, key, sign), changed);
    }
  });
}

test('values are signed decoded, not as the address bar shows them', () => {
  const [, , key, sign] = queries[2] ?? ['', '', '', ''];
  assert.ok(!verifyQuery(pairsOf(encoded), key, sign));
});

test('empty parameters may be signed or not, but are never signed by the gateway', () => {
  const pairs: Pair[] = [
    ['a', '1'],
    ['b', ''],
    ['c', '3'],
  ];
  const bare = signQuery(
    [
      ['a', '1'],
      ['c', '3'],
    ],
    'k',
  );
  assert.equal(signQuery(pairs, 'k'), bare);
  assert.ok(verifyQuery(pairs, 'k', bare));
  // MD5 of a=1&b=&c=3&key=k
  assert.ok(verifyQuery(pairs, 'k', '60AFF92AB950AC266D909EF712275774'));
});

test('names sort character by character, so that an underscore comes before a letter and after upper case', () => {
  assert.equal(
    queryText([
      ['ab', '3'],
      ['a_b', '2'],
      ['aB', '1'],
    ]),
    'aB=1&a_b=2&ab=3',
  );
});

const callbackBody =
  '{"sn":"7895200000000003","client_sn":"C20260105000003","client_tsn":"C20260105000003","ctime":"1767571200000","status":"SUCCESS","payway":"3","payway_name":"微信","sub_payway":"2","order_status":"PAID","payer_uid":"oPAYER0001","payer_login":"","trade_no":"4200002026010500000000000001","total_amount":"1250","net_amount":"1250","finish_time":"1767571212345","channel_finish_time":"1767571212000","subject":"coffee","store_id":"11111111-2222-3333-4444-555555555555","terminal_id":"66666666-7777-8888-9999-000000000000","terminal_sn":"100000330000001","operator":"op1","reflect":"{\\"table\\":\\"7\\"}","payment_list":[{"type":"WALLET_WEIXIN","amount_total":"1250"}]}';
const callbackKey = readPublicKey(`-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA0Z6XAIb6uddUU2PxVLJo
3MFC4KBwRGIQNTTq6knAfPL184OqNszfDrOnUKdQcfBx9tmo+vHGASuRYcgyoTnu
1UqgmmsW9Ph59BwUySBC71gSoIdHskXthipA5Nl7UBCvf3xq3xeo0KrPc25AKB5q
CuqpfHGULE/FExcLf3sIjn7D/sS6d2om00dy8KKRr4uBiCXtcJ/Vreyr8JYguzSF
3rZiicDCB6k0hC4goM/7Nze/yIM4a1itm0tq6H93EYNy3rTzApKfUR72t526hKxk
cnIBKazP+D40ngTIsy4V0eQd46NJWhXmxj+D0zQmD7e+/k5xMVc8PJgmDE4Tx08p
zQIDAQAB
-----END PUBLIC KEY-----`);
const callbackSign =
  'YWasRBRLh1R9eR0H7WW/qS1YHWicUL5e+PZtz99kewxzF1z9PQqy2hrr6K29M6LrqK3jmuqueYeuIHc84I9Ttsel8c3/hEgSjvCIenCGhNQTJnHQgn/O5SyLMQCCxYTiCFnfW8XnjCdvsiP7VT0oxLYJixpuOtxOMOs1qfDx1krJwGwWcv/eVq2X8qteRzkRol+feLYWkMR/inlhF95dUX5moajcqOgvIDg9vVQv4BNbkZicJb0urPO8+lSUntNuOuU9uFVMrUQBtvN+r9ikB7ZnLr4ebo6xfkh9j2L5Y+wwL1i3XF4HqvdJQLo6HVOI7gaBGHWzCBJi8E2w34/SPw==';

test('the callback vector verifies, and fails with one byte changed', () => {
  assert.ok(callbackKey);
  assert.equal(Buffer.byteLength(callbackBody), 663);
  assert.ok(verifyCallback(callbackKey, callbackBody, callbackSign));
  assert.ok(!verifyCallback(callbackKey, callbackBody.replace('1250', '1251'), callbackSign));
  assert.ok(!verifyCallback(callbackKey, callbackBody, callbackSign.replace('Y', 'Z')));
});

const pair = await generateRsaKeyPair(2048);
const privateKey = createPrivateKey(pair.privateKeyPem);
const forms = [
  [{ callbackSignatureFormat: 'base64', callbackSignaturePrefixSn: false }, /^[A-Za-z0-9+/]{342}==$/],
  [{ callbackSignatureFormat: 'hex', callbackSignaturePrefixSn: false }, /^[0-9a-f]{512}$/],
  [{ callbackSignatureFormat: 'base64', callbackSignaturePrefixSn: true }, /^100 [A-Za-z0-9+/]{342}==$/],
  [{ callbackSignatureFormat: 'hex', callbackSignaturePrefixSn: true }, /^100 [0-9a-f]{512}$/],
] as const;
for (const [form, shape] of forms) {
  const title = `${form.callbackSignatureFormat}${form.callbackSignaturePrefixSn ? ' after the number' : ''}`;
  test(`a callback signed as ${title} has that form, is the same each time, and verifies`, async () => {
    const header = await signCallback(privateKey, callbackBody, form, '100');
    assert.match(header, shape);
    assert.equal(await signCallback(privateKey, callbackBody, form, '100'), header);
    assert.ok(verifyCallback(createPublicKey(pair.publicKeyPem), callbackBody, header));
    assert.ok(!verifyCallback(createPublicKey(pair.publicKeyPem), `${callbackBody} `, header));
  });
}

function pairsOf(query: string): Pair[] {
  return query.split('&').map((part) => {
    const equals = part.indexOf('=');
    return [part.slice(0, equals), part.slice(equals + 1)];
  });
}
