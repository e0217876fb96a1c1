// Guards tokens in both versions (bluepay.md 3.13 to 3.15, 3b.17, 4.6): how one is asked for, given, found, told of and cancelled.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { BluepayFields } from '../../../test/support/bluepay-client.ts';
import { bluepayAppId, type BluepayGateway, createBluepayGateway } from '../../../test/support/bluepay-gateway.ts';
import { hourMs, secondMs } from '../../kernel/clock.ts';

const apply = '/open-api/direct/debit/token/apply';
const query = '/open-api/direct/debit/token/query';
const cancel = '/open-api/direct/debit/token/cancel';

const asked = {
  userId: 'u00012',
  requestId: 'REQUEST1',
  channelCode: 'BLUEPAY_DIRECT_DEBIT',
  terminalType: 'WEB',
  notifyUrl: 'https://merchant.example/tokens',
  redirectUrl: 'https://merchant.example/back',
};

const mandateOf = async (gateway: BluepayGateway, requestId = asked.requestId) => {
  const mandate = await gateway.engine.find(0, 'mandatesByReference', bluepayAppId, requestId);
  assert.ok(mandate);
  return mandate;
};

const decide = async (gateway: BluepayGateway, agreed: boolean, requestId?: string) => {
  const { id: mandateId } = await mandateOf(gateway, requestId);
  assert.ok((await gateway.engine.execute(0, 'decide-mandate', { mandateId, agreed })).ok);
  return mandateId;
};

const codeOf = async (gateway: BluepayGateway, path: string, fields: BluepayFields) =>
  (await gateway.client.call(path, fields)).code;

/** A token that the user gave. */
async function given(gateway: BluepayGateway, change: Partial<typeof asked> = {}): Promise<string> {
  assert.equal(await codeOf(gateway, apply, { ...asked, ...change }), 10000);
  return decide(gateway, true, change.requestId);
}

