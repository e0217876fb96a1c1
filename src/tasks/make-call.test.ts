// Guards that a call in doubt is asked for before it is made, and that what is withheld is never made.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accept } from '../kernel/outcome.ts';
import type { Answer, NotFound } from '../engine/connector.ts';
import type { Call } from './calls/call.ts';
import { type Ask, makeCall } from './make-call.ts';

const connector = { code: 'test' };
const ask: Ask = async (request) => request() ?? 'absent';
const succeeded = { kind: 'succeeded', bankReference: 'B1' } as const;

function aCall(query: Answer | NotFound, withheld: boolean): { call: Call; made: string[] } {
  const made: string[] = [];
  const note = <Reply>(what: string, reply: Reply) => {
    made.push(what);
    return Promise.resolve(reply);
  };
  return {
    made,
    call: {
      channel: 'WALLET',
      withheld,
      send: () => note('send', succeeded),
      query: () => note('query', query),
      settle: async () => accept({}),
    },
  };
}

test('what is withheld is asked for, is not handed over, and keeps its task', async () => {
  const rows: [mayBeThere: boolean, query: Answer | NotFound, made: string, answered: unknown][] = [
    [false, succeeded, '', undefined],
    [true, { kind: 'not_found' }, 'query', undefined],
    [true, succeeded, 'query', { during: 'query', answer: succeeded }],
    [true, { kind: 'in_progress' }, 'query', { during: 'query', answer: { kind: 'in_progress' } }],
  ];
  for (const [mayBeThere, query, expected, answered] of rows) {
    const { call, made } = aCall(query, true);
    assert.deepEqual(await makeCall(call, connector, mayBeThere, ask), answered);
    assert.equal(made.join(' '), expected);
  }
});

test('no time left means no request and no answer', async () => {
  const { call, made } = aCall({ kind: 'not_found' }, false);
  assert.equal(await makeCall(call, connector, true, async () => undefined), undefined);
  assert.equal(await makeCall(call, connector, false, async () => undefined), undefined);
  assert.deepEqual(made, []);
});
