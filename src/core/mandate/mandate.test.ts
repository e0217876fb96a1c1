// Guards how a mandate is asked for, given or not, and ended: each step once, in one direction, and told once.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decide, valueOf } from '../../../test/support/decide.ts';
import { appId, merchantId } from '../../../test/support/engine.ts';
import { mandateRow, now } from '../../../test/support/rows.ts';
import { type CreateMandate, createMandate } from './create-mandate.ts';
import { decideMandate } from './decide-mandate.ts';
import { cancelMandate, expireMandate } from './end-mandate.ts';
import { type MandateStatus, validUntil } from './mandate.ts';

const command: CreateMandate = {
  id: 'TK9',
  merchantId,
  appId,
  referenceScope: appId,
  reference: 'request-9',
  userId: 'user-1',
  channel: 'DEBIT',
  notifyUrl: 'http://merchant.test/notify',
  returnUrl: 'http://merchant.test/back',
  details: { terminalType: 'WEB' },
};

const repeated = 'request-1'; // the reference of the mandate that is there
const statuses = ['requested', 'active', 'declined', 'cancelled', 'expired'] as const satisfies MandateStatus[];

// Every wrong thing together with those checked after it: the first one in the rule's order is the answer.
const asked: [change: Partial<CreateMandate>, answer: string][] = [
  [{}, 'ok'],
  [{ channel: 'NONE', reference: repeated }, 'channel_unavailable'],
  [{ channel: 'DEBIT_OFF', reference: repeated }, 'channel_unavailable'],
  [{ channel: 'WALLET', reference: repeated }, 'channel_unavailable'],
  [{ channel: 'WEB', reference: repeated }, 'channel_unavailable'],
  [{ reference: repeated }, 'reference_repeated'],
  [{ reference: repeated, referenceScope: 'another-app' }, 'ok'],
];

test('a mandate is refused for the first of its faults, and then nothing is written', () => {
  for (const [change, answer] of asked) {
    const result = decide(createMandate, { ...command, ...change }, { mandates: [mandateRow()] });
    assert.equal(result.answer, answer, JSON.stringify(change));
    assert.equal(result.changes.mandates?.inserted.length, answer === 'ok' ? 1 : undefined);
    assert.deepEqual(result.events, []);
  }
});

test('a request waits an hour for its payer, in the currency of its channel', () => {
  assert.deepEqual(valueOf(decide(createMandate, command)), {
    ...command,
    currency: 'PHP',
    status: 'requested',
    cancelledBy: null,
    createdAt: now,
    decidedAt: null,
    endedAt: null,
    expiresAt: now + 3_600_000,
  });
});

test('one user gives as many mandates as he is asked for', () => {
  const result = decide(createMandate, command, { mandates: [mandateRow({ userId: command.userId })] });
  assert.equal(result.answer, 'ok');
});

test('a payer decides once, and in time', () => {
  const soon = now + 1;
  const rows: [status: MandateStatus, expiresAt: number, answer: string][] = [
    ['requested', soon, 'ok'],
    ['requested', now, 'already_final'],
    ...statuses.slice(1).map((status): [MandateStatus, number, string] => [status, soon, 'already_final']),
  ];
  for (const [status, expiresAt, answer] of rows) {
    for (const agreed of [true, false]) {
      const mandates = [mandateRow({ status, expiresAt })];
      const result = decide(decideMandate, { mandateId: 'TK1', agreed }, { mandates });
      assert.equal(result.answer, answer, `${status} ${expiresAt} ${agreed}`);
      const told = agreed ? 'mandate.created' : 'mandate.declined';
      assert.deepEqual(result.events, answer === 'ok' ? [told] : []);
      if (answer !== 'ok') assert.deepEqual(result.changes, {});
    }
  }
  assert.equal(decide(decideMandate, { mandateId: 'TK1', agreed: true }).answer, 'mandate_not_found');
});

test('what is given is good for ten years from then; what is declined is over', () => {
  const mandates = [mandateRow({ status: 'requested' })];
  const given = valueOf(decide(decideMandate, { mandateId: 'TK1', agreed: true }, { mandates }));
  assert.deepEqual(
    [given.status, given.decidedAt, given.endedAt, new Date(given.expiresAt).toISOString()],
    ['active', now, null, new Date(now).toISOString().replace('2026', '2036')],
  );
  const declined = valueOf(decide(decideMandate, { mandateId: 'TK1', agreed: false }, { mandates }));
  assert.deepEqual([declined.status, declined.decidedAt, declined.endedAt], ['declined', now, now]);
  const leapDay = Date.parse('2028-02-29T12:00:00Z');
  assert.equal(new Date(validUntil(leapDay)).toISOString(), '2038-03-01T12:00:00.000Z');
});

test('only an active mandate can be cancelled, by whoever does it, and it is told once', () => {
  for (const by of ['merchant', 'platform', 'payer'] as const) {
    for (const status of statuses) {
      const result = decide(cancelMandate, { mandateId: 'TK1', by }, { mandates: [mandateRow({ status })] });
      assert.equal(result.answer, status === 'active' ? 'ok' : 'mandate_not_found', status);
      assert.deepEqual(result.events, status === 'active' ? ['mandate.cancelled'] : []);
      if (status !== 'active') continue;
      const mandate = valueOf(result);
      assert.deepEqual([mandate.status, mandate.cancelledBy, mandate.endedAt], ['cancelled', by, now]);
    }
    assert.equal(decide(cancelMandate, { mandateId: 'TK1', by }).answer, 'mandate_not_found');
  }
});

test('time ends what nobody answered as not given, and what was given as over; never before', () => {
  const rows: [status: MandateStatus, expiresAt: number, answer: string, events: string[]][] = [
    ['requested', now, 'ok', ['mandate.declined']],
    ['requested', now + 1, 'already_final', []],
    ['active', now, 'ok', ['mandate.cancelled']],
    ['active', now + 1, 'already_final', []],
    ...statuses.slice(2).map((status): (typeof rows)[0] => [status, now, 'already_final', []]),
  ];
  for (const [status, expiresAt, answer, events] of rows) {
    const result = decide(expireMandate, { mandateId: 'TK1' }, { mandates: [mandateRow({ status, expiresAt })] });
    assert.deepEqual([result.answer, result.events], [answer, events], `${status} ${expiresAt}`);
    if (answer !== 'ok') continue;
    const mandate = valueOf(result);
    assert.deepEqual([mandate.status, mandate.cancelledBy, mandate.endedAt], ['expired', null, now]);
    assert.equal(mandate.decidedAt === null, status === 'requested');
  }
  assert.equal(decide(expireMandate, { mandateId: 'TK1' }).answer, 'mandate_not_found');
});
