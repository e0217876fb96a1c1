// Hears PostgreSQL's notifications on a connection of its own, which is opened again whenever it is lost.
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

export type Unlisten = () => Promise<void>;

const longestWaitMs = 5000;

/** Rejects when the first connection cannot be made; later ones are tried until stopped. */
export async function listen(
  config: pg.ClientConfig,
  channel: string,
  onNotification: (payload: string) => void,
  onConnected: () => void,
): Promise<Unlisten> {
  const stopping = new AbortController();
  let client: pg.Client | undefined;

  async function open(): Promise<void> {
    const opened = new pg.Client(config);
    opened.on('error', () => {});
    opened.on('notification', ({ payload }) => onNotification(payload ?? ''));
    await opened.connect();
    opened.once('end', () => {
      if (!stopping.signal.aborted) void reopen();
    });
    await opened.query(`listen ${pg.escapeIdentifier(channel)}`);
    client = opened;
    onConnected();
  }

  async function reopen(): Promise<void> {
    for (let waitMs = 50; !stopping.signal.aborted; waitMs = Math.min(waitMs * 2, longestWaitMs)) {
      await sleep(waitMs, undefined, { signal: stopping.signal, ref: false }).catch(() => {});
      if (stopping.signal.aborted) return;
      try {
        return await open();
      } catch {
        // The server is not back yet.
      }
    }
  }

  await open();
  return async () => {
    stopping.abort();
    await client?.end().catch(() => {});
  };
}
