// What a cell is asked beside its batches: due work, lists, and the check of its books.
import type { Instant } from '../kernel/clock.ts';
import type { SettleDay } from '../core/settlement/settlement.ts';
import type { CellTables, TableName } from '../core/state.ts';
import type { CellStore, CompletedTable, OfDay, Span } from '../engine/store.ts';
import { arrayLiteral } from './array-literal.ts';
import { type Sql, toStoreFault } from './database.ts';
import type { StatementsOfCell } from './cell-store.ts';

type CellQueries = Omit<CellStore, 'load' | 'transact'>;

export function createCellQueries(sql: Sql, schema: string, statements: StatementsOfCell): CellQueries {
  async function query<Row>(text: string, parameters: (string | number)[]): Promise<Row[]> {
    try {
      return [...(await sql.unsafe(text, parameters, { prepare: true }))] as unknown as Row[];
    } catch (error) {
      throw toStoreFault(error);
    }
  }
  const list = <Name extends TableName>(name: Name, condition: string, parameters: (string | number)[]) =>
    query<CellTables[Name]>(`${statements[name].select} ${condition}`, parameters);
  const listUnsettled = <Name extends 'payouts' | 'refunds' | 'shares'>(name: Name, before: Instant, limit: number) =>
    list(name, `where status = 'pending' and created_at < $1 order by created_at limit $2`, [iso(before), limit]);
  /** Takes rows whose time has come for one process: others pass over locked rows, and see the new time afterwards. */
  const claim = <Name extends 'tasks' | 'notifications'>(
    name: Name,
    open: string,
    now: Instant,
    until: Instant,
    limit: number,
  ) =>
    query<CellTables[Name]>(
      `with due as (
         select id from ${schema}.${name} where ${open} due_at <= $1 order by due_at limit $3 for update skip locked
       ), taken as (
         update ${schema}.${name} t set due_at = $2 from due where t.id = due.id returning t.*
       )
       ${statements[name].select.replace(`${schema}.${name} t`, 'taken t')}`,
      [iso(now), iso(until), limit],
    );

  return {
    claimTasks: (now, until, limit) => claim('tasks', '', now, until, limit),
    claimNotifications: (now, until, limit) => claim('notifications', `status = 'pending' and`, now, until, limit),
    async listDue(now, limit) {
      const due = (table: string, ...statuses: string[]) =>
        query<{ id: string }>(
          `select id from ${schema}.${table} where status in (${statuses.map((status) => `'${status}'`).join(', ')}) and expires_at <= $1 order by expires_at limit $2`,
          [iso(now), limit],
        );
      const [checkouts, mandates, identityChecks, payments, instruments, settlements] = await Promise.all([
        due('checkouts', 'open'),
        due('mandates', 'requested', 'active'),
        due('identity_checks', 'pending'),
        due('payments', 'pending'),
        due('instruments', 'active'),
        query<SettleDay>(
          `select id as "settlementId", merchant_id as "merchantId", currency
           from ${schema}.settlements where status = 'open' and due_at <= $1 order by due_at limit $2`,
          [iso(now), limit],
        ),
      ]);
      const ids = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);
      return {
        checkouts: ids(checkouts),
        mandates: ids(mandates),
        identityChecks: ids(identityChecks),
        payments: ids(payments),
        instruments: ids(instruments),
        settlements,
      };
    },
    listInstruments: (referenceScope, reference, limit) =>
      list(
        'instruments',
        `where t.reference_scope = $1 and t.reference = $2 and not exists (
           select from ${schema}.instruments n where n.reference_scope = $1 and n.reference = $2 and n.slot = t.slot
           and n.generation > t.generation)
         order by t.slot collate "C" limit $3`,
        [referenceScope, reference, limit],
      ),
    listPaymentsOfReference: (referenceScope, reference, slots, from, to, limit) =>
      list(
        'payments',
        `where instrument_id = any(array(
           select id from ${schema}.instruments where reference_scope = $1 and reference = $2 and slot = any($3)))
         and created_at >= $4 and created_at < $5 order by created_at, id limit $6`,
        [referenceScope, reference, arrayLiteral(slots, 'text'), iso(from), iso(to), limit],
      ),
    async findPaymentByBankReference(merchantId, bankReference) {
      const found = await list(
        'payments',
        `where merchant_id = $1 and bank_reference = $2 and entry <> 'page' order by id limit 1`,
        [merchantId, bankReference],
      );
      return found[0];
    },
    listCaptures: (authorisationId, limit) =>
      list('payments', 'where authorisation_id = $1 order by created_at, id limit $2', [authorisationId, limit]),
    listReleases: (authorisationId, limit) =>
      list('releases', 'where authorisation_id = $1 order by created_at, id limit $2', [authorisationId, limit]),
    listRefundsOfPayments: (paymentIds, limit) =>
      list('refunds', 'where payment_id = any($1) order by created_at, id limit $2', [
        arrayLiteral(paymentIds, 'text'),
        limit,
      ]),
    listReceivers: (merchantId, limit) =>
      list('receivers', 'where merchant_id = $1 order by id limit $2', [merchantId, limit]),
    listShares: (referenceScope, reference) =>
      list('shares', 'where reference_scope = $1 and reference = $2 order by position', [referenceScope, reference]),
    listAuthorisations: (referenceScope, from, to, limit) =>
      list(
        'authorisations',
        'where reference_scope = $1 and created_at >= $2 and created_at < $3 order by created_at desc, id desc limit $4',
        [referenceScope, iso(from), iso(to), limit],
      ),
    listMandatesOfUser: (referenceScope, userId, limit) =>
      list(
        'mandates',
        `where reference_scope = $1 and user_id = $2 and decided_at is not null and status <> 'declined'
         order by created_at desc, id desc limit $3`,
        [referenceScope, userId, limit],
      ),
    listMandatesOfReference: (reference, limit) =>
      list('mandates', 'where reference = $1 order by created_at desc, id desc limit $2', [reference, limit]),
    listIdentityChecksOfReference: (reference, limit) =>
      list('identityChecks', 'where reference = $1 order by created_at desc, id desc limit $2', [reference, limit]),
    async listOfDay(table, within, { offset, limit }) {
      const found = ofDay(`${schema}.${table}`, within);
      if (!found) return { rows: [], total: 0 };
      const { ids, parameters } = found;
      const [counted, rows] = await Promise.all([
        query<{ count: bigint }>(`select count(*) as count from (${ids}) f`, parameters),
        list(
          table,
          `where t.id = any(array(
             select f.id from (${ids}) f order by f.created_at desc, f.id desc
             offset $${parameters.length + 1} limit $${parameters.length + 2}))
           order by t.created_at desc, t.id desc`,
          [...parameters, offset, limit],
        ),
      ]);
      return { rows, total: Number(counted[0]?.count ?? 0) };
    },
    async reserveSerials() {
      const [row] = await query<{ block: bigint }>(`select nextval('${schema}.order_number_blocks') as block`, []);
      return Number(row?.block);
    },
    // A notification's id begins with its subject's: a range of the primary key, no index of its own.
    listNotifications: (subjectId) =>
      list('notifications', 'where id >= $1 and id < $2 order by id', [`${subjectId}.`, `${subjectId}/`]),
    listAttempts: (notificationId) =>
      list('attempts', 'where id >= $1 and id < $2 order by at', [`${notificationId}#`, `${notificationId}$`]),
    listUnsettledPayouts: (before, limit) => listUnsettled('payouts', before, limit),
    listUnsettledRefunds: (before, limit) => listUnsettled('refunds', before, limit),
    listUnsettledShares: (before, limit) => listUnsettled('shares', before, limit),
    // The span alone finds its rows in the index, which ends with the time; the place only passes over those of its first millisecond.
    listCompleted: (table, { merchantId, currency, after, before }, limit) =>
      list(
        table,
        `where merchant_id = $1 and currency = $2 and ${completed[table]} and final_at >= $3 and final_at < $4
         and (final_at > $3 or id collate "C" > $5) order by final_at, id collate "C" limit $6`,
        [merchantId, currency, iso(after.at), iso(before), after.id, limit],
      ),
    listAccounts: (afterId, limit) => list('accounts', 'where id > $1 order by id limit $2', [afterId, limit]),
    listTransfers: (afterId, limit) => list('transfers', 'where id > $1 order by id limit $2', [afterId, limit]),
    async checkBooks() {
      // One statement, so that balances and transfers are of one moment.
      const [row] = await query<{ accounts: bigint; transfers: bigint; differences: Record<string, string>[] | null }>(
        `with sums as (
           select account, sum(debit) as debits, sum(credit) as credits from (
             select debit_account as account, amount_minor as debit, 0 as credit from ${schema}.transfers
             union all
             select credit_account, 0, amount_minor from ${schema}.transfers
           ) sides group by account
         ), compared as (
           select coalesce(a.id, s.account) as "accountId",
                  coalesce(a.debits, 0)::text as debits, coalesce(a.credits, 0)::text as credits,
                  coalesce(s.debits, 0)::text as "debitsOfTransfers", coalesce(s.credits, 0)::text as "creditsOfTransfers"
           from ${schema}.accounts a full join sums s on s.account = a.id
         )
         select (select count(*) from ${schema}.accounts) as accounts,
                (select count(*) from ${schema}.transfers) as transfers,
                (select jsonb_agg(c) from compared c
                 where debits <> "debitsOfTransfers" or credits <> "creditsOfTransfers") as differences`,
        [],
      );
      return {
        accounts: Number(row?.accounts ?? 0),
        transfers: Number(row?.transfers ?? 0),
        differences: (row?.differences ?? []).map((difference) => ({
          accountId: difference['accountId'] ?? '',
          debits: BigInt(difference['debits'] ?? 0),
          credits: BigInt(difference['credits'] ?? 0),
          debitsOfTransfers: BigInt(difference['debitsOfTransfers'] ?? 0),
          creditsOfTransfers: BigInt(difference['creditsOfTransfers'] ?? 0),
        })),
      };
    },
  };
}

