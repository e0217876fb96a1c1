// Replays the golden transcripts: each documented example's request, the text it signs, the answer's exact bytes, and the bytes of the
// callback that the merchant gets (paycools.md 3, 4).
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { signText } from '../../../test/support/paycools-client.ts';
import { gatewayWithCatalogue, type PaycoolsGateway, privateKey } from '../../../test/support/paycools-gateway.ts';
import type { CommandName, CommandOf } from '../../core/commands.ts';
import { callbacks } from './webhooks.ts';
import { createPaycools } from './dialect.ts';
import { operations, operationsAt } from './operations.ts';

interface Transcript {
  /** Transcripts that are replayed before this one, by file name. */
  readonly after?: readonly string[];
  /** What is in the available balance at first, in centavos. */
  readonly fundMinor?: number;
  /** How much later it happens, in milliseconds. */
  readonly laterMs?: number;
  /** What the payer, the user or the bank does before, as commands of the core. */
  readonly happens?: readonly Happening[];
  readonly request?: {
    readonly method: 'GET' | 'POST';
    /** `<sign>` stands for the signature over `signedText`, as every run has its own key. */
    readonly url: string;
    readonly body?: string;
    readonly signedText: string;
  };
  readonly response?: string;
  /** What the bank is about to collect, where the merchant is asked first. */
  readonly asked?: { readonly instrumentId: string; readonly amountMinor: number; readonly mobile: string };
  /** What the merchant is told, or asked, at last; its signature is the same each run. */
  readonly told?: { readonly url: string; readonly body: string };
}

type Happening = { readonly command: CommandName; readonly amountMinor?: number; readonly [member: string]: unknown };

const folder = new URL('golden/', import.meta.url);
const read = (name: string) => JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')) as Transcript;
const names = globSync('*.json', { cwd: folder.pathname })
  .map((file) => file.slice(0, -'.json'.length))
  .sort();

for (const name of names) {
  test(`the transcript ${name} is answered byte for byte`, async () => {
    const transcript = read(name);
    const gateway = await gatewayWithCatalogue();
    await gateway.fund(BigInt(transcript.fundMinor ?? 0));
    for (const earlier of transcript.after ?? []) await replay(gateway, read(earlier));
    const { response, told } = transcript;
    assert.deepEqual(await replay(gateway, transcript), { response, told });
    assert.ok(response !== undefined || told !== undefined);
    assert.deepEqual(gateway.errors, []);
  });
}

async function replay(gateway: PaycoolsGateway, transcript: Transcript) {
  const { laterMs = 0, happens = [], request, asked, told } = transcript;
  gateway.advanceMs(laterMs);
  for (const happening of happens) await happen(gateway, happening);
  const response = request && (await send(gateway, request));
  return { response, told: told && (asked ? await question(gateway, asked) : lastTold(gateway)) };
}

async function send(gateway: PaycoolsGateway, { method, url, body, signedText }: NonNullable<Transcript['request']>) {
  const sign = signText(privateKey, signedText);
  const response = await gateway.server.inject({
    method,
    url: url.replace('<sign>', encodeURIComponent(sign)),
    ...(body === undefined
      ? {}
      : { payload: body.replace('<sign>', sign), headers: { 'content-type': 'application/json' } }),
  });
  assert.deepEqual([response.statusCode, response.headers['content-type']], [200, 'application/json; charset=utf-8']);
  return response.body;
}

/** Amounts are numbers in a transcript. */
async function happen({ engine }: PaycoolsGateway, { command, amountMinor, ...members }: Happening): Promise<void> {
  const all = amountMinor === undefined ? members : { ...members, amountMinor: BigInt(amountMinor) };
  const outcome = await engine.execute(0, command, all as unknown as CommandOf<typeof command>);
  assert.equal(outcome.ok, true, command);
}

/** The newest callback. */
function lastTold({ notifications, client }: PaycoolsGateway) {
  const { url, body } = notifications.at(-1) ?? {};
  assert.ok(body !== undefined && client.verifyCallback(body));
  return { url, body };
}

/** The question of an app that wants to be asked. */
async function question(
  gateway: PaycoolsGateway,
  { instrumentId, amountMinor, mobile }: NonNullable<Transcript['asked']>,
) {
  const instrument = await gateway.engine.find(0, 'instruments', instrumentId);
  assert.ok(instrument);
  const about = { instrument, amountMinor: BigInt(amountMinor), mobile, at: gateway.now() };
  const message = createPaycools().verification?.ask(about, { ...gateway.app, switches: { verification: true } });
  assert.ok(message && gateway.client.verifyCallback(message.body));
  return message;
}

test('every operation has a transcript in which it is accepted, and every callback one in which it is told', () => {
  const transcripts = names.map(read);
  const accepted = transcripts.flatMap(({ request, response }) => {
    if (!request || !response?.startsWith('{"code":1000,')) return [];
    // Where two paths match, the first one is served.
    const found = operationsAt(request.url.split('?', 1)[0] ?? '').map(({ operation }) => operation);
    return found.filter(({ method }) => method === request.method).slice(0, 1);
  });
  assert.deepEqual(new Set(accepted), new Set(operations));
  const told = transcripts.flatMap((transcript) => (transcript.told ? [eventNameOf(transcript.told.body)] : []));
  assert.deepEqual(new Set(told), new Set(callbacks.map(({ name }) => name)));
});

const eventNameOf = (body: string) => (JSON.parse(body) as { readonly eventName: string }).eventName;
