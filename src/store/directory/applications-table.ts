// The rows of directory.applications. What was handed in is sealed as one text, with the merchant's id as its context.
import type { Application, ApplicationStatus } from '../../engine/applications.ts';
import type { Sealer } from '../../kernel/seal.ts';
import type { Sql, TransactionSql } from '../database.ts';

interface Row extends Omit<Application, 'fields'> {
  readonly sealedFields: string;
}

export interface ApplicationsTable {
  find(sql: Sql, merchantId: string): Promise<Application | undefined>;
  /** In pages by the merchant's id. */
  list(sql: Sql, status: ApplicationStatus | undefined, afterId: string, limit: number): Promise<Application[]>;
  /** The row, kept from other writers until the transaction ends. */
  lock(sql: TransactionSql, merchantId: string): Promise<Application | undefined>;
  insert(sql: TransactionSql, application: Application): Promise<void>;
  /** Status and problem are all that changes. */
  save(sql: TransactionSql, application: Application): Promise<void>;
}

export function createApplicationsTable(sealer: Sealer): ApplicationsTable {
  const applicationOf = ({ sealedFields, ...row }: Row): Application => ({
    ...row,
    fields: JSON.parse(sealer.open(sealedFields, row.merchantId)) as Application['fields'],
  });

  return {
    async find(sql, merchantId) {
      return (await sql<Row[]>`${columns(sql)} where merchant_id = ${merchantId}`).map(applicationOf)[0];
    },
    async list(sql, status, afterId, limit) {
      const rows = await sql<Row[]>`
        ${columns(sql)} where merchant_id > ${afterId} and ${status === undefined ? sql`true` : sql`status = ${status}`}
        order by merchant_id limit ${limit}`;
      return rows.map(applicationOf);
    },
    async lock(sql, merchantId) {
      return (await sql<Row[]>`${columns(sql)} where merchant_id = ${merchantId} for update`).map(applicationOf)[0];
    },
    async insert(sql, { merchantId, vendorId, appId, reference, status, problem, createdAt, fields }) {
      await sql`
        insert into directory.applications (merchant_id, vendor_id, app_id, reference, status, problem, sealed_fields, created_at)
        values (${merchantId}, ${vendorId}, ${appId}, ${reference}, ${status}, ${problem},
          ${sealer.seal(JSON.stringify(fields), merchantId)}, ${sql.instant(createdAt)}::timestamptz)`;
    },
    async save(sql, { merchantId, status, problem }) {
      await sql`
        update directory.applications set status = ${status}, problem = ${problem} where merchant_id = ${merchantId}`;
    },
  };
}

export async function isApplied(sql: TransactionSql, vendorId: string, reference: string): Promise<boolean> {
  const rows = await sql`
    select 1 from directory.applications
    where vendor_id = ${vendorId} and reference = ${reference} and reference <> ''`;
  return rows.length > 0;
}

function columns(sql: Sql | TransactionSql) {
  return sql`
    select merchant_id as "merchantId", vendor_id as "vendorId", app_id as "appId", reference, status, problem,
      sealed_fields as "sealedFields", created_at as "createdAt"
    from directory.applications`;
}
