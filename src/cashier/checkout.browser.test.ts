// A checkout in a real browser, on a phone and on a desk, over the real plugin and engine. Skipped where Chromium is not installed.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { type Browser, chromium, type Page } from 'playwright-core';
import { type CashierOptions, openCashier } from '../../test/support/cashier.ts';

const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const phone = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };
const desk = { viewport: { width: 1280, height: 800 } };

describe('a checkout in a browser', { skip: !existsSync(executablePath) && 'Chromium is not installed' }, () => {
  let browser: Browser;
  let shop: Server;
  let shopUrl: string;

  before(async () => {
    shop = createServer((_request, response) => response.end('<title>Shop</title>'));
    await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve));
    shopUrl = `http://127.0.0.1:${(shop.address() as AddressInfo).port}/shop`;
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  });

  after(async () => {
    await browser?.close();
    shop.closeAllConnections();
    shop.close();
  });

  async function visit(
    options: CashierOptions,
    work: (cashier: Awaited<ReturnType<typeof openCashier>>, open: (device?: object) => Promise<Page>) => Promise<void>,
  ) {
    const cashier = await openCashier({ ...options, checkout: { returnUrl: shopUrl, ...options.checkout } });
    const base = await cashier.server.listen({ port: 0, host: '127.0.0.1' });
    const pages: Page[] = [];
    try {
      await work(cashier, async (device = phone) => {
        const page = await browser.newPage(device);
        pages.push(page);
        page.on('console', (message) => assert.notEqual(message.type(), 'error', message.text()));
        page.on('pageerror', (error) => assert.fail(error));
        await page.goto(base + cashier.url);
        return page;
      });
    } finally {
      for (const page of pages) await page.close();
      cashier.engine.endWaits();
      cashier.server.server.closeAllConnections();
      await cashier.server.close();
    }
  }

  const widthOf = (page: Page) => page.evaluate('document.documentElement.scrollWidth');

  for (const [name, device] of Object.entries({ phone, desk })) {
    it(`is paid with the keyboard alone on a ${name}: way, code, result, back to the shop`, async () => {
      await visit({}, async (_cashier, open) => {
        const page = await open(device);
        await page.getByRole('heading', { name: 'Pay Manila Coffee Co.' }).waitFor();
        assert.equal(await widthOf(page), device.viewport.width);
        await page.keyboard.press('Tab');
        assert.equal(await page.evaluate('document.activeElement.value'), 'QR');
        await page.keyboard.press('Enter');
        await page.getByRole('img', { name: 'QR code to pay Manila Coffee Co. with QR Ph' }).waitFor();
        assert.equal(await widthOf(page), device.viewport.width);
        await page.getByRole('button', { name: 'Pay', exact: true }).press('Enter');
        await page.getByRole('heading', { name: 'Payment complete' }).waitFor();
        await page.getByRole('link', { name: 'Back to Manila Coffee Co.' }).press('Enter');
        await page.waitForURL('**/shop');
      });
    });
  }

  it('fits 320 pixels, however long the words are, in every state', async () => {
    const long = 'W'.repeat(100);
    const named = {
      merchantName: long,
      channels: { WEB: { name: long, type: 'bank_transfer' }, QR: { name: long } },
    } as const;
    await visit(named, async (cashier, open) => {
      const page = await open({ ...phone, viewport: { width: 320, height: 568 } });
      assert.equal(await widthOf(page), 320);
      for (const code of ['WEB', 'QR']) {
        await cashier.choose(code);
        await page.reload();
        assert.equal(await widthOf(page), 320, code);
      }
    });
  });

  it('shows without being loaded again what happens in another tab and at the bank, and moves the focus there', async () => {
    await visit({}, async (cashier, open) => {
      const page = await open();
      await page.evaluate('window.stayed = true');
      const id = await cashier.choose('QR');
      await page.getByRole('img', { name: /QR code/ }).waitFor();
      await cashier.choose('WEB');
      await page.getByText('Continue in GCash').waitFor();
      await page.getByRole('link', { name: 'Pay in another way' }).click();
      await page.getByRole('button', { name: 'GCash Chosen' }).waitFor();
      await page.evaluate('window.stayed = true');
      const second = await cashier.choose('QR');
      await page.getByRole('img', { name: /QR code/ }).waitFor();
      assert.notEqual(second, id);
      assert.doesNotMatch(page.url(), /change/);
      await cashier.confirm(second);
      await page.getByRole('heading', { name: 'Payment complete' }).waitFor();
      assert.deepEqual(await page.evaluate('[window.stayed, document.activeElement.tagName, document.title]'), [
        true,
        'H1',
        'Payment complete · ₱500.00 · Manila Coffee Co.',
      ]);
      await page.waitForURL('**/shop', { timeout: 10_000 });
    });
  });

  it('falls back to asking where events do not arrive', async () => {
    await visit({}, async (cashier) => {
      const context = await browser.newContext(phone);
      await context.route('**/events', (route) => route.fulfill({ status: 503 }));
      const page = await context.newPage();
      const { port } = cashier.server.server.address() as AddressInfo;
      await page.goto(`http://127.0.0.1:${port}${cashier.url}`);
      await cashier.choose('QR');
      await page.getByRole('img', { name: /QR code/ }).waitFor();
      await context.close();
    });
  });

  it('works without JavaScript: another way after one that failed, in another language', async () => {
    await visit({}, async (cashier, open) => {
      const page = await open({ ...phone, javaScriptEnabled: false });
      await page.getByRole('link', { name: 'Filipino' }).click();
      await page.getByRole('button', { name: 'GCash' }).click();
      await page.getByRole('button', { name: 'Tanggihan' }).click();
      await page.getByRole('alert').waitFor();
      assert.equal(await page.evaluate('document.documentElement.lang'), 'fil');
      await page.getByRole('button', { name: 'QR Ph' }).click();
      await cashier.confirm((await cashier.checkout()).paymentId ?? '');
      await page.getByRole('link', { name: 'Tingnan' }).click();
      await page.getByRole('heading', { level: 1 }).filter({ hasText: '₱500.00' }).waitFor();
      assert.equal((await cashier.checkout()).status, 'completed');
    });
  });
});
