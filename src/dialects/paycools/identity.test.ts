// Guards identity checks (paycools.md 3.10, 11.1 to 11.3): how one is asked for, found, and told of.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Params } from '../../../test/support/paycools-client.ts';
import {
  appId,
  catalogueChannels,
  createPaycoolsGateway,
  type PaycoolsGateway,
} from '../../../test/support/paycools-gateway.ts';
import type { CommandOf } from '../../core/commands.ts';
import { hourMs, minuteMs } from '../../kernel/clock.ts';

const init = '/api/v1/ekyc/init';
const query = '/api/v1/ekyc/query';

const asked = {
  requestId: 'CHECK1',
  userId: 'u00012',
  channelCode: 'PH_EKYC',
  customerName: 'Juan Dela Cruz',
  mobile: '639171234567',
  callbackUrl: 'https://merchant.example/checks',
  redirectUrl: 'https://merchant.example/back',
};

const person = {
  fullName: 'Juan Santos Dela Cruz',
  birthDate: '1988-02-29',
  idType: 'Passport',
  idNumberMasked: '*****678A',
};

type Data = Readonly<Record<string, unknown>>;

async function opened() {
  const gateway = await createPaycoolsGateway();
  gateway.channels = catalogueChannels();
  const ask = async (path: string, fields: Params) => {
    const answer = await gateway.client.call('POST', path, { timestamp: gateway.now(), ...fields });
    return { ...answer, data: answer.data as Data };
  };
  return { gateway, ask };
}

/** A gateway with one check that was asked for, and the names of its rows. */
async function requested() {
  const world = await opened();
  const { code, data } = await world.ask(init, asked);
  assert.equal(code, 1000);
  const ekycId = String(data['ekycId']);
  const decide = async (verdict: CommandOf<'decide-identity-check'>) =>
    assert.ok((await world.gateway.engine.execute(0, 'decide-identity-check', verdict)).ok);
  const find = async (fields: Params = { ekycId }) => (await world.ask(query, fields)).data;
  return { ...world, ekycId, decide, find, data };
}

/** What the newest callback says, rightly signed. */
function lastTold({ notifications, client }: PaycoolsGateway): Data {
  const { body = '', url } = notifications.at(-1) ?? {};
  assert.equal(url, asked.callbackUrl);
  assert.ok(client.verifyCallback(body), body);
  const { sign: _, ...told } = JSON.parse(body) as Data;
  return told;
}

const waiting = {
  requestId: 'CHECK1',
  userId: 'u00012',
  channelCode: 'PH_EKYC',
  status: 'PENDING',
  createTime: '2026-03-17 10:18:07',
  returnTime: null,
  failedCode: null,
  failedMessage: null,
  result: null,
  idType: null,
  idNumber: null,
  fullName: null,
  birthDate: null,
};

test('a check is answered with the page on which the user shows who he is, and found by either number', async () => {
  const { gateway, data, ekycId, find } = await requested();
  const { ekycUrl, ...said } = data;
  assert.deepEqual(said, {
    requestId: 'CHECK1',
    ekycId,
    status: 'PENDING',
    expiresTime: '2026-03-17 11:18:07',
  });
  assert.match(ekycId, /^EK\d+$/);
  assert.match(String(ekycUrl), new RegExp(`^https://pay\\.example/identity/${ekycId}-[\\w-]{22}$`));
  for (const fields of [{ ekycId }, { requestId: 'CHECK1' }, { requestId: 'CHECK1', ekycId }]) {
    assert.deepEqual(await find(fields), { ...waiting, ekycId }, JSON.stringify(fields));
  }
  const { returnUrl, details } = (await gateway.engine.find(0, 'identityChecks', ekycId)) ?? {};
  assert.equal(returnUrl, asked.redirectUrl);
  assert.deepEqual(details, { customerName: 'Juan Dela Cruz', mobile: '639171234567' });
  assert.deepEqual(gateway.notifications, []);
});

test('one who passed is told as COMPLETE; the query says whom the channel saw, his number masked', async () => {
  const { gateway, ekycId, decide, find } = await requested();
  gateway.advanceMs(minuteMs);
  await decide({ identityCheckId: ekycId, verdict: 'passed', person });
  const { requestId, userId, channelCode, createTime } = waiting;
  const told = { requestId, ekycId, userId, channelCode, status: 'COMPLETE', createTime };
  assert.deepEqual(lastTold(gateway), { eventName: 'ekyc.success', ...told, returnTime: '2026-03-17 10:19:07' });
  const { idNumberMasked, ...seen } = person;
  assert.deepEqual(await find(), {
    ...waiting,
    ...told,
    ...seen,
    idNumber: idNumberMasked,
    result: 'PASS',
    returnTime: '2026-03-17 10:19:07',
  });
});

test('one who was rejected is told as FAILED with the reason; whom the channel saw is said where it says so', async () => {
  for (const seen of [null, person]) {
    const { gateway, ekycId, decide, find } = await requested();
    await decide({ identityCheckId: ekycId, verdict: 'rejected', failure: 'recipient_blocked', person: seen });
    const { requestId, userId, channelCode, createTime } = waiting;
    const told = {
      requestId,
      ekycId,
      userId,
      channelCode,
      status: 'FAILED',
      createTime,
      returnTime: '2026-03-17 10:18:07',
      failedCode: -10009,
      failedMessage: 'Recipient Account Blocked',
    };
    assert.deepEqual(lastTold(gateway), { eventName: 'ekyc.failed', ...told });
    const { result, fullName, idNumber } = await find();
    assert.deepEqual([result, fullName, idNumber], ['REJECT', seen?.fullName ?? null, seen?.idNumberMasked ?? null]);
  }
});

