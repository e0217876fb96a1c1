// The rows of directory.files: sealed, each under its own id.
import type { KeptFile } from '../../engine/files.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { Sealer } from '../../kernel/seal.ts';
import type { Sql, TransactionSql } from '../database.ts';

export interface FilesTable {
  insert(sql: TransactionSql, id: string, file: KeptFile, at: Instant): Promise<void>;
  isKept(sql: Sql, merchantId: string, id: string): Promise<boolean>;
  find(sql: Sql, id: string): Promise<KeptFile | undefined>;
}

export function createFilesTable(sealer: Sealer): FilesTable {
  return {
    async insert(sql, id, { merchantId, name, type, bytes }, at) {
      const sealed = sealer.seal(Buffer.from(bytes).toString('base64'), id);
      await sql`
        insert into directory.files (id, merchant_id, name, type, sealed, created_at)
        values (${id}, ${merchantId}, ${name}, ${type}, ${sealed}, ${sql.instant(at)}::timestamptz)`;
    },
    async isKept(sql, merchantId, id) {
      const rows = await sql`select 1 from directory.files where id = ${id} and merchant_id = ${merchantId}`;
      return rows.length > 0;
    },
    async find(sql, id) {
      const [row] = await sql<{ merchantId: string; name: string; type: string; sealed: string }[]>`
        select merchant_id as "merchantId", name, type, sealed from directory.files where id = ${id}`;
      if (!row) return undefined;
      const { sealed, ...file } = row;
      return { ...file, bytes: Buffer.from(sealer.open(sealed, id), 'base64') };
    },
  };
}
