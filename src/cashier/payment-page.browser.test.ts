// The payment page in a real browser under its real policy. Skipped where Chromium is not installed.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { type Browser, chromium, type Page } from 'playwright-core';
import { contentSecurityPolicy } from './content-security-policy.ts';
import { type PaymentPageView, renderPaymentPage } from './payment-page.ts';
import { renderQrSvg } from './qr.ts';

const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const nonce = 'c2l4dGVlbiBieXRlcyE9PQ==';

describe('the payment page in a browser', { skip: !existsSync(executablePath) && 'Chromium is not installed' }, () => {
  let browser: Browser;
  let baseUrl: string;
  let view: PaymentPageView;

  const server = createServer((request, response) => {
    if (request.url === '/status') return response.end(JSON.stringify({ status: view.status }));
    if (request.url === '/shop') return response.end('<title>Shop</title>');
    if (request.method === 'POST') {
      view = { ...view, status: request.url === '/pay' ? 'completed' : 'failed' };
      return response.writeHead(303, { location: '/' }).end();
    }
    const headers = { 'content-type': 'text/html', 'content-security-policy': contentSecurityPolicy(nonce) };
    return response.writeHead(200, headers).end(renderPaymentPage(view));
  });

  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  });

  after(async () => {
    await browser?.close();
    server.closeAllConnections();
    server.close();
  });

  async function open(changes: Partial<PaymentPageView> = {}, javaScriptEnabled = true): Promise<Page> {
    const now = Date.now();
    view = {
      language: 'en',
      nonce,
      merchantName: 'Manila Coffee Co.',
      channelName: 'QR Ph',
      amount: '₱500.10',
      reference: 'C5N3742144480477184',
      status: 'pending',
      qrSvg: await renderQrSvg('00020101021228760011ph.ppmi.p2m6304A1B2'),
      expiresAt: now + 90_000,
      now,
      statusUrl: '/status',
      returnUrl: `${baseUrl}/shop`,
      sandbox: { payUrl: '/pay', declineUrl: '/decline' },
      ...changes,
    };
    const page = await browser.newPage({ viewport: { width: 320, height: 568 }, javaScriptEnabled, isMobile: true });
    if (javaScriptEnabled) await page.clock.install({ time: now });
    page.on('console', (message) => assert.notEqual(message.type(), 'error', message.text()));
    page.on('pageerror', (error) => assert.fail(error));
    await page.goto(baseUrl);
    return page;
  }

  it('fits 320 pixels, however long the words are', async () => {
    const long = 'W'.repeat(100);
    for (const status of ['preparing', 'pending', 'reversing', 'completed', 'failed', 'closed', 'returned'] as const) {
      const page = await open({
        status,
        merchantName: long,
        channelName: long,
        reference: long,
        amount: '₱50,000,000,000.00',
      });
      assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 320, status);
      await page.close();
    }
  });

  it('shows the payment that was made elsewhere, then returns to the merchant', async () => {
    const page = await open();
    assert.equal(await page.locator('h1').innerText(), 'Pay Manila Coffee Co.\n₱500.10');
    view = { ...view, status: 'completed' };
    await page.clock.runFor(3_000);
    await page.getByText('Payment complete').waitFor();
    await page.clock.runFor(7_000);
    await page.waitForURL('**/shop');
    await page.close();
  });

  it('stops asking for money as soon as the payment is taken back, and returns when that is over', async () => {
    const page = await open({ language: 'zh', channelName: '微信支付', amount: '¥12.50', qrSvg: undefined });
    await page.getByRole('button', { name: '付款', exact: true }).waitFor();
    view = { ...view, status: 'reversing', expiresAt: undefined };
    await page.clock.runFor(3_000);
    await page.getByText('请勿继续付款').waitFor();
    assert.equal(await page.getByRole('button').count(), 0);
    view = { ...view, status: 'closed' };
    await page.clock.runFor(3_000);
    await page.getByRole('heading', { name: '付款已关闭' }).waitFor();
    await page.clock.runFor(16_000);
    await page.waitForURL('**/shop');
    await page.close();
  });

  it('counts down, announces the last minute once, and says when time is up', async () => {
    const page = await open();
    await page.clock.fastForward(31_000);
    assert.match(await page.locator('#clock').innerText(), /^0:5\d$/);
    assert.equal(await page.locator('#announcement').textContent(), 'One minute left to pay');
    await page.clock.fastForward(60_000);
    assert.equal(await page.locator('#clock').innerText(), '0:00');
    assert.match(await page.locator('#status').innerText(), /^Time is up/);
    assert.equal(await page.locator('#announcement').textContent(), 'One minute left to pay');
    await page.close();
  });

  it('is paid and declined with its sandbox buttons, with the keyboard and without JavaScript', async () => {
    for (const [button, result] of [
      ['Pay', 'Payment complete'],
      ['Decline', 'Payment failed'],
    ] as const) {
      for (const javaScriptEnabled of [true, false]) {
        const page = await open({}, javaScriptEnabled);
        await page.getByRole('button', { name: button, exact: true }).press('Enter');
        await page.getByRole('heading', { name: result }).waitFor();
        await page.close();
      }
    }
  });
});
