// Guards PayCools' two signatures with test vectors: a throw-away public key, and texts with their known signatures.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { sha256Hex } from '../../kernel/digest.ts';
import { readJsonObject } from '../../kernel/json-text.ts';
import { generateRsaKeyPair, readPrivateKey, readPublicKey, signSha256Rsa } from '../../kernel/rsa.ts';
import { callbackText, requestText, signCallback, verifyCallback, verifyRequest, type Member } from './signature.ts';

// Test vectors (paycools.md 2.7): nothing here guards anything real.
const vectorKey = publicKeyOf(
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAtqN+sRQrWMcLA/Jlk1mpRiOGWm3KI7yFmhHP56T68Hb81CtaELjhGkT/' +
    'rmgFNiS13nJDK838DPFFlYJsS6GgTTl3EttDQ9Hk3UykzjT8AjhLE19t9z7XA/O7Wvs8I2KIQFWv4ODdytL3rnU2g89D5GkgKihN' +
    'Qx+Z3TIcL/tAGsX8WC8/hMhnBLctLNXxuRjGxKkBF29JZDlctIx+35vyYO0tcyRSZv0naHntbrbKs2qOLJ4rFSvWD9KC96mNZyuy' +
    'm4C6lcXadTjUx7KGq+l/F4R/4PnKTFOmDVREst000NNoecB+bPRFDzwJ5S/L0luYvUKRW0U5c1U0pWIy3TYUjQIDAQAB',
);
const requestVectors: { name: string; members: Member[]; text: string; sha256: string; sign: string }[] = [
  {
    name: 'a v1 body',
    members: [
      ['appId', 'app-0001'],
      ['appName', 'Demo Shop'],
      ['mchOrderId', 'ORD0001'],
      ['channelCode', 'QRPH_DYNAMIC_QR'],
      ['customerName', 'Juan Dela Cruz'],
      ['amount', '50010'],
      ['callbackUrl', 'https://merchant.example/cb'],
      ['email', ''],
      ['remark', ''],
    ],
    text:
      'amount=50010&appId=app-0001&appName=Demo Shop&callbackUrl=https://merchant.example/cb&channelCode=QR' +
      'PH_DYNAMIC_QR&customerName=Juan Dela Cruz&mchOrderId=ORD0001',
    sha256: 'e6e70896bf291a97c59890332d7ef2a2ba1ec4ea3172fa62c0c117d02f9a2dd8',
    sign:
      'CRpSju9eQQpkakAYag7o5IloClf1kJTmZ/AoEYVpxjGO0wYrZRLUQ8qOAvJflJYHo3S72Fb6Ovessp70cY6q9Np7Ra4BwqaXnOji' +
      'eCflC4X0hZKKsMcYhguiFELKtVkKAAjD8A1YVp+AliUNP83dEO60KmpeQpAmlOD5hmVNIBJuiVpmnrh7medjkDJc4NmfxxNlpFlp' +
      'z4zm8GrqafckxJQdQqTcib9ANq+taCWzXHxOm0ZNlQBGwEcTIlCVYQGtwWvmTkmpfqUQF6IX0Dn9JLGM222y96StxHO6+MoVwl2N' +
      'jqCrl5sx2uROnqLONpeSb4AO9YTqBBzltROdH80yEA==',
  },
  {
    name: 'a v2 checkout',
    members: [
      ['param', '{"amount":50010,"currency":"PHP","mchOrderId":"ORD0002","timestamp":1678356680000}'],
      ['appId', 'app-0001'],
    ],
    text: 'appId=app-0001&param={"amount":50010,"currency":"PHP","mchOrderId":"ORD0002","timestamp":1678356680000}',
    sha256: '465a478eb1549d7d55b8ec4306bc85cd0675cb36dc55a55ba105daa2500d0288',
    sign:
      'rBibtaCSIxl/BTW3fGcpgNmZKBgytB2KXHv6O16j3X7M4kLvj+waBU5xxLlO5flQDUFyfoyPpO5Vr4UQlqat3UoOjvLPx5BxXOPS' +
      '5IQXdNgmJoKjeZBx7EG4+E7A79AMJNK9bzrsLh55YRfVxmEuxgDF2O9IYPo9yRecaMHNztDj3ksZ4m1AOargyfdrSzVLpIQpmNiX' +
      'JOUej7zOtgeU+L8YPITlsqkk1AdcK/WgN+b8Byn2dLG6ARkT1MzCjE6CYpa/B1udS8nj5x2TlWyhi0kky68PtF8LdleoSUhkrbR2' +
      'ismRQZLAMGFodb0n558I3i8/qNPi4lHutY9Ttg9TqA==',
  },
  {
    name: 'a GET query',
    members: [
      ['mchOrderId', 'ORD0001'],
      ['appId', 'app-0001'],
    ],
    text: 'appId=app-0001&mchOrderId=ORD0001',
    sha256: '89243e2c711b05df09136ec5efa3cee16f4307db595349334e851b6f6ce23641',
    sign:
      'Z+BorYFtZY8wZrlYQJiIybcZPf1Emcy7lfrf0E3MihHD+efHAJ1hrKbtyL/Kh73GbaAN/X2Jw5FVCaW8VxE+TBo/JujSHAWNK7hy' +
      '+h0uLiSNFwoQHfD+QDrQ+wKSTE03lgS8X+Xw0rQs6ezhN2k1nGmLdNLh6rwE+8wriRI14+1sNo5UBxy8oMsT4GnmmyTNxdvHdJMv' +
      'p6WyG6+eRmSwFbD286IusHt8MBeXmQneUYhjWy2/zjvzsQ6hEi6Lpr5osFvGrKij1Nw3oXpwbr90nriu+7LU5SBhpWm+I3DtCzAX' +
      'iHIhZfz9wu3pqU7w9rMb54yZaQEFFV4Xu6/Own+hGw==',
  },
];

