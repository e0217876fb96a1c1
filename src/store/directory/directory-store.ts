// The directory on PostgreSQL. Every write is one transaction with its row in the audit log, and tells all processes
// what to look up again: a notification leaves when, and only when, the transaction commits.
import type { App, Merchant } from '../../core/merchant/merchant.ts';
import type { AuditEntry, NewAuditEntry } from '../../engine/directory.ts';
import type { KeptFile } from '../../engine/files.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Sealer } from '../../kernel/seal.ts';
import { type Sql, type TransactionSql, toStoreFault } from '../database.ts';
import { type AppsTable, createAppsTable } from './apps-table.ts';
import { insertAudit, listAudit } from './audit-table.ts';
import {
  type ChannelOverride,
  loadChannelOverrides,
  lockChannelOverride,
  saveChannelOverride,
} from './channel-overrides-table.ts';
import { createFilesTable, type FilesTable } from './files-table.ts';
import * as merchants from './merchants-table.ts';
import { deleteOperator, findOperator, insertOperator, type Operator } from './operators-table.ts';
import { readSetting, type SettingValue, writeSetting } from './settings-table.ts';
import {
  createTerminalTables,
  type TerminalStore,
  type TerminalTables,
  type TerminalWriter,
} from './terminal-store.ts';

/** What was written; a channel's id is its code. */
export interface Written {
  readonly kind: (typeof writtenKinds)[number];
  readonly id: string;
}

const writtenKinds = ['merchant', 'app', 'channel', 'vendor', 'store', 'terminal'] as const;

/** Rejects with a StoreFault. */
export interface DirectoryStore extends TerminalStore {
  loadMerchants(ids: readonly string[]): Promise<Merchant[]>;
  loadApps(ids: readonly string[]): Promise<App[]>;
  loadChannelOverrides(): Promise<ChannelOverride[]>;
  listMerchants(afterId: string, limit: number): Promise<Merchant[]>;
  listApps(merchantId: string, afterId: string, limit: number): Promise<App[]>;
  emptiestCell(cells: number): Promise<number>;
  findOperator(tokenSha256: string): Promise<Operator | undefined>;
  readSetting(key: string): Promise<unknown>;
  isFileKept(merchantId: string, id: string): Promise<boolean>;
  findFile(id: string): Promise<KeptFile | undefined>;
  audit(entry: NewAuditEntry): Promise<void>;
  listAudit(beforeId: number | undefined, limit: number): Promise<AuditEntry[]>;
  /** Commits when `work` resolves, rolls back when it rejects. */
  write<Result>(work: (writer: DirectoryWriter) => Promise<Result>): Promise<Result>;
  /**
   * Calls `onWritten` after each write of any process, and `onGap` where some may have been missed: at the beginning
   * and after each loss of the connection. Answers how to stop.
   */
  listen(onWritten: (written: Written) => void, onGap: () => void): Promise<() => Promise<void>>;
}

export interface DirectoryWriter extends TerminalWriter {
  lockMerchant(id: string): Promise<Merchant | undefined>;
  insertMerchant(merchant: Merchant): Promise<void>;
  saveMerchant(merchant: Merchant): Promise<void>;
  lockApp(id: string): Promise<App | undefined>;
  insertApp(app: App): Promise<void>;
  saveApp(app: App): Promise<void>;
  lockChannelOverride(code: string): Promise<ChannelOverride>;
  saveChannelOverride(override: ChannelOverride): Promise<void>;
  /** False when that name is taken. */
  insertOperator(operator: Operator, replace: boolean): Promise<boolean>;
  deleteOperator(name: string): Promise<boolean>;
  writeSetting(key: string, value: SettingValue): Promise<void>;
  insertFile(id: string, file: KeptFile): Promise<void>;
  audit(entry: NewAuditEntry): Promise<void>;
}

export interface DirectoryStoreDeps {
  readonly sql: Sql;
  readonly sealer: Sealer;
  readonly clock: Clock;
}