test('what nobody answered within its hour is CLOSED, without a result, and is not told', async () => {
  const { gateway, ekycId, find } = await requested();
  gateway.advanceMs(hourMs);
  assert.ok((await gateway.engine.execute(0, 'expire-identity-check', { identityCheckId: ekycId })).ok);
  assert.deepEqual(await find(), {
    ...waiting,
    ekycId,
    status: 'CLOSED',
    returnTime: '2026-03-17 11:18:07',
  });
  assert.deepEqual(gateway.notifications, []);
});

test('1008: a check that does not exist, another app’s, and numbers of two checks are not found', async () => {
  const { gateway, ekycId, ask } = await requested();
  const another = await ask(init, { ...asked, requestId: 'CHECK2' });
  const check = await gateway.engine.find(0, 'identityChecks', ekycId);
  assert.ok(check);
  const stranger = { ...check, id: 'EK000000000000000000000999', appId: 'another', referenceScope: 'another' };
  const identityChecks = { inserted: [{ ...stranger, reference: 'CHECK9' }], updated: [], removed: [] };
  await gateway.engine.store(0).transact((transaction) => transaction.save({ identityChecks }));
  for (const fields of [
    { requestId: 'NONE' },
    { ekycId: 'EK000000000000000000000998' },
    { ekycId: "' or 1=1" },
    { requestId: 'CHECK9' },
    { ekycId: stranger.id },
    { ekycId, requestId: 'CHECK2' },
    { ekycId: String(another.data['ekycId']), requestId: 'CHECK1' },
  ]) {
    const answer = await ask(query, fields);
    assert.deepEqual([answer.code, answer.message], [1008, 'transaction not found'], JSON.stringify(fields));
  }
});

test('1012: of checks with one number at once one is asked for', async () => {
  const { ask } = await opened();
  const answers = await Promise.all([1, 2, 3].map(() => ask(init, asked)));
  assert.deepEqual(
    answers.map(({ code }) => code).toSorted((a, b) => a - b),
    [1000, 1012, 1012],
  );
});

test('each thing that is wrong with a request for a check has its code', async () => {
  const { gateway, ask } = await opened();
  await ask(init, { ...asked, requestId: 'USED' });
  const rows: [change: Params, code: number, message: string][] = [
    [{ customerName: null, mobile: null }, 1000, 'success'],
    [{ requestId: null }, 1009, 'requestId is required'],
    [{ requestId: 'r'.repeat(33) }, 1009, 'requestId must have at most 32 characters'],
    [{ userId: null }, 1009, 'userId is required'],
    [{ channelCode: null }, 1009, 'channelCode is required'],
    [{ customerName: 'x'.repeat(129) }, 1009, 'customerName must have at most 128 characters'],
    [{ mobile: '12345' }, 1009, 'mobile must be 11 to 14 digits'],
    [{ callbackUrl: null }, 1009, 'callbackUrl is required'],
    [
      { redirectUrl: 'javascript:alert(1)' },
      1009,
      'redirectUrl must be an http(s) URL without credentials, up to 512 long',
    ],
    [{ timestamp: null }, 1009, 'timestamp is required'],
    [{ timestamp: gateway.now() - 10 * minuteMs - 1 }, 1009, 'timestamp must be within 10 minutes of now'],
    [{ timestamp: String(gateway.now() + 10 * minuteMs) }, 1000, 'success'],
    [{ channelCode: 'NONE' }, 1011, 'merchant channel unavailable'],
    [{ channelCode: 'GCASH_URL' }, 1011, 'merchant channel unavailable'],
    [{ requestId: 'USED' }, 1012, 'merchant order id is repeat'],
  ];
  for (const [index, [change, code, message]] of rows.entries()) {
    const answer = await ask(init, { ...asked, requestId: `R${index}`, ...change });
    const expected = code === 1009 ? `request params invalid: ${message}` : message;
    assert.deepEqual([answer.code, answer.message], [code, expected], JSON.stringify(change));
  }
  const unnamed = await ask(query, {});
  assert.deepEqual([unnamed.code, unnamed.message], [1009, 'request params invalid: requestId or ekycId is required']);
  assert.equal((await ask(query, { requestId: 'USED', timestamp: null })).code, 1009);
  assert.equal((await ask(query, { requestId: 'USED', timestamp: 1 })).code, 1009);
});

test('1011: a channel that is off, or that this API does not have, checks nobody', async () => {
  const { gateway, ask } = await opened();
  const channel = gateway.channels.get('PH_EKYC');
  assert.ok(channel);
  for (const change of [{ enabled: false }, { dialects: ['bluepay-v2'] as const }]) {
    gateway.channels.set(channel.code, { ...channel, ...change });
    assert.equal((await ask(init, asked)).code, 1011);
  }
  assert.equal(await gateway.engine.find(0, 'identityChecksByReference', appId, asked.requestId), undefined);
});
