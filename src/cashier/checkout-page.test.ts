// What the page of a checkout promises about its markup, whatever the merchant, its channels and its pictures are called.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type CheckoutPageView, renderCheckoutPage } from './checkout-page.ts';
import { type Language, messages } from './messages.ts';

const nonce = 'c2l4dGVlbiBieXRlcyE9PQ==';
const now = Date.UTC(2026, 2, 17, 10);
const types = ['qr', 'ewallet', 'online_banking', 'bank_transfer', 'otc', 'card', 'paylater', 'direct_debit'] as const;
const view: CheckoutPageView = {
  language: 'en',
  nonce,
  merchantName: 'Manila Coffee Co.',
  logo: { src: 'https://shop.example/logo.png', origin: 'https://shop.example' },
  amount: '₱500.10',
  reference: 'CH5N3742144480477184',
  state: 'choosing null',
  ways: types.flatMap((type) =>
    ['A', 'B', 'C'].map((name) => ({ code: `${type}_${name}`, name: `${type} ${name}`, type })),
  ),
  expiresAt: now + 3_600_000,
  now,
  statusUrl: '/pay/CH5/status',
  eventsUrl: '/pay/CH5/events',
  pageUrl: '/pay/CH5',
  chooseUrl: '/pay/CH5/channel',
  returnUrl: 'https://shop.example/orders/1?ok=1&from=pay',
  languageUrl: (language) => `/pay/CH5?lang=${language}`,
  sandbox: true,
};
const languages = Object.keys(messages) as Language[];
const everyPage = languages.flatMap((language) =>
  (['failed', 'unavailable', undefined] as const).map((notice) => renderCheckoutPage({ ...view, language, notice })),
);

describe('the page of a checkout', () => {
  it('is under 60 KB with a hundred ways, and asks for nothing but the logo', () => {
    const ways = Array.from({ length: 100 }, (_, index) => ({
      code: `WAY_${index}`,
      name: `Way ${index}`,
      type: types[index % types.length] ?? 'qr',
    }));
    for (const language of languages) {
      const page = renderCheckoutPage({ ...view, language, ways });
      assert.ok(Buffer.byteLength(page) < 60_000, `${Buffer.byteLength(page)}`);
      assert.deepEqual(page.match(/\s(src|srcset|@import)\s*=\S+/gi), [' src="https://shop.example/logo.png"']);
    }
  });

  it('has its language, one h1, one main, and each group of ways under a name of its own', () => {
    for (const page of everyPage) {
      assert.match(page, /^<!doctype html>\n<html lang="(en|fil|th|id|zh-Hans)">/);
      for (const tag of ['<h1', '<main', '<form', '<nav'])
        assert.equal(page.match(new RegExp(tag, 'g'))?.length, 1, tag);
      assert.equal(page.match(/<fieldset><legend>[^<]+<\/legend><button/g)?.length, types.length);
      assert.equal(page.match(/<a href="\/pay\/CH5\?lang=/g)?.length, languages.length - 1);
      assert.match(page, /content="width=device-width, initial-scale=1"/);
    }
  });

  it('works under the policy and without JavaScript, and does not reload under a payer who reads', () => {
    for (const page of everyPage) {
      assert.doesNotMatch(page, /<[^>]*\s(on[a-z]+|style)\s*=/i);
      for (const [tag] of page.matchAll(/<(style|script)\b[^>]*>/g)) assert.ok(tag.includes(`nonce="${nonce}"`), tag);
      assert.match(page, /<form class="ways" method="post" action="\/pay\/CH5\/channel"/);
      assert.match(page, /<noscript><a class="button plain" href="\/pay\/CH5">/);
      assert.doesNotMatch(page, /http-equiv="refresh"/);
    }
  });

  it('cannot be taken over by hostile texts and addresses', () => {
    const evil = `"'><script>alert(1)</script><img src=x onerror=alert(1)>`;
    const page = renderCheckoutPage({
      ...view,
      logo: { src: evil, origin: 'https://x.example' },
      merchantName: evil,
      amount: evil,
      reference: evil,
      state: evil,
      ways: [{ code: evil, name: evil, type: 'qr' }],
      chosen: evil,
      statusUrl: evil,
      eventsUrl: evil,
      pageUrl: `javascript:${evil}`,
      chooseUrl: evil,
      returnUrl: `javascript:${evil}`,
      languageUrl: () => evil,
    });
    assert.deepEqual([page.match(/<script/g)?.length, page.match(/<img/g)?.length], [1, 1]);
    assert.doesNotMatch(page, /"'>|href="javascript:|Back to/);
  });
});
