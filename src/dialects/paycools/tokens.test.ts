// Guards tokens (paycools.md 3.9, 10.1 to 10.4): how one is asked for, given, found, told of and cancelled.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Params } from '../../../test/support/paycools-client.ts';
import {
  appId,
  catalogueChannels,
  createPaycoolsGateway,
  type PaycoolsGateway,
} from '../../../test/support/paycools-gateway.ts';
import { hourMs, minuteMs, secondMs } from '../../kernel/clock.ts';

const apply = '/api/v1/direct/debit/token/apply';
const query = '/api/v1/direct/debit/token/query';
const cancel = '/api/v1/direct/debit/token/cancel';

const asked = {
  userId: 'u00012',
  requestId: 'REQUEST1',
  channelCode: 'GCASH_DIRECT_DEBIT',
  terminalType: 'WEB',
  notifyUrl: 'https://merchant.example/tokens',
  redirectUrl: 'https://merchant.example/back',
};

type Data = Readonly<Record<string, unknown>>;

async function opened() {
  const gateway = await createPaycoolsGateway();
  gateway.channels = catalogueChannels();
  const ask = async (path: string, fields: Params) => {
    const answer = await gateway.client.call('POST', path, { timestamp: gateway.now(), ...fields });
    return { ...answer, data: answer.data as Data };
  };
  const tokens = async (fields: Params) => (await ask(query, fields)).data['tokenList'] as Data[];
  return { gateway, ask, tokens };
}

const mandateOf = async (gateway: PaycoolsGateway, requestId = asked.requestId) => {
  const mandate = await gateway.engine.find(0, 'mandatesByReference', appId, requestId);
  assert.ok(mandate);
  return mandate;
};

async function decide(gateway: PaycoolsGateway, agreed: boolean, requestId?: string): Promise<string> {
  const { id: mandateId } = await mandateOf(gateway, requestId);
  assert.ok((await gateway.engine.execute(0, 'decide-mandate', { mandateId, agreed })).ok);
  return mandateId;
}

/** A gateway of an app whose user gave a token. */
async function given() {
  const world = await opened();
  assert.equal((await world.ask(apply, asked)).code, 1000);
  return { ...world, payToken: await decide(world.gateway, true) };
}

/** What the newest callback says, rightly signed. */
function lastTold({ notifications, client }: PaycoolsGateway): Data {
  const { body = '', url } = notifications.at(-1) ?? {};
  assert.equal(url, asked.notifyUrl);
  assert.ok(client.verifyCallback(body), body);
  const { sign: _, ...told } = JSON.parse(body) as Data;
  return told;
}

test('a request is answered with the page on which the user decides', async () => {
  const { gateway, ask } = await opened();
  const { code, data } = await ask(apply, { ...asked, countryCode: 'PH' });
  const { authUrl, ...said } = data;
  assert.deepEqual(
    [code, said],
    [1000, { userId: 'u00012', requestId: 'REQUEST1', channelCode: 'GCASH_DIRECT_DEBIT' }],
  );
  assert.match(String(authUrl), /^https:\/\/pay\.example\/authorize\/TK[0-9]+-[\w-]{22}$/);
  const { status, notifyUrl, returnUrl, details } = await mandateOf(gateway);
  assert.deepEqual([status, notifyUrl, returnUrl], ['requested', asked.notifyUrl, asked.redirectUrl]);
  assert.deepEqual(details, { terminalType: 'WEB', osType: null });
  assert.deepEqual(gateway.notifications, []);
});

test('what is given is told with its token, spelt small, and found; before that there is none', async () => {
  const { gateway, ask, tokens } = await opened();
  await ask(apply, asked);
  assert.deepEqual((await ask(query, { userId: 'u00012' })).data, { userId: 'u00012', tokenList: [] });
  const payToken = await decide(gateway, true);
  const token = {
    channelCode: 'GCASH_DIRECT_DEBIT',
    tokenStatus: 'ACTIVED',
    expiresTime: '2036-03-17 10:18:07',
  };
  assert.deepEqual(lastTold(gateway), {
    eventName: 'token.create.success',
    userId: 'u00012',
    requestId: 'REQUEST1',
    countryCode: 'PH',
    paytoken: payToken,
    ...token,
  });
  for (const fields of [{ userId: 'u00012' }, { userId: 'u00012', payToken }]) {
    assert.deepEqual(await tokens(fields), [{ ...token, payToken }]);
  }
  for (const fields of [
    { userId: 'u00013' },
    { userId: 'u00013', payToken },
    { userId: 'u00012', payToken: 'TK' },
    { userId: 'u00012', payToken: 'TK000000000000000000000999' },
  ]) {
    assert.deepEqual(await tokens(fields), [], JSON.stringify(fields));
  }
});

