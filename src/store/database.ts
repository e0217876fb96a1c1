// The way to PostgreSQL: a template tag over a pool of pipelined connections. Whole numbers of 64 bits are bigint, points
// in time are milliseconds. Why this driver: docs/decisions/0003-database-driver.md.
import pg from 'pg';
import { parseIntoClientConfig } from 'pg-connection-string';
import { storeFault } from '../engine/store.ts';
import { listen, type Unlisten } from './listen.ts';

export interface Rows<Row> extends Array<Row> {
  /** Rows that the statement returned or changed. */
  readonly count: number;
}

/** A statement that is sent when it is awaited; inside another template it becomes a part of that one. */
export interface Statement<Row> extends Promise<Rows<Row>> {
  readonly strings: readonly string[];
  readonly values: readonly unknown[];
}

/** `` sql`select … where id = ${id}` ``: values travel apart from the text. */
export interface TransactionSql {
  <Row extends readonly object[] = Record<string, unknown>[]>(
    strings: TemplateStringsArray,
    ...values: unknown[]
  ): Statement<Row[number]>;
  /** A name of a schema, table or column, quoted. */
  (identifier: string): Statement<never>;
  /** A statement given as text. `prepare`: planned once per connection, for statements that recur. */
  unsafe<Row = Record<string, unknown>>(
    text: string,
    values?: readonly unknown[],
    options?: { readonly prepare?: boolean },
  ): Promise<Rows<Row>>;
  /** A value for a jsonb column. */
  json(value: unknown): string;
  /** Milliseconds since 1970 as a value for a timestamptz. */
  instant(at: number): string;
}

export interface Sql extends TransactionSql {
  /** Commits when `work` resolves, rolls back when it rejects; statements it does not wait for are pipelined. */
  begin<Result>(work: (transaction: TransactionSql) => Promise<Result>): Promise<Result>;
  /** Hears notifications until stopped; `onConnected` after every (re)connection, for what was missed between. */
  listen(channel: string, onNotification: (payload: string) => void, onConnected?: () => void): Promise<Unlisten>;
  /** Ends every connection once its statement is answered. */
  end(): Promise<void>;
}

export interface ConnectOptions {
  readonly url: string;
  /** A folder with the server's Unix socket, which is faster than TCP; absent: as the URL says. */
  readonly socketFolder?: string | undefined;
  readonly maxConnections?: number;
}

export function connect({ url, socketFolder, maxConnections = 10 }: ConnectOptions): Sql {
  const config: pg.ClientConfig = {
    ...parseIntoClientConfig(url),
    ...(socketFolder === undefined ? {} : { host: socketFolder }),
    application_name: 'polypay',
    // A plan made while a table was empty must not outlive that: planning a statement anew costs less than 0.1 ms.
    // A gateway that is stopped in the middle of a transaction must not hold its rows for ever.
    options: '-c plan_cache_mode=force_custom_plan -c idle_in_transaction_session_timeout=30000',
    connectionTimeoutMillis: 5000,
    keepAlive: true,
    types: { getTypeParser },
  };
  const pool = new pg.Pool({ ...config, pipeline: true, max: maxConnections, idleTimeoutMillis: 60_000 });
  // A connection that breaks rejects its statements; beyond that there is nothing to do, the pool drops it.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  const stops = new Set<Unlisten>();
  let ended: Promise<void> | undefined;

  return Object.assign(tagOver(pool), {
    async begin<Result>(work: (transaction: TransactionSql) => Promise<Result>): Promise<Result> {
      const client = await pool.connect();
      let broken = false;
      try {
        const begun = client.query('begin');
        begun.catch(() => {});
        const result = await work(tagOver(client));
        await begun;
        await client.query('commit');
        return result;
      } catch (error) {
        await client.query('rollback').catch(() => {
          broken = true;
        });
        throw error;
      } finally {
        client.release(broken);
      }
    },
    async listen(channel: string, onNotification: (payload: string) => void, onConnected = () => {}) {
      const stop = await listen(config, channel, onNotification, onConnected);
      stops.add(stop);
      return stop;
    },
    async end() {
      ended ??= Promise.all([...stops].map((stop) => stop())).then(() => pool.end());
      await ended;
    },
  });
}

