// What PayCools' answers lead to, for tests of the hosted pages over the whole gateway: numbers of a merchant's, users that it asks who they
// are, a checkout; and a browser in which whatever goes wrong on a page fails the test.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { issueAccount } from '../../src/channels/sandbox/calls/present.ts';
import type { CommandName, CommandOf, ValueOf } from '../../src/core/commands.ts';
import type { IdentityCheck } from '../../src/core/identity/identity-check.ts';
import type { Merchant } from '../../src/core/merchant/merchant.ts';
import { serialId } from '../../src/kernel/id.ts';
import { createTokenSigner } from '../../src/kernel/token.ts';
import type { TestGateway } from './gateway.ts';
import { anOrderId, type TestMerchant } from './merchant.ts';

export const phone = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };
export const desk = { viewport: { width: 1280, height: 800 } };

const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** For the options of a group of tests. */
export const withoutChromium = !existsSync(executablePath) && 'Chromium is not installed';

export function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
}

export async function openPage(browser: Browser, url: string, device: object = phone): Promise<Page> {
  const context = await browser.newContext({ locale: 'en-PH', ...device });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const page = await context.newPage();
  page.on('console', (message) => {
    // What cannot be true is answered with 422, which the browser itself writes down.
    if (!message.text().includes('status of 422')) assert.notEqual(message.type(), 'error', message.text());
  });
  page.on('pageerror', (error) => assert.fail(error));
  await page.goto(url);
  return page;
}

export function fits(page: Page): Promise<unknown> {
  return page.evaluate('document.documentElement.scrollWidth <= innerWidth');
}

export function postForm(url: string, fields: Readonly<Record<string, string>>): Promise<Response> {
  return fetch(url, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });
}

export async function readPage(url: string): Promise<string> {
  return (await fetch(url)).text();
}

export interface TestAccount {
  readonly id: string;
  readonly reference: string;
  readonly number: string;
  readonly channel: string;
  readonly url: string;
  /** What was paid on it, oldest first. */
  paid(): Promise<[status: string, amountMinor: bigint][]>;
  cancel(): Promise<void>;
}

export interface TestCheck {
  readonly url: string;
  row(): Promise<IdentityCheck>;
}

export function createHostedPages(gateway: TestGateway, { merchantId, appId, receiver }: TestMerchant) {
  const { engine, directory, ids, clock, masterKey } = gateway.gateway.core;
  const { tokenFor } = createTokenSigner(masterKey);
  const owner = { merchantId, appId, referenceScope: appId };
  // Above what the gateway itself gives in a test.
  let serial = 5_000_000;

  async function merchantRow(): Promise<Merchant> {
    const row = await directory.findMerchant(merchantId);
    assert.ok(row);
    return row;
  }

  async function execute<Name extends CommandName>(
    cell: number,
    name: Name,
    command: CommandOf<Name>,
  ): Promise<ValueOf<Name>> {
    const outcome = await engine.execute(cell, name, command);
    assert.ok(outcome.ok, outcome.ok ? '' : `${name}: ${outcome.reason}`);
    return outcome.value;
  }

  return {
    tokenFor,
    /** A number of the merchant's at a channel, as PayCools' operations make them. */
    async account(channel: string, change: Partial<CommandOf<'create-instrument'>> = {}): Promise<TestAccount> {
      const merchant = await merchantRow();
      const { cell } = merchant;
      const id = serialId('VA', cell, ++serial);
      const served = directory.channel(channel);
      assert.ok(served);
      const { number, holder, bank } = issueAccount(served, { instrumentId: id, merchant });
      const reference = change.reference ?? anOrderId();
      await execute(cell, 'create-instrument', {
        id,
        paymentId: null,
        ...owner,
        reference,
        slot: channel,
        channel,
        amountMinor: null,
        expirySeconds: null,
        presentation: number,
        notifyUrl: null,
        repeat: 'refuse',
        details: { accountNumber: number, holder, bank },
        ...change,
      });
      return {
        id,
        reference,
        number,
        channel,
        url: `${gateway.url}/pay/${tokenFor(id)}`,
        async paid() {
          const [from, to] = [clock.now() - 3_600_000, clock.now() + 1];
          const payments = await engine.store(cell).listPaymentsOfReference(appId, reference, [channel], from, to, 10);
          return payments.map(({ status, amountMinor }) => [status, amountMinor]);
        },
        async cancel() {
          await execute(cell, 'cancel-instrument', { referenceScope: appId, reference, slot: channel });
        },
      };
    },

    /** A user whom the merchant asks who he is. */
    async check(returnUrl: string | null = 'https://m.example/done?from=ü'): Promise<TestCheck> {
      const { cell } = await merchantRow();
      const id = ids.next('EK', cell, clock.now());
      await execute(cell, 'create-identity-check', {
        id,
        ...owner,
        reference: anOrderId(),
        userId: 'user-1',
        channel: 'PH_EKYC',
        notifyUrl: `${receiver.url}/ekyc`,
        returnUrl,
        details: {},
      });
      return {
        url: `${gateway.url}/identity/${tokenFor(id)}`,
        async row() {
          const row = await engine.find(cell, 'identityChecks', id);
          assert.ok(row);
          return row;
        },
      };
    },

    /** The address of a checkout's page. */
    async checkout(channels: readonly string[]): Promise<string> {
      const { cell } = await merchantRow();
      const id = ids.next('CH', cell, clock.now());
      await execute(cell, 'create-checkout', {
        id,
        ...owner,
        reference: anOrderId(),
        currency: 'PHP',
        amountMinor: 50_010n,
        channels,
        expirySeconds: 3600,
        notifyUrl: receiver.url,
        returnUrl: null,
        language: null,
        logoUrl: null,
        details: {},
      });
      return `${gateway.url}/pay/${tokenFor(id)}`;
    },
  };
}
