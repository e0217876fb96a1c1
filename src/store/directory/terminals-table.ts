// The rows of directory.terminals. Keys are sealed with the terminal's number as their context.
import type { ListedTerminal } from '../../engine/terminals.ts';
import type { Sealer } from '../../kernel/seal.ts';
import type { Sql, TransactionSql } from '../database.ts';
import type { KeptTable } from './kept-table.ts';

interface Row extends Omit<ListedTerminal, 'keys'> {
  readonly sealedKeys: readonly string[];
}

export interface TerminalsTable extends KeptTable<ListedTerminal> {
  /** In pages by number. */
  list(sql: Sql, storeId: string, afterId: string, limit: number): Promise<ListedTerminal[]>;
}

export function createTerminalsTable(sealer: Sealer): TerminalsTable {
  const terminalOf = ({ sealedKeys, ...row }: Row): ListedTerminal => ({
    ...row,
    keys: sealedKeys.map((sealed) => sealer.open(sealed, row.id)),
  });
  const seal = ({ id, keys }: ListedTerminal) => keys.map((key) => sealer.seal(key, id));

  return {
    async load(sql, ids) {
      return (await sql<Row[]>`${columns(sql)} where id = any(${ids as string[]})`).map(terminalOf);
    },
    async list(sql, storeId, afterId, limit) {
      const rows = await sql<Row[]>`
        ${columns(sql)} where store_id = ${storeId} and id > ${afterId} order by id limit ${limit}`;
      return rows.map(terminalOf);
    },
    async lock(sql, id) {
      return (await sql<Row[]>`${columns(sql)} where id = ${id} for update`).map(terminalOf)[0];
    },
    async insert(sql, terminal, at) {
      const { id, uuid, merchantId, appId, storeId, vendorId, reference, name, deviceId, status } = terminal;
      await sql`
        insert into directory.terminals (id, uuid, merchant_id, app_id, store_id, vendor_id, reference, name, device_id,
          status, sealed_keys, keyed_at, about, created_at)
        values (${id}, ${uuid}, ${merchantId}, ${appId}, ${storeId}, ${vendorId}, ${reference}, ${name}, ${deviceId},
          ${status}, ${sql.json(seal(terminal))}, ${sql.instant(terminal.keyedAt)}::timestamptz, ${sql.json(terminal.about)},
          ${sql.instant(at)}::timestamptz)`;
    },
    async save(sql, terminal) {
      const { id, deviceId, status, keyedAt, about } = terminal;
      await sql`
        update directory.terminals
        set device_id = ${deviceId}, status = ${status}, sealed_keys = ${sql.json(seal(terminal))},
          keyed_at = ${sql.instant(keyedAt)}::timestamptz, about = ${sql.json(about)}
        where id = ${id}`;
    },
  };
}

export async function isReferenceTaken(sql: TransactionSql, appId: string, reference: string): Promise<boolean> {
  const rows = await sql`
    select 1 from directory.terminals where app_id = ${appId} and reference = ${reference} and reference <> ''`;
  return rows.length > 0;
}

export async function isDeviceTaken(sql: TransactionSql, merchantId: string, deviceId: string): Promise<boolean> {
  const rows = await sql`
    select 1 from directory.terminals where merchant_id = ${merchantId} and device_id = ${deviceId} limit 1`;
  return rows.length > 0;
}

function columns(sql: Sql | TransactionSql) {
  return sql`
    select id, uuid, merchant_id as "merchantId", app_id as "appId", store_id as "storeId", vendor_id as "vendorId",
      reference, name, device_id as "deviceId", status, sealed_keys as "sealedKeys", keyed_at as "keyedAt", about
    from directory.terminals`;
}
