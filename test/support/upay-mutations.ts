// Upay's requests made wrong: signed in a header over their bytes, or, at the cashier, in a query over its parameters.
import {
  changeFields,
  type Draft,
  type RawRequest,
  spoilBytesNowAndThen,
  spoilPathNowAndThen,
  write,
} from './mutations.ts';
import type { Random } from './random.ts';
import { authorization, cashierSign, type UpaySigner } from './upay-client.ts';

export interface UpayDraft extends Draft {
  /** Who signs it when it is sent: check-in renews keys. */
  readonly signer: () => UpaySigner;
}

/** `strangers` sign now and then for others; some of them exist. */
export function createUpayMutator(random: Random, strangers: readonly UpaySigner[]) {
  /** Changes the draft, its bytes, signature or path; sometimes nothing at all. */
  return function mutate(draft: UpayDraft): RawRequest {
    const changed = random.chance(1 / 3) ? draft : changeFields(random, draft);
    const signer = random.chance(1 / 25) ? random.pick(strangers) : draft.signer();
    return spoilPathNowAndThen(
      random,
      draft.method === 'GET' ? signQuery(changed, draft, signer) : signBytes(changed, draft, signer),
    );
  };

  function signBytes(changed: Draft, draft: Draft, signer: UpaySigner): RawRequest {
    const request = spoilBytesNowAndThen(random, write(changed));
    // Signed as it is sent, or still with the signature of what it was.
    const signed = (random.chance(1 / 8) ? write(draft) : request).body ?? Buffer.alloc(0);
    const header = authorization(signer, signed);
    return { ...request, authorization: random.chance(1 / 12) ? spoilHeader(header) : header };
  }

  function signQuery(changed: Draft, draft: Draft, { key }: UpaySigner): RawRequest {
    const signed = Object.fromEntries((random.chance(1 / 8) ? draft : changed).fields);
    const sign = cashierSign(signed, key);
    const text = random.chance(1 / 12) ? random.pick(['', 'x', sign.toLowerCase(), `${sign}0`, '%', 'é']) : sign;
    return write({ ...changed, fields: [...changed.fields, ['sign', text]] });
  }

  function spoilHeader(header: string): string | undefined {
    if (random.chance(1 / 12)) return undefined;
    const [sn = '', sign = ''] = header.split(' ');
    return random.pick([
      '',
      sn,
      sign,
      header.toUpperCase(),
      `  ${sn} \t ${sign}  `,
      `Bearer ${header}`,
      `${header} ${sign}`,
      `${sn} ${sign.slice(1)}`,
      `${sn}\u00ff ${sign}`,
      `${'9'.repeat(400)} ${sign}`,
      `${sn} ${'0'.repeat(8_000)}`,
    ]);
  }
}
