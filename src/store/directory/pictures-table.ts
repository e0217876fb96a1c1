// The rows of directory.pictures. A picture may show somebody's papers: it is sealed, and known by the digest of its name.
import { sha256Hex } from '../../kernel/digest.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { Sealer } from '../../kernel/seal.ts';
import type { Sql, TransactionSql } from '../database.ts';

export interface Picture {
  readonly bytes: Uint8Array;
  readonly type: string;
}

export interface PicturesTable {
  insert(sql: TransactionSql, name: string, vendorId: string, picture: Picture, at: Instant): Promise<void>;
  find(sql: Sql, name: string): Promise<Picture | undefined>;
}

export function createPicturesTable(sealer: Sealer): PicturesTable {
  return {
    async insert(sql, name, vendorId, { bytes, type }, at) {
      const digest = sha256Hex(name);
      const sealed = sealer.seal(Buffer.from(bytes).toString('base64'), digest);
      await sql`
        insert into directory.pictures (name_sha256, vendor_id, type, sealed, created_at)
        values (${digest}, ${vendorId}, ${type}, ${sealed}, ${sql.instant(at)}::timestamptz)`;
    },
    async find(sql, name) {
      const digest = sha256Hex(name);
      const [row] = await sql<{ type: string; sealed: string }[]>`
        select type, sealed from directory.pictures where name_sha256 = ${digest}`;
      return row && { type: row.type, bytes: Buffer.from(sealer.open(row.sealed, digest), 'base64') };
    },
  };
}
