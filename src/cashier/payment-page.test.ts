// What the hosted pages promise about their markup, whatever the merchant is called.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Language, messages } from './messages.ts';
import { renderNoticePage } from './notice-page.ts';
import { type PaymentPageView, renderPaymentPage } from './payment-page.ts';
import { renderQrSvg } from './qr.ts';

const nonce = 'c2l4dGVlbiBieXRlcyE9PQ==';
const now = Date.UTC(2026, 2, 17, 10);
const view: PaymentPageView = {
  language: 'en',
  nonce,
  merchantName: 'Manila Coffee Co.',
  channelName: 'QR Ph',
  amount: '₱500.10',
  reference: 'C5N3742144480477184',
  status: 'pending',
  qrSvg: await renderQrSvg('00020101021228760011ph.ppmi.p2m6304A1B2'),
  expiresAt: now + 3_600_000,
  now,
  statusUrl: '/pay/C5N3742144480477184/status',
  returnUrl: 'https://shop.example/orders/1?ok=1&from=pay',
};
const sandbox = { payUrl: '/pay/C5/sandbox/pay', declineUrl: '/pay/C5/sandbox/decline' };
const statuses = ['preparing', 'pending', 'reversing', 'completed', 'failed', 'closed', 'returned'] as const;
const languages = Object.keys(messages) as Language[];

const everyPage = languages.flatMap((language) => [
  renderNoticePage({ language, nonce, title: 'Gone', text: 'This link is old.' }),
  ...statuses.flatMap((status) => [
    renderPaymentPage({ ...view, language, status, sandbox }),
    renderPaymentPage({
      ...view,
      language,
      status,
      amount: undefined,
      qrSvg: undefined,
      expiresAt: undefined,
      sandbox,
    }),
  ]),
]);

describe('every hosted page', () => {
  it('is under 30 KB without its QR code', () => {
    for (const page of everyPage) assert.ok(Buffer.byteLength(page.replace(view.qrSvg ?? '', '')) < 30_000);
  });

  it('has its language, one h1, one main and a viewport that may be zoomed', () => {
    for (const page of everyPage) {
      assert.match(page, /^<!doctype html>\n<html lang="(en|fil|th|id|zh-Hans)">/);
      assert.equal(page.match(/<h1/g)?.length, 1);
      assert.equal(page.match(/<main/g)?.length, 1);
      assert.match(page, /content="width=device-width, initial-scale=1"/);
    }
  });

  it('works under the policy: no inline handlers or styles, a nonce on each style and script, nothing from elsewhere', () => {
    for (const page of everyPage) {
      assert.doesNotMatch(page, /<[^>]*\s(on[a-z]+|style)\s*=/i);
      for (const [tag] of page.matchAll(/<(style|script)\b[^>]*>/g)) assert.ok(tag.includes(`nonce="${nonce}"`), tag);
      assert.doesNotMatch(page, /\s(src|srcset|@import)\s*=/i);
    }
  });
});

describe('the payment page', () => {
  it('cannot be taken over by a hostile merchant, channel, reference, failure or address', () => {
    const evil = `"'><script>alert(1)</script><img src=x onerror=alert(1)>`;
    for (const status of statuses) {
      const texts = { merchantName: evil, channelName: evil, amount: evil, reference: evil, failure: evil };
      const urls = {
        statusUrl: evil,
        returnUrl: `https://x.example/${evil}`,
        sandbox: { payUrl: evil, declineUrl: evil },
      };
      const page = renderPaymentPage({ ...view, ...texts, ...urls, status });
      assert.equal(page.match(/<script/g)?.length, 1);
      assert.doesNotMatch(page, /<img|"'>/);
    }
  });

  it('drops a return address that is not http or https', () => {
    for (const returnUrl of ['javascript:alert(1)', 'data:text/html,x', 'intent://x']) {
      for (const status of statuses) {
        const page = renderPaymentPage({ ...view, status, returnUrl });
        assert.ok(!page.includes(returnUrl) && !page.includes('Back to'), page);
      }
    }
  });

  it('goes back to the merchant by itself once it is over, with and without JavaScript, and not before', () => {
    const seconds: Readonly<Record<string, number>> = { completed: 6, failed: 6, closed: 15, returned: 6 };
    for (const status of statuses) {
      const page = renderPaymentPage({ ...view, status });
      const [, without] = /content="(\d+); url=https:\/\/shop.example\/orders\/1\?ok=1&amp;from=pay"/.exec(page) ?? [];
      const [, withScript] = /data-return-ms="(\d+)000"/.exec(page) ?? [];
      assert.equal(without && Number(without), seconds[status], status);
      assert.equal(withScript && Number(withScript), seconds[status], status);
      assert.equal(page.includes('Taking you back'), status in seconds);
    }
    assert.doesNotMatch(
      renderPaymentPage({ ...view, status: 'failed', returnUrl: undefined }),
      /return-ms="\d|Taking you back/,
    );
  });

  it('does not look payable before its channel has it, and looks again by itself', () => {
    const page = renderPaymentPage({ ...view, sandbox, status: 'preparing' });
    assert.match(page, /Preparing your payment/);
    assert.doesNotMatch(page, /<svg|<form|id="clock"|Waiting for your payment|return-ms="/);
    assert.match(page, /data-status="preparing" data-status-url="\/pay/);
  });

  it('does not look payable while it is being taken back, and is looked at until that is over', () => {
    const page = renderPaymentPage({ ...view, sandbox, status: 'reversing' });
    assert.match(page, /<title>Payment is being cancelled/);
    assert.match(page, /Do not pay any more/);
    assert.doesNotMatch(page, /<svg|<form|id="clock"|Waiting for your payment|before you pay|return-ms="/);
    assert.match(page, /data-status="reversing" data-status-url="\/pay/);
    assert.match(page, /<noscript><meta http-equiv="refresh" content="10"><\/noscript>/);
  });

  it('keeps itself fresh without JavaScript while pending', () => {
    const page = renderPaymentPage(view);
    assert.match(page, /<noscript><meta http-equiv="refresh" content="10"><\/noscript>/);
    assert.match(page, /<noscript><a class="button plain" href="">Check payment status<\/a><\/noscript>/);
    assert.match(page, /role="timer" aria-live="off">1:00:00</);
  });

  it('names the QR code for those who cannot see it', () => {
    const page = renderPaymentPage(view);
    assert.match(page, /role="img" aria-label="QR code to pay Manila Coffee Co. with QR Ph"><svg aria-hidden="true"/);
  });

  it('shows the ribbon and the buttons in a sandbox only, and no buttons once it is over', () => {
    assert.doesNotMatch(renderPaymentPage(view), /Sandbox|<form/);
    assert.match(renderPaymentPage({ ...view, sandbox }), /<form method="post" action="\/pay\/C5\/sandbox\/pay">/);
    const over = renderPaymentPage({ ...view, sandbox, status: 'completed' });
    assert.ok(over.includes('Sandbox') && !over.includes('<form'));
  });

  it('says expired when the time is over, and closed when it was closed before', () => {
    assert.match(renderPaymentPage({ ...view, status: 'closed' }), /<title>Payment closed/);
    assert.match(renderPaymentPage({ ...view, status: 'closed', expiresAt: now }), /<title>Payment expired/);
  });
});
