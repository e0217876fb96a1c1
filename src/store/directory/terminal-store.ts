// What the directory keeps for dialects with terminals, as DirectoryStore and its writer offer it.
import type { Application, ApplicationStatus } from '../../engine/applications.ts';
import type { ActivationCode, ListedTerminal, Store, Vendor } from '../../engine/terminals.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { Sealer } from '../../kernel/seal.ts';
import { type Sql, type TransactionSql, toStoreFault } from '../database.ts';
import { insertCode, listCodes, lockCode, takeUse } from './activation-codes-table.ts';
import { createApplicationsTable, isApplied } from './applications-table.ts';
import { createRowWriter, type RowWriter } from './kept-table.ts';
import { createPicturesTable, type Picture } from './pictures-table.ts';
import { listStores, storesTable } from './stores-table.ts';
import { insertLog } from './terminal-logs-table.ts';
import { createTerminalsTable, isDeviceTaken, isReferenceTaken } from './terminals-table.ts';
import { createVendorsTable } from './vendors-table.ts';

/** Rejects with a StoreFault. Lists come in pages by id. */
export interface TerminalStore {
  loadVendors(ids: readonly string[]): Promise<Vendor[]>;
  loadStores(ids: readonly string[]): Promise<Store[]>;
  loadTerminals(ids: readonly string[]): Promise<ListedTerminal[]>;
  listVendors(afterId: string, limit: number): Promise<Vendor[]>;
  listStores(merchantId: string, afterId: string, limit: number): Promise<Store[]>;
  listCodes(storeId: string, afterId: string, limit: number): Promise<ActivationCode[]>;
  listTerminals(storeId: string, afterId: string, limit: number): Promise<ListedTerminal[]>;
  findApplication(merchantId: string): Promise<Application | undefined>;
  listApplications(status: ApplicationStatus | undefined, afterId: string, limit: number): Promise<Application[]>;
  findPicture(name: string): Promise<Picture | undefined>;
}

export interface TerminalWriter {
  readonly vendors: RowWriter<Vendor>;
  readonly stores: RowWriter<Store>;
  readonly terminals: RowWriter<ListedTerminal>;
  /** Whether a terminal of that app has the reference; an empty one is never taken. */
  isReferenceTaken(appId: string, reference: string): Promise<boolean>;
  isDeviceTaken(merchantId: string, deviceId: string): Promise<boolean>;
  /** False when that code was given before. */
  insertCode(code: ActivationCode): Promise<boolean>;
  lockCode(id: string): Promise<ActivationCode | undefined>;
  /** To be called by whoever has locked the code. */
  takeUse(codeId: string): Promise<void>;
  /** To be called by whoever has locked the terminal. */
  insertLog(terminalId: string, bytes: Uint8Array): Promise<void>;
  /** Whether the vendor gave that number to another merchant; an empty one is never taken. */
  isApplied(vendorId: string, reference: string): Promise<boolean>;
  lockApplication(merchantId: string): Promise<Application | undefined>;
  insertApplication(application: Application): Promise<void>;
  saveApplication(application: Application): Promise<void>;
  insertPicture(name: string, vendorId: string, picture: Picture): Promise<void>;
}

export interface TerminalTables {
  readonly reads: TerminalStore;
  writerOver(
    sql: TransactionSql,
    at: Instant,
    tell: (kind: 'vendor' | 'store' | 'terminal', id: string) => Promise<void>,
  ): TerminalWriter;
}

export function createTerminalTables(sql: Sql, sealer: Sealer): TerminalTables {
  const vendors = createVendorsTable(sealer);
  const terminals = createTerminalsTable(sealer);
  const applications = createApplicationsTable(sealer);
  const pictures = createPicturesTable(sealer);
  return {
    reads: {
      loadVendors: (ids) => vendors.load(sql, ids).catch(rethrow),
      loadStores: (ids) => storesTable.load(sql, ids).catch(rethrow),
      loadTerminals: (ids) => terminals.load(sql, ids).catch(rethrow),
      listVendors: (afterId, limit) => vendors.list(sql, afterId, limit).catch(rethrow),
      listStores: (merchantId, afterId, limit) => listStores(sql, merchantId, afterId, limit).catch(rethrow),
      listCodes: (storeId, afterId, limit) => listCodes(sql, storeId, afterId, limit).catch(rethrow),
      listTerminals: (storeId, afterId, limit) => terminals.list(sql, storeId, afterId, limit).catch(rethrow),
      findApplication: (merchantId) => applications.find(sql, merchantId).catch(rethrow),
      listApplications: (status, afterId, limit) => applications.list(sql, status, afterId, limit).catch(rethrow),
      findPicture: (name) => pictures.find(sql, name).catch(rethrow),
    },
    writerOver: (tx, at, tell) => ({
      vendors: createRowWriter(vendors, tx, at, (id) => tell('vendor', id)),
      stores: createRowWriter(storesTable, tx, at, (id) => tell('store', id)),
      terminals: createRowWriter(terminals, tx, at, (id) => tell('terminal', id)),
      isReferenceTaken: (appId, reference) => isReferenceTaken(tx, appId, reference),
      isDeviceTaken: (merchantId, deviceId) => isDeviceTaken(tx, merchantId, deviceId),
      insertCode: (code) => insertCode(tx, code, at),
      lockCode: (id) => lockCode(tx, id),
      takeUse: (id) => takeUse(tx, id),
      insertLog: (terminalId, bytes) => insertLog(tx, terminalId, bytes, at),
      isApplied: (vendorId, reference) => isApplied(tx, vendorId, reference),
      lockApplication: (merchantId) => applications.lock(tx, merchantId),
      insertApplication: (application) => applications.insert(tx, application),
      saveApplication: (application) => applications.save(tx, application),
      insertPicture: (name, vendorId, picture) => pictures.insert(tx, name, vendorId, picture, at),
    }),
  };
}

function rethrow(error: unknown): never {
  throw toStoreFault(error);
}
