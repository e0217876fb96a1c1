// A kept-alive HTTP connection over a bare socket. It costs a fraction of what a general client does, so that on a machine
// that also runs the gateway the figures are the gateway's.
import { once } from 'node:events';
import { connect } from 'node:net';
import { readHttpMessage } from './http-message.ts';

export interface Connection {
  /** Sends a whole request and answers the body of its response. One at a time. Rejects when the connection breaks. */
  exchange(request: string | Uint8Array): Promise<string>;
  close(): void;
}

export async function openConnections(port: number, count: number): Promise<Connection[]> {
  return Promise.all(Array.from({ length: count }, () => openConnection(port)));
}

async function openConnection(port: number): Promise<Connection> {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  await once(socket, 'connect');
  let waiting: { resolve(body: string): void; reject(error: Error): void } | undefined;
  let received = '';
  socket.on('data', (chunk) => {
    received += chunk.toString('latin1');
    const message = readHttpMessage(received);
    if (!message) return;
    received = received.slice(message.length);
    const { resolve } = waiting ?? {};
    waiting = undefined;
    resolve?.(message.body);
  });
  const fail = (error: Error) => waiting?.reject(error);
  socket.on('error', fail);
  socket.on('close', () => fail(new Error('The gateway closed a connection.')));
  return {
    exchange(request) {
      return new Promise((resolve, reject) => {
        if (socket.destroyed || !socket.writable) return reject(new Error('The gateway had closed a connection.'));
        waiting = { resolve, reject };
        if (typeof request === 'string') socket.write(request, 'latin1');
        else socket.write(request);
      });
    },
    close() {
      waiting = undefined;
      socket.destroy();
    },
  };
}
