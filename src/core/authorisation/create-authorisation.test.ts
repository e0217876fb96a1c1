// Guards which authorisations are taken, in which order a request is refused, and what an accepted one owes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { authorisationRow, releaseRow, scope } from '../../../test/support/authorisation-rows.ts';
import { decide, valueOf } from '../../../test/support/decide.ts';
import { appId, merchantId } from '../../../test/support/engine.ts';
import { now, paymentRow } from '../../../test/support/rows.ts';
import { type CreateAuthorisation, createAuthorisation } from './create-authorisation.ts';

const command: CreateAuthorisation = {
  id: 'A9',
  merchantId,
  appId,
  referenceScope: scope,
  reference: 'auth-9',
  operationReference: 'freeze-9',
  channel: 'WALLET',
  amountMinor: 10_000n,
  payerCode: '280000000000000009',
  details: { subject: 'room 12' },
};

const there = {
  authorisations: [authorisationRow({ status: 'failed' })],
  payments: [paymentRow({ referenceScope: scope, reference: 'pay-1' })],
  releases: [releaseRow()],
};
const facts = {
  merchant: { limits: { payment: { max: 2_000_000n, dailyAmount: 1n } } },
};

// Every wrong thing together with those checked after it: the first one in the rule's order is the answer.
const rows: [change: Partial<CreateAuthorisation>, answer: string][] = [
  [{}, 'ok'],
  [{ channel: 'NONE', amountMinor: 1n, reference: 'auth-1' }, 'channel_unavailable'],
  [{ channel: 'WALLET_OFF', amountMinor: 1n, reference: 'auth-1' }, 'channel_unavailable'],
  [{ channel: 'WEB', amountMinor: 1n, reference: 'auth-1' }, 'channel_unavailable'],
  [{ amountMinor: 2_000_001n, reference: 'auth-1' }, 'amount_over_limit'],
  [{ amountMinor: 2_000_000n }, 'ok'],
  [{ amountMinor: 99n, reference: 'auth-1' }, 'amount_under_limit'],
  [{ reference: 'auth-1' }, 'reference_repeated'],
  [{ operationReference: 'freeze-1' }, 'reference_repeated'],
  [{ operationReference: 'pay-1' }, 'reference_repeated'],
  [{ operationReference: 'unfreeze-1' }, 'reference_repeated'],
  // The numbers of authorisations and those of operations are two series.
  [{ reference: 'freeze-1' }, 'ok'],
  [{ reference: 'pay-1' }, 'ok'],
  [{ operationReference: 'auth-1' }, 'ok'],
  [{ reference: 'auth-1', operationReference: 'freeze-1', referenceScope: 'another' }, 'ok'],
];

test('an authorisation is refused for the first of its faults, and then nothing is owed', () => {
  for (const [change, answer] of rows) {
    const result = decide(createAuthorisation, { ...command, ...change }, there, facts);
    assert.equal(
      result.answer,
      answer,
      JSON.stringify(change, (_, value) => String(value)),
    );
    if (answer !== 'ok') assert.deepEqual(result.changes, {});
  }
});

test('an accepted authorisation owes the call that asks for it, and moves no money', () => {
  const result = decide(createAuthorisation, command, {}, facts);
  const zero = { capturedMinor: 0n, capturingMinor: 0n, releasedMinor: 0n, releasingMinor: 0n };
  const open = { status: 'pending', failure: null, doubt: null, bankReference: null, receipt: null };
  const row = { ...command, ...zero, ...open, currency: 'PHP', createdAt: now, decidedAt: null };
  assert.deepEqual(valueOf(result), row);
  assert.deepEqual(result.changes, {
    authorisations: { inserted: [row], updated: [], removed: [] },
    tasks: {
      inserted: [{ id: 'send-authorisation:A9', kind: 'send-authorisation', subjectId: 'A9', dueAt: now, attempt: 0 }],
      updated: [],
      removed: [],
    },
  });
  assert.deepEqual(result.events, []);
});
