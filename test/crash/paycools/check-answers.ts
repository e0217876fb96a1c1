// Asks for everything of a round as the biller would, when all is quiet: the answers say what the rows say.
import { refundWords } from '../check-refunds.ts';
import { type Biller, type BillerAnswer, success } from './biller.ts';
import type { Wanted } from './book.ts';
import type { Billed } from './check-accounts.ts';
import { type Sold, statusOf } from './check-orders.ts';
import type { BillerRows } from './rows.ts';

export const checkStatuses = { pending: 'PENDING', passed: 'COMPLETE', rejected: 'FAILED', expired: 'CLOSED' } as const;

export async function checkBillerAnswers(
  wanted: readonly Wanted[],
  { sold, billed }: { readonly sold: readonly Sold[]; readonly billed: readonly Billed[] },
  rows: BillerRows,
  biller: Biller,
  found: string[],
): Promise<void> {
  const bills = new Map(billed.map((one) => [one.bill.reference, one]));
  const sales = new Map(sold.map((one) => [one.sale.reference, one]));
  const tokens = new Map(rows.tokens.map((row) => [row.reference, row]));
  const identities = new Map(rows.identities.map((row) => [row.reference, row]));

  /** `given` reads an answer as the rows read in `expected`. */
  async function compare(
    what: string,
    asked: Promise<BillerAnswer | undefined>,
    given: (answer: BillerAnswer) => unknown,
    expected: unknown,
  ): Promise<void> {
    const answer = await asked;
    const said = answer?.code === success ? String(given(answer)) : `code ${answer?.code}`;
    if (said !== String(expected)) found.push(`${what} is answered as ${said}, not as ${String(expected)}`);
  }

  async function askForBill({ bill, accounts, payments }: Billed): Promise<void> {
    const { kind, reference, path, fields, cancelAsked } = bill;
    const days = { startDate: manilaDay(-1), endDate: manilaDay(20) };
    const product = kind === 'transfer' ? 'paymentAccount' : 'paymentCode';
    await compare(
      `${reference}: its list`,
      biller.get(`/api/v1/${product}/${reference}/payments`, days),
      ({ list }) =>
        linesOf(list.map((item) => [item['transactionId'], item['transactionAmount'], item['transactionStatus']])),
      linesOf(payments.filter(({ status }) => status !== 'closed').map((row) => [row.id, row.amountMinor, 'COMPLETE'])),
    );
    // Asked for once more, a batch is the same numbers; of one that was closed it would be new ones.
    if (kind !== 'bills' || cancelAsked) return;
    const channelCode = accounts.map(({ channel }) => channel).join(',');
    await compare(
      `${reference}: its numbers`,
      biller.post(path, { ...fields, channelCode }),
      ({ data }) => (data['paymentVaList'] as Record<string, string>[]).map((account) => account['referenceNumber']),
      accounts.map(({ number }) => number),
    );
  }

  async function askForSale(one: Sold): Promise<void> {
    const { sale, checkout, payments, refunds } = one;
    const { kind, reference, amountMinor } = sale;
    const id = checkout?.id ?? payments[0]?.id ?? '';
    const ask = {
      web: () => biller.get(`/api/v1/payment/${id}`, {}),
      debit: () => biller.post('/api/v1/direct/debit/query', { transactionId: id }),
      checkout: () => biller.postParam('/api/v2/checkout/query', { mchOrderId: reference, checkoutId: id }),
    }[kind];
    const paidBy = checkout ? checkout.paymentId : id;
    await compare(
      reference,
      ask(),
      ({ data }) => [data['mchOrderId'], data['transactionId'], data['amount'], data['transactionStatus']],
      [reference, paidBy, amountMinor, statusOf(one)],
    );
    for (const row of refunds) {
      if (row.kind !== 'refund') continue;
      await compare(
        row.reference,
        biller.get('/api/payment/refund/query', { mchRefundOrderId: row.reference }),
        ({ data }) => [data['refundTransactionId'], data['refundAmount'], data['refundStatus']],
        [row.id, row.amountMinor, refundWords[row.status]],
      );
    }
  }

  async function askForPerson(reference: string): Promise<void> {
    const check = identities.get(reference);
    if (check)
      await compare(
        reference,
        biller.post('/api/v1/ekyc/query', { requestId: reference }),
        ({ data }) => [data['ekycId'], data['status']],
        [check.id, checkStatuses[check.status]],
      );
    const token = tokens.get(reference);
    if (token?.given !== true) return;
    const { userId } = (wanted.find((one) => one.reference === reference) as { fields: Wanted['fields'] }).fields;
    await compare(
      reference,
      biller.post('/api/v1/direct/debit/token/query', { userId: String(userId) }),
      ({ data }) => (data['tokenList'] as Record<string, string>[]).map((one) => [one['payToken'], one['tokenStatus']]),
      [token.id, token.status === 'active' ? 'ACTIVED' : 'INACTIVED'],
    );
  }

  const waiting = [...wanted];
  const ask = async () => {
    for (let one = waiting.pop(); one; one = waiting.pop()) {
      const [bill, sale] = [bills.get(one.reference), sales.get(one.reference)];
      if (bill) await askForBill(bill);
      else if (sale) await askForSale(sale);
      else await askForPerson(one.reference);
    }
  };
  await Promise.all(Array.from({ length: 8 }, ask));
}

function linesOf(items: readonly (readonly unknown[])[]): string {
  return items
    .map((item) => item.join(' '))
    .sort()
    .join(', ');
}

/** From the day that it is in Manila, which the test's moving of the gateway's clock leaves behind. */
function manilaDay(days: number): string {
  return new Date(Date.now() + (8 + days * 24) * 3_600_000).toISOString().slice(0, 10);
}
