// What a request may hold that it should not: values, names, paths, queries and methods that something somewhere trips over.

/** JSON texts of a field's value. */
export const oddValues = [
  ['null', '""', '" "', 'true', 'false', '[]', '{}', '[1,{"a":[null]}]', '{"appId":"x","sign":"y"}'],
  ['0', '-0', '-1', '1.5', '1e3', '1E+2', '100.00', '0.1e-5', '1e400', '-1e400', '9007199254740993', '9'.repeat(400)],
  ['"50010"', '"1e3"', '"0x10"', '"NaN"', '"-5"', '"undefined"', '"true"'],
  ['"\\ud800"', '"\\udc00x"', '"a\\u0000b"', '"\\u0000"', '"\\u202e\\u200b"', '"\\n\\t\\u001b[31m"', '"😀"', '"ñ"'],
  [`"' or 1=1 --"`, '"$1"', '"../../etc/passwd"', '"%zz"', '"%00"', '"<script>alert(1)</script>"', '"{{7*7}}"'],
  ['"http://"', '"javascript:alert(1)"', '"http://a:b@c/"', '"//x"', '"file:///etc/passwd"', '"a@b"', '"@"'],
  ['"2026-02-30"', '"0000-00-00"', '"0000-01-01"', '"0001-01-01"', '"9999-12-31"'],
  ['"01"', '"0"', '1', '"9999999999"', '"99999999999"', '"3"', '"7890000000000000"', '"28000000000000000001"'],
  ['{"tips":"200"}', '[{"goods_id":"1","goods_name":"x","quantity":1,"price":1,"promotion_type":0}]', '"121.5"'],
  ['"GCASH_URL"', '"QRPH_STATIC_QR"', '"BANK"', '"EWALLET"', '"https://shop.example/ñ?q=😀"'],
  [100, 300, 5_000].map((length) => `"${'x'.repeat(length)}"`),
  [10, 31, 40, 5_000].map((depth) => '['.repeat(depth) + ']'.repeat(depth)),
  [10, 40].map((depth) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`),
].flat();

export const oddNames = [
  ['', 'amount', 'appId', 'sign', 'mchOrderId', 'AMOUNT', 'a b', 'x=1&y', 'ñ'],
  ['terminal_sn', 'vendor_sn', 'client_sn', 'sn', 'total_amount', 'payway', 'longitude', 'extended', 'reflect', 'type'],
  ['__proto__', 'constructor', 'toString'],
].flat();

/** Bodies that are no JSON object. */
export const oddBodies = ['null', '[]', '1', '"x"', '[{}]', '{', '}', '{"appId":', '[['.repeat(50_000)];

export const oddSegments = [
  ['%zz', '%', '%ff', '%00', '%c0%af', '%ed%a0%80', '..', '.', '%2e%2e', '%2f', ';', '~', '\u00e9\u00ff'],
  ['x'.repeat(120), 'y'.repeat(6_000)],
].flat();

export const oddPaths = [
  ['/api/v1/', '/api/v1', '/api/v1//payment', '/api/v1/payments', '/api/v1/payment/a/b'],
  ['/api/v2/checkout/nowhere', '/api/payment/nowhere'],
  [
    '/upay/',
    '/upay/v2',
    '/upay/v2/',
    '/upay/v2//pay',
    '/upay/v2/pays',
    '/upay/v2/deposit',
    '/terminal/',
    '/v2/merchant/x',
  ],
  ['/api/v1/pre-auth', '/api/v1/pre-auth/', '/api/v1/pre-auth/frozen', '/gateway/', '/qr/gateway/x', '/upay/files/x'],
].flat();

export const oddQueries = [
  [
    '?',
    '?&&=&',
    '?appId',
    '?=x',
    '?%zz=1',
    '?appId=%ff&sign=x',
    '?terminal_sn=1&sign=%ff',
    '?appId=a&appId=b',
    '?sign=%00',
    '?a[b]=c',
    '#x',
  ],
  [`?${'a=b&'.repeat(1_500)}`],
].flat();

export const oddMethods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE', 'PROPFIND'];

export const oddTypes = [
  ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'],
  ['application/json; charset=utf-16', 'nonsense', ''],
].flat();
