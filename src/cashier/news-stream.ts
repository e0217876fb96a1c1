// News of an order as server-sent events, for pages that stay open.
import { Readable } from 'node:stream';
import type { Engine } from '../engine/engine.ts';
import { findPageSubject, type PageSubject, untilNews } from './page-subject.ts';

/** Below the minute after which proxies cut what is silent; the browser then comes again by itself. */
const waitMs = 25_000;
const comeAgainMs = 1_000;

/** Who comes after that many is told to ask instead: each one keeps a connection, and a row is looked at once a second. */
const mostStreams = 2_000;

export interface NewsStreams {
  /** The state now, and once more when it is another or the time is up; undefined while there are too many. */
  open(subject: PageSubject, id: string): Readable | undefined;
}

export function createNewsStreams(engine: Engine, most = mostStreams): NewsStreams {
  let streams = 0;
  async function* news(subject: PageSubject, id: string): AsyncGenerator<string> {
    yield `retry: ${comeAgainMs}\n${event(subject)}`;
    try {
      await untilNews(engine, subject, waitMs);
      const after = await findPageSubject(engine, id);
      if (after) yield event(after);
    } catch {
      // The database does not answer: the browser comes again, and is told so then.
    }
  }
  return {
    open(subject, id) {
      if (streams >= most) return undefined;
      streams += 1;
      return Readable.from(news(subject, id)).once('close', () => (streams -= 1));
    },
  };
}

function event({ state }: PageSubject): string {
  return `data: ${JSON.stringify({ status: state })}\n\n`;
}