const payout = {
  eventName: 'disbursement.success',
  mchOrderId: 'CQPL1653961082230623',
  transactionId: 'D1032653961082864323',
  amount: 312500,
  transactionStatus: 'COMPLETE',
  createTime: '2022-05-31 09:38:03',
  returnTime: '2022-05-31 09:38:56',
  remark: 'cash credit',
};
const failedPayout = {
  ...payout,
  eventName: 'disbursement.failed',
  mchOrderId: 'CQPL1653961039756685',
  transactionId: 'D1001653961040053795',
  transactionStatus: 'FAILED',
  createTime: '2022-05-31 09:37:20',
  returnTime: '2022-05-31 09:38:15',
  failedCode: -10001,
  failedMessage: 'Transaction Exceed Limit',
};
const qrPayment = {
  eventName: 'qrcode.payment.success',
  mchOrderId: 'CCVA1653350151938813',
  transactionId: 'C1032653961085706055',
  channelCode: 'QRPH_STATIC_QR',
  amount: 503700,
  transactionStatus: 'COMPLETE',
  createTime: '2022-05-31 09:38:06',
  returnTime: '2022-05-31 09:38:06',
  remark: 'qrcode payment',
};
const callbackVectors = [
  {
    body: { amount: '100.00', appId: 'f90addc4861540ef9312e87d8f360e08', version: '1.0' },
    secret: 'xxxxxxx',
    sign: 'c3a0899eec806b0ed2a0b139a1f50ae3ac06b98a',
  },
  { body: payout, secret: 'test-secret', sign: '49e23a7a327854ac2c1467fbcfdfb1b1bd405cd7' },
  { body: failedPayout, secret: 'test-secret', sign: '84542b93135f8123e1752ff29adae6bc4447ff15' },
  { body: qrPayment, secret: 'test-secret', sign: '1da9ed239ad6588ca0fcf76ee9e1efb2d8cc2b50' },
  { body: { ...qrPayment, remark: null }, secret: 'test-secret', sign: '0cb101684e6f7288474d4374bbf659f266117706' },
  { body: { ...qrPayment, remark: '' }, secret: 'test-secret', sign: '0cb101684e6f7288474d4374bbf659f266117706' },
];