for (const version of ['v1', 'v2'] as const) {
  // Bangkok in v1, the platform's own zone in v2; and there notifications say their offset.
  const at = (time: string, day = '2026-03-17') => `${day} ${version === 'v1' ? time : time.replace('17:', '18:')}`;
  const toldAt = (time: string, day?: string) =>
    version === 'v1' ? at(time, day) : `${at(time, day).replace(' ', 'T')}+08:00`;
  const nobodys = version === 'v1' ? 21002 : 21024;

  describe(`tokens of ${version}`, () => {
    test('a request is answered with the page on which the user decides', async () => {
      const gateway = await createBluepayGateway(version);
      const { code, data } = await gateway.client.call(apply, asked);
      const { authUrl, ...said } = data;
      assert.deepEqual(
        [code, said],
        [10000, { userId: 'u00012', requestId: 'REQUEST1', channelCode: 'BLUEPAY_DIRECT_DEBIT' }],
      );
      assert.match(String(authUrl), /^https:\/\/pay\.example\/authorize\/TK[0-9]+-[\w-]{22}$/);
      const { status, notifyUrl, returnUrl } = await mandateOf(gateway);
      assert.deepEqual([status, notifyUrl, returnUrl], ['requested', asked.notifyUrl, asked.redirectUrl]);
      assert.equal(gateway.notifications.length, 0);
    });

    test('what is given is told with its token and found; before that there is none', async () => {
      const gateway = await createBluepayGateway(version);
      await gateway.client.call(apply, asked);
      const list = async (fields: BluepayFields) => (await gateway.client.call(query, fields)).data;
      assert.deepEqual(await list({ userId: 'u00012' }), { userId: 'u00012', tokenList: [] });
      const payToken = await decide(gateway, true);
      assert.equal(gateway.notifications.at(-1)?.url, asked.notifyUrl);
      assert.deepEqual(await gateway.lastTold(), {
        channelCode: 'BLUEPAY_DIRECT_DEBIT',
        eventName: 'token.create.success',
        expiresTime: toldAt('17:30:00', '2036-03-17'),
        payToken,
        paytoken: payToken,
        requestId: 'REQUEST1',
        tokenStatus: 'ACTIVED',
        userId: 'u00012',
      });
      const token = {
        channelCode: 'BLUEPAY_DIRECT_DEBIT',
        payToken,
        tokenStatus: 'ACTIVED',
        expiresTime: at('17:30:00', '2036-03-17'),
      };
      for (const fields of [{ userId: 'u00012' }, { userID: 'u00012' }, { userId: 'u00012', payToken }]) {
        assert.deepEqual(await list(fields), { userId: 'u00012', tokenList: [token] });
      }
      for (const fields of [
        { userId: 'u00013' },
        { userId: 'u00013', payToken },
        { userId: 'u00012', payToken: 'TK' },
      ]) {
        assert.deepEqual((await list(fields))['tokenList'], [], JSON.stringify(fields));
      }
    });

    test('what is declined, and what nobody answers within an hour, is told without a token, and is none', async () => {
      const gateway = await createBluepayGateway(version);
      for (const requestId of ['DECLINED', 'LAPSED']) {
        await gateway.client.call(apply, { ...asked, requestId });
        if (requestId === 'DECLINED') await decide(gateway, false, requestId);
        else await gateway.advance(hourMs);
        assert.deepEqual(await gateway.lastTold(), {
          channelCode: 'BLUEPAY_DIRECT_DEBIT',
          eventName: 'token.create.failed',
          requestId,
          userId: 'u00012',
        });
      }
      assert.equal(new Set(gateway.notifications.map(({ id }) => id)).size, 2);
      assert.deepEqual((await gateway.client.call(query, { userId: 'u00012' })).data['tokenList'], []);
      const { id: payToken } = await mandateOf(gateway, 'DECLINED');
      assert.equal(await codeOf(gateway, cancel, { userId: 'u00012', payToken }), nobodys);
    });

    test('a cancelled token is inactive, told once, and cannot be cancelled again', async () => {
      const gateway = await createBluepayGateway(version);
      const payToken = await given(gateway);
      const { code, data } = await gateway.client.call(cancel, { userId: 'u00012', payToken });
      const inactive = { tokenStatus: 'INACTIVED', inactiveType: 'MCH_CANCEL' };
      const about = { payToken, channelCode: 'BLUEPAY_DIRECT_DEBIT' };
      assert.deepEqual(
        [code, data],
        [10000, { userId: 'u00012', ...about, ...inactive, inactiveTime: at('17:30:00') }],
      );
      assert.deepEqual(await gateway.lastTold(), {
        eventName: 'token.cancel.success',
        userId: 'u00012',
        requestId: 'REQUEST1',
        ...about,
        paytoken: payToken,
        ...inactive,
        expiresTime: toldAt('17:30:00', '2036-03-17'),
        inactiveTime: toldAt('17:30:00'),
      });
      assert.equal(await codeOf(gateway, cancel, { userId: 'u00012', payToken }), nobodys);
      const { data: found } = await gateway.client.call(query, { userId: 'u00012' });
      const expiresTime = at('17:30:00', '2036-03-17');
      assert.deepEqual(found['tokenList'], [{ ...about, ...inactive, inactiveTime: at('17:30:00'), expiresTime }]);
      assert.equal(gateway.notifications.length, 2);
    });

    test('who ended a token is said: the user, the platform, or time', async () => {
      for (const [by, inactiveType] of [
        ['payer', 'USER_CANCEL'],
        ['platform', 'PLATFORM_CANCEL'],
        ['time', 'EXPIRED'],
      ] as const) {
        const gateway = await createBluepayGateway(version);
        const mandateId = await given(gateway);
        if (by === 'time') await gateway.advance(Date.UTC(2036, 2, 17, 10, 30) - gateway.now());
        else await gateway.engine.execute(0, 'cancel-mandate', { mandateId, by });
        const told = await gateway.lastTold();
        assert.deepEqual([told?.['eventName'], told?.['inactiveType']], ['token.cancel.success', inactiveType]);
        const { data } = await gateway.client.call(query, { userId: 'u00012', payToken: mandateId });
        assert.equal((data['tokenList'] as BluepayFields[])[0]?.['inactiveType'], inactiveType);
      }
    });

    test('a user gives several tokens, newest first; only its own app and user can name one', async () => {
      const gateway = await createBluepayGateway(version);
      const first = await given(gateway, { requestId: 'R1' });
      await gateway.advance(secondMs);
      const second = await given(gateway, { requestId: 'R2' });
      const { data } = await gateway.client.call(query, { userId: 'u00012' });
      assert.deepEqual(
        (data['tokenList'] as BluepayFields[]).map(({ payToken }) => payToken),
        [second, first],
      );
      assert.equal(await codeOf(gateway, cancel, { userId: 'u00099', payToken: first }), nobodys);
      const stranger = await mandateOf(gateway, 'R1');
      const names = { id: 'TK000000000000000000000999', reference: 'R9', appId: 'another', referenceScope: 'another' };
      const mandates = { inserted: [{ ...stranger, ...names }], updated: [], removed: [] };
      await gateway.engine.store(0).transact((transaction) => transaction.save({ mandates }));
      assert.equal(await codeOf(gateway, cancel, { userId: 'u00012', payToken: names.id }), nobodys);
      const another = await gateway.client.call(query, { userId: 'u00012', payToken: names.id });
      assert.deepEqual(another.data['tokenList'], []);
    });

    const bad: [fields: BluepayFields, code: number][] = [
      [{ userId: undefined }, 21002],
      [{ userId: 'u'.repeat(33) }, 21002],
      [{ requestId: undefined }, 21002],
      [{ requestId: 'r'.repeat(33) }, 21002],
      [{ channelCode: undefined }, 21002],
      [{ terminalType: 'TV' }, 21002],
      [{ terminalType: 'WAP' }, 21002],
      [{ terminalType: 'WAP', osType: 'OTHER' }, 21002],
      [{ terminalType: 'WAP', osType: 'IOS' }, 10000],
      [{ terminalType: 'APP', osType: 'ANDROID' }, version === 'v1' ? 10000 : 21002],
      [{ notifyUrl: undefined }, 21002],
      [{ notifyUrl: 'merchant.example' }, 21002],
      [{ redirectUrl: undefined }, 21002],
      [{ redirectUrl: 'javascript:alert(1)' }, 21002],
      [{ channelCode: 'NONE' }, 21005],
      [{ channelCode: 'TRUEMONEY_URL' }, 21005],
      [{ channelCode: 'PH_GCASH_DIRECT_DEBIT' }, 21005],
      [{ requestId: 'USED' }, 21007],
    ];
    test('each thing that is wrong with a request has its code', async () => {
      for (const [index, [change, code]] of bad.entries()) {
        const gateway = await createBluepayGateway(version);
        await gateway.client.call(apply, { ...asked, requestId: 'USED' });
        const answer = await gateway.client.call(apply, { ...asked, requestId: `R${index}`, ...change });
        assert.equal(answer.code, code, JSON.stringify(change));
      }
      const gateway = await createBluepayGateway(version);
      assert.equal(await codeOf(gateway, query, {}), 21002);
      assert.equal(await codeOf(gateway, cancel, { userId: 'u00012' }), 21002);
      assert.equal(await codeOf(gateway, cancel, { payToken: 'TK1' }), 21002);
      assert.equal(await codeOf(gateway, cancel, { userId: 'u00012', payToken: 'TK1' }), nobodys);
    });

    test('a channel that is off is 21005', async () => {
      const gateway = await createBluepayGateway(version);
      const channel = gateway.channels.get('BLUEPAY_DIRECT_DEBIT');
      assert.ok(channel);
      gateway.channels.set(channel.code, { ...channel, enabled: false });
      assert.equal(await codeOf(gateway, apply, asked), 21005);
    });
  });
}

test('v2: a token belongs to the country of its channel', async () => {
  const gateway = await createBluepayGateway('v2');
  const philippine = { countryCode: 'PH', channelCode: 'PH_GCASH_DIRECT_DEBIT' };
  assert.equal(await codeOf(gateway, apply, { ...asked, ...philippine }), 10000);
  const payToken = await decide(gateway, true);
  const tokensIn = async (countryCode: string) =>
    (await gateway.client.call(query, { countryCode, userId: 'u00012' })).data['tokenList'] as unknown[];
  assert.deepEqual([(await tokensIn('PH')).length, (await tokensIn('TH')).length], [1, 0]);
  assert.equal(await codeOf(gateway, cancel, { countryCode: 'TH', userId: 'u00012', payToken }), 21024);
  assert.equal(await codeOf(gateway, cancel, { countryCode: 'PH', userId: 'u00012', payToken }), 10000);
  assert.equal(await codeOf(gateway, apply, { ...asked, ...philippine, countryCode: 'RU' }), 21005);
});
