// Writes a cell's ledger as a journal that hledger reads: one transaction a transfer, so that anyone can balance the
// books with a program that is not this one (docs/ledger.md).
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type { Account, Transfer } from '../core/ledger/ledger.ts';
import type { CellStore } from '../engine/store.ts';
import { currencyCodes, currencyOf, formatMainUnits } from '../kernel/money.ts';

/**
 * Streams accounts and transfers in pages, so that a ledger of any size can be written while the gateway runs. At the
 * end the journal asserts the balance of each account on which nothing was booked meanwhile: hledger then checks the
 * balances that the database keeps against the transfers. Does not end `out`.
 */
export async function writeJournal(store: CellStore, out: Writable): Promise<void> {
  const write = async (text: string) => {
    if (text !== '' && !out.write(text)) await once(out, 'drain');
  };
  await write(currencyCodes.map(commodityLine).join(''));
  const before = new Map<string, Account>();
  for await (const accounts of pagesOf(store.listAccounts)) {
    for (const account of accounts) before.set(account.id, account);
    await write(accounts.map(({ id }) => `account ${id}\n`).join(''));
  }
  let lastDay = '2020-01-01';
  for await (const transfers of pagesOf(store.listTransfers)) {
    for (const { at } of transfers) lastDay = dayOf(at) > lastDay ? dayOf(at) : lastDay;
    await write(transfers.map(transactionLines).join(''));
  }
  await write(`\n${lastDay} balances as the database keeps them\n`);
  for await (const accounts of pagesOf(store.listAccounts)) {
    await write(
      accounts
        .filter((account) => isSame(account, before.get(account.id)))
        .map(assertionLine)
        .join(''),
    );
  }
}

const pageSize = 1000;

async function* pagesOf<Row extends { readonly id: string }>(
  list: (afterId: string, limit: number) => Promise<Row[]>,
): AsyncGenerator<Row[]> {
  let afterId = '';
  for (;;) {
    const rows = await list(afterId, pageSize);
    yield rows;
    if (rows.length < pageSize) return;
    afterId = rows.at(-1)?.id ?? '';
  }
}

function commodityLine(code: string): string {
  const { decimals } = currencyOf(code);
  return `commodity 1.${'0'.repeat(decimals)} ${code}\n`;
}

/** In hledger a debit is positive and a credit negative; what a merchant has is a credit. */
function transactionLines(transfer: Transfer): string {
  const { id, at, code, debitAccount, creditAccount, amountMinor, currency } = transfer;
  return (
    `\n${dayOf(at)} (${id}) ${code}  ; ${new Date(at).toISOString()}\n` +
    `    ${debitAccount}  ${formatMainUnits(amountMinor, currency)} ${currency}\n` +
    `    ${creditAccount}  ${formatMainUnits(-amountMinor, currency)} ${currency}\n`
  );
}

function assertionLine({ id, debits, credits, currency }: Account): string {
  return `    ${id}  0 ${currency} = ${formatMainUnits(debits - credits, currency)} ${currency}\n`;
}

/** An account's sums only ever grow: if they are the same, every transfer on it was written. */
function isSame(account: Account, before: Account | undefined): boolean {
  return before !== undefined && account.debits === before.debits && account.credits === before.credits;
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
