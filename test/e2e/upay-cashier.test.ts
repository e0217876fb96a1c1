// An Upay payer's way over HTTP: from the shop into the cashier, through the hosted page on a phone, and back to the shop.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { type Browser, chromium, devices, type Page } from 'playwright-core';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { cashierSign, createUpayClient, type UpayClient } from '../support/upay-client.ts';

const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

let gateway: TestGateway;
let upay: UpayClient;
let shopUrl: string;
let orders = 0;

/** The shop sends its buyer to the cashier, and says to him whatever he brings back. */
const shop = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://shop');
  if (pathname === '/done') return response.end(`<title>Shop</title>${[...searchParams.keys()].join(' ')}`);
  const to = searchParams.get('to');
  // Browsers also ask a shop for its picture.
  return to === null ? response.writeHead(204).end() : response.writeHead(302, { location: to }).end();
});

before(async () => {
  gateway = await startTestGateway();
  const { vendorSn, vendorKey, terminalSn, terminalKey } = gateway.demo.upay;
  upay = createUpayClient({
    baseUrl: gateway.url,
    vendor: { sn: vendorSn, key: vendorKey },
    terminal: { sn: terminalSn, key: terminalKey },
  });
  await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve));
  shopUrl = `http://127.0.0.1:${(shop.address() as AddressInfo).port}`;
});

after(async () => {
  shop.closeAllConnections();
  shop.close();
  await gateway.close();
});

function cashierUrl(amount = '1250'): string {
  orders += 1;
  const order = {
    client_sn: `W${orders}`,
    total_amount: amount,
    subject: '拿铁 大杯',
    operator: '小王',
    reflect: '桌7',
  };
  return upay.cashierUrl({ ...order, return_url: `${shopUrl}/done` });
}

const statusOf = async (sn: string) => (await upay.call('/upay/v2/query', { sn })).data['order_status'];

