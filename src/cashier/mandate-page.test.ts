// What the page on which a payer permits debits promises: it says who, by what and for how long, works without JavaScript, and cannot be
// taken over; and over HTTP, that he decides once and is sent back.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import Fastify from 'fastify';
import { aMandate } from '../../test/support/commands.ts';
import { createTestEngine } from '../../test/support/engine.ts';
import { createMemoryStore } from '../../test/support/memory-store.ts';
import { createIdSource } from '../kernel/id.ts';
import { createTokenSigner } from '../kernel/token.ts';
import { type MandatePageStatus, type MandatePageView, renderMandatePage } from './mandate-page.ts';
import { type Language, messages } from './messages.ts';
import { cashierPlugin } from './plugin.ts';

const nonce = 'c2l4dGVlbiBieXRlcyE9PQ==';
const sandbox = { payUrl: '/authorize/TK5/agree', declineUrl: '/authorize/TK5/decline' };
const view: MandatePageView = {
  language: 'en',
  nonce,
  merchantName: 'Manila Coffee Co.',
  channelName: 'GCash',
  reference: 'REQUEST1',
  status: 'requested',
  now: Date.UTC(2026, 2, 17, 10),
  statusUrl: '/authorize/TK5/status',
  pageUrl: '/authorize/TK5',
  returnUrl: '/authorize/TK5/return',
  languageUrl: (language) => `/authorize/TK5?lang=${language}`,
  sandbox,
};
const statuses = ['requested', 'given', 'declined', 'lapsed', 'ended'] as const satisfies MandatePageStatus[];
const languages = Object.keys(messages) as Language[];

