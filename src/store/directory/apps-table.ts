// The rows of directory.apps. Secrets are sealed on their way in and opened on their way out; the app's id is their
// context, so that a row's secrets open in no other row.
import type { App } from '../../core/merchant/merchant.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { Sealer } from '../../kernel/seal.ts';
import type { Sql, TransactionSql } from '../database.ts';

interface Row extends Omit<App, 'callbackSecrets' | 'platformPrivateKeys'> {
  readonly sealedSecrets: {
    readonly callback: readonly string[];
    /** Absent where the platform has no key for the app. */
    readonly platform?: readonly string[];
  };
}

export interface AppsTable {
  load(sql: Sql, ids: readonly string[]): Promise<App[]>;
  /** In pages by id. */
  list(sql: Sql, merchantId: string, afterId: string, limit: number): Promise<App[]>;
  /** The row, kept from other writers until the transaction ends. */
  lock(sql: TransactionSql, id: string): Promise<App | undefined>;
  insert(sql: TransactionSql, app: App, at: Instant): Promise<void>;
  /** Merchant, dialect and vendor stay as they were. */
  save(sql: TransactionSql, app: App): Promise<void>;
}

export function createAppsTable(sealer: Sealer): AppsTable {
  const appOf = ({ sealedSecrets: { callback, platform = [] }, ...row }: Row): App => ({
    ...row,
    callbackSecrets: callback.map((sealed) => sealer.open(sealed, row.id)),
    platformPrivateKeys: platform.map((sealed) => sealer.open(sealed, row.id)),
  });
  const seal = ({ id, callbackSecrets, platformPrivateKeys }: App): Row['sealedSecrets'] => {
    const callback = callbackSecrets.map((secret) => sealer.seal(secret, id));
    if (platformPrivateKeys.length === 0) return { callback };
    return { callback, platform: platformPrivateKeys.map((key) => sealer.seal(key, id)) };
  };

  return {
    async load(sql, ids) {
      return (await sql<Row[]>`${columns(sql)} where id = any(${ids as string[]})`).map(appOf);
    },
    async list(sql, merchantId, afterId, limit) {
      const rows = await sql<Row[]>`
        ${columns(sql)} where merchant_id = ${merchantId} and id > ${afterId} order by id limit ${limit}`;
      return rows.map(appOf);
    },
    async lock(sql, id) {
      return (await sql<Row[]>`${columns(sql)} where id = ${id} for update`).map(appOf)[0];
    },
    async insert(sql, app, at) {
      await sql`
        insert into directory.apps (id, merchant_id, dialect, vendor_id, enabled, public_keys, sealed_secrets, callback_urls,
          ip_allowlist, rate_limit, countries, switches, created_at)
        values (${app.id}, ${app.merchantId}, ${app.dialect}, ${app.vendorId}, ${app.enabled}, ${json(sql, app.publicKeys)},
          ${json(sql, seal(app))}, ${json(sql, app.callbackUrls)}, ${json(sql, app.ipAllowlist)},
          ${json(sql, app.rateLimit)}, ${json(sql, app.countries ?? [])}, ${json(sql, app.switches)}, ${sql.instant(at)}::timestamptz)`;
    },
    async save(sql, app) {
      await sql`
        update directory.apps
        set enabled = ${app.enabled}, public_keys = ${json(sql, app.publicKeys)},
          sealed_secrets = ${json(sql, seal(app))}, callback_urls = ${json(sql, app.callbackUrls)},
          ip_allowlist = ${json(sql, app.ipAllowlist)}, rate_limit = ${json(sql, app.rateLimit)},
          countries = ${json(sql, app.countries ?? [])}, switches = ${json(sql, app.switches)}
        where id = ${app.id}`;
    },
  };
}

function columns(sql: Sql | TransactionSql) {
  return sql`
    select id, merchant_id as "merchantId", dialect, vendor_id as "vendorId", enabled, public_keys as "publicKeys",
      sealed_secrets as "sealedSecrets", callback_urls as "callbackUrls", ip_allowlist as "ipAllowlist",
      rate_limit as "rateLimit", countries, switches
    from directory.apps`;
}

function json(sql: TransactionSql, value: unknown) {
  return value === null ? null : sql.json(value);
}