describe('the cashier on a phone', { skip: !existsSync(executablePath) && 'Chromium is not installed' }, () => {
  let browser: Browser;

  before(async () => {
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  });
  after(() => browser?.close());

  /** With the language that the browser asks for; whatever goes wrong on the page fails the test. */
  async function arrive(url: string, locale = 'zh-CN'): Promise<Page> {
    const phone = devices['iPhone SE'];
    const page = await browser.newPage({ ...phone, defaultBrowserType: undefined, locale } as object);
    await page.clock.install();
    page.on('console', (message) => {
      // A refused address is answered with 400, which the browser itself writes down.
      if (!message.text().includes('status of 400')) assert.notEqual(message.type(), 'error', message.text());
    });
    page.on('pageerror', (error) => assert.fail(error));
    await page.goto(`${shopUrl}/?to=${encodeURIComponent(url)}`);
    return page;
  }

  const ends: [language: string, channel: string, button: string, heading: string, status: string, order: string][] = [
    ['zh-CN', '微信支付', '付款', '付款成功', 'SUCCESS', 'PAID'],
    ['zh-CN', '微信支付', '拒绝', '付款失败', 'FAIL', 'PAY_CANCELED'],
    ['en-GB', 'WeChat Pay', 'Pay', 'Payment complete', 'SUCCESS', 'PAID'],
    ['en-GB', 'WeChat Pay', 'Decline', 'Payment failed', 'FAIL', 'PAY_CANCELED'],
  ];
  for (const [language, channel, button, heading, status, orderStatus] of ends) {
    it(`${button}: the payer reads ${heading} and is back in the shop, with ${status}`, async () => {
      const page = await arrive(cashierUrl(), language);
      assert.equal(await page.locator('html').getAttribute('lang'), language.startsWith('zh') ? 'zh-Hans' : 'en');
      assert.equal(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), true);
      assert.match(await page.locator('h1').innerText(), /¥12\.50$/);
      assert.equal((await page.getByText(channel).count()) > 0, true);
      await page.getByRole('button', { name: button, exact: true }).click();
      await page.getByRole('heading', { name: heading }).waitFor();
      await page.clock.runFor(7_000);
      await page.waitForURL('**/done?**');
      const said = Object.fromEntries(new URL(page.url()).searchParams);
      assert.equal(said['sign'], cashierSign(said, upay.terminal.key));
      assert.deepEqual([said['is_success'], said['status'], said['reflect']], ['T', status, '桌7']);
      assert.equal(await statusOf(said['sn'] ?? ''), orderStatus);
      await page.close();
    });
  }

  it('the page is light, and asks nobody but the gateway for anything', async () => {
    const page = await arrive(cashierUrl());
    const loaded: { url: string; body: Promise<Buffer> }[] = [];
    page.on('response', (response) => {
      // The stream of news has no end to wait for.
      const isStream = response.headers()['content-type']?.startsWith('text/event-stream') === true;
      loaded.push({ url: response.url(), body: isStream ? Promise.resolve(Buffer.alloc(0)) : response.body() });
    });
    await page.reload();
    const sizes = await Promise.all(loaded.map(async ({ body }) => (await body).length));
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    assert.ok(bytes > 1_000 && bytes < 20_480, `${bytes} bytes: ${loaded.map(({ url }) => url).join(' ')}`);
    assert.deepEqual([...new Set(loaded.map(({ url }) => new URL(url).origin))], [gateway.url]);
    await page.close();
  });

  it('a refused payer is back in the shop at once, with the reason signed', async () => {
    const url = cashierUrl();
    await (await arrive(url)).close();
    const again = await arrive(url);
    assert.match(again.url(), /\/done\?is_success=F&error_code=CLIENT_SN_CONFLICT&/);
    const said = Object.fromEntries(new URL(again.url()).searchParams);
    assert.equal(said['sign'], cashierSign(said, upay.terminal.key));
    await again.close();
  });

  const tampered: [title: string, tamper: (url: string) => string][] = [
    ['another sign', (url) => url.replace(/sign=\w+/, 'sign=0')],
    ['no sign', (url) => url.replace(/&sign=\w+/, '')],
    ['a smaller amount', (url) => url.replace('total_amount=1250', 'total_amount=1')],
    ['another number', (url) => url.replace('client_sn=W', 'client_sn=V')],
    ['another page to go back to', (url) => url.replace('%2Fdone', '%2Fother')],
    ['one parameter more', (url) => url.replace('&sign=', '&payway=1&sign=')],
  ];
  it('whoever brings an address with something changed stays where he is, and reads why', async () => {
    for (const [title, tamper] of tampered) {
      const url = cashierUrl();
      const page = await arrive(tamper(url));
      assert.notEqual(tamper(url), url, title);
      assert.equal(new URL(page.url()).origin, gateway.url, title);
      await page.getByText('ILLEGAL_SIGN').waitFor();
      await page.clock.runFor(60_000);
      assert.equal(new URL(page.url()).origin, gateway.url, title);
      assert.equal(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), true);
      await page.close();
    }
  });

  it('a page that is open when its order is cancelled sends the payer back unpaid', async () => {
    const page = await arrive(cashierUrl());
    const sn = (await page.locator('.reference').innerText()).trim();
    await upay.call('/upay/v2/cancel', { sn });
    await page.clock.runFor(3_000);
    await page.getByRole('heading', { name: '付款已关闭' }).waitFor();
    assert.equal(await page.getByRole('button').count(), 0);
    await page.clock.runFor(16_000);
    await page.waitForURL('**/done?**');
    assert.equal(new URL(page.url()).searchParams.get('status'), 'FAIL');
    await page.close();
  });
});

describe('the cashier', () => {
  it('takes an order back whose time is up, and says so', async () => {
    const opened = await fetch(cashierUrl(), { redirect: 'manual' });
    const page = opened.headers.get('location') ?? '';
    await gateway.advance(241);
    const status = async () => ((await (await fetch(`${page}/status`)).json()) as { status: string }).status;
    assert.equal(await status(), 'closed');
    assert.match(await (await fetch(page)).text(), /Payment expired/);
  });
});

describe('the stop of the gateway', () => {
  it('answers a pay that waits for its payer as it stands, and does not wait for it', async () => {
    const stopping = await startTestGateway();
    const { vendorSn, vendorKey, terminalSn, terminalKey } = stopping.demo.upay;
    const client = createUpayClient({
      baseUrl: stopping.url,
      vendor: { sn: vendorSn, key: vendorKey },
      terminal: { sn: terminalSn, key: terminalKey },
    });
    const order = { client_sn: 'C1', total_amount: '19020', subject: 'coffee', operator: 'op1' };
    const answer = client.call('/upay/v2/pay', { ...order, dynamic_id: '134567890123456789' });
    // Once the order can be found, pay waits for its outcome.
    for (;;) if ((await client.call('/upay/v2/query', { client_sn: 'C1' })).outcome === 'SUCCESS') break;
    const startedAtMs = performance.now();
    await stopping.close();
    assert.equal((await answer).outcome, 'PAY_IN_PROGRESS');
    assert.ok(performance.now() - startedAtMs < 20_000);
  });
});
