// Guards what the channel's answer makes of an authorisation, and of a cancel that came before it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { authorisationRow, releaseRow } from '../../../test/support/authorisation-rows.ts';
import { decide, valueOf } from '../../../test/support/decide.ts';
import { earlier, now, taskRow } from '../../../test/support/rows.ts';
import type { AuthorisationStatus } from './authorisation.ts';
import { type AuthorisationResult, settleAuthorisation } from './settle-authorisation.ts';

const receipt = { at: earlier, payerId: '2088', payerAccount: 'pa***', source: 'wallet' } as const;
const held: AuthorisationResult = { kind: 'succeeded', bankReference: 'bank-a', receipt };
const refused: AuthorisationResult = { kind: 'refused', failure: 'payer_code_expired' };

const definite: readonly AuthorisationResult[] = [held, refused];

const pending = authorisationRow({ status: 'pending', doubt: 'io_send' });
const query = taskRow('query-authorisation', 'A1', 2);

test('the first definite answer stands', () => {
  const cases: [status: AuthorisationStatus, answer: string][] = [
    ['pending', 'ok'],
    ['authorised', 'already_final'],
    ['failed', 'already_final'],
    ['closed', 'already_final'],
  ];
  for (const [status, answer] of cases) {
    for (const result of definite) {
      const rows = { authorisations: [authorisationRow({ status })] };
      const decided = decide(settleAuthorisation, { authorisationId: 'A1', result }, rows);
      assert.equal(decided.answer, answer, status);
      if (answer !== 'ok') assert.deepEqual(decided.changes, {});
    }
  }
  const unknown = decide(settleAuthorisation, { authorisationId: 'A2', result: held });
  assert.equal(unknown.answer, 'authorisation_not_found');
});

test('money that is kept aside is authorised, what the channel refused has failed; neither moves a balance', () => {
  const cases: [result: AuthorisationResult, after: object][] = [
    [held, { status: 'authorised', failure: null, bankReference: 'bank-a', receipt }],
    [
      { kind: 'succeeded', bankReference: 'b' },
      { status: 'authorised', failure: null, bankReference: 'b', receipt: null },
    ],
    [refused, { status: 'failed', failure: 'payer_code_expired', bankReference: null, receipt: null }],
  ];
  for (const [result, after] of cases) {
    const decided = decide(
      settleAuthorisation,
      { authorisationId: 'A1', result },
      { authorisations: [pending], tasks: [query] },
    );
    assert.deepEqual(valueOf(decided), { ...pending, ...after, doubt: null, decidedAt: now });
    assert.deepEqual(decided.changes.tasks, { inserted: [], updated: [], removed: [query.id] });
    assert.deepEqual([decided.transfers, decided.events], [[], []]);
  }
});

test('what was cancelled before the channel decided is released once it is kept, and not asked for when it never was', () => {
  const cancelled = { ...pending, releasingMinor: 10_000n };
  const cancel = releaseRow({ referenceScope: 'A1.cancel', reference: '', amountMinor: 10_000n });
  const rows = { authorisations: [cancelled], releases: [cancel] };

  const kept = decide(settleAuthorisation, { authorisationId: 'A1', result: held }, rows);
  assert.deepEqual([valueOf(kept).status, valueOf(kept).releasingMinor], ['authorised', 10_000n]);
  assert.deepEqual(kept.changes.tasks?.inserted, [
    { id: 'send-release:L1', kind: 'send-release', subjectId: 'L1', dueAt: now, attempt: 0 },
  ]);
  assert.equal(kept.changes.releases, undefined);

  const never = decide(settleAuthorisation, { authorisationId: 'A1', result: refused }, rows);
  assert.deepEqual([valueOf(never).status, valueOf(never).releasingMinor], ['failed', 0n]);
  assert.deepEqual(never.changes.releases?.updated, [{ ...cancel, status: 'completed', finalAt: now }]);
  assert.equal(never.changes.tasks, undefined);
});