test('what is declined, and what nobody answers within an hour, is told without a token, and is none', async () => {
  const { gateway, ask, tokens } = await opened();
  for (const requestId of ['DECLINED', 'LAPSED']) {
    await ask(apply, { ...asked, requestId });
    if (requestId === 'DECLINED') await decide(gateway, false, requestId);
    else {
      gateway.advanceMs(hourMs);
      const { id: mandateId } = await mandateOf(gateway, requestId);
      assert.ok((await gateway.engine.execute(0, 'expire-mandate', { mandateId })).ok);
    }
    assert.deepEqual(lastTold(gateway), {
      eventName: 'token.create.failed',
      userId: 'u00012',
      requestId,
      channelCode: 'GCASH_DIRECT_DEBIT',
      countryCode: 'PH',
    });
    const { id: payToken } = await mandateOf(gateway, requestId);
    assert.deepEqual(await tokens({ userId: 'u00012', payToken }), []);
    assert.equal((await ask(cancel, { userId: 'u00012', payToken })).code, 1008);
  }
  assert.deepEqual(await tokens({ userId: 'u00012' }), []);
});

test('a cancelled token is inactive, told once, and cannot be cancelled again', async () => {
  const { gateway, ask, tokens, payToken } = await given();
  gateway.advanceMs(minuteMs);
  const token = {
    channelCode: 'GCASH_DIRECT_DEBIT',
    tokenStatus: 'INACTIVED',
    expiresTime: '2036-03-17 10:18:07',
    inactiveTime: '2026-03-17 10:19:07',
    inactiveType: 'MCH_CANCEL',
  };
  const { code, data } = await ask(cancel, { userId: 'u00012', payToken });
  assert.deepEqual([code, data], [1000, { ...token, payToken }]);
  const names = { userId: 'u00012', requestId: 'REQUEST1', countryCode: 'PH', paytoken: payToken };
  assert.deepEqual(lastTold(gateway), { eventName: 'token.cancel.success', ...names, ...token });
  const again = await ask(cancel, { userId: 'u00012', payToken });
  assert.deepEqual([again.code, again.message, again.data], [1008, 'transaction not found', undefined]);
  assert.deepEqual(await tokens({ userId: 'u00012' }), [{ ...token, payToken }]);
  assert.equal(gateway.notifications.length, 2);
});

test('of two cancels at once one ends the token', async () => {
  const { gateway, ask, payToken } = await given();
  const answers = await Promise.all([1, 2].map(() => ask(cancel, { userId: 'u00012', payToken })));
  assert.deepEqual(
    answers.map(({ code }) => code).toSorted((a, b) => a - b),
    [1000, 1008],
  );
  assert.equal(gateway.notifications.length, 2);
});

test('who ended a token is said: the user, the platform, or time', async () => {
  for (const [by, inactiveType] of [
    ['payer', 'USER_CANCEL'],
    ['platform', 'PLATFORM_CANCEL'],
    ['time', 'EXPIRED'],
  ] as const) {
    const { gateway, tokens, payToken: mandateId } = await given();
    if (by === 'time') {
      gateway.advanceMs(Date.parse('2036-03-17T02:18:07Z') - gateway.now());
      await gateway.engine.execute(0, 'expire-mandate', { mandateId });
    } else await gateway.engine.execute(0, 'cancel-mandate', { mandateId, by });
    const { eventName, inactiveType: told } = lastTold(gateway);
    assert.deepEqual([eventName, told], ['token.cancel.success', inactiveType]);
    assert.equal((await tokens({ userId: 'u00012', payToken: mandateId }))[0]?.['inactiveType'], inactiveType);
  }
});

test('a user gives several tokens, newest first; only his own app can name one', async () => {
  const { gateway, ask, tokens, payToken } = await given();
  gateway.advanceMs(secondMs);
  await ask(apply, { ...asked, requestId: 'R2', channelCode: 'PAYMAYA_DIRECT_DEBIT' });
  const second = await decide(gateway, true, 'R2');
  assert.deepEqual(
    (await tokens({ userId: 'u00012' })).map((token) => token['payToken']),
    [second, payToken],
  );
  const names = { id: 'TK000000000000000000000999', reference: 'R9', appId: 'another', referenceScope: 'another' };
  const mandates = { inserted: [{ ...(await mandateOf(gateway)), ...names }], updated: [], removed: [] };
  await gateway.engine.store(0).transact((transaction) => transaction.save({ mandates }));
  for (const [userId, token] of [
    ['u00012', names.id],
    ['u00099', payToken],
  ] as const) {
    assert.deepEqual(await tokens({ userId, payToken: token }), []);
    assert.equal((await ask(cancel, { userId, payToken: token })).code, 1008);
  }
});

