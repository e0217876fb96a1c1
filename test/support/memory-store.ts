// A cell's rows in memory, for simulations and fast tests. It refuses what PostgreSQL refuses: repeated keys, changes to
// final rows, balances below zero, more going back than came; and it hands out copies, so that nothing is shared between transactions.
import { isDeepStrictEqual } from 'node:util';
import {
  type CellTables,
  type Keys,
  type Lookup,
  type LookupName,
  lookups,
  type TableName,
} from '../../src/core/state.ts';
import { type CellStore, type Changes, type Loaded, type RowChanges, storeFault } from '../../src/engine/store.ts';

type Row = { readonly id: string };
type Tables = Record<TableName, Map<string, Row>>;

/** Whether PostgreSQL would refuse to make the second of the first. */
const final: Partial<Record<TableName, (row: never, next: never) => boolean>> = {
  payments: (row: CellTables['payments'], next: CellTables['payments']) =>
    row.status !== 'pending' && !isDeepStrictEqual({ ...next, ...goneBack(row) }, row),
  checkouts: (row: CellTables['checkouts']) => row.status !== 'open',
  mandates: (row: CellTables['mandates']) => row.status !== 'requested' && row.status !== 'active',
  refunds: (row: CellTables['refunds']) => row.status !== 'pending',
  authorisations: (row: CellTables['authorisations']) => row.status === 'failed' || row.status === 'closed',
  releases: (row: CellTables['releases']) => row.status !== 'pending',
  shares: (row: CellTables['shares'], next: CellTables['shares']) =>
    row.status !== 'pending' && !isDeepStrictEqual({ ...next, ...returned(row) }, row),
  shareReturns: (row: CellTables['shareReturns']) => row.status !== 'pending',
  legs: () => true,
  instruments: (row: CellTables['instruments']) => row.status !== 'active',
  identityChecks: (row: CellTables['identityChecks']) => row.status !== 'pending',
  payouts: (row: CellTables['payouts']) => row.status !== 'pending',
  settlements: (row: CellTables['settlements']) => row.status !== 'open',
  transfers: () => true,
};

/** What of a payment changes when money of it goes back, or on to others. */
function goneBack(row: CellTables['payments']) {
  const { refundedMinor, refundingMinor, feeReturnedMinor, lastRefundId, splitMinor, splitEnded } = row;
  return { refundedMinor, refundingMinor, feeReturnedMinor, lastRefundId, splitMinor, splitEnded };
}

/** What of a share changes when it is given back. */
function returned({ returnedMinor, returningMinor }: CellTables['shares']) {
  return { returnedMinor, returningMinor };
}

/** What PostgreSQL's checks ask of a row. */
const possible: Partial<Record<TableName, (row: never) => boolean>> = {
  accounts: ({ kind, debits, credits }: CellTables['accounts']) =>
    credits >= debits || !['available', 'pending', 'held', 'suspense'].includes(kind),
  payments: (row: CellTables['payments']) =>
    areParts([row.refundedMinor, row.refundingMinor], row.status === 'completed' ? row.amountMinor : 0n) &&
    areParts([row.feeReturnedMinor], row.feeMinor) &&
    areParts([row.splitMinor], row.status === 'completed' ? row.amountMinor - row.feeMinor : 0n),
  shares: (row: CellTables['shares']) =>
    areParts([row.returnedMinor, row.returningMinor], row.status === 'completed' ? row.amountMinor : 0n),
  refunds: ({ feeMinor, amountMinor }: CellTables['refunds']) => areParts([feeMinor], amountMinor),
  authorisations: (row: CellTables['authorisations']) =>
    areParts([row.capturedMinor, row.capturingMinor, row.releasedMinor, row.releasingMinor], row.amountMinor),
  settlements: ({ amountMinor }: CellTables['settlements']) => amountMinor >= 0n,
  usages: ({ amountMinor, count }: CellTables['usages']) => amountMinor >= 0n && count >= 0,
};

function areParts(partsMinor: readonly bigint[], wholeMinor: bigint): boolean {
  return partsMinor.every((part) => part >= 0n) && partsMinor.reduce((sum, part) => sum + part, 0n) <= wholeMinor;
}