const ownPair = await generateRsaKeyPair(2048);
const ownKey = publicKeyOf(ownPair.publicKeyPem);

function publicKeyOf(text: string): NonNullable<ReturnType<typeof readPublicKey>> {
  const key = readPublicKey(text);
  assert.ok(key);
  return key;
}

function signAsMerchant(text: string): Promise<string> {
  const key = readPrivateKey(ownPair.privateKeyPem);
  assert.ok(key);
  return signSha256Rsa(key, text);
}

for (const vector of requestVectors) {
  test(`the request vector of ${vector.name} has its exact text and verifies`, () => {
    assert.equal(requestText(vector.members), vector.text);
    assert.equal(sha256Hex(vector.text), vector.sha256);
    assert.equal(verifyRequest([vectorKey], [...vector.members, ['sign', vector.sign]], vector.sign), true);
    assert.equal(verifyRequest([vectorKey], vector.members.toReversed(), vector.sign), true);
  });

  test(`the request vector of ${vector.name} fails with one character of any value changed`, () => {
    for (const [changed, text] of vector.members) {
      const members = vector.members.map(([name, value]): Member => [name, name === changed ? `${text}x` : value]);
      assert.equal(verifyRequest([vectorKey], members, vector.sign), false, changed);
    }
    assert.equal(verifyRequest([vectorKey], [...vector.members, ['extra', '1']], vector.sign), false);
    assert.equal(verifyRequest([vectorKey], vector.members.slice(1), vector.sign), false);
  });

  test(`the request vector of ${vector.name} fails with its signature spelt otherwise, or with another key`, () => {
    const flipped = (vector.sign.startsWith('A') ? 'B' : 'A') + vector.sign.slice(1);
    const spellings = [
      flipped,
      encodeURIComponent(vector.sign),
      vector.sign.replaceAll('+', ' '),
      vector.sign.slice(0, -2),
      vector.sign.slice(0, -4),
      vector.sign.toUpperCase(),
      vector.sha256,
      '45eebd745dcf0b5f6d6f9fcde28cd9fe8116a892',
      '',
    ];
    for (const sign of spellings.filter((spelling) => spelling !== vector.sign)) {
      assert.equal(verifyRequest([vectorKey], vector.members, sign), false, sign);
    }
    assert.equal(verifyRequest([ownKey], vector.members, vector.sign), false);
    assert.equal(verifyRequest([], vector.members, vector.sign), false);
  });
}

test('a number is signed as it was written in the body, as the documented example shows', () => {
  const body = '{"amount":100.00,"appId":"f90addc4861540ef9312e87d8f360e08","version":"1.0"}';
  const read = readJsonObject(body, { maxDepth: 32 });
  assert.ok(read.ok);
  const text = 'amount=100.00&appId=f90addc4861540ef9312e87d8f360e08&version=1.0';
  assert.equal(requestText(read.members()), text);
});

test('the first request vector verifies from its JSON body, spaced and with null members', () => {
  const [vector] = requestVectors;
  assert.ok(vector);
  const body = `{ "appId":"app-0001", "appName":"Demo Shop", "mchOrderId":"ORD0001", "channelCode":"QRPH_DYNAMIC_QR",
    "customerName":"Juan Dela Cruz", "amount": 50010, "callbackUrl":"https:\\/\\/merchant.example/cb",
    "email":"", "remark":null, "sign":"${vector.sign}" }`;
  const read = readJsonObject(body, { maxDepth: 32 });
  assert.ok(read.ok);
  assert.equal(verifyRequest([vectorKey], read.members(), read.source('sign')), true);
});

