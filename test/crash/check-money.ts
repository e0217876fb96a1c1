// Checks the money: the bank's books against the ledger, every payout once, and balances against the test's own model.
import { type Book, digitsOf, earnedMinor, scenarios, spentMinor } from './book.ts';
import { checkCredits } from './check-credits.ts';
import type { Merchant } from './merchant.ts';
import type { Rows } from './rows.ts';

/** Everything is compared to the cent, over all that the merchant ever did. */
export async function checkMoney(book: Book, rows: Rows, merchant: Merchant, found: string[]): Promise<void> {
  checkPayouts(rows, found);
  checkPayIns(book, rows, found);
  checkChannels(rows, found);
  await checkBalances(book, rows, merchant, found);
  const check = await merchant.ask('GET', '/admin/ledger/check');
  if (check?.body['balanced'] !== true) found.push(`the books do not balance: ${JSON.stringify(check?.body)}`);
}

function checkPayouts(rows: Rows, found: string[]): void {
  const atBank = new Map(rows.bankPayouts.map((row) => [row.id, row]));
  for (const { id, reference, amountMinor, status, heldMinor, channel } of rows.payouts) {
    const bank = atBank.get(id);
    if (!bank) {
      found.push(`payout ${id} (${reference}) never reached the bank`);
      continue;
    }
    const expected = { accepted: 'PENDING', paid: 'COMPLETE', refused: 'FAILED' }[bank.status];
    if (status !== expected) found.push(`payout ${id} is ${status} here and ${bank.status} at the bank`);
    if (bank.amountMinor !== amountMinor || bank.channel !== channel)
      found.push(
        `payout ${id} is ${amountMinor} by ${channel} here and ${bank.amountMinor} by ${bank.channel} at the bank`,
      );
    if (bank.sent - bank.replays !== 1 || bank.replays > 0)
      found.push(`payout ${id} was sent ${bank.sent} times, ${bank.replays} times while the bank had it`);
    const held = status === 'PENDING' ? spentMinor(amountMinor) : 0n;
    if (heldMinor !== held) found.push(`for the payout ${id} (${status}) ${heldMinor} is held, not ${held}`);
  }
  const known = new Set(rows.payouts.map(({ id }) => id));
  const byAccount = Map.groupBy(rows.bankPayouts, ({ destination }) => destination);
  for (const { id } of rows.bankPayouts) if (!known.has(id)) found.push(`the bank has a payout ${id} that is not here`);
  for (const [destination, paid] of byAccount)
    if (paid.length > 1)
      found.push(`${destination} got ${paid.length} payouts: ${paid.map(({ id }) => id).join(', ')}`);
}

function checkPayIns(book: Book, rows: Rows, found: string[]): void {
  const credits = new Map(rows.credits.map((credit) => [credit.paymentId, credit]));
  const byInstrument = Map.groupBy(rows.payments, ({ instrumentId }) => instrumentId);
  for (const order of book.orders) {
    if (order.kind === 'payout') continue;
    const payments =
      order.kind === 'web'
        ? rows.payments.filter(({ id }) => id === order.id)
        : (byInstrument.get(order.id ?? '') ?? []);
    const booked = payments.flatMap(({ id }) => credits.get(id) ?? []).map(({ amountMinor }) => Number(amountMinor));
    const fails = scenarios.failing.includes(digitsOf(order.amountMinor));
    const paid = order.acts.filter(({ outcome }) => outcome === 'paid' && !fails);
    checkCredits(`${order.kind} ${order.id}`, booked, paid, found);
  }
}

function checkChannels(rows: Rows, found: string[]): void {
  const bank = new Map<string, { in: bigint; out: bigint }>();
  const sumsOf = (channel: string) => {
    const sums = bank.get(channel) ?? { in: 0n, out: 0n };
    bank.set(channel, sums);
    return sums;
  };
  for (const { channel, amountMinor } of rows.credits) sumsOf(channel).in += amountMinor;
  for (const { channel, amountMinor, status } of rows.bankPayouts)
    if (status === 'paid') sumsOf(channel).out += amountMinor;
  for (const { kind, debits, credits } of rows.accounts) {
    if (!kind.startsWith('channel:')) continue;
    const sums = sumsOf(kind.slice('channel:'.length));
    if (debits !== sums.in || credits !== sums.out)
      found.push(`${kind} has ${debits} in and ${credits} out; the bank has ${sums.in} and ${sums.out}`);
    bank.delete(kind.slice('channel:'.length));
  }
  for (const [channel, sums] of bank)
    if (sums.in + sums.out > 0n)
      found.push(`the bank has ${sums.in} in and ${sums.out} out for ${channel}, the ledger nothing`);
}

async function checkBalances(book: Book, rows: Rows, merchant: Merchant, found: string[]): Promise<void> {
  const arrived = new Map(rows.credits.map(({ paymentId, amountMinor }) => [paymentId, amountMinor]));
  let available = book.fundedMinor;
  let held = 0n;
  let suspense = 0n;
  for (const { id, status } of rows.payments) {
    const amount = arrived.get(id);
    if (amount === undefined) continue;
    if (status === 'COMPLETE') available += earnedMinor(amount);
    else suspense += amount;
  }
  for (const { status, amountMinor } of rows.bankPayouts) {
    if (status !== 'refused') available -= spentMinor(amountMinor);
    if (status === 'accepted') held += spentMinor(amountMinor);
  }
  const answer = await merchant.call('GET', '/api/v1/account/checkBalance');
  const told = (answer?.data as { balance?: number } | undefined)?.balance;
  if (told === undefined || BigInt(told) !== available)
    found.push(`the balance told is ${told}; the test's own model says ${available}`);
  for (const [kind, expected] of Object.entries({ available, held, suspense })) {
    const account = rows.accounts.find((candidate) => candidate.kind === kind);
    const balance = account ? account.credits - account.debits : 0n;
    if (balance !== expected) found.push(`the account ${kind} has ${balance}; the test's own model says ${expected}`);
  }
}
