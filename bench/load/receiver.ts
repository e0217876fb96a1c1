// A merchant's receiver of notifications over bare sockets: it acknowledges, counts, and keeps a sample for verification.
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { memberOf, readHttpMessage } from './http-message.ts';

export interface Receiver {
  readonly port: number;
  /** Resolves when the notification of that transaction is here. */
  expect(transactionId: string): Promise<void>;
  /** Notifications so far: all of them, and those of different transactions. */
  received(): { readonly all: number; readonly distinct: number };
  /** Takes the bodies kept since the last call: one of a hundred. */
  takeSample(): string[];
  close(): void;
}

const acknowledgement = '{"code":1,"msg":"success","data":{}}';
const answer = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${acknowledgement.length}\r\n\r\n${acknowledgement}`;
const keptOneOf = 100;

export async function startReceiver(): Promise<Receiver> {
  const sockets = new Set<Socket>();
  const expected = new Map<string, () => void>();
  const seen = new Set<string>();
  let sample: string[] = [];
  let all = 0;

  function take(body: string): void {
    all++;
    const transactionId = memberOf(body, 'transactionId');
    if (!seen.has(transactionId) && seen.size % keptOneOf === 0) sample.push(body);
    seen.add(transactionId);
    expected.get(transactionId)?.();
    expected.delete(transactionId);
  }

  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    let received = '';
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
      for (let message = readHttpMessage(received); message; message = readHttpMessage(received)) {
        received = received.slice(message.length);
        take(message.body);
        socket.write(answer, 'latin1');
      }
    });
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    port: (server.address() as AddressInfo).port,
    expect(transactionId) {
      if (seen.has(transactionId)) return Promise.resolve();
      return new Promise((resolve) => expected.set(transactionId, resolve));
    },
    received: () => ({ all, distinct: seen.size }),
    takeSample() {
      const taken = sample;
      sample = [];
      return taken;
    },
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
