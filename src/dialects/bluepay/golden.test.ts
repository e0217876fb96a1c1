// Replays the golden transcripts: each documented example's request, the text that it signs, the answer's exact bytes, and what the
// merchant is told (bluepay.md 3, 3b, 4).
import assert from 'node:assert/strict';
import { createPrivateKey } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { signParam } from '../../../test/support/bluepay-client.ts';
import { type BluepayGateway, createBluepayGateway, merchantKeys } from '../../../test/support/bluepay-gateway.ts';

interface Transcript {
  readonly version: 'v1' | 'v2';
  /** Transcripts that are replayed before this one, by file name. */
  readonly after?: readonly string[];
  /** What is in the available balances at first, in minor units. */
  readonly funds?: Readonly<Record<string, number>>;
  /** How much later it happens, in milliseconds. */
  readonly laterMs?: number;
  /** The id of the payment that its payer makes before, and of the mandate that he gives. */
  readonly paid?: string;
  readonly agreed?: string;
  readonly request?: {
    readonly path: string;
    /** `<sign>` stands for the merchant's signature over `signedText`, as every run has its own key. */
    readonly body: string;
    readonly signedText: string;
  };
  readonly response?: string;
  /** What the merchant is told at last. `<sign>` stands for the platform's signature over `param`. */
  readonly told?: { readonly url: string; readonly body: string };
}

const folder = new URL('golden/', import.meta.url);
const read = (name: string) => JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')) as Transcript;
const key = createPrivateKey(merchantKeys.privateKeyPem);

for (const file of globSync('*.json', { cwd: folder.pathname }).sort()) {
  const name = file.slice(0, -'.json'.length);
  test(`the transcript ${name} is answered byte for byte`, async () => {
    const transcript = read(name);
    const gateway = await createBluepayGateway(transcript.version);
    for (const [currency, amountMinor] of Object.entries(transcript.funds ?? {}))
      await gateway.fund(BigInt(amountMinor), currency);
    for (const earlier of transcript.after ?? []) await replay(gateway, read(earlier));
    const { response, told } = transcript;
    assert.deepEqual(await replay(gateway, transcript), { response, told });
    assert.ok(response !== undefined || told !== undefined);
    assert.deepEqual(gateway.errors, []);
  });
}

async function replay(gateway: BluepayGateway, transcript: Transcript) {
  const { laterMs = 0, paid, agreed, request, told } = transcript;
  await gateway.advance(laterMs);
  if (paid !== undefined) await pay(gateway, paid);
  if (agreed !== undefined) await gateway.engine.execute(0, 'decide-mandate', { mandateId: agreed, agreed: true });
  const response = request && (await send(gateway, request));
  await gateway.settled();
  return { response, told: told && (await tell(gateway)) };
}

async function send(gateway: BluepayGateway, { path, body, signedText }: NonNullable<Transcript['request']>) {
  const response = await gateway.server.inject({
    method: 'POST',
    url: path,
    headers: { 'content-type': 'application/json' },
    payload: body.replace('<sign>', signParam(key, signedText)),
  });
  assert.deepEqual([response.statusCode, response.headers['content-type']], [200, 'application/json; charset=utf-8']);
  return response.body;
}

async function pay({ engine }: BluepayGateway, paymentId: string): Promise<void> {
  const payment = await engine.find(0, 'payments', paymentId);
  const credit = { paymentId, bankReference: paymentId, amountMinor: payment?.amountMinor ?? 0n };
  assert.ok((await engine.execute(0, 'confirm-credit', credit)).ok);
}

/** The newest notification, signed as it is sent. */
async function tell(gateway: BluepayGateway) {
  const notification = gateway.notifications.at(-1);
  const body = notification && (await gateway.dialect.bodyOf?.(notification, gateway.app));
  assert.ok(body !== undefined && gateway.client.readNotification(body));
  const { sign } = JSON.parse(body) as { sign: string };
  return { url: notification?.url, body: body.replace(sign, '<sign>') };
}