test('the time of a request may be off by ten minutes, as a number or as digits', async () => {
  const { gateway, ask } = await opened();
  const rows: [timestamp: string | number | null, code: number, message: string][] = [
    [gateway.now() - 10 * minuteMs, 1000, 'success'],
    [String(gateway.now() + 10 * minuteMs), 1000, 'success'],
    [gateway.now() - 10 * minuteMs - 1, 1009, 'request params invalid: timestamp must be within 10 minutes of now'],
    [
      String(gateway.now() + 10 * minuteMs + 1),
      1009,
      'request params invalid: timestamp must be within 10 minutes of now',
    ],
    [null, 1009, 'request params invalid: timestamp is required'],
    ['now', 1009, 'request params invalid: timestamp must be Unix milliseconds'],
  ];
  for (const [index, [timestamp, code, message]] of rows.entries()) {
    const answer = await ask(apply, { ...asked, requestId: `R${index}`, timestamp });
    assert.deepEqual([answer.code, answer.message], [code, message], String(timestamp));
  }
});

const bad: [fields: Params, code: number, message: string][] = [
  [{ userId: null }, 1009, 'userId is required'],
  [{ userId: 'u'.repeat(33) }, 1009, 'userId must have at most 32 characters'],
  [{ requestId: null }, 1009, 'requestId is required'],
  [{ requestId: 'r'.repeat(33) }, 1009, 'requestId must have at most 32 characters'],
  [{ channelCode: null }, 1009, 'channelCode is required'],
  [{ countryCode: 'TH' }, 1009, 'countryCode must be PH'],
  [{ terminalType: null }, 1009, 'terminalType is required'],
  [{ terminalType: 'TV' }, 1009, 'terminalType must be WEB, WAP or APP'],
  [{ terminalType: 'WAP' }, 1009, 'osType is required when terminalType is WAP'],
  [{ terminalType: 'APP' }, 1009, 'osType is required when terminalType is APP'],
  [{ terminalType: 'WAP', osType: 'OTHER' }, 1009, 'osType must be IOS or ANDROID'],
  [{ terminalType: 'WAP', osType: 'IOS' }, 1000, ''],
  [{ terminalType: 'APP', osType: 'ANDROID' }, 1000, ''],
  [{ notifyUrl: null }, 1009, 'notifyUrl is required'],
  [{ notifyUrl: 'merchant.example' }, 1009, 'notifyUrl must be an http(s) URL without credentials, up to 256 long'],
  [
    { redirectUrl: 'javascript:alert(1)' },
    1009,
    'redirectUrl must be an http(s) URL without credentials, up to 512 long',
  ],
  [{ channelCode: 'NONE' }, 1011, ''],
  [{ channelCode: 'GCASH_URL' }, 1011, ''],
  [{ channelCode: 'PH_GCASH_DIRECT_DEBIT' }, 1011, ''],
  [{ channelCode: 'BLUEPAY_DIRECT_DEBIT' }, 1011, ''],
  [{ requestId: 'USED' }, 1012, ''],
];
test('each thing that is wrong with a request for a token has its code', async () => {
  const { ask } = await opened();
  await ask(apply, { ...asked, requestId: 'USED' });
  const texts: Record<number, string> = {
    1000: 'success',
    1011: 'merchant channel unavailable',
    1012: 'merchant order id is repeat',
  };
  for (const [index, [change, code, message]] of bad.entries()) {
    const answer = await ask(apply, { ...asked, requestId: `R${index}`, ...change });
    const expected = texts[code] ?? `request params invalid: ${message}`;
    assert.deepEqual([answer.code, answer.message], [code, expected.slice(0, 100)], JSON.stringify(change));
  }
  assert.equal((await ask(query, {})).code, 1009);
  assert.equal((await ask(query, { userId: 'u1', timestamp: null })).code, 1009);
  assert.equal((await ask(cancel, { userId: 'u00012' })).code, 1009);
  assert.equal((await ask(cancel, { payToken: 'TK1' })).code, 1009);
  assert.equal((await ask(cancel, { userId: 'u00012', payToken: 'TK1', timestamp: 1 })).code, 1009);
  assert.equal((await ask(cancel, { userId: 'u00012', payToken: 'TK1' })).code, 1008);
});

test('1011: a channel that is off takes no requests', async () => {
  const { gateway, ask } = await opened();
  const channel = gateway.channels.get('GCASH_DIRECT_DEBIT');
  assert.ok(channel);
  gateway.channels.set(channel.code, { ...channel, enabled: false });
  assert.equal((await ask(apply, asked)).code, 1011);
});