describe('the page of a mandate', () => {
  it('is small, in its language, with one h1 and one main, and works under the policy', () => {
    for (const language of languages) {
      for (const status of statuses) {
        const page = renderMandatePage({ ...view, language, status });
        assert.ok(Buffer.byteLength(page) < 30_000);
        assert.match(page, /^<!doctype html>\n<html lang="(en|fil|th|id|zh-Hans)">/);
        for (const tag of ['<h1', '<main']) assert.equal(page.match(new RegExp(tag, 'g'))?.length, 1, tag);
        assert.doesNotMatch(page, /<[^>]*\s(on[a-z]+|style)\s*=/i);
        for (const [tag] of page.matchAll(/<(style|script)\b[^>]*>/g)) assert.ok(tag.includes(`nonce="${nonce}"`), tag);
        assert.equal(page.match(/lang=[a-z]+" lang=/g)?.length, languages.length - 1);
        assert.ok(page.includes('REQUEST1') && page.includes('Manila Coffee Co.') && page.includes('GCash'));
      }
    }
  });

  it('asks by plain forms in the sandbox, and by nothing where money is real', () => {
    const page = renderMandatePage(view);
    assert.match(page, /<form method="post" action="\/authorize\/TK5\/agree"><button class="button main">Allow</);
    assert.match(page, /<form method="post" action="\/authorize\/TK5\/decline"><button class="button">Decline</);
    assert.match(page, /may take payments from your GCash account/);
    const live = renderMandatePage({ ...view, sandbox: undefined });
    assert.doesNotMatch(live, /<form|Sandbox/);
    assert.match(live, /Continue in GCash to decide/);
  });

  it('goes back to the merchant by itself once it is decided, without JavaScript as well', () => {
    for (const status of statuses) {
      const page = renderMandatePage({ ...view, status });
      const goesBack = page.includes('http-equiv="refresh" content="6; url=/authorize/TK5/return"');
      assert.deepEqual([goesBack, page.includes('data-return-ms="6000"')], Array(2).fill(status !== 'requested'));
      assert.match(page, /href="\/authorize\/TK5\/return">Back to Manila Coffee Co\.</);
      assert.doesNotMatch(page.slice(page.indexOf('<main')), status === 'requested' ? /refresh"/ : /<form/);
    }
  });

  it('cannot be taken over by hostile texts and addresses', () => {
    const evil = `"'><script>alert(1)</script>`;
    for (const status of statuses) {
      const page = renderMandatePage({
        ...view,
        status,
        merchantName: evil,
        channelName: evil,
        reference: evil,
        returnUrl: `javascript:${evil}`,
      });
      assert.equal(page.match(/<script/g)?.length, 1);
      assert.doesNotMatch(page, /"'>|href="javascript:/);
    }
  });
});

async function openPage({ live = false } = {}) {
  const t = createTestEngine([createMemoryStore()]);
  const tokens = createTokenSigner(new Uint8Array(32));
  const acts: string[] = [];
  const server = Fastify();
  await server.register(
    cashierPlugin({
      engine: t.engine,
      directory: {
        findMerchant: async () => ({ name: 'Manila Coffee Co.' }),
        channel: () => ({ name: 'GCash' }),
      } as unknown as Parameters<typeof cashierPlugin>[0]['directory'],
      connectors: { of: () => ({ code: 'test' }) },
      dialects: [],
      tokens,
      clock: t.clock,
      ids: createIdSource(),
      baseUrl: () => 'https://gw.example',
      payer: live
        ? undefined
        : {
            async act(mandateId, outcome) {
              acts.push(outcome);
              return t.engine.execute(0, 'decide-mandate', { mandateId, agreed: outcome === 'authorised' });
            },
            identify: () => Promise.reject(new Error('Nobody is checked here.')),
          },
    }),
  );
  const asked = aMandate(t, { returnUrl: 'https://shop.example/done?user=ü' });
  await t.engine.execute(0, 'create-mandate', asked);
  const url = `/authorize/${tokens.tokenFor(asked.id)}`;
  return {
    ...t,
    server,
    acts,
    tokens,
    url,
    asked,
    get: (path = '') => server.inject({ url: url + path }),
    post: (path: string) =>
      server.inject({
        method: 'POST',
        url: url + path,
        payload: '',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      }),
    async status() {
      const { statusCode, body } = await server.inject({ url: `${url}/status` });
      assert.equal(statusCode, 200);
      return (JSON.parse(body) as { status: string }).status;
    },
  };
}

describe('the address of a mandate', () => {
  for (const [path, outcome, status, title] of [
    ['/agree', 'authorised', 'given', 'Permission given · Manila Coffee Co.'],
    ['/decline', 'failed', 'declined', 'Permission not given · Manila Coffee Co.'],
  ] as const) {
    it(`takes the payer’s answer once: ${outcome}`, async () => {
      const page = await openPage();
      assert.match((await page.get()).body, /<title>Allow Manila Coffee Co\. to take payments</);
      assert.equal(await page.status(), 'requested');
      const answer = await page.post(path);
      assert.deepEqual([answer.statusCode, answer.headers.location], [303, page.url]);
      assert.equal(await page.status(), status);
      assert.ok((await page.get()).body.includes(`<title>${title}<`));
      for (const again of ['/agree', '/decline']) assert.equal((await page.post(again)).statusCode, 303);
      assert.deepEqual([page.acts, await page.status()], [[outcome], status]);
    });
  }

  it('keeps the language that the payer chose', async () => {
    const page = await openPage();
    const { body } = await page.get('?lang=th');
    assert.match(body, /<html lang="th">/);
    assert.match(body, /action="\/authorize\/[^"]+\/agree\?lang=th"/);
    const answer = await page.post('/agree?lang=th');
    assert.equal(answer.headers.location, `${page.url}?lang=th`);
  });

  it('sends the payer back where the merchant asked, and nowhere else', async () => {
    const page = await openPage();
    const { statusCode, headers } = await page.get('/return');
    assert.deepEqual([statusCode, headers.location], [302, 'https://shop.example/done?user=%C3%BC']);
  });

  it('says when nobody decided in time, and takes no answer then', async () => {
    const page = await openPage();
    page.clock.advance(3_600_000);
    assert.equal(await page.status(), 'lapsed');
    assert.equal((await page.post('/agree')).statusCode, 303);
    assert.deepEqual(page.acts, []);
    await page.engine.execute(0, 'expire-mandate', { mandateId: page.asked.id });
    assert.match((await page.get()).body, /The time to decide is over/);
  });

  it('says that a permission has ended', async () => {
    const page = await openPage();
    await page.post('/agree');
    await page.engine.execute(0, 'cancel-mandate', { mandateId: page.asked.id, by: 'merchant' });
    assert.equal(await page.status(), 'ended');
    assert.match((await page.get()).body, /can no longer take payments/);
  });

  it('is strict about what it shows, and takes no answer where money is real', async () => {
    const page = await openPage();
    const { headers } = await page.get();
    assert.match(String(headers['content-security-policy']), /default-src 'none'/);
    assert.equal(headers['cache-control'], 'no-store');
    for (const token of [
      'x',
      `${page.asked.id}-aaaaaaaaaaaaaaaaaaaaaa`,
      page.tokens.tokenFor('C000000000000000000000001'),
    ]) {
      for (const path of ['', '/status', '/return']) {
        assert.equal((await page.server.inject({ url: `/authorize/${token}${path}` })).statusCode, 404, token);
      }
    }
    // A permission is no payment.
    assert.equal((await page.server.inject({ url: page.url.replace('authorize', 'pay') })).statusCode, 404);
    const live = await openPage({ live: true });
    assert.equal((await live.get()).statusCode, 200);
    assert.equal((await live.post('/agree')).statusCode, 404);
    assert.equal(await live.status(), 'requested');
  });
});
