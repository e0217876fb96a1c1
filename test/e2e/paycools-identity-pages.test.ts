// The hosted page on which a user shows a merchant who he is (paycools.md 11.1), in a real browser and over HTTP, over the whole gateway.
import assert from 'node:assert/strict';
import { after, before, describe, it, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { eventually, startTestGateway, type TestGateway } from '../support/gateway.ts';
import {
  createHostedPages,
  desk,
  fits,
  openPage,
  phone,
  postForm,
  readPage,
  startBrowser,
  withoutChromium,
} from '../support/hosted-pages.ts';
import type { TestMerchant } from '../support/merchant.ts';

let gateway: TestGateway;
let merchant: TestMerchant;
let pages: ReturnType<typeof createHostedPages>;
before(async () => {
  gateway = await startTestGateway({ logLevel: 'debug' });
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

  for (const javaScriptEnabled of [true, false]) {
    it(`a user corrects what is wrong and is believed, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async () => {
      const check = await pages.check();
      const page = await openPage(browser, check.url, { ...phone, javaScriptEnabled });
      await page.getByText('wants to be sure that you are who you say you are').waitFor();
      await page.getByLabel('Full name').fill('Juan 2');
      await page.getByLabel('Type of ID').selectOption('Passport');
      await page.getByLabel('ID number').fill('12');
      await page.getByRole('button', { name: 'Confirm' }).click();
      await page.getByRole('alert').waitFor();
      assert.equal(page.url(), check.url);
      assert.equal(await fits(page), true);
      assert.equal(await page.locator('[aria-invalid]').count(), 3);
      assert.equal(await page.getByLabel('Full name').inputValue(), 'Juan 2');
      assert.equal(await page.getByLabel('Type of ID').inputValue(), 'Passport');
      assert.equal((await check.row()).status, 'pending');
      await page.getByLabel('Full name').fill('Juan Dela Cruz');
      await page.getByLabel('Date of birth').fill('1990-02-28');
      await page.getByLabel('ID number').fill('P-7654321Z');
      await page.getByRole('button', { name: 'Confirm' }).press('Enter');
      await page.getByRole('heading', { name: 'Identity confirmed' }).waitFor();
      await page.getByRole('link', { name: 'Back to Manila Coffee Co.' }).waitFor();
      const { status, person } = await check.row();
      assert.equal(status, 'passed');
      assert.deepEqual(person, {
        fullName: 'Juan Dela Cruz',
        birthDate: '1990-02-28',
        idType: 'Passport',
        idNumberMasked: '*****321Z',
      });
      await page.context().close();
    });
  }

  it('a user who is not believed reads so, and an open page hears of it by itself', async () => {
    const check = await pages.check();
    const [page, other] = [await openPage(browser, check.url, desk), await openPage(browser, check.url)];
    await page.getByRole('button', { name: 'Reject' }).click();
    await page.getByRole('heading', { name: 'Identity not confirmed' }).waitFor();
    await other.getByRole('heading', { name: 'Identity not confirmed' }).waitFor();
    const { status, failure, person } = await check.row();
    assert.deepEqual([status, failure, person], ['rejected', 'channel_rejected', null]);
    await page.context().close();
    await other.context().close();
  });
});

const someone = {
  fullName: 'Maria Clara',
  birthDate: '1990-02-28',
  idType: 'PhilSys',
  idNumber: '8765-4321-0987-6543',
};

test('a user is decided on once; his status can be asked for, and the way back leads to the merchant', async () => {
  const check = await pages.check();
  const status = async () => ((await (await fetch(`${check.url}/status`)).json()) as { status: string }).status;
  assert.equal(await status(), 'awaited');
  const wrong = await postForm(check.url, { ...someone, birthDate: '2990-01-01' });
  assert.deepEqual([wrong.status, await status()], [422, 'awaited']);
  assert.match(await wrong.text(), /value="8765-4321-0987-6543"/);
  const { headers } = await postForm(`${check.url}?lang=th`, someone);
  assert.equal(headers.get('location'), `${new URL(check.url).pathname}?lang=th`);
  assert.equal(await status(), 'passed');
  for (const path of ['', '/reject']) assert.equal((await postForm(check.url + path, {})).status, 303);
  assert.equal(await status(), 'passed');
  const page = await readPage(check.url);
  assert.match(page, /<title>Identity confirmed · Manila Coffee Co\.</);
  assert.doesNotMatch(page, /Maria|6543/);
  const back = await fetch(`${check.url}/return`, { redirect: 'manual' });
  assert.deepEqual([back.status, back.headers.get('location')], [302, 'https://m.example/done?from=%C3%BC']);
  assert.equal((await fetch(`${(await pages.check(null)).url}/return`)).status, 404);
});

test('who comes too late reads so, and is taken no answer from', async () => {
  const check = await pages.check();
  await gateway.advance(3_601);
  assert.match(await readPage(check.url), /The time to show your ID is over/);
  assert.equal((await postForm(check.url, someone)).status, 303);
  assert.equal((await check.row()).status, 'expired');
});

test('the number of an ID is nowhere but in the page: in no row, no log and no message', async () => {
  const check = await pages.check();
  for (const form of [{ ...someone, fullName: '' }, someone]) await postForm(check.url, form);
  assert.equal((await check.row()).status, 'passed');
  const told = await eventually(() =>
    merchant.receiver.received.find(({ fields }) => fields['eventName'] === 'ekyc.success'),
  );
  const { sql } = gateway.gateway.core;
  const tables = await sql<{ name: string }[]>`
    select format('%I.%I', table_schema, table_name) as name from information_schema.tables
    where table_schema not in ('pg_catalog', 'information_schema')`;
  assert.ok(tables.length > 20);
  for (const number of ['8765-4321-0987-6543', '8765432109876543']) {
    assert.doesNotMatch(gateway.log() + JSON.stringify(told), new RegExp(number));
    for (const { name } of tables) {
      const found = await sql.unsafe(`select 1 from ${name} t where t::text like '%${number}%'`);
      assert.equal(found.length, 0, name);
    }
  }
});

test('a link that the gateway did not make leads nowhere', async () => {
  const check = await pages.check();
  const bill = await pages.account('GCASH_STATIC_VA');
  for (const url of [`${check.url}x`, check.url.replace('/EK', '/EX'), bill.url.replace('/pay/', '/identity/')]) {
    for (const path of ['', '/status', '/return']) assert.equal((await fetch(url + path)).status, 404, url + path);
    for (const path of ['', '/reject']) assert.equal((await postForm(url + path, someone)).status, 404, url + path);
  }
});
