// Sends one HTTP request and reads its answer, within limits: overall time, bytes read, and no redirect followed.
import { Pool } from 'undici';
import type { OutboundRules } from './outbound-address.ts';

export interface Posted {
  readonly status: number;
  /** At most `maxAnswerBytes` of the answer; whatever comes after is not read. */
  readonly body: Buffer;
}

export interface Poster {
  /**
   * Rejects when no complete answer came: refused address, no connection, cut off, or not within `withinMs`, from the call until the
   * last byte of the answer, look-up and connection included.
   */
  post(url: URL, headers: Readonly<Record<string, string>>, body: Buffer, withinMs: number): Promise<Posted>;
  /** Closes the idle connections of an origin that is not needed for now. */
  forget(origin: string): void;
  close(): Promise<void>;
}

export interface PosterDeps {
  readonly rules: OutboundRules;
  readonly maxConnections: number;
  readonly maxAnswerBytes: number;
}

export function createPoster({ rules, maxConnections, maxAnswerBytes }: PosterDeps): Poster {
  const pools = new Map<string, Pool>();

  function poolOf(origin: string): Pool {
    const known = pools.get(origin);
    if (known) return known;
    // One timer of ours covers the whole request, so those of the pool are off.
    const timers = { headersTimeout: 0, bodyTimeout: 0 };
    const pool = new Pool(origin, { ...timers, connect: rules.connect, connections: maxConnections, pipelining: 1 });
    pools.set(origin, pool);
    return pool;
  }

  return {
    post(url, headers, body, withinMs) {
      return new Promise((resolve, reject) => {
        let abort: (() => void) | undefined;
        let ended = false;
        let status = 0;
        let length = 0;
        const chunks: Buffer[] = [];
        const timer = setTimeout(() => fail(timedOut()), withinMs);

        function end(): boolean {
          if (ended) return false;
          ended = true;
          clearTimeout(timer);
          return true;
        }
        function fail(error: Error): void {
          if (!end()) return;
          reject(error);
          abort?.();
        }
        function finish(): void {
          if (end()) resolve({ status, body: chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks) });
        }

        poolOf(url.origin).dispatch(
          { method: 'POST', path: url.pathname + url.search, headers, body },
          {
            onRequestStart(controller) {
              abort = () => controller.abort(timedOut());
              // It waited for its connection until nobody waited for it: it must not be sent any more.
              if (ended) abort();
            },
            onResponseStart(_controller, statusCode) {
              status = statusCode;
            },
            onResponseData(_controller, chunk) {
              chunks.push(length + chunk.length > maxAnswerBytes ? chunk.subarray(0, maxAnswerBytes - length) : chunk);
              length += chunk.length;
              if (length < maxAnswerBytes) return;
              finish();
              abort?.();
            },
            onResponseEnd: finish,
            onResponseError: (_controller, error) => fail(error),
          },
        );
      });
    },
    forget(origin) {
      const pool = pools.get(origin);
      pools.delete(origin);
      // `close` waits for requests under way, if any.
      pool?.close().catch(() => {});
    },
    async close() {
      await Promise.all([...pools.values()].map((pool) => pool.destroy()));
      pools.clear();
    },
  };
}

function timedOut(): Error {
  return Object.assign(new Error('No complete answer came in time.'), { code: 'NOTIFY_TIMEOUT' });
}
