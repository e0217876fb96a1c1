// What is killed, and how: with SIGKILL, which nothing can answer or tidy up after, and now and then with SIGTERM, on which
// everything that was accepted must be answered.
import type { GatewayProcess } from './gateway-process.ts';
import type { Random } from '../support/random.ts';

/**
 * `backend`: one of PostgreSQL's processes; PostgreSQL then ends all others and recovers by itself.
 * `stop`: not killed at all, but told to stop.
 */
export type Target = 'gateway' | 'postgres' | 'backend' | 'gateway and postgres' | 'stop';

export interface Plan {
  readonly target: Target;
  /** After the beginning of the load. */
  readonly afterMs: number;
  /** Kill the gateway once more so long after it was started again; undefined: leave it alone. */
  readonly againAfterMs: number | undefined;
  /** Move the gateway's clock past the end of all leases so long after the beginning of the load; undefined: do not. */
  readonly clockAfterMs: number | undefined;
}

const targets: readonly Target[] = [
  ...Array.from({ length: 8 }, () => 'gateway' as const),
  ...Array.from({ length: 5 }, () => 'postgres' as const),
  ...Array.from({ length: 3 }, () => 'backend' as const),
  ...Array.from({ length: 4 }, () => 'gateway and postgres' as const),
  'stop',
  'stop',
];

export function planKill(random: Random): Plan {
  const target = random.pick(targets);
  const afterMs = random.between(100, 1_600);
  const again = random.chance(0.3) && target !== 'postgres' && target !== 'backend';
  const againAfterMs = again ? random.between(0, 1_500) : undefined;
  const clockAfterMs = random.chance(0.3) ? random.between(50, afterMs) : undefined;
  return { target, afterMs, againAfterMs, clockAfterMs };
}

/** Answers what was not as it should be. */
export async function kill(target: Target, gateway: GatewayProcess, random: Random): Promise<string[]> {
  if (target === 'stop') return stop(gateway);
  if (target === 'backend') await killBackend(gateway, random);
  else await killProcesses(target, gateway);
  return [];
}

async function killProcesses(target: Target, gateway: GatewayProcess): Promise<void> {
  const postgresPid = target === 'gateway' ? undefined : await gateway.postgresPid();
  if (postgresPid !== undefined) process.kill(postgresPid, 'SIGKILL');
  if (target !== 'postgres') await gateway.kill();
}

async function stop(gateway: GatewayProcess): Promise<string[]> {
  const postgresPid = await gateway.postgresPid();
  const code = await gateway.stop();
  const found: string[] = [];
  if (code !== 0) found.push(`the gateway ended with ${code} when it was told to stop`);
  if (postgresPid !== undefined && gateway.isPostgres(postgresPid)) {
    found.push(`PostgreSQL (${postgresPid}) outlived a stop`);
  }
  return found;
}

async function killBackend(gateway: GatewayProcess, random: Random): Promise<void> {
  const sql = await gateway.openSql();
  try {
    const backends = await sql.unsafe<{ pid: number }>(
      `select pid from pg_stat_activity where application_name = 'polypay' and pid <> pg_backend_pid() order by pid`,
    );
    process.kill(random.pick(backends).pid, 'SIGKILL');
  } finally {
    await sql.end().catch(() => {});
  }
}
