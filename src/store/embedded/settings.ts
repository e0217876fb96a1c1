// Tunes the embedded PostgreSQL to the machine it runs on.
//
// fsync, synchronous_commit and full_page_writes are never touched: an answered payment is on disk.
import { totalmem, availableParallelism } from 'node:os';

export type Settings = Record<string, string | number>;

const mebibyte = 1024 * 1024;

export function tuneToMachine(): Settings {
  const memoryMb = Math.floor(memoryBytes() / mebibyte);
  const cores = availableParallelism();
  return {
    // Connections: the gateway holds a small pool; the rest is for people with psql.
    listen_addresses: "'127.0.0.1'",
    max_connections: 80,
    unix_socket_permissions: '0700',
    password_encryption: "'scram-sha-256'",

    // Memory: a quarter of the machine at most, since the gateway lives on it as well.
    shared_buffers: `${clamp(Math.floor(memoryMb / 4), 64, 2048)}MB`,
    effective_cache_size: `${clamp(Math.floor(memoryMb / 2), 128, 65536)}MB`,
    work_mem: '16MB',
    maintenance_work_mem: `${clamp(Math.floor(memoryMb / 16), 64, 512)}MB`,

    // Write-ahead log: rare, spread checkpoints, because the first change of a page after each one writes the whole page.
    // pglz, since the binaries from npm are built without lz4.
    max_wal_size: '4GB',
    min_wal_size: '512MB',
    wal_buffers: '64MB',
    wal_compression: 'pglz',
    checkpoint_timeout: '15min',
    checkpoint_completion_target: 0.9,
    bgwriter_delay: '50ms',
    bgwriter_lru_maxpages: 500,

    // Reading: short indexed statements on a solid-state disk. Compiling or parallelising them costs more than they do,
    // and parallel queries need more /dev/shm than a container gives.
    random_page_cost: 1.1,
    effective_io_concurrency: 64,
    jit: 'off',
    max_parallel_workers_per_gather: 0,

    // Vacuum: accounts and tasks are updated all day, so dead rows are swept early and in small portions.
    autovacuum_max_workers: clamp(Math.floor(cores / 2), 1, 3),
    autovacuum_naptime: '15s',
    autovacuum_vacuum_scale_factor: 0.05,
    autovacuum_vacuum_insert_scale_factor: 0.1,
    autovacuum_analyze_scale_factor: 0.05,
    autovacuum_vacuum_cost_limit: 2000,

    // Log: what the server has to say about itself. Refused statements are the gateway's to report, and may carry values
    // that belong in no log.
    log_min_messages: 'log',
    log_line_prefix: "'%m [%p] '",
    log_timezone: "'UTC'",
    timezone: "'UTC'",
    lc_messages: "'C'",
    datestyle: "'iso, ymd'",
    default_text_search_config: "'pg_catalog.simple'",
  };
}

export function renderSettings(settings: Settings): string {
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}`);
  return [
    '# Written by the gateway at each start, from the size of the machine.',
    '# Keep settings of your own with "alter system set ...": they win over these.',
    ...lines,
    '',
  ].join('\n');
}

/** In a container the limit counts, not the machine around it. */
function memoryBytes(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}

function clamp(value: number, lowest: number, highest: number): number {
  return Math.min(Math.max(value, lowest), highest);
}
