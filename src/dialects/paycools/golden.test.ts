// Replays the golden transcripts: each documented example's request, the text it signs, and the answer's exact bytes.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { createPaycoolsGateway, type PaycoolsGateway, privateKey } from '../../../test/support/paycools-gateway.ts';
import { signText } from '../../../test/support/paycools-client.ts';

interface Transcript {
  /** Transcripts that are replayed before this one, by file name. */
  readonly after?: readonly string[];
  /** What is in the available balance at first, in centavos. */
  readonly fundMinor?: number;
  readonly method: 'GET' | 'POST';
  /** `<sign>` stands for the signature over `signedText`, as every run has its own key. */
  readonly url: string;
  readonly body?: string;
  readonly signedText: string;
  readonly response: string;
}

const folder = new URL('golden/', import.meta.url);
const read = (name: string) => JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')) as Transcript;

for (const file of globSync('*.json', { cwd: folder.pathname }).sort()) {
  const name = file.slice(0, -'.json'.length);
  test(`the transcript ${name} is answered byte for byte`, async () => {
    const gateway = await createPaycoolsGateway();
    const transcript = read(name);
    await gateway.fund(BigInt(transcript.fundMinor ?? 0));
    for (const earlier of transcript.after ?? []) await replay(gateway, read(earlier));
    assert.equal(await replay(gateway, transcript), transcript.response);
  });
}

async function replay(gateway: PaycoolsGateway, { method, url, body, signedText }: Transcript): Promise<string> {
  const sign = signText(privateKey, signedText);
  const response = await gateway.server.inject({
    method,
    url: url.replace('<sign>', encodeURIComponent(sign)),
    ...(body === undefined
      ? {}
      : { payload: body.replace('<sign>', sign), headers: { 'content-type': 'application/json' } }),
  });
  assert.equal(response.statusCode, 200);
  return response.body;
}
