// The hosted pages that PayCools' accounts lead to (paycools.md 4.1, 4.2, 4.4, 6.1), in a real browser and over HTTP, over the whole gateway:
// how to pay under a number, and all numbers of an order; and the number for one payment at a counter.
import assert from 'node:assert/strict';
import { after, before, describe, it, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { serialId } from '../../src/kernel/id.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import {
  createHostedPages,
  desk,
  fits,
  openPage,
  phone,
  postForm,
  readPage,
  startBrowser,
  type TestAccount,
  withoutChromium,
} from '../support/hosted-pages.ts';
import { anOrderId, type TestMerchant } from '../support/merchant.ts';
import { acknowledged } from '../support/receiver.ts';

const languages = ['en', 'th', 'id', 'zh', 'fil'] as const;

let gateway: TestGateway;
let merchant: TestMerchant;
let pages: ReturnType<typeof createHostedPages>;
before(async () => {
  gateway = await startTestGateway();
  merchant = await gateway.merchant({ settings: { name: 'Manila Coffee Co.' } });
  pages = createHostedPages(gateway, merchant);
});
after(() => gateway.close());

describe('in a browser', { skip: withoutChromium }, () => {
  let browser: Browser;
  before(async () => {
    browser = await startBrowser();
  });
  after(() => browser?.close());

  for (const [name, device] of Object.entries({ phone, desk })) {
    it(`a number is copied as one, and paid again and again, on a ${name}`, async () => {
      const bounds = { minAmountMinor: 10_000n, maxAmountMinor: 500_000n, expirySeconds: 86_400 };
      const bill = await pages.account('GCASH_STATIC_VA', bounds);
      const page = await openPage(browser, bill.url, device);
      assert.equal(await page.title(), 'Pay Manila Coffee Co. · GCash');
      assert.equal(await fits(page), true);
      await page.getByText('Choose the biller Manila Coffee Co.').waitFor();
      await page.getByText('₱100.00 to ₱5,000.00').waitFor();
      await page.getByText('Valid until').waitFor();
      assert.equal(await page.locator('.number').innerText(), bill.number);
      await page.getByRole('button', { name: 'Copy' }).click();
      await page.getByRole('button', { name: 'Copied' }).waitFor();
      assert.equal(await page.evaluate('navigator.clipboard.readText()'), bill.number);

      for (const amount of ['500.10', '100']) {
        await page.getByLabel('Amount').fill(amount);
        const loaded = page.waitForEvent('load');
        await page.getByRole('button', { name: 'Pay', exact: true }).press('Enter');
        await loaded;
        await page.getByRole('status').filter({ hasText: 'Your payment was made' }).waitFor();
      }
      await page.getByLabel('Amount').fill('99.99');
      await page.getByRole('button', { name: 'Pay', exact: true }).click();
      await page.getByRole('alert').filter({ hasText: 'This amount cannot be paid' }).waitFor();
      assert.deepEqual(await bill.paid(), [
        ['completed', 50_010n],
        ['completed', 10_000n],
      ]);
      await page.context().close();
    });
  }

  it('every page fits 320 pixels in every language, however long the words are', async () => {
    const long = { details: { holder: 'W'.repeat(100), bank: 'W'.repeat(100) } };
    const narrow = { ...phone, viewport: { width: 320, height: 568 } };
    const reference = anOrderId();
    const bill = await pages.account('7ELEVEN_STATIC_VA', { ...long, reference });
    await pages.account('GCASH_STATIC_VA', { ...long, reference });
    const transfer = await pages.account('INSTA_TRANSFER_ACC', long);
    const identity = await pages.check();
    const page = await openPage(browser, bill.url, narrow);
    for (const language of languages) {
      for (const url of [bill.url, `${bill.url}/all`, transfer.url, identity.url]) {
        await page.goto(`${url}?lang=${language}&amount=999999999999&paid=1`);
        assert.equal(await fits(page), true, page.url());
        assert.match(await page.locator('h1').innerText(), /Manila Coffee Co\./);
      }
    }
    await page.context().close();
  });

  it('all numbers of an order lead to their pages and back, with the amount that the merchant asks, without JavaScript', async () => {
    const reference = anOrderId();
    const bill = await pages.account('GCASH_STATIC_VA', { reference });
    await pages.account('PAYMAYA_STATIC_VA', { reference });
    const pawnshop = await pages.account('RDP_STATIC_VA', { reference });
    const page = await openPage(browser, `${bill.url}/all?amount=50000`, { ...phone, javaScriptEnabled: false });
    await page.getByRole('link', { name: 'Filipino' }).click();
    await page.getByRole('link', { name: 'RD Pawnshop' }).click();
    assert.match(await page.locator('h1').innerText(), /Magbayad sa Manila Coffee Co\.\s+₱500\.00/);
    assert.equal(await page.getByLabel('Halaga').inputValue(), '500.00');
    await page.getByRole('button', { name: 'Magbayad', exact: true }).click();
    await page.getByText('Nabayaran mo na').waitFor();
    await page.getByRole('link', { name: 'Magbayad sa ibang paraan' }).click();
    await page.getByRole('link', { name: 'GCash' }).waitFor();
    assert.match(await page.locator('h1').innerText(), /₱500\.00/);
    assert.deepEqual(await pawnshop.paid(), [['completed', 50_000n]]);
    await page.context().close();
  });

  it('who picks a counter in a checkout gets a number to show, under which it is paid there', async () => {
    const page = await openPage(browser, await pages.checkout(['GCASH_URL', '7ELEVEN_VA']));
    await page.getByRole('group', { name: 'Over the counter' }).getByRole('button', { name: '7-Eleven' }).click();
    await page.getByRole('heading', { name: 'Show this code at a 7-Eleven counter' }).waitFor();
    await page.getByText('This code is for this payment only.').waitFor();
    assert.equal(await fits(page), true);
    const number = await page.locator('.number').innerText();
    await gateway.act(number, 'paid');
    await page.getByRole('heading', { name: 'Payment complete' }).waitFor();
    await page.context().close();
  });
});

