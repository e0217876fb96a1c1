// Guards how an identity check is asked for, decided and forgotten: each step once, in one direction, and told once.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decide, valueOf } from '../../../test/support/decide.ts';
import { appId, merchantId } from '../../../test/support/engine.ts';
import { identityCheckRow, now, personOfTests as person } from '../../../test/support/rows.ts';
import { type CreateIdentityCheck, createIdentityCheck } from './create-identity-check.ts';
import { decideIdentityCheck, expireIdentityCheck } from './end-identity-check.ts';
import type { IdentityCheckStatus } from './identity-check.ts';

const command: CreateIdentityCheck = {
  id: 'EK9',
  merchantId,
  appId,
  referenceScope: appId,
  reference: 'check-9',
  userId: 'user-1',
  channel: 'IDENTITY',
  notifyUrl: 'http://merchant.test/notify',
  returnUrl: 'http://merchant.test/back',
  details: { customerName: 'Juan Dela Cruz' },
};

const repeated = 'check-1'; // the reference of the check that is there
const ended = ['passed', 'rejected', 'expired'] as const satisfies IdentityCheckStatus[];

// Every wrong thing together with those checked after it: the first one in the rule's order is the answer.
const asked: [change: Partial<CreateIdentityCheck>, answer: string][] = [
  [{}, 'ok'],
  [{ channel: 'NONE', reference: repeated }, 'channel_unavailable'],
  [{ channel: 'IDENTITY_OFF', reference: repeated }, 'channel_unavailable'],
  [{ channel: 'WEB', reference: repeated }, 'channel_unavailable'],
  [{ channel: 'DEBIT', reference: repeated }, 'channel_unavailable'],
  [{ reference: repeated }, 'reference_repeated'],
  [{ reference: repeated, referenceScope: 'another-app' }, 'ok'],
];

test('a check is refused for the first of its faults, and then nothing is written', () => {
  for (const [change, answer] of asked) {
    const result = decide(
      createIdentityCheck,
      { ...command, ...change },
      { identityChecks: [identityCheckRow({ reference: repeated })] },
    );
    assert.equal(result.answer, answer, JSON.stringify(change));
    assert.equal(result.changes.identityChecks?.inserted.length, answer === 'ok' ? 1 : undefined);
    assert.deepEqual(result.events, []);
  }
});

test('a check waits an hour for its user, and knows nobody yet', () => {
  assert.deepEqual(valueOf(decide(createIdentityCheck, command)), {
    ...command,
    status: 'pending',
    failure: null,
    person: null,
    createdAt: now,
    finalAt: null,
    expiresAt: now + 3_600_000,
  });
});

const identityCheckId = 'EK1';
const verdicts = [
  { identityCheckId, verdict: 'passed', person },
  { identityCheckId, verdict: 'rejected', failure: 'recipient_blocked', person: null },
  { identityCheckId, verdict: 'rejected', failure: 'recipient_blocked', person },
] as const;

test('the first verdict in time stands, is told, and says whom the channel saw', () => {
  for (const verdict of verdicts) {
    const result = decide(decideIdentityCheck, verdict, { identityChecks: [identityCheckRow()] });
    const { status, failure, person: seen, finalAt } = valueOf(result);
    const isPassed = verdict.verdict === 'passed';
    assert.deepEqual(
      [status, failure, seen, finalAt],
      [verdict.verdict, isPassed ? null : 'recipient_blocked', verdict.person, now],
    );
    assert.deepEqual(result.events, [isPassed ? 'identity.passed' : 'identity.rejected']);
  }
});

test('a verdict after the first, after the time, or of nobody is refused, and then nothing is written or told', () => {
  const rows = [
    ...ended.map((status) => [identityCheckRow({ status }), 'already_final'] as const),
    [identityCheckRow({ expiresAt: now }), 'already_final'] as const,
    [identityCheckRow({ id: 'EK2' }), 'identity_check_not_found'] as const,
  ];
  for (const [row, answer] of rows) {
    for (const verdict of verdicts) {
      const result = decide(decideIdentityCheck, verdict, { identityChecks: [row] });
      assert.deepEqual([result.answer, result.changes, result.events], [answer, {}, []], `${row.id} ${row.status}`);
    }
  }
});

test('a number that is not masked is kept nowhere: the rule throws, and does not say it', () => {
  for (const idNumberMasked of ['123456781234', '*******51234', '1*******1234', '1234', '']) {
    const unmasked = { identityCheckId, verdict: 'passed', person: { ...person, idNumberMasked } } as const;
    assert.throws(
      () => decide(decideIdentityCheck, unmasked, { identityChecks: [identityCheckRow()] }),
      (error) => error instanceof Error && (idNumberMasked === '' || !error.message.includes(idNumberMasked)),
      idNumberMasked,
    );
  }
});

test('what nobody answered in time ends, never before, and nobody is told', () => {
  const rows: [status: IdentityCheckStatus, expiresAt: number, answer: string][] = [
    ['pending', now, 'ok'],
    ['pending', now + 1, 'already_final'],
    ...ended.map((status): [IdentityCheckStatus, number, string] => [status, now, 'already_final']),
  ];
  for (const [status, expiresAt, answer] of rows) {
    const result = decide(
      expireIdentityCheck,
      { identityCheckId },
      { identityChecks: [identityCheckRow({ status, expiresAt })] },
    );
    assert.deepEqual([result.answer, result.events], [answer, []], `${status} ${expiresAt}`);
    if (answer !== 'ok') continue;
    const check = valueOf(result);
    assert.deepEqual([check.status, check.failure, check.person, check.finalAt], ['expired', null, null, now]);
  }
  assert.equal(decide(expireIdentityCheck, { identityCheckId }).answer, 'identity_check_not_found');
});
