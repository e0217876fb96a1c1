// Sends requests as they are, whatever is wrong with them, and checks what holds for every answer.
import assert from 'node:assert/strict';
import { Agent, request as httpRequest } from 'node:http';
import type { TestGateway } from './gateway.ts';
import type { RawRequest } from './mutations.ts';

export interface RawAnswer {
  readonly status: number;
  readonly body: string;
  /** Where a browser is sent. */
  readonly location: string;
}

export interface Sender {
  /** What goes to the admin API goes in its operator's name. */
  readonly send: (request: RawRequest) => Promise<RawAnswer>;
  close(): void;
}

export function createSender({ url, demo }: Pick<TestGateway, 'url' | 'demo'>): Sender {
  const agent = new Agent({ keepAlive: true });
  const { hostname, port } = new URL(url);
  const send: Sender['send'] = (request) => {
    const { method, path, contentType, body } = request;
    const authorization = path.startsWith('/admin') ? `Bearer ${demo.adminToken}` : request.authorization;
    const headers = {
      ...(authorization === undefined ? {} : { authorization }),
      ...(contentType === undefined ? {} : { 'content-type': contentType }),
      ...(body === undefined ? {} : { 'content-length': body.length }),
    };
    return new Promise((resolve, reject) => {
      const sending = httpRequest({ agent, hostname, port, method, path, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            body: Buffer.concat(chunks).toString('utf8'),
            location: response.headers.location ?? '',
          }),
        );
        response.on('error', reject);
      });
      sending.on('error', (error) => {
        // The server had closed this connection after an answer; nothing of the request was looked at.
        if (sending.reusedSocket) resolve(send(request));
        else reject(new Error(show(request), { cause: error }));
      });
      sending.end(body);
    });
  };
  return { send, close: () => agent.destroy() };
}

/** Fails at an answer that nothing may have; false where the request never reached anybody who could read it. */
export function checkDefinite(request: RawRequest, { status, body }: RawAnswer): boolean {
  const said = `${status} ${body.slice(0, 500)}\n${show(request)}`;
  assert.ok(status >= 200 && status < 500, `A status that must not be.\n${said}`);
  assert.doesNotMatch(body, /\n\s+at |node_modules|\.ts:\d|\.js:\d/, `A stack trace.\n${said}`);
  // A request line with other characters or above 16 KiB is refused before anybody reads it.
  return !/[^\x21-\x7e]/.test(request.path) && status !== 431;
}

export function show({ method, path, contentType, authorization, body }: RawRequest): string {
  const headers = `[${contentType ?? ''}] [${authorization?.slice(0, 200) ?? ''}]`;
  return `${method} ${path.slice(0, 600)} ${headers} ${(body?.toString('utf8') ?? '').slice(0, 1500)}`;
}

export function errorsLogged(gateway: Pick<TestGateway, 'log'>): string[] {
  return gateway
    .log()
    .split('\n')
    .filter((line) => line.includes('"level":50'));
}