const unique: readonly { table: TableName; key: (row: never) => string | undefined }[] = [
  {
    table: 'payments',
    key: (row: CellTables['payments']) =>
      row.instrumentId === null ? `${row.referenceScope}|${row.reference}` : undefined,
  },
  {
    table: 'refunds',
    key: (row: CellTables['refunds']) => `${row.referenceScope}|${row.reference}|${row.generation}`,
  },
  { table: 'checkouts', key: (row: CellTables['checkouts']) => `${row.referenceScope}|${row.reference}` },
  { table: 'mandates', key: (row: CellTables['mandates']) => `${row.referenceScope}|${row.reference}` },
  { table: 'authorisations', key: (row: CellTables['authorisations']) => `${row.referenceScope}|${row.reference}` },
  {
    table: 'authorisations',
    key: (row: CellTables['authorisations']) => `${row.referenceScope}|op|${row.operationReference}`,
  },
  {
    table: 'shares',
    key: (row: CellTables['shares']) => `${row.referenceScope}|${row.reference}|${row.position}`,
  },
  {
    table: 'shareReturns',
    key: (row: CellTables['shareReturns']) => `${row.referenceScope}|${row.reference}`,
  },
  { table: 'releases', key: (row: CellTables['releases']) => `${row.referenceScope}|${row.reference}` },
  { table: 'payouts', key: (row: CellTables['payouts']) => `${row.referenceScope}|${row.reference}` },
  { table: 'payouts', key: (row: CellTables['payouts']) => `${row.referenceScope}|key|${row.idempotencyKey}` },
  {
    table: 'identityChecks',
    key: (row: CellTables['identityChecks']) => `${row.referenceScope}|${row.reference}`,
  },
  {
    table: 'instruments',
    key: (row: CellTables['instruments']) => `${row.referenceScope}|${row.reference}|${row.slot}|${row.generation}`,
  },
];