/** Translates what the driver or PostgreSQL throws into what the engine can act on. */
export function toStoreFault(error: unknown): Error {
  if (!(error instanceof Error)) return storeFault('rejected', error);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (conflicts.has(code)) return storeFault('conflict', error);
  if (unavailable.test(code) || (code === '' && lostConnection.test(error.message)))
    return storeFault('unavailable', error);
  return storeFault('rejected', error);
}

/** unique_violation, serialization_failure, deadlock_detected, lock_not_available */
const conflicts = new Set(['23505', '40001', '40P01', '55P03']);

/** Connection exceptions, resources, a database that is closed, operator intervention, and the system's own words for a lost connection. */
const unavailable = /^(08|53|55000|57P0|58)|^E(CONN|PIPE|NOENT|NOTFOUND|TIMEDOUT|HOSTUNREACH|HOSTDOWN|NETUNREACH|AI_)/;

/** The driver's words for the same. */
const lostConnection = /connection|terminated|not queryable|timeout|after calling end/i;

interface Sender {
  query(config: { text: string; values: unknown[]; name?: string }): Promise<pg.QueryResult>;
}

function tagOver(sender: Sender): TransactionSql {
  async function send(text: string, values: readonly unknown[], prepare: boolean): Promise<Rows<unknown>> {
    const result = await sender.query({ text, values: [...values], ...(prepare ? { name: nameOf(text) } : {}) });
    // A text of several statements has a result for each; the last one counts.
    const last = Array.isArray(result) ? (result as pg.QueryResult[]).at(-1) : result;
    return Object.assign((last?.rows ?? []) as unknown[], { count: last?.rowCount ?? 0 });
  }
  function statementOf(strings: readonly string[], values: readonly unknown[]): Statement<unknown> {
    let sent: Promise<Rows<unknown>> | undefined;
    const run = () => {
      const flat = flatten(strings, values);
      sent ??= send(flat.text, flat.values, false);
      return sent;
    };
    return {
      strings,
      values,
      // oxlint-disable-next-line unicorn/no-thenable -- a statement is sent when it is awaited, not when it is written
      then: (onResolved, onRejected) => run().then(onResolved, onRejected),
      catch: (onRejected) => run().catch(onRejected),
      finally: (onFinally) => run().finally(onFinally),
      [Symbol.toStringTag]: 'Statement',
    };
  }
  const tag = (strings: readonly string[] | string, ...values: unknown[]) =>
    typeof strings === 'string' ? statementOf([pg.escapeIdentifier(strings)], []) : statementOf(strings, values);
  return Object.assign(tag, {
    unsafe: (text: string, values: readonly unknown[] = [], { prepare = false } = {}) => send(text, values, prepare),
    json: (value: unknown) => JSON.stringify(value),
    instant: (at: number) => new Date(at).toISOString(),
  }) as unknown as TransactionSql;
}

/** Joins a template and the templates inside it into one text with numbered places. */
function flatten(strings: readonly string[], values: readonly unknown[]): { text: string; values: unknown[] } {
  const flat: unknown[] = [];
  const write = (parts: readonly string[], inserted: readonly unknown[]): string =>
    parts
      .map((part, index) => {
        if (index === 0) return part;
        const value = inserted[index - 1];
        if (isStatement(value)) return write(value.strings, value.values) + part;
        flat.push(value);
        return `$${flat.length}${part}`;
      })
      .join('');
  return { text: write(strings, values), values: flat };
}

function isStatement(value: unknown): value is Statement<unknown> {
  return typeof value === 'object' && value !== null && 'strings' in value && 'then' in value;
}

/** Texts of prepared statements are few and fixed: the cells' own. */
const names = new Map<string, string>();

function nameOf(text: string): string {
  const known = names.get(text) ?? `polypay_${names.size}`;
  names.set(text, known);
  return known;
}

const bigintType = pg.types.builtins.INT8;
const instantType = pg.types.builtins.TIMESTAMPTZ;

const getTypeParser: typeof pg.types.getTypeParser = (type, format) => {
  if (type === bigintType) return BigInt;
  if (type === instantType) return Date.parse;
  return pg.types.getTypeParser(type, format);
};
