// Sends the examples of a document in their order: what an earlier answer knows is put in, and what a payer does first is done.
import assert from 'node:assert/strict';
import type { EarlierValue, Example } from '../../src/kernel/example.ts';
import { eventually, type TestGateway } from './gateway.ts';

export type Fields = Readonly<Record<string, unknown>>;

export interface StoryTeller {
  /** What an operator told the merchant before. */
  readonly operator: Fields;
  readonly gateway: Pick<TestGateway, 'act' | 'advance'>;
  /** Signs and sends as the dialect's clients do, and answers the body; throws unless it was accepted. */
  send(example: Example, fields: Fields): Promise<unknown>;
}

/** Every example with what it was answered. */
export async function tellStory(
  examples: readonly Example[],
  { operator, gateway, send }: StoryTeller,
): Promise<readonly { readonly operation: string; readonly answer: unknown }[]> {
  const newest = new Map<string, unknown>([['operator', operator]]);
  const valueOf = ({ of, at, first }: EarlierValue): unknown => {
    const value = memberAt(newest.get(of), at);
    assert.ok(value !== undefined, `${of} has said nothing at ${at}`);
    if (first === undefined) return value;
    assert.ok(typeof value === 'string', `${of} says no text at ${at}`);
    return value.slice(0, first);
  };
  const told: { operation: string; answer: unknown }[] = [];
  for (const example of examples) {
    const { operation, from = {}, after, laterSeconds, until } = example;
    if (after) {
      const { reference, outcome, amount } = after;
      await gateway.act(String(valueOf(reference)), outcome, amount === undefined ? {} : { amount });
    }
    if (laterSeconds !== undefined) await gateway.advance(laterSeconds);
    const fields = structuredClone(example.fields);
    for (const [path, value] of Object.entries(from)) setMember(fields, path, valueOf(value));
    const answer = await (until
      ? eventually(async () => {
          const said = await send(example, fields);
          return memberAt(said, until.at) === until.is && said;
        })
      : send(example, fields));
    newest.set(operation, answer);
    told.push({ operation, answer });
  }
  return told;
}

function memberAt(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((inner, name) => (inner as Fields | undefined)?.[name], value);
}

/** The sample stands there already, so that whoever reads the document sees it. */
function setMember(fields: Fields, path: string, value: unknown): void {
  const names = path.split('.');
  const last = names.pop() ?? '';
  const holder = names.length === 0 ? fields : memberAt(fields, names.join('.'));
  assert.ok(typeof holder === 'object' && holder !== null && last in holder, `there is no sample of ${path}`);
  (holder as Record<string, unknown>)[last] = value;
}
