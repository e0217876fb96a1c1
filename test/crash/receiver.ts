// A merchant's server that gets notifications: outside the gateway, and not always well.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../support/random.ts';

/** What one notification says. */
export interface Told {
  readonly subjectId: string;
  readonly eventName: string;
  readonly status: string;
  readonly amountMinor: number;
  readonly signatureValid: boolean;
}

/** Everything that came about one event of one payment or payout. */
export interface Heard extends Told {
  /** Each different body once: there must be one. */
  readonly bodies: Set<string>;
  tries: number;
  /** How often the merchant answered that it has it. */
  acknowledged: number;
}

export interface Receiver {
  readonly url: string;
  /** By subject and event. */
  readonly heard: ReadonlyMap<string, Heard>;
  /** Bodies that could not be read. */
  readonly unreadable: string[];
  tries(): number;
  /** Whether it sometimes answers 500, something else, late, or not at all. */
  setMoody(moody: boolean): void;
  close(): Promise<void>;
}

export interface ReceiverOptions {
  readonly random: Random;
  /** Reads a body and its Authorization header; throws at what it cannot read. */
  readonly read: (body: string, authorization: string) => Told;
  /** The agreed answer. */
  readonly acknowledgement: string;
}

export async function createReceiver({ random, read, acknowledgement }: ReceiverOptions): Promise<Receiver> {
  const heard = new Map<string, Heard>();
  const unreadable: string[] = [];
  let moody = false;
  let tries = 0;

  function note(body: string, authorization: string): Heard | undefined {
    tries++;
    try {
      const told = read(body, authorization);
      const key = `${told.subjectId} ${told.eventName}`;
      const entry = heard.get(key) ?? { ...told, bodies: new Set(), tries: 0, acknowledged: 0 };
      heard.set(key, entry);
      entry.bodies.add(body);
      entry.tries++;
      return entry;
    } catch {
      unreadable.push(body);
      return undefined;
    }
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const entry = note(Buffer.concat(chunks).toString('utf8'), request.headers.authorization ?? '');
    const mood = moody ? random.next() : 1;
    if (mood < 0.08) return void response.writeHead(500).end('{"code":0}');
    if (mood < 0.11) return void response.writeHead(200).end('thank you');
    if (mood < 0.13) return void request.socket.destroy();
    if (mood < 0.25) await sleep(random.between(50, 500));
    if (entry) entry.acknowledged++;
    response.writeHead(200, { 'content-type': 'application/json' }).end(acknowledgement);
  }

  const server = createServer((request, response) => {
    // A gateway that is killed leaves its requests half sent.
    answer(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/polypay`,
    heard,
    unreadable,
    tries: () => tries,
    setMoody(next) {
      moody = next;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
