// Replays the golden transcripts: each documented example's request, its signature, and the answer's exact bytes.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { isFromPlatform } from '../../../test/support/upay-client.ts';
import { createUpayGateway, platformKeys, type UpayGateway } from '../../../test/support/upay-gateway.ts';
import type { App } from '../../core/merchant/merchant.ts';
import type { Application } from '../../engine/applications.ts';
import type { Connector } from '../../engine/connector.ts';
import type { TerminalDirectory } from '../../engine/directory.ts';
import { accept } from '../../kernel/outcome.ts';

interface Transcript {
  /** Transcripts that are replayed before this one, by file name. */
  readonly after?: readonly string[];
  /** How much later it happens, in milliseconds. */
  readonly laterMs?: number;
  /** What the channel answers from now on. What is not named succeeds; an order waits for its payer. */
  readonly channel?: Readonly<Record<string, object>>;
  /** What the operator has set of the app. */
  readonly switches?: App['switches'];
  readonly request?: {
    readonly method: 'GET' | 'POST';
    readonly url: string;
    readonly authorization?: string;
    readonly body?: string;
    /** A body that is no text. */
    readonly bodyHex?: string;
  };
  /** The answer's body; or where a browser is sent: by the answer, or from the hosted page back to the shop. */
  readonly response?: string;
  readonly location?: string;
  readonly returnUrl?: string;
  /** What the merchant is told. `<signature>` stands for the platform's over the body, as every run has its own key. */
  readonly callback?: { readonly url: string; readonly authorization: '<signature>'; readonly body: string };
}

const folder = new URL('golden/', import.meta.url);
const read = (name: string) => JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')) as Transcript;

for (const file of globSync('*.json', { cwd: folder.pathname }).sort()) {
  const name = file.slice(0, -'.json'.length);
  test(`the transcript ${name} is answered byte for byte`, async () => {
    const gateway = await createUpayGateway({ applications: oneApplication() });
    const transcript = read(name);
    for (const earlier of transcript.after ?? []) await replay(gateway, read(earlier));
    const { response, location, returnUrl, callback } = transcript;
    const expected = { response, location, returnUrl, callback };
    assert.deepEqual(await replay(gateway, transcript), expected);
    assert.ok(Object.values(expected).some((part) => part !== undefined));
    assert.deepEqual(gateway.errors, []);
  });
}

type Seen = Record<'response' | 'location' | 'returnUrl' | 'callback', unknown>;

async function replay(gateway: UpayGateway, transcript: Transcript): Promise<Seen> {
  const { laterMs = 0, channel, switches, request, returnUrl, callback } = transcript;
  gateway.connector = { ...gateway.connector, ...answering(channel) };
  gateway.app = { ...gateway.app, switches: { ...gateway.app.switches, ...switches } };
  await gateway.advance(laterMs);
  return {
    response: undefined,
    location: undefined,
    ...(request && (await send(gateway, request))),
    returnUrl: returnUrl && (await wayBack(gateway)),
    callback: callback && (await tell(gateway)),
  };
}

async function send(gateway: UpayGateway, request: NonNullable<Transcript['request']>) {
  const { method, url, authorization, body = '', bodyHex } = request;
  const { statusCode, headers, ...answer } = await gateway.server.inject({
    method,
    url,
    ...(method === 'POST' && {
      headers: { 'content-type': 'application/json', authorization: authorization ?? '' },
      payload: bodyHex === undefined ? body : Buffer.from(bodyHex, 'hex'),
    }),
  });
  if (statusCode === 302) return { location: headers.location };
  assert.deepEqual([statusCode, headers['content-type']], [200, 'application/json; charset=utf-8']);
  return { response: answer.body };
}

/** Where the page of the one order sends its payer. */
async function wayBack({ engine, dialect, merchant }: UpayGateway): Promise<string | undefined> {
  const payment = await engine.find(merchant.cell, 'paymentsByReference', merchant.id, 'W0001');
  return payment && dialect.returnUrl(payment);
}

/** The newest message, a second after its event, signed as it is sent. */
async function tell(gateway: UpayGateway) {
  await gateway.advance(1_000);
  const notification = gateway.notifications.at(-1);
  assert.ok(notification);
  const { url, body } = notification;
  const { authorization = '' } = await gateway.dialect.headersOf(notification, gateway.app);
  assert.ok(isFromPlatform(body, authorization, platformKeys.publicKeyPem));
  return { url, authorization: '<signature>', body };
}

/** What a wallet needs is made up without asking anybody; all else is asked. */
function answering(channel: Transcript['channel'] = {}): Partial<Connector> {
  return Object.fromEntries(
    Object.entries(channel).map(([name, answer]) => [
      name,
      name === 'presentOrder' ? () => answer : async () => answer,
    ]),
  );
}

/** A directory that takes one application, and answers it as operators have not looked at it yet. */
function oneApplication(): TerminalDirectory['applications'] {
  const merchantId = 'M00000000000000000000000002';
  let application: Application | undefined;
  const unused = () => Promise.reject(new Error('No transcript asks for this.'));
  return {
    async apply({ vendorId, reference, fields }) {
      application = {
        merchantId,
        vendorId,
        appId: 'A1',
        reference,
        status: 'review',
        problem: '',
        createdAt: 0,
        fields,
      };
      const store = { id: '101200200046401', merchantId, name: '', status: 'open' } as const;
      const terminal = {
        id: '100000330000002',
        uuid: '66666666-7777-4888-8999-000000000002',
        merchantId,
        appId: 'A1',
        storeId: store.id,
        vendorId,
        reference: '',
        name: '',
        deviceId: '',
        status: 'active',
        keys: ['5d41402abc4b2a76b9719d911017c592'],
        keyedAt: 0,
      } as const;
      return accept({ application, store, terminal });
    },
    find: async () => application,
    close: unused,
    keepPicture: unused,
    findPicture: unused,
    listApplications: unused,
    reviewApplication: unused,
  };
}
