// The rows of directory.vendors. Keys are sealed with the vendor's number as their context.
import type { Vendor } from '../../engine/terminals.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { Sealer } from '../../kernel/seal.ts';
import type { Sql, TransactionSql } from '../database.ts';
import type { KeptTable } from './kept-table.ts';

interface Row extends Omit<Vendor, 'keys'> {
  readonly sealedKeys: readonly string[];
}

export interface VendorsTable extends KeptTable<Vendor> {
  /** In pages by number. */
  list(sql: Sql, afterId: string, limit: number): Promise<Vendor[]>;
}

export function createVendorsTable(sealer: Sealer): VendorsTable {
  const vendorOf = ({ sealedKeys, ...row }: Row): Vendor => ({
    ...row,
    keys: sealedKeys.map((sealed) => sealer.open(sealed, row.id)),
  });
  const seal = ({ id, keys }: Vendor) => keys.map((key) => sealer.seal(key, id));

  return {
    async load(sql, ids) {
      return (await sql<Row[]>`${columns(sql)} where id = any(${ids as string[]})`).map(vendorOf);
    },
    async list(sql, afterId, limit) {
      return (await sql<Row[]>`${columns(sql)} where id > ${afterId} order by id limit ${limit}`).map(vendorOf);
    },
    async lock(sql, id) {
      return (await sql<Row[]>`${columns(sql)} where id = ${id} for update`).map(vendorOf)[0];
    },
    async insert(sql, vendor, at: Instant) {
      await sql`
        insert into directory.vendors (id, name, enabled, sealed_keys, created_at)
        values (${vendor.id}, ${vendor.name}, ${vendor.enabled}, ${sql.json(seal(vendor))}, ${sql.instant(at)}::timestamptz)`;
    },
    async save(sql, vendor) {
      await sql`
        update directory.vendors
        set name = ${vendor.name}, enabled = ${vendor.enabled}, sealed_keys = ${sql.json(seal(vendor))}
        where id = ${vendor.id}`;
    },
  };
}

function columns(sql: Sql | TransactionSql) {
  return sql`select id, name, enabled, sealed_keys as "sealedKeys" from directory.vendors`;
}
