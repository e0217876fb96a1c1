// The pages of accounts and identity checks where nobody plays the payer, and where the bank that plays him gives no answer.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import Fastify from 'fastify';
import { anIdentityCheck, anInstrument } from '../../test/support/commands.ts';
import { channelOf, createTestEngine } from '../../test/support/engine.ts';
import { createMemoryStore } from '../../test/support/memory-store.ts';
import { refuse } from '../core/reasons.ts';
import type { Payer } from '../engine/payer.ts';
import { createIdSource, serialId } from '../kernel/id.ts';
import { createTokenSigner } from '../kernel/token.ts';
import { cashierPlugin } from './plugin.ts';

async function openPages(payer?: Payer) {
  const t = createTestEngine([createMemoryStore()]);
  const tokens = createTokenSigner(new Uint8Array(32));
  const server = Fastify();
  await server.register(
    cashierPlugin({
      engine: t.engine,
      directory: {
        findMerchant: async () => ({ name: 'Manila Coffee Co.', limits: {} }),
        channel: (code: string) => channelOf(code, 'account', { name: 'GCash', type: 'ewallet' }),
      } as unknown as Parameters<typeof cashierPlugin>[0]['directory'],
      connectors: { of: () => ({ code: 'test' }) },
      dialects: [],
      tokens,
      clock: t.clock,
      ids: createIdSource(),
      baseUrl: () => 'https://gw.example',
      payer,
    }),
  );
  const account = anInstrument(t, { id: serialId('VA', 0, 7), slot: 'WEB', channel: 'WEB', presentation: 'PC007' });
  const check = anIdentityCheck(t);
  assert.ok((await t.engine.execute(0, 'create-instrument', account)).ok);
  assert.ok((await t.engine.execute(0, 'create-identity-check', check)).ok);
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return {
    account: `/pay/${tokens.tokenFor(account.id)}`,
    identity: `/identity/${tokens.tokenFor(check.id)}`,
    get: async (url: string) => (await server.inject({ url })).body,
    post: (url: string, payload: string) => server.inject({ method: 'POST', url, payload, headers }),
    statusOfCheck: async () => (await t.engine.find(0, 'identityChecks', check.id))?.status,
  };
}

const papers = 'fullName=Juan+Dela+Cruz&birthDate=1990-02-28&idType=Passport&idNumber=P1234567A';

test('where money and papers are real the pages only say what to do', async () => {
  const pages = await openPages();
  assert.match(await pages.get(pages.account), /data-copy="PC007"[^]*Open GCash and choose to pay bills/);
  assert.match(await pages.get(pages.identity), /GCash asks you for your ID in its own app or page/);
  for (const url of [`${pages.account}?paid=1`, `${pages.account}/all`, pages.identity]) {
    assert.doesNotMatch(await pages.get(url), /<form|Sandbox|Your payment was made/, url);
  }
  assert.equal((await pages.post(`${pages.account}/pay`, 'amount=50')).statusCode, 404);
  assert.equal((await pages.post(pages.identity, papers)).statusCode, 404);
  assert.equal((await pages.post(`${pages.identity}/reject`, '')).statusCode, 404);
  assert.equal(await pages.statusOfCheck(), 'pending');
});

test('where the bank gives no answer the payer is not told that he paid, nor a user that he was believed', async () => {
  const pages = await openPages({ act: async () => refuse('unavailable'), identify: async () => refuse('internal') });
  for (const [url, body] of [
    [`${pages.account}/pay`, 'amount=50'],
    [pages.identity, papers],
    [`${pages.identity}/reject`, ''],
  ] as const) {
    const answer = await pages.post(url, body);
    assert.equal(answer.statusCode, 503, url);
    assert.match(answer.body, /Not available right now/);
    assert.doesNotMatch(answer.body, /P1234567A/);
  }
});

test('whoever breaks while a user shows his papers repeats none of them', async () => {
  const pages = await openPages({
    act: async () => refuse('unavailable'),
    identify: () => Promise.reject(new Error('The database is gone.')),
  });
  const answer = await pages.post(pages.identity, papers);
  assert.equal(answer.statusCode, 503);
  assert.doesNotMatch(answer.body, /P1234567A|database/);
});
