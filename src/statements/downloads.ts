// The statements that are being fetched: few at a time, so that they take nothing away from payments, and none for ever.
import type { Readable } from 'node:stream';
import { minuteMs } from '../kernel/clock.ts';

/** Each has a page of rows and a compressor in memory. */
const mostAtOnce = 16;
const mostOfMerchant = 2;

/** Whoever reads more slowly than that is cut off. */
const longestMs = 30 * minuteMs;

export interface Downloads {
  /** Undefined where too many are under way. */
  start(merchantId: string, open: () => Readable): Readable | undefined;
  /** Cuts off what is under way: it must not hold the stop of the gateway. */
  stop(): void;
}

export function createDownloads(): Downloads {
  const running = new Map<Readable, string>();
  return {
    start(merchantId, open) {
      const own = running.values().filter((other) => other === merchantId);
      if (running.size >= mostAtOnce || own.toArray().length >= mostOfMerchant) return undefined;
      const file = open();
      running.set(file, merchantId);
      const limit = setTimeout(() => file.destroy(new Error('It was read too slowly.')), longestMs).unref();
      file.once('close', () => {
        clearTimeout(limit);
        running.delete(file);
      });
      return file;
    },
    stop() {
      for (const file of running.keys()) file.destroy(new Error('The gateway stops.'));
    },
  };
}
