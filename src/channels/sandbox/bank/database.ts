// How the sandbox's bank reaches its own schema: statements of constant text, planned once per connection.
import type { Instant } from '../../../kernel/clock.ts';

/** What the bank needs of a PostgreSQL driver; the pool of the gateway fits. */
export interface Sql {
  unsafe<Row>(
    text: string,
    values: readonly unknown[],
    options: { readonly prepare: boolean },
  ): Promise<readonly Row[]>;
}

export type Query = <Row>(text: string, values: readonly unknown[]) => Promise<readonly Row[]>;

export function createQuery(sql: Sql): Query {
  return <Row>(text: string, values: readonly unknown[]) => sql.unsafe<Row>(text, values, { prepare: true });
}

/** A point in time as PostgreSQL reads it whatever the driver is set to. */
export function timestamp(at: Instant): string {
  return new Date(at).toISOString();
}
