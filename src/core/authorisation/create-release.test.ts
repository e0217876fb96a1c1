// Guards which releases are taken, and what they set apart and owe.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { authorisationRow, releaseRow, scope } from '../../../test/support/authorisation-rows.ts';
import { decide, valueOf } from '../../../test/support/decide.ts';
import { appId, merchantId } from '../../../test/support/engine.ts';
import { now, paymentRow } from '../../../test/support/rows.ts';
import type { Authorisation } from './authorisation.ts';
import { type CreateRelease, createRelease } from './create-release.ts';

const asked = { id: 'L9', authorisationId: 'A1', merchantId, appId, details: {} };
const part: CreateRelease = { ...asked, referenceScope: scope, reference: 'unfreeze-9', amountMinor: 4000n };
const all: CreateRelease = { ...asked, amountMinor: null };

// Of ten thousand: 1000 captured, 2000 being captured, 1500 released, 1500 being released, 4000 left.
const used = { capturedMinor: 1000n, capturingMinor: 2000n, releasedMinor: 1500n, releasingMinor: 1500n };
const spent = { capturedMinor: 10_000n };

const rows: [command: object, authorisation: Partial<Authorisation>, answer: string][] = [
  [part, used, 'ok'],
  [{ ...part, amountMinor: 4001n }, used, 'authorisation_exceeded'],
  [{ ...part, amountMinor: 10_000n }, {}, 'ok'],
  [{ ...part, amountMinor: 10_001n }, {}, 'authorisation_exceeded'],
  [{ ...part, authorisationId: 'A2', reference: 'unfreeze-1' }, {}, 'authorisation_not_found'],
  [{ ...part, merchantId: 'another', reference: 'unfreeze-1' }, {}, 'authorisation_not_found'],
  [{ ...part, reference: 'unfreeze-1', amountMinor: 10_001n }, { status: 'failed' }, 'reference_repeated'],
  [{ ...part, reference: 'freeze-1', amountMinor: 10_001n }, { status: 'failed' }, 'reference_repeated'],
  [{ ...part, reference: 'pay-1', amountMinor: 10_001n }, { status: 'failed' }, 'reference_repeated'],
  [{ ...part, reference: 'auth-1' }, {}, 'ok'],
  [{ ...part, amountMinor: 10_001n }, { status: 'failed' }, 'authorisation_not_open'],
  [part, { status: 'pending' }, 'authorisation_not_open'],
  [part, { status: 'closed', ...spent }, 'authorisation_exceeded'],
  [all, used, 'ok'],
  [all, { status: 'pending' }, 'ok'],
  [all, { status: 'pending', releasingMinor: 10_000n }, 'authorisation_not_open'],
  [all, { status: 'failed' }, 'authorisation_not_open'],
  [all, { status: 'closed', ...spent }, 'authorisation_not_open'],
  [{ ...all, merchantId: 'another' }, {}, 'authorisation_not_found'],
];

test('a release is refused for the first of its faults, and never above what is left', () => {
  for (const [command, change, answer] of rows) {
    const result = decide(createRelease, command as CreateRelease, {
      authorisations: [authorisationRow(change)],
      releases: [releaseRow({ status: 'failed' })],
      payments: [paymentRow({ referenceScope: scope, reference: 'pay-1' })],
    });
    const label = JSON.stringify([command, change], (_, value) => (typeof value === 'bigint' ? String(value) : value));
    assert.equal(result.answer, answer, label);
    if (answer !== 'ok') assert.deepEqual(result.changes, {}, label);
  }
});

test('a release sets its amount apart and owes its call; of an undecided authorisation only the first', () => {
  const cases: [
    command: CreateRelease,
    change: Partial<Authorisation>,
    amountMinor: bigint,
    name: string[],
    owes: string[],
  ][] = [
    [part, used, 4000n, [scope, 'unfreeze-9'], ['send-release:L9']],
    [all, used, 4000n, ['A1.cancel', 'L9'], ['send-release:L9']],
    [all, { status: 'pending' }, 10_000n, ['A1.cancel', ''], []],
  ];
  for (const [command, change, amountMinor, [referenceScope, reference], owes] of cases) {
    const before = authorisationRow(change);
    const result = decide(createRelease, command, { authorisations: [before] });
    assert.deepEqual(valueOf(result), {
      ...releaseRow({ amountMinor, referenceScope: referenceScope ?? '', reference: reference ?? '' }),
      id: 'L9',
      createdAt: now,
    });
    assert.deepEqual(result.changes.authorisations?.updated, [
      { ...before, releasingMinor: before.releasingMinor + amountMinor },
    ]);
    assert.deepEqual(
      (result.changes.tasks?.inserted ?? []).map(({ id }) => id),
      owes,
    );
    assert.deepEqual([result.transfers, result.events], [[], []]);
  }
});