export function createDirectoryStore({ sql, sealer, clock }: DirectoryStoreDeps): DirectoryStore {
  const apps = createAppsTable(sealer);
  const terminals = createTerminalTables(sql, sealer);
  const files = createFilesTable(sealer);
  return {
    ...terminals.reads,
    loadMerchants: (ids) => merchants.loadMerchants(sql, ids).catch(rethrow),
    loadApps: (ids) => apps.load(sql, ids).catch(rethrow),
    loadChannelOverrides: () => loadChannelOverrides(sql).catch(rethrow),
    listMerchants: (afterId, limit) => merchants.listMerchants(sql, afterId, limit).catch(rethrow),
    listApps: (merchantId, afterId, limit) => apps.list(sql, merchantId, afterId, limit).catch(rethrow),
    emptiestCell: (cells) => merchants.emptiestCell(sql, cells).catch(rethrow),
    findOperator: (tokenSha256) => findOperator(sql, tokenSha256).catch(rethrow),
    readSetting: (key) => readSetting(sql, key).catch(rethrow),
    isFileKept: (merchantId, id) => files.isKept(sql, merchantId, id).catch(rethrow),
    findFile: (id) => files.find(sql, id).catch(rethrow),
    audit: (entry) => insertAudit(sql, entry, clock.now()).catch(rethrow),
    listAudit: (beforeId, limit) => listAudit(sql, beforeId, limit).catch(rethrow),
    write: (work) =>
      sql.begin((transaction) => work(writerOver(transaction, { apps, terminals, files }, clock))).catch(rethrow),
    async listen(onWritten, onGap) {
      const heard = (payload: string) => {
        const written = readPayload(payload);
        if (written) onWritten(written);
        else onGap();
      };
      const unlisten = await sql.listen(notifyChannel, heard, onGap).catch(rethrow);
      return unlisten;
    },
  };
}

const notifyChannel = 'polypay_directory';

interface SealedTables {
  readonly apps: AppsTable;
  readonly terminals: TerminalTables;
  readonly files: FilesTable;
}

function writerOver(sql: TransactionSql, { apps, terminals, files }: SealedTables, clock: Clock): DirectoryWriter {
  const tell = async ({ kind, id }: Written) => {
    await sql`select pg_notify(${notifyChannel}, ${`${kind} ${id}`})`;
  };
  return {
    ...terminals.writerOver(sql, clock.now(), (kind, id) => tell({ kind, id })),
    lockMerchant: (id) => merchants.lockMerchant(sql, id),
    async insertMerchant(merchant) {
      await merchants.insertMerchant(sql, merchant, clock.now());
      await tell({ kind: 'merchant', id: merchant.id });
    },
    async saveMerchant(merchant) {
      await merchants.saveMerchant(sql, merchant);
      await tell({ kind: 'merchant', id: merchant.id });
    },
    lockApp: (id) => apps.lock(sql, id),
    async insertApp(app) {
      await apps.insert(sql, app, clock.now());
      await tell({ kind: 'app', id: app.id });
    },
    async saveApp(app) {
      await apps.save(sql, app);
      await tell({ kind: 'app', id: app.id });
    },
    lockChannelOverride: (code) => lockChannelOverride(sql, code),
    async saveChannelOverride(override) {
      await saveChannelOverride(sql, override, clock.now());
      await tell({ kind: 'channel', id: override.code });
    },
    insertOperator: (operator, replace) => insertOperator(sql, operator, replace, clock.now()),
    deleteOperator: (name) => deleteOperator(sql, name),
    writeSetting: (key, value) => writeSetting(sql, key, value, clock.now()),
    insertFile: (id, file) => files.insert(sql, id, file, clock.now()),
    audit: (entry) => insertAudit(sql, entry, clock.now()),
  };
}

/** Undefined when a newer process tells of something that this one does not know. */
function readPayload(payload: string): Written | undefined {
  const [name, id] = payload.split(' ', 2);
  const kind = writtenKinds.find((known) => known === name);
  return kind === undefined || id === undefined ? undefined : { kind, id };
}

function rethrow(error: unknown): never {
  throw toStoreFault(error);
}