test('what cannot be paid is refused in words, and nothing is booked', async () => {
  const bill = await pages.account('GCASH_STATIC_VA', { maxAmountMinor: 100_000n });
  const cases: [amount: string, query: string][] = [
    ['', '?refused=amount'],
    ['abc', '?refused=amount'],
    ['0', '?refused=amount'],
    ['0.99', '?refused=amount'],
    ['1.001', '?refused=amount'],
    ['1000.01', '?refused=amount'],
    ['999999999999999', '?refused=amount'],
    // It fails at the channel (a sandbox scenario).
    ['190.03', '?refused=failed'],
  ];
  for (const [amount, query] of cases) {
    const { status, headers } = await postForm(`${bill.url}/pay`, { amount });
    assert.deepEqual([status, headers.get('location')], [303, new URL(bill.url).pathname + query], amount);
    assert.match(await readPage(bill.url + query), /role="alert"/);
  }
  const odd = await fetch(`${bill.url}/pay`, { method: 'POST', redirect: 'manual' });
  assert.equal(odd.headers.get('location'), `${new URL(bill.url).pathname}?refused=amount`);
  assert.deepEqual(await bill.paid(), []);
});

test('a merchant that is asked and does not want the money keeps it out, and the page says so', async () => {
  const careful = await gateway.merchant();
  const switches = { verification: true };
  const callbackUrls = { merchant: `${careful.receiver.url}/merchant` };
  await gateway.manage('PATCH', `/apps/${careful.appId}`, { switches, callbackUrls });
  careful.receiver.answer = ({ fields }) =>
    fields['eventName'] === 'payment.verification' ? { body: '{"code":1000,"msg":"No"}' } : acknowledged;
  const bill = await createHostedPages(gateway, careful).account('GCASH_STATIC_VA');
  const { headers } = await postForm(`${bill.url}/pay?lang=id`, { amount: '50' });
  assert.equal(headers.get('location'), `${new URL(bill.url).pathname}?refused=declined&lang=id`);
  assert.match(await readPage(`${bill.url}?refused=declined`), /role="alert">[^<]* did not take this payment/);
  assert.deepEqual(await bill.paid(), []);
});

