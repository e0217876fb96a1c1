// Guards that the journal says what the ledger says, in words that hledger understands and balances by itself.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { after, test } from 'node:test';
import { createTestEngine, merchantId } from '../../test/support/engine.ts';
import { aPayment, aPayout, funding } from '../../test/support/commands.ts';
import { postgresql } from '../../test/support/stores.ts';
import type { CellStore } from '../engine/store.ts';
import { writeJournal } from './journal.ts';

const { store, close } = await postgresql.open();
const testEngine = createTestEngine([store]);
const { engine, clock } = testEngine;
after(close);

// Debian has it; without it the journal's own tests must do.
const program = 'hledger';
const hledger = (journal: string, ...args: string[]) =>
  spawnSync(program, ['-f', '-', ...args], { input: journal, encoding: 'utf8' });
const installed = hledger('', '--version').status === 0;
const skip = installed ? false : 'hledger is not installed';

async function journalOf(ledger: CellStore): Promise<string> {
  const out = new PassThrough();
  const [, journal] = await Promise.all([writeJournal(ledger, out).then(() => out.end()), text(out)]);
  return journal;
}

// Two days of every kind of booking, and enough of them for two pages.
await engine.execute(0, 'fund', funding(testEngine, 10_000_000n));
for (let made = 0; made < 3; made++) {
  const batch = await Promise.all(
    Array.from({ length: 250 }, async () => {
      const payment = aPayment(testEngine, { amountMinor: 12_345n });
      await engine.execute(0, 'create-payment', payment);
      const credit = { paymentId: payment.id, bankReference: testEngine.newId('B'), amountMinor: 12_345n };
      return (await engine.execute(0, 'confirm-credit', credit)).ok;
    }),
  );
  assert.ok(batch.every(Boolean));
  clock.advance(86_400_000);
}
const payout = aPayout(testEngine);
assert.ok((await engine.execute(0, 'create-payout', payout)).ok);
const journal = await journalOf(store);

test('hledger accepts the journal, every account and currency of it declared', { skip }, () => {
  const checked = hledger(journal, 'check', '--strict');
  assert.equal(checked.status, 0, checked.stderr);
});

test('hledger comes to the balances that the database keeps', { skip }, async () => {
  const balance = hledger(journal, 'balance', '--flat', '--no-total', '--empty', '-O', 'csv');
  assert.equal(balance.status, 0, balance.stderr);
  for (const { id, debits, credits, currency } of await store.listAccounts('', 100)) {
    const minor = debits - credits;
    const sign = minor < 0n ? '-' : '';
    const digits = `${minor < 0n ? -minor : minor}`.padStart(3, '0');
    assert.ok(balance.stdout.includes(`"${id}","${sign}${digits.slice(0, -2)}.${digits.slice(-2)} ${currency}"`), id);
  }
});

test('hledger notices a balance that its transfers do not add up to', { skip }, async () => {
  const tampered: CellStore = {
    ...store,
    listAccounts: async (afterId, limit) =>
      (await store.listAccounts(afterId, limit)).map((account) =>
        account.kind === 'fees' ? { ...account, credits: account.credits + 1n } : account,
      ),
  };
  const checked = hledger(await journalOf(tampered), 'check');
  assert.notEqual(checked.status, 0);
  assert.match(checked.stderr, /balance assertion/i);
});

test('each transfer is written once, with its time, and an account that changes meanwhile is not asserted', async () => {
  const transfers = (await store.checkBooks()).transfers;
  assert.equal(journal.split('\n').filter((line) => /^\d{4}-\d\d-\d\d \(/.test(line)).length, transfers);
  assert.match(
    journal,
    /^2026-03-02 \(C\d{24}\/payment\) payment {2}; 2026-03-02T04:00:00\.000Z\n {4}\S+ {2}123\.45 PHP\n {4}\S+ {2}-123\.45 PHP$/m,
  );
  let lists = 0;
  const busy: CellStore = {
    ...store,
    listAccounts: async (afterId, limit) => {
      const accounts = await store.listAccounts(afterId, limit);
      return lists++ === 0 ? accounts : accounts.map((account) => ({ ...account, debits: account.debits + 1n }));
    },
  };
  assert.ok(!(await journalOf(busy)).includes(' = '));
  assert.ok(journal.includes(`    ${merchantId}:PHP:available  0 PHP = `));
});