export function createMemoryStore(): CellStore {
  let tables = emptyTables();
  let blocks = 0;
  let last: Promise<unknown> = Promise.resolve();

  const rowsOf = <Name extends TableName>(name: Name) => [...tables[name].values()] as unknown as CellTables[Name][];
  const unsettled = <Name extends 'payouts' | 'refunds' | 'shares'>(name: Name, before: number, limit: number) =>
    rowsOf(name)
      .filter((row) => row.status === 'pending' && row.createdAt < before)
      .sort((a, b) => a.createdAt - b.createdAt)
      .slice(0, limit);
  const page = <R extends Row>(rows: R[], afterId: string, limit: number) =>
    rows
      .filter((row) => row.id > afterId)
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .slice(0, limit);
  /** Waits for the transactions before it, as if every one locked the whole cell. */
  function alone<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = last.then(work);
    last = result.catch(() => {});
    return result;
  }
  const claim = <Name extends 'tasks' | 'notifications'>(name: Name, now: number, until: number, limit: number) =>
    alone(async () => {
      const due = rowsOf(name)
        .filter(
          (row) => row.dueAt <= now && (name === 'tasks' || (row as CellTables['notifications']).status === 'pending'),
        )
        .sort((a, b) => a.dueAt - b.dueAt)
        .slice(0, limit)
        .map((row) => ({ ...row, dueAt: until }));
      for (const row of due) tables[name].set(row.id, row);
      return due;
    });

  return {
    load: async (keys) => load(tables, keys),
    transact: (work) =>
      alone(async () => {
        const before = tables;
        tables = structuredClone(tables);
        try {
          return await work({
            load: async (keys) => load(tables, keys),
            save: async (changes) => save(tables, changes),
          });
        } catch (error) {
          tables = before;
          throw error;
        }
      }),
    claimTasks: (now, until, limit) => claim('tasks', now, until, limit),
    claimNotifications: (now, until, limit) => claim('notifications', now, until, limit),
    async listDue(now, limit) {
      const expired = (row: { expiresAt: number | null }) => row.expiresAt !== null && row.expiresAt <= now;
      return {
        checkouts: rowsOf('checkouts')
          .filter((row) => row.status === 'open' && expired(row))
          .slice(0, limit)
          .map((row) => row.id),
        mandates: rowsOf('mandates')
          .filter((row) => (row.status === 'requested' || row.status === 'active') && expired(row))
          .slice(0, limit)
          .map((row) => row.id),
        identityChecks: rowsOf('identityChecks')
          .filter((row) => row.status === 'pending' && expired(row))
          .slice(0, limit)
          .map((row) => row.id),
        payments: rowsOf('payments')
          .filter((row) => row.status === 'pending' && expired(row))
          .slice(0, limit)
          .map((row) => row.id),
        instruments: rowsOf('instruments')
          .filter((row) => row.status === 'active' && expired(row))
          .slice(0, limit)
          .map((row) => row.id),
        settlements: rowsOf('settlements')
          .filter((row) => row.status === 'open' && row.dueAt <= now)
          .slice(0, limit)
          .map(({ id, merchantId, currency }) => ({ settlementId: id, merchantId, currency })),
      };
    },
    listInstruments: async (referenceScope, reference, limit) => {
      const held = rowsOf('instruments').filter(
        (row) => row.referenceScope === referenceScope && row.reference === reference,
      );
      return held
        .filter((row) => !held.some(({ slot, generation }) => slot === row.slot && generation > row.generation))
        .sort((a, b) => (a.slot < b.slot ? -1 : 1))
        .slice(0, limit);
    },
    async listPaymentsOfReference(referenceScope, reference, slots, from, to, limit) {
      const instruments = rowsOf('instruments')
        .filter(
          (row) => row.referenceScope === referenceScope && row.reference === reference && slots.includes(row.slot),
        )
        .map((row) => row.id);
      return rowsOf('payments')
        .filter((row) => row.instrumentId !== null && instruments.includes(row.instrumentId))
        .filter((row) => row.createdAt >= from && row.createdAt < to)
        .sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1))
        .slice(0, limit);
    },
    findPaymentByBankReference: async (merchantId, bankReference) =>
      rowsOf('payments').find(
        (row) => row.entry !== 'page' && row.merchantId === merchantId && row.bankReference === bankReference,
      ),
    listCaptures: async (authorisationId, limit) =>
      rowsOf('payments')
        .filter((row) => row.authorisationId === authorisationId)
        .slice(0, limit),
    listReleases: async (authorisationId, limit) =>
      rowsOf('releases')
        .filter((row) => row.authorisationId === authorisationId)
        .slice(0, limit),
    listRefundsOfPayments: async (paymentIds, limit) =>
      rowsOf('refunds')
        .filter((row) => paymentIds.includes(row.paymentId))
        .slice(0, limit),
    listReceivers: async (merchantId, limit) =>
      page(
        rowsOf('receivers').filter((row) => row.merchantId === merchantId),
        '',
        limit,
      ),
    listShares: async (referenceScope, reference) =>
      rowsOf('shares')
        .filter((row) => row.referenceScope === referenceScope && row.reference === reference)
        .sort((a, b) => a.position - b.position),
    listAuthorisations: async (referenceScope, from, to, limit) =>
      rowsOf('authorisations')
        .filter((row) => row.referenceScope === referenceScope && row.createdAt >= from && row.createdAt < to)
        .reverse()
        .slice(0, limit),
    listMandatesOfUser: async (referenceScope, userId, limit) =>
      rowsOf('mandates')
        .filter((row) => row.referenceScope === referenceScope && row.userId === userId)
        .filter((row) => row.decidedAt !== null && row.status !== 'declined')
        .reverse()
        .slice(0, limit),
    listMandatesOfReference: async (reference, limit) =>
      rowsOf('mandates')
        .filter((row) => row.reference === reference)
        .reverse()
        .slice(0, limit),
    listIdentityChecksOfReference: async (reference, limit) =>
      rowsOf('identityChecks')
        .filter((row) => row.reference === reference)
        .reverse()
        .slice(0, limit),
    listOfDay: async (table, { appId, created, completed, statuses }, { offset, limit }) => {
      const isIn = (at: number | null, span: { from: number; to: number } | undefined) =>
        !span || (at !== null && at >= span.from && at < span.to);
      const rows = rowsOf(table)
        .filter((row) => row.appId === appId && statuses.some((status) => status === row.status))
        .filter((row) => isIn(row.createdAt, created) && isIn(row.finalAt, completed))
        .sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1));
      return { rows: rows.slice(offset, offset + limit), total: rows.length };
    },
    reserveSerials: async () => blocks++,
    listNotifications: async (subjectId) => rowsOf('notifications').filter((row) => row.subjectId === subjectId),
    listAttempts: async (notificationId) => rowsOf('attempts').filter((row) => row.notificationId === notificationId),
    listUnsettledPayouts: async (before, limit) => unsettled('payouts', before, limit),
    listUnsettledRefunds: async (before, limit) => unsettled('refunds', before, limit),
    listUnsettledShares: async (before, limit) => unsettled('shares', before, limit),
    listCompleted: async (table, { merchantId, currency, after, before }, limit) =>
      rowsOf(table)
        .filter((row) => row.merchantId === merchantId && row.currency === currency && row.status === 'completed')
        .filter((row) => !('heldFrom' in row) || row.heldFrom !== null)
        .filter(({ finalAt, id }) => (finalAt ?? 0) > after.at || (finalAt === after.at && id > after.id))
        .filter(({ finalAt }) => (finalAt ?? 0) < before)
        .sort((a, b) => (a.finalAt ?? 0) - (b.finalAt ?? 0) || (a.id < b.id ? -1 : 1))
        .slice(0, limit),
    listAccounts: async (afterId, limit) => page(rowsOf('accounts'), afterId, limit),
    listTransfers: async (afterId, limit) => page(rowsOf('transfers'), afterId, limit),
    async checkBooks() {
      const accounts = rowsOf('accounts');
      const transfers = rowsOf('transfers');
      const sums = new Map<string, { debits: bigint; credits: bigint }>();
      const sumOf = (id: string) =>
        sums.get(id) ?? sums.set(id, { debits: 0n, credits: 0n }).get(id) ?? { debits: 0n, credits: 0n };
      for (const { debitAccount, creditAccount, amountMinor } of transfers) {
        sumOf(debitAccount).debits += amountMinor;
        sumOf(creditAccount).credits += amountMinor;
      }
      const differences = accounts
        .map(({ id, debits, credits }) => {
          const sum = sumOf(id);
          return { accountId: id, debits, credits, debitsOfTransfers: sum.debits, creditsOfTransfers: sum.credits };
        })
        .filter((row) => row.debits !== row.debitsOfTransfers || row.credits !== row.creditsOfTransfers);
      return { accounts: accounts.length, transfers: transfers.length, differences };
    },
  };
}