test('the list holds what can be paid now of the same product, and says when nothing is left', async () => {
  const reference = anOrderId();
  const bill = await pages.account('GCASH_STATIC_VA', { reference });
  const maya = await pages.account('PAYMAYA_STATIC_VA', { reference, expirySeconds: 60 });
  const transfer = await pages.account('INSTA_TRANSFER_ACC', { reference });
  await pages.account('7ELEVEN_STATIC_VA');
  const { qrcodeContent } = await merchant.createQrcode({ mchOrderId: reference });
  const listed = async ({ url }: TestAccount, query = '') =>
    [...(await readPage(`${url}/all${query}`)).matchAll(/<a class="way" href="([^"]*)"/g)].map(([, href]) => href);
  const pathOf = ({ url }: TestAccount) => new URL(url).pathname;

  assert.deepEqual(await listed(bill), [pathOf(bill), pathOf(maya)]);
  assert.deepEqual(await listed(transfer), [pathOf(transfer)]);
  assert.doesNotMatch(await readPage(`${bill.url}/all`), new RegExp(`7-Eleven|${qrcodeContent.slice(0, 20)}`));
  assert.match(await readPage(transfer.url), /Transfer to this account at Sandbox Bank/);
  assert.doesNotMatch(await readPage(transfer.url), /Pay in another way/);

  assert.deepEqual(await listed(bill, '?amount=50000'), [
    `${pathOf(bill)}?amount=50000`,
    `${pathOf(maya)}?amount=50000`,
  ]);
  for (const odd of ['0', '-1', '1.5', '1e3', ' 5', '1000000000000', '<b>', '１００', '5&amount=6']) {
    const list = await readPage(`${bill.url}/all?amount=${odd === '5&amount=6' ? odd : encodeURIComponent(odd)}`);
    assert.doesNotMatch(list, /class="amount"|[?]amount=/, odd);
  }

  await gateway.manage('PATCH', '/channels/GCASH_STATIC_VA', { enabled: false });
  try {
    assert.deepEqual(await listed(bill), [pathOf(maya)]);
    assert.match(await readPage(bill.url), /This way to pay cannot be used right now/);
    const { headers } = await postForm(`${bill.url}/pay`, { amount: '50' });
    assert.equal(headers.get('location'), pathOf(bill));
  } finally {
    await gateway.manage('PATCH', '/channels/GCASH_STATIC_VA', { enabled: true });
  }

  await bill.cancel();
  assert.match(await readPage(bill.url), /Number closed/);
  assert.deepEqual(await listed(bill), [pathOf(maya)]);
  await gateway.advance(61);
  assert.match(await readPage(maya.url), /Number expired/);
  assert.match(await readPage(`${maya.url}/all`), /This number is no longer valid/);
  for (const over of [bill, maya]) {
    const { headers } = await postForm(`${over.url}/pay`, { amount: '50' });
    assert.equal(headers.get('location'), pathOf(over));
  }
  assert.deepEqual([await bill.paid(), await maya.paid()], [[], []]);
});

test('a link that the gateway did not make leads nowhere', async () => {
  const bill = await pages.account('GCASH_STATIC_VA');
  const absent = pages.tokenFor(serialId('VA', 0, 99_999_999_999));
  for (const url of [`${bill.url}x`, `${gateway.url}/pay/${bill.id}`, `${gateway.url}/pay/${absent}`]) {
    for (const path of ['', '/all', '/status', '/events', '/return'])
      assert.equal((await fetch(url + path)).status, 404, url + path);
    for (const path of ['/pay', '/decline', '/channel'])
      assert.equal((await postForm(url + path, {})).status, 404, url + path);
  }
  for (const path of ['/status', '/events', '/return']) assert.equal((await fetch(bill.url + path)).status, 404, path);
});
