// BluePay's requests made wrong: the JSON text in `param`, its signature, the envelope around it, the bytes and the path.
import type { BluepayClient } from './bluepay-client.ts';
import {
  changeFields,
  type Draft,
  draftOf,
  type Field,
  type RawRequest,
  spoilBytesNowAndThen,
  spoilPathNowAndThen,
  write,
} from './mutations.ts';
import type { Random } from './random.ts';

/** Its fields are those of `param`. */
export interface BluepayDraft extends Draft {
  /** Who signs it. */
  readonly client: BluepayClient;
}

const oddPaths = [
  ['/open-api/', '/open-api', '/open-api//account/balance', '/open-api/payment', '/open-api/jt/', '/open-api/v1/file'],
  ['/open-api/qr/generate/x', '/open-api/Payment/generate', '/open-api/v1/split/receiver', '/open-api/nowhere'],
].flat();

/** `strangers` sign now and then for others. */
export function createBluepayMutator(random: Random, strangers: readonly BluepayClient[]) {
  /** Changes the draft, its envelope, bytes, signature or path; sometimes nothing at all. */
  return function mutate(draft: BluepayDraft): RawRequest {
    const changed = random.chance(1 / 3) ? draft : changeFields(random, draft);
    const param = random.chance(1 / 8) ? textOf(spoilBytesNowAndThen(random, write(changed))) : textOf(write(changed));
    // Signed as it is sent, or still with the signature of what it was.
    const signed = random.chance(1 / 15) ? textOf(write(draft)) : param;
    const client = random.chance(1 / 25) ? random.pick(strangers) : draft.client;
    const { appId, sign } = JSON.parse(client.bodyOf(signed)) as { appId: string; sign: string };
    const fields: Field[] = [
      ['appId', JSON.stringify(appId)],
      ['sign', JSON.stringify(random.chance(1 / 20) ? spoilSign(sign) : sign)],
      ['param', random.chance(1 / 20) ? spellParam(param) : JSON.stringify(param)],
    ];
    const envelope = { method: draft.method, path: draft.path, fields };
    const request = write(random.chance(1 / 15) ? changeFields(random, envelope) : envelope);
    const path = random.chance(1 / 40) ? random.pick(oddPaths) : draft.path;
    // Half of the bodies that would be spoilt are not: most of what is spoilt says nothing but that it is no JSON.
    const sent = random.chance(1 / 2) ? spoilBytesNowAndThen(random, request) : request;
    return spoilPathNowAndThen(random, { ...sent, path });
  };

  function spoilSign(sign: string): string {
    return random.pick([
      '',
      sign.slice(4),
      sign.toLowerCase(),
      `${sign}\n`,
      ` ${sign}`,
      sign.replaceAll('+', '-').replaceAll('/', '_'),
      Buffer.from(sign, 'base64').toString('hex'),
      '45eebd745dcf0b5f6d6f9fcde28cd9fe8116a892',
      'A'.repeat(20_000),
      '\u00e9\u0000',
    ]);
  }

  /** The same text escaped otherwise; or the object itself, a list of it, or the text twice in quotation marks. */
  function spellParam(param: string): string {
    const json = JSON.stringify(param);
    return random.pick([
      json.replace(/[/a-f]/g, (letter) => String.raw`\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`),
      param,
      `[${param}]`,
      JSON.stringify(json),
    ]);
  }
}

/** A draft of an operation, in the name and version of its client. */
export function bluepayDraft(client: BluepayClient, path: string, fields: object): BluepayDraft {
  const param = JSON.parse(client.paramOf(fields as Record<string, unknown>)) as Record<string, unknown>;
  return { ...draftOf('POST', `/open-api/${path}`, param), client };
}

function textOf({ body }: RawRequest): string {
  return body?.toString('utf8') ?? '';
}
