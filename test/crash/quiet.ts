// Waits until nothing is open that should not be, moving the gateway's clock where waits are long on purpose.
import { setTimeout as sleep } from 'node:timers/promises';
import type { GatewayProcess } from './gateway-process.ts';
import type { Merchant } from './merchant.ts';
import { checksSeconds, isEnding, type OpenWork, readOpenWork } from './open-work.ts';

/** Past the end of leases, then past the first waits of the notifications' retry schedule. */
const jumpsSeconds = [35, 65, 310, 910, 1810];
const patienceMs = 800;
const lastPatienceMs = 15_000;

/** Answers what is still open when waiting and moving the clock did not help: nothing, if all is well. */
export async function becomeQuiet(gateway: GatewayProcess, merchant: Merchant): Promise<string[]> {
  const sql = await gateway.openSql();
  try {
    const jumps = [...jumpsSeconds];
    for (;;) {
      const open = await waitUntilDone(() => readOpenWork(sql), jumps.length === 0 ? lastPatienceMs : patienceMs);
      if (open.length === 0) return [];
      if (open.every(isEnding)) {
        await merchant.ask('POST', '/sandbox/clock', { advanceSeconds: checksSeconds });
        continue;
      }
      const advanceSeconds = jumps.shift();
      if (advanceSeconds === undefined) return open.slice(0, 20).map(({ what, id, more }) => `${what} ${id}: ${more}`);
      await merchant.ask('POST', '/sandbox/clock', { advanceSeconds });
    }
  } finally {
    await sql.end();
  }
}

/** Looks again as long as it gets less, and then for the given time; no longer where only the clock can end what is left. */
async function waitUntilDone(list: () => Promise<OpenWork[]>, patience: number): Promise<OpenWork[]> {
  let fewest = Number.POSITIVE_INFINITY;
  let progressAt = performance.now();
  for (;;) {
    const open = await list();
    if (open.every(isEnding)) return open;
    if (open.length < fewest) progressAt = performance.now();
    fewest = Math.min(fewest, open.length);
    if (performance.now() - progressAt > patience) return open;
    await sleep(50);
  }
}