test('names sort by character, upper case first; blanks are a value, and values are raw', () => {
  const members: Member[] = [
    ['b', ' '],
    ['a_b', '1&c=2'],
    ['aB', 'x=y'],
    ['ab', '%20'],
    ['B', 'ñ'],
    ['a', ''],
    ['sign', 's'],
    ['a1', '0'],
  ];
  assert.equal(requestText(members), 'B=ñ&a1=0&aB=x=y&a_b=1&c=2&ab=%20&b= ');
  assert.equal(requestText([]), '');
});

test('the text does not depend on the order of the members', () => {
  const anyMembers = fc.uniqueArray(fc.tuple(fc.string(), fc.string()), { selector: ([name]) => name });
  fc.assert(
    fc.property(anyMembers, (members) => {
      const text = requestText(members);
      assert.equal(requestText(members.toReversed()), text);
      const signed = members.filter(([name]) => name !== 'sign');
      assert.equal(requestText([...signed, ['sign', 'anything']]), text);
    }),
  );
});

test('both keys verify while one rotates', () => {
  for (const { members, sign } of requestVectors) {
    assert.equal(verifyRequest([ownKey, vectorKey], members, sign), true);
    assert.equal(verifyRequest([vectorKey, ownKey], members, sign), true);
  }
});

test('a path variable may be signed or not, but never with another value', async () => {
  const members: Member[] = [['appId', 'app-0001']];
  const without = await signAsMerchant('appId=app-0001');
  const withVariable = await signAsMerchant('appId=app-0001&transactionId=C1');
  const rows: [sign: string, pathVariable: Member | undefined, valid: boolean][] = [
    [without, undefined, true],
    [without, ['transactionId', 'C1'], true],
    [withVariable, ['transactionId', 'C1'], true],
    [withVariable, ['transactionId', 'C2'], false],
    [withVariable, ['mchOrderId', 'C1'], false],
    [withVariable, undefined, false],
  ];
  for (const [sign, pathVariable, valid] of rows) {
    assert.equal(verifyRequest([ownKey], members, sign, pathVariable), valid, String(pathVariable));
  }
  const named: Member[] = [...members, ['transactionId', 'C1']];
  assert.equal(verifyRequest([ownKey], named, withVariable, ['transactionId', 'C1']), true);
  assert.equal(
    verifyRequest([ownKey], [...members, ['transactionId', '']], withVariable, ['transactionId', 'C1']),
    true,
  );
});

test('every callback vector has its exact signature', () => {
  for (const { body, secret, sign } of callbackVectors) {
    assert.equal(signCallback(body, secret), sign);
    assert.equal(verifyCallback({ ...body, sign }, [secret]), true);
  }
});

test('the secret ends the callback text and is not sorted in', () => {
  const body = { zebra: 'z', amount: 100, sign: 'old', remark: null, note: '', when: undefined };
  assert.equal(callbackText(body, 's3cret'), 'amount=100&zebra=z&secret=s3cret');
});

test('a callback verifies in either letter case and with either secret while one rotates, else not', () => {
  for (const { body, secret, sign } of callbackVectors) {
    assert.equal(verifyCallback({ ...body, sign: sign.toUpperCase() }, ['new', secret]), true);
    assert.equal(verifyCallback({ ...body, sign }, ['new']), false);
    assert.equal(verifyCallback({ ...body, sign }, []), false);
    assert.equal(verifyCallback({ ...body, sign: sign.slice(0, -1) }, [secret]), false);
    assert.equal(verifyCallback({ ...body, sign: `${sign} ` }, [secret]), false);
    assert.equal(verifyCallback({ ...body, sign, amount: 1 }, [secret]), false);
    assert.equal(verifyCallback({ ...body, sign, added: 'later' }, [secret]), false);
    for (const other of [null, undefined, '', 0])
      assert.equal(verifyCallback({ ...body, sign: other }, [secret]), false);
  }
});
