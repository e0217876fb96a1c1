// Compares the ledger with those who know nothing of it: the sandbox's bank, whose books are its own, and hledger, which balances the
// journal by itself.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { runCommand } from '../../src/cli.ts';
import { eventually, type TestGateway } from './gateway.ts';

/** Days pass, so that all that can happen by itself has happened. */
export async function becomeQuiet(gateway: TestGateway): Promise<void> {
  for (const hours of [0, 2, 25, 25, 25]) await gateway.advance(hours * 3_600 + 5);
  await gateway.gateway.sandbox?.drained();
}

/** The bank's totals of a merchant are his channel accounts, to the cent; answers how many. */
export function bankIsLedger(gateway: TestGateway, merchantId: string): Promise<number> {
  return eventually(async () => {
    const totals = (await gateway.gateway.sandbox?.totals(merchantId)) ?? [];
    const ofBank = totals
      .filter(({ paidInMinor, paidOutMinor }) => paidInMinor > 0n || paidOutMinor > 0n)
      .map(({ channel, currency, paidInMinor, paidOutMinor }) => ({
        id: `${merchantId}:${currency}:channel:${channel}`,
        debits: paidInMinor,
        credits: paidOutMinor,
      }));
    const ofLedger = await gateway.database.sql.unsafe(
      `select id, debits, credits from (select * from cell_00.accounts union all select * from cell_01.accounts) a
        where merchant_id = $1 and kind like 'channel:%' order by id collate "C"`,
      [merchantId],
    );
    assert.deepEqual(
      [...ofLedger],
      ofBank.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    );
    return ofBank.length;
  }, 20_000);
}

// Debian has it.
const program = 'hledger';
export const hledgerIsInstalled = spawnSync(program, ['--version']).status === 0;

/** hledger accepts the journal, and finds in it what is available to each merchant. */
export async function journalBalances(
  gateway: TestGateway,
  merchants: readonly { readonly merchantId: string }[],
  currency: 'PHP' | 'CNY',
): Promise<void> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const open = async () => ({ ...gateway.gateway.core, close: async () => {} });
  const [code, journal] = await Promise.all([
    runCommand(['journal'], open, { stdout, stderr }).finally(() => stdout.end()),
    text(stdout),
  ]);
  assert.equal(code, 0);
  const ask = (...args: string[]) => spawnSync(program, ['-f', '-', ...args], { input: journal, encoding: 'utf8' });
  const checked = ask('check', '--strict');
  assert.equal(checked.status, 0, checked.stderr);
  for (const { merchantId } of merchants) {
    const { available = 0 } = await gateway.balances(merchantId, currency);
    const account = `^${merchantId}:${currency}:available$`;
    const balance = ask('balance', '--flat', '--no-total', '--empty', '-O', 'csv', account);
    const amount = new RegExp(`"(-?[\\d.]+) ${currency}"`).exec(balance.stdout)?.[1] ?? '0';
    assert.equal(Math.round(Number(amount) * -100), available);
  }
}
