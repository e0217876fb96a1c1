// The connection pool to PostgreSQL: whole numbers of 64 bits are bigint, points in time are milliseconds.
import postgres from 'postgres';
import { storeFault } from '../engine/store.ts';

export type Sql = postgres.Sql<{ bigint: bigint; instant: number }>;
export type TransactionSql = postgres.TransactionSql<{ bigint: bigint; instant: number }>;

export interface ConnectOptions {
  readonly url: string;
  /** A folder with the server's Unix socket, which is faster than TCP; absent: as the URL says. */
  readonly socketFolder?: string | undefined;
  readonly maxConnections?: number;
}

export function connect({ url, socketFolder, maxConnections = 10 }: ConnectOptions): Sql {
  return postgres(url, {
    ...(socketFolder === undefined ? {} : { host: socketFolder }),
    max: maxConnections,
    // A start or restart of the server is waited for in small steps, so that the gateway is back as soon as it is.
    backoff: (retries) => Math.min(0.05 * 2 ** retries, 1),
    connect_timeout: 5,
    onnotice: () => {},
    connection: { application_name: 'polypay' },
    types: {
      bigint: { to: 20, from: [20], serialize: (value: bigint) => value.toString(), parse: BigInt },
      instant: { to: 1184, from: [1184], serialize: (at: number) => new Date(at).toISOString(), parse: Date.parse },
    },
  });
}

/** Translates what the driver or PostgreSQL throws into what the engine can act on. */
export function toStoreFault(error: unknown): Error {
  if (!(error instanceof Error)) return storeFault('rejected', error);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (conflicts.has(code)) return storeFault('conflict', error);
  if (unavailable.test(code)) return storeFault('unavailable', error);
  return storeFault('rejected', error);
}

/** unique_violation, serialization_failure, deadlock_detected, lock_not_available */
const conflicts = new Set(['23505', '40001', '40P01', '55P03']);

/** Connection exceptions, resources, operator intervention, and the driver's own words for a lost connection. */
const unavailable = /^(08|53|57P0|58)|^CONNECT|^CONNECTION_|^E(CONN|PIPE|NOENT|TIMEDOUT|HOSTUNREACH)/;