function emptyTables(): Tables {
  const names = [...new Set(Object.values(lookups).map(({ table }) => table)), 'attempts'] as TableName[];
  return Object.fromEntries(names.map((name) => [name, new Map()])) as unknown as Tables;
}

function load(tables: Tables, keys: Keys): Loaded {
  const loaded: Partial<Record<TableName, Row[]>> = {};
  for (const [lookup, names] of Object.entries(keys) as [LookupName, string[][]][]) {
    const { table, columns, onlyWithout }: Lookup = lookups[lookup];
    const wanted = new Set(names.map((name) => name.join('|')));
    const found = [...tables[table].values()]
      .map((row) => row as unknown as Row & Record<string, unknown>)
      .filter((row) => wanted.has(columns.map((column) => row[column]).join('|')))
      .filter((row) => onlyWithout === undefined || row[onlyWithout] === null)
      .sort((a, b) => (a.id < b.id ? -1 : 1));
    loaded[table] = [...(loaded[table] ?? []), ...structuredClone(found)];
  }
  return loaded as unknown as Loaded;
}

function save(tables: Tables, changes: Changes): void {
  for (const [name, changed] of Object.entries(changes) as [TableName, RowChanges<Row>][]) {
    const table = tables[name];
    for (const id of changed.removed) table.delete(id);
    for (const row of changed.inserted) {
      if (table.has(row.id)) throw storeFault('conflict', `${name} ${row.id} exists.`);
      refuseRepeats(tables, name, row);
      table.set(row.id, structuredClone(row));
    }
    for (const row of changed.updated) {
      const before = table.get(row.id);
      if (!before) throw storeFault('rejected', `${name} ${row.id} does not exist.`);
      if (final[name]?.(before as never, row as never)) throw storeFault('rejected', `${name} ${row.id} is final.`);
      table.set(row.id, structuredClone(row));
    }
    for (const row of [...changed.inserted, ...changed.updated])
      if (possible[name]?.(row as never) === false) throw storeFault('rejected', `${name} ${row.id} is impossible.`);
  }
  const { inserted = [], updated = [] } = changes.payments ?? {};
  if ([...inserted, ...updated].some(({ checkoutId }) => checkoutId !== null)) refuseWrongTries(tables);
}

/** Of all payments of a checkout that exists one can wait or be completed; PostgreSQL looks when the transaction ends. */
function refuseWrongTries(tables: Tables): void {
  const paidOrOpen = new Set<string>();
  for (const row of tables.payments.values()) {
    const { checkoutId, status } = row as CellTables['payments'];
    if (checkoutId === null) continue;
    if (!tables.checkouts.has(checkoutId)) throw storeFault('rejected', `There is no ${checkoutId}.`);
    if (status !== 'pending' && status !== 'completed') continue;
    if (paidOrOpen.has(checkoutId)) throw storeFault('rejected', `${checkoutId} has two payments.`);
    paidOrOpen.add(checkoutId);
  }
}

function refuseRepeats(tables: Tables, name: TableName, row: Row): void {
  for (const { table, key } of unique) {
    if (table !== name) continue;
    const own = key(row as never);
    if (own === undefined) continue;
    for (const other of tables[name].values()) {
      if (key(other as never) === own) throw storeFault('conflict', `${name} with ${own} exists.`);
    }
  }
}
