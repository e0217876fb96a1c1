// Direct debit over HTTP as a merchant and its user go through it, in both versions: asked, agreed on the page, told, charged, cancelled.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually, startTestGateway, type TestGateway } from '../support/gateway.ts';

let gateway: TestGateway;
before(async () => {
  gateway = await startTestGateway();
});
after(() => gateway.close());

interface Kept {
  readonly body: string;
  readonly dialect: string;
  readonly signatureValid: boolean;
  readonly eventName: string;
}

/** What the inbox of that name got about it, as the merchant reads it; only what is rightly signed. */
async function told(version: 'v1' | 'v2', about: string, eventName: string) {
  const client = version === 'v1' ? gateway.bluepayV1 : gateway.bluepayV2;
  return eventually(async () => {
    const kept = (await (await fetch(`${gateway.url}/sandbox/inbox/${version}`)).json()) as Kept[];
    const found = kept.find((row) => row.body.includes(about) && row.eventName === eventName);
    if (found) assert.deepEqual([found.dialect, found.signatureValid], [`bluepay-${version}`, true]);
    return found && client.readNotification(found.body);
  });
}

for (const version of ['v1', 'v2'] as const) {
  test(`${version}: a user agrees on the page, is charged, and no more once his token is cancelled`, async () => {
    const client = version === 'v1' ? gateway.bluepayV1 : gateway.bluepayV2;
    const asked = await client.call('/open-api/direct/debit/token/apply', {
      userId: 'u1',
      requestId: 'YES',
      channelCode: 'BLUEPAY_DIRECT_DEBIT',
      terminalType: 'WEB',
      notifyUrl: `${gateway.url}/sandbox/inbox/${version}`,
      redirectUrl: `${gateway.url}/healthz`,
    });
    assert.equal(asked.code, 10000, asked.message);
    const authUrl = String(asked.data['authUrl']);
    const page = await (await fetch(authUrl)).text();
    const action = /action="([^"]+\/agree)"/.exec(page)?.[1];
    assert.ok(action);
    const decided = await fetch(gateway.url + action, { method: 'POST', redirect: 'manual' });
    assert.equal(decided.status, 303);
    const result = await (await fetch(authUrl)).text();
    assert.match(result, /Permission given/);
    const back = await fetch(`${authUrl}/return`, { redirect: 'manual' });
    assert.deepEqual([back.status, back.headers.get('location')], [302, `${gateway.url}/healthz`]);
    const payToken = (await told(version, 'YES', 'token.create.success'))?.['payToken'];
    assert.match(String(payToken), /^TK\d+$/);

    const order = {
      amount: 10_000,
      channelCode: 'BLUEPAY_DIRECT_DEBIT',
      payToken,
      notifyUrl: `${gateway.url}/sandbox/inbox/${version}`,
    };
    const collection = { ...order, currency: 'THB', channelType: 'DIRECT_DEBIT' };
    const charge = (mchOrderId: string, amount: number) =>
      version === 'v1'
        ? client.call('/open-api/direct/debit/pay', { ...order, mchOrderId, amount })
        : client.call('/open-api/payment/generate', { ...collection, mchOrderId, amount });
    for (const mchOrderId of ['DEBIT1', 'DEBIT2']) {
      const { code, data } = await charge(mchOrderId, 10_000);
      assert.deepEqual([code, data['transactionStatus']], [10000, 'COMPLETED']);
      const event = version === 'v1' ? 'direct.debit.success' : 'payment.success';
      assert.equal((await told(version, mchOrderId, event))?.['transactionId'], data['transactionId']);
    }
    const poor = await charge('DEBIT3', 19_014);
    if (version === 'v2') assert.equal(poor.code, 21026);
    else assert.deepEqual([poor.data['transactionStatus'], poor.data['failedCode']], ['FAILED', -10003]);

    const cancelled = await client.call('/open-api/direct/debit/token/cancel', { userId: 'u1', payToken });
    assert.deepEqual([cancelled.code, cancelled.data['inactiveType']], [10000, 'MCH_CANCEL']);
    assert.equal((await told(version, 'YES', 'token.cancel.success'))?.['paytoken'], payToken);
    assert.equal((await charge('DEBIT4', 10_000)).code, version === 'v1' ? 21002 : 21024);
  });

  test(`${version}: the sandbox plays the user by the number of the request; what he declines is told as well`, async () => {
    const client = version === 'v1' ? gateway.bluepayV1 : gateway.bluepayV2;
    for (const [requestId, outcome, event] of [
      [`NO${version}`, 'failed', 'token.create.failed'],
      [`GONE${version}`, 'authorised', 'token.create.success'],
    ] as const) {
      await client.call('/open-api/direct/debit/token/apply', {
        userId: 'u2',
        requestId,
        channelCode: 'BLUEPAY_DIRECT_DEBIT',
        terminalType: 'WAP',
        osType: 'IOS',
        notifyUrl: `${gateway.url}/sandbox/inbox/${version}`,
        redirectUrl: 'https://m.example/done',
      });
      assert.equal((await gateway.sandbox('act', { reference: requestId, outcome })).status, 200);
      assert.equal((await told(version, requestId, event))?.['requestId'], requestId);
      assert.equal((await gateway.sandbox('act', { reference: requestId, outcome })).status, 409);
    }
    assert.equal((await gateway.sandbox('act', { reference: `GONE${version}`, outcome: 'revoked' })).status, 200);
    assert.equal((await told(version, `GONE${version}`, 'token.cancel.success'))?.['inactiveType'], 'USER_CANCEL');
  });

  test(`${version}: the platform ends a token through the admin API; its merchant is told, and debits no more`, async () => {
    const client = version === 'v1' ? gateway.bluepayV1 : gateway.bluepayV2;
    const requestId = `ENDED${version}`;
    await client.call('/open-api/direct/debit/token/apply', {
      userId: 'u3',
      requestId,
      channelCode: 'BLUEPAY_DIRECT_DEBIT',
      terminalType: 'WEB',
      notifyUrl: `${gateway.url}/sandbox/inbox/${version}`,
      redirectUrl: 'https://m.example/done',
    });
    await gateway.act(requestId, 'authorised');
    const payToken = String((await told(version, requestId, 'token.create.success'))?.['payToken']);

    const cancelled = await gateway.admin('POST', `/mandates/${payToken}/cancel`);
    assert.deepEqual(
      [cancelled.status, cancelled.body['payToken'], cancelled.body['reference'], cancelled.body['status']],
      [200, payToken, requestId, 'cancelled'],
    );
    const { entries } = await gateway.manage<{ entries: Record<string, unknown>[] }>('GET', '/audit?limit=1');
    assert.deepEqual([entries[0]?.['action'], entries[0]?.['object']], ['mandate.cancel', payToken]);
    assert.equal((await told(version, requestId, 'token.cancel.success'))?.['inactiveType'], 'PLATFORM_CANCEL');
    const listed = await client.call('/open-api/direct/debit/token/query', { userId: 'u3' });
    assert.match(JSON.stringify(listed.data), /PLATFORM_CANCEL/);
    const found = await gateway.manage<{ event: string }[]>('GET', `/notifications?reference=${payToken}`);
    assert.deepEqual(found.map(({ event }) => event).sort(), ['mandate.cancelled', 'mandate.created']);

    assert.equal((await gateway.admin('POST', `/mandates/${payToken}/cancel`)).status, 409);
    for (const unknown of ['TK1', `TK99${'0'.repeat(22)}`, `TK00${'0'.repeat(22)}`, 'x'.repeat(65)])
      assert.equal((await gateway.admin('POST', `/mandates/${unknown}/cancel`)).status, 404, unknown);
    assert.equal((await gateway.admin('POST', `/mandates/${payToken}/cancel`, { by: 'payer' })).status, 400);
  });
}
