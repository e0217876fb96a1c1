// Guards what the channel's answer makes of a release and of its authorisation.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { authorisationRow, releaseRow } from '../../../test/support/authorisation-rows.ts';
import { decide, valueOf } from '../../../test/support/decide.ts';
import { now, taskRow } from '../../../test/support/rows.ts';
import type { CallResult } from '../call/call.ts';
import type { Authorisation } from './authorisation.ts';
import { settleRelease } from './settle-release.ts';

const released: CallResult = { kind: 'succeeded', bankReference: 'bank-l' };
const refused: CallResult = { kind: 'refused', failure: 'channel_rejected' };
const ids = { releaseId: 'L1', authorisationId: 'A1' };

const rows: [result: CallResult, before: Partial<Authorisation>, after: Partial<Authorisation>][] = [
  [released, { releasingMinor: 2000n }, { releasingMinor: 0n, releasedMinor: 2000n }],
  [released, { releasingMinor: 5000n, releasedMinor: 1n }, { releasingMinor: 3000n, releasedMinor: 2001n }],
  [
    released,
    { releasingMinor: 2000n, capturedMinor: 8000n },
    { releasingMinor: 0n, releasedMinor: 2000n, status: 'closed' },
  ],
  [released, { releasingMinor: 2000n, capturingMinor: 8000n }, { releasingMinor: 0n, releasedMinor: 2000n }],
  [released, { releasingMinor: 10_000n }, { releasingMinor: 8000n, releasedMinor: 2000n }],
  [refused, { releasingMinor: 2000n, capturedMinor: 8000n }, { releasingMinor: 0n }],
];

test('a released part is gone, a refused one is left again; nothing left and nothing under way closes', () => {
  for (const [result, before, after] of rows) {
    const authorisation = authorisationRow(before);
    const release = releaseRow({ doubt: 'io_query' });
    const decided = decide(settleRelease, { ...ids, result }, { authorisations: [authorisation], releases: [release] });
    assert.deepEqual(decided.changes.authorisations?.updated, [{ ...authorisation, ...after }]);
    const ended =
      result.kind === 'succeeded'
        ? { status: 'completed', bankReference: 'bank-l' }
        : { status: 'failed', failure: 'channel_rejected' };
    assert.deepEqual(valueOf(decided), { ...release, ...ended, doubt: null, finalAt: now });
    assert.deepEqual([decided.transfers, decided.events], [[], []]);
  }
});

test('a release ends once, and only that of its own authorisation', () => {
  const there = { authorisations: [authorisationRow({ releasingMinor: 2000n }), authorisationRow({ id: 'A2' })] };
  for (const result of [released, refused]) {
    for (const status of ['completed', 'failed'] as const) {
      const decided = decide(settleRelease, { ...ids, result }, { ...there, releases: [releaseRow({ status })] });
      assert.deepEqual([decided.answer, decided.changes], ['already_final', {}]);
    }
    const strays = [{ releaseId: 'L2' }, { authorisationId: 'A2' }, { authorisationId: 'A3' }];
    for (const stray of strays) {
      const decided = decide(settleRelease, { ...ids, ...stray, result }, { ...there, releases: [releaseRow()] });
      assert.deepEqual([decided.answer, decided.changes], ['authorisation_not_found', {}]);
    }
  }
});

test('the end of a release ends what was owed for it', () => {
  const query = taskRow('query-release', 'L1');
  const decided = decide(
    settleRelease,
    { ...ids, result: released },
    { authorisations: [authorisationRow({ releasingMinor: 2000n })], releases: [releaseRow()], tasks: [query] },
  );
  assert.deepEqual(decided.changes.tasks?.removed, [query.id]);
});
