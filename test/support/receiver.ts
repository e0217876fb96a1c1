// A merchant's receiver of notifications: records everything that comes, and answers as a test wants.
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  /** Milliseconds of this machine's clock. */
  readonly at: number;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** The body read as JSON. */
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface ReceiverAnswer {
  readonly status?: number;
  readonly body?: string;
}

export interface Receiver {
  readonly url: string;
  readonly received: Received[];
  /** What it answers; a test replaces it. A promise that never resolves is a merchant that hangs. */
  answer: (request: Received) => ReceiverAnswer | Promise<ReceiverAnswer>;
  /** What came about a transaction. */
  of(transactionId: string): Received[];
  close(): Promise<void>;
}

/** Documented in paycools.md 4.1. */
export const acknowledged: ReceiverAnswer = { body: '{"code":1,"msg":"success","data":{}}' };

export async function startReceiver(): Promise<Receiver> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const received: Received = {
        at: Date.now(),
        path: request.url ?? '',
        headers: request.headers,
        body,
        fields: JSON.parse(body) as Record<string, unknown>,
      };
      receiver.received.push(received);
      void Promise.resolve(receiver.answer(received)).then(({ status = 200, body: text = '' }) => {
        response.writeHead(status, { 'content-type': 'application/json' }).end(text);
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received: [],
    answer: () => acknowledged,
    of: (transactionId) => receiver.received.filter(({ fields }) => fields['transactionId'] === transactionId),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return receiver;
}
