// A page of a statement, and a line of it (paycools.md 3.1, 7 row 15).
import type { Static } from 'typebox';
import type { Payment } from '../../core/payment/payment.ts';
import type { Payout } from '../../core/payout/payout.ts';
import { type Outcome, refuse } from '../../core/reasons.ts';
import type { CellTables } from '../../core/state.ts';
import type { PayoutAccount } from '../../engine/connector.ts';
import { dayMs } from '../../kernel/clock.ts';
import { formatMainUnits } from '../../kernel/money.ts';
import { accept } from '../../kernel/outcome.ts';
import type { PaycoolsDeps } from './deps.ts';
import { currency, manilaDayStart, manilaTime, manilaTimeOrNull } from './manila-time.ts';
import type { Call } from './operation.ts';
import { productOf, products } from './products.ts';
import type { statementFields } from './statement-fields.ts';
import { transactionStatuses } from './statuses.ts';

const pageSize = 100;

/** A request is good for two minutes (3.1). */
export const statementWindowMs = 120_000;

/** CLOSED is not among the statuses of a statement: what nobody paid in time never was a transaction of that day. */
const listed = { PENDING: ['pending'], COMPLETE: ['completed'], FAILED: ['failed'] } as const;
const allListed = ['pending', 'completed', 'failed'] as const;

/**
 * A page of what an app's merchant made on one day, or what completed or failed on one day, newest first; both must hold where both
 * days are given.
 */
export async function statementPage<Table extends 'payments' | 'payouts'>(
  table: Table,
  { app, merchant, fields }: Call<Static<typeof statementFields>>,
  { engine }: Pick<PaycoolsDeps, 'engine'>,
  recordOf: (row: CellTables[Table]) => object,
): Promise<Outcome<unknown>> {
  const { createDate, completeDate, page, status } = fields;
  const created = createDate === undefined ? undefined : dayOf(createDate);
  const completed = completeDate === undefined ? undefined : dayOf(completeDate);
  if (!created && !completed) return refuse('request_malformed', 'createDate or completeDate is required');
  const { rows, total } = await engine.store(merchant.cell).listOfDay(
    table,
    {
      merchantId: merchant.id,
      appId: app.id,
      created,
      completed,
      statuses: status === undefined ? allListed : listed[status],
    },
    { offset: (page - 1) * pageSize, limit: pageSize },
  );
  return accept({ records: rows.map(recordOf), total, page, pageSize, pages: Math.ceil(total / pageSize) });
}

function dayOf(date: string) {
  const from = manilaDayStart(date);
  return from === undefined ? undefined : { from, to: from + dayMs };
}

export function paymentRecord(payment: Payment) {
  const { details } = payment;
  return {
    ...sharedBy(payment),
    paymentMethod: products[productOf(payment)].name,
    paymentChannel: payment.channel,
    // A payer's name and mobile are not masked in PayCools' own sample, as a payee's are.
    name: details['customerName'] ?? null,
    mobile: details['mobile'] ?? null,
    appName: details['appName'] ?? null,
  };
}

/** `payer`: the account that payouts over this one's channel are paid from, where its connector says so. */
export function payoutRecord(payout: Payout, payer: PayoutAccount | undefined) {
  const { code, accountNo, accountName } = payout.destination;
  return {
    ...sharedBy(payout),
    remittingBank: payer?.bank ?? null,
    remittingAccount: payer ? masked(payer.number, 3, 4) : null,
    recipientName: masked(accountName, 4, 4),
    recipientAccount: masked(accountNo, 3, 4),
    receivingChannel: code === '' ? 'SCANQR' : code,
  };
}

function sharedBy(row: Payment | Payout) {
  return {
    merchantOrderId: row.reference,
    transactionId: row.id,
    amount: pesos(row.amountMinor),
    fee: pesos(row.feeMinor),
    status: transactionStatuses[row.status],
    createTime: manilaTime(row.createdAt),
    completeTime: manilaTimeOrNull(row.finalAt),
  };
}

/**
 * Pesos as a JSON number, here alone (paycools.md 2.8): 50010 centavos are 500.1. Nothing is computed: the number is read from decimal
 * text, and JSON writes the shortest text that reads back as the same number, which is that decimal below 2^46 pesos.
 */
function pesos(amountMinor: bigint): number {
  return Number(formatMainUnits(amountMinor, currency));
}

/** The first and the last few characters; of a text that is hardly longer only the first, so that enough of it stays hidden. */
function masked(text: string, first: number, last: number): string {
  const characters = Array.from(text);
  if (characters.length < first + last + 2) return `${characters.slice(0, 1).join('')}****`;
  return `${characters.slice(0, first).join('')}****${characters.slice(-last).join('')}`;
}