/**
 * Which rows of an app are of a day. What was created on it is found by the app; what only became final on it by the merchant, in an
 * index of its own for each status. There each search stands apart (`offset 0`): the planner would rather walk through all that the app
 * ever had, as that is in the order that is asked for. Undefined: nothing can be.
 */
function ofDay(target: string, { merchantId, appId, created, completed: final, statuses }: OfDay) {
  const parameters: string[] = [merchantId, appId];
  const within = (column: string, { from, to }: Span) => {
    parameters.push(iso(from), iso(to));
    return `${column} >= $${parameters.length - 1} and ${column} < $${parameters.length}`;
  };
  const spans = [...(created ? [within('created_at', created)] : []), ...(final ? [within('final_at', final)] : [])];
  const possible = final ? statuses.filter((status) => status !== 'pending') : statuses;
  if (possible.length === 0) return undefined;
  const select = (status: string) =>
    `select id, created_at from ${target}
     where merchant_id = $1 and app_id = $2 and ${status} and ${spans.join(' and ')}`;
  const ids = created
    ? select(`status in (${possible.map((status) => `'${status}'`).join(', ')})`)
    : possible.map((status) => `(${select(`status = '${status}'`)} offset 0)`).join(' union all ');
  return { ids, parameters };
}

/** What of each table a statement lists; the predicates of its indexes. */
const completed: Readonly<Record<CompletedTable, string>> = {
  payments: `status = 'completed'`,
  refunds: `status = 'completed' and held_from is not null`,
  payouts: `status = 'completed'`,
};

function iso(at: Instant): string {
  return new Date(at).toISOString();
}
