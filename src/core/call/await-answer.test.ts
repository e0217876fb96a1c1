// Guards that whatever waits for its channel is asked about later and later, never handed over twice, and that what is in
// doubt is said to be.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Task } from '../task.ts';
import { type AwaitAnswer, awaitAnswer } from './await-answer.ts';
import { type CallSubject, type Doubt, queryDelaysMs, type Trouble } from './call.ts';
import { type Decided, decide } from '../../../test/support/decide.ts';
import {
  authorisationRow,
  earlier,
  now,
  paymentRow,
  payoutRow,
  refundRow,
  releaseRow,
  taskRow,
} from '../../../test/support/rows.ts';
import { shareReturnRow, shareRow } from '../../../test/support/split-rows.ts';

const rows = {
  payouts: [payoutRow()],
  payments: [paymentRow({ entry: 'code', payerCode: '281234567890123456', channel: 'WALLET' })],
  refunds: [refundRow()],
  authorisations: [authorisationRow({ status: 'pending' })],
  releases: [releaseRow()],
  shares: [shareRow()],
  shareReturns: [shareReturnRow()],
};

const subjects: [subject: CallSubject, id: string, table: keyof typeof rows][] = [
  ['payout', 'D1', 'payouts'],
  ['payment', 'C1', 'payments'],
  ['refund', 'R1', 'refunds'],
  ['authorisation', 'A1', 'authorisations'],
  ['release', 'L1', 'releases'],
  ['share', 'SH1', 'shares'],
  ['share-return', 'SR1', 'shareReturns'],
];

function ask(command: AwaitAnswer, tasks: readonly Task[] = [], changed: object = {}): Decided<undefined> {
  return decide(awaitAnswer, command, { ...rows, ...changed, tasks });
}

const [second, minute, hour, day] = [1000, 60_000, 3_600_000, 86_400_000];

// The tasks before, the wait until the next query, that query's number.
const waits: [before: ('send' | number)[], delayMs: number, attempt: number][] = [
  [['send'], second, 0],
  [[], second, 0],
  [[0], 5 * second, 1],
  [[1], 30 * second, 2],
  [[2], 5 * minute, 3],
  [[3], hour, 4],
  [[4], day, 5],
  [[5], day, 6],
  [[99], day, 100],
  [['send', 0], 5 * second, 1],
];

test('what has no definite answer is asked about later and later, and never handed over again', () => {
  for (const [subject, id] of subjects) {
    for (const [before, delayMs, attempt] of waits) {
      const tasks = before.map((task) =>
        task === 'send' ? taskRow(`send-${subject}`, id) : taskRow(`query-${subject}`, id, task),
      );
      const { changes, events, transfers } = ask({ subject, id, during: 'query', trouble: 'io' }, tasks);
      const next = { ...taskRow(`query-${subject}`, id, attempt), dueAt: now + delayMs };
      const { inserted = [], updated = [], removed = [] } = changes.tasks ?? {};
      assert.deepEqual([...inserted, ...updated], [next]);
      assert.deepEqual(removed, before.includes('send') ? [`send-${subject}:${id}`] : []);
      assert.deepEqual([events, transfers], [[], []]);
    }
  }
  assert.equal(queryDelaysMs.length, 6);
});

test('what is final, or does not exist, is not asked about', () => {
  for (const [subject, id, table] of subjects) {
    const command = { subject, id, during: 'query', trouble: null } as const;
    for (const status of ['completed', 'authorised', 'failed', 'closed']) {
      const result = ask(command, [], { [table]: [{ ...rows[table][0], status }] });
      assert.deepEqual([result.answer, result.changes], ['already_final', {}], `${subject} ${status}`);
    }
    assert.equal(ask(command, [], { [table]: [] }).answer, 'internal');
  }
});

// What was in doubt before, what happened when; then what is in doubt, of a payment and of everything else.
const doubts: [
  before: Doubt | null,
  trouble: Trouble | null,
  during: 'send' | 'query',
  payment: Doubt | null,
  other: Doubt | null,
][] = [
  [null, 'io', 'send', 'io_send', 'io_send'],
  [null, 'protocol', 'send', 'protocol_send', 'protocol_send'],
  ['io_send', 'io', 'query', 'io_query', 'io_query'],
  ['io_send', 'protocol', 'query', 'protocol_query', 'protocol_query'],
  [null, null, 'send', null, null],
  // The channel works on something; whether it is all of what was asked for, only its decision says.
  ['io_send', null, 'query', 'io_send', null],
];

/** Whose doubts nobody is told of. */
const withoutDoubt: readonly CallSubject[] = ['payout', 'share', 'share-return'];

test('the latest trouble is remembered until the channel can be read again, a payment’s until it has decided', () => {
  for (const [before, trouble, during, ofPayment, ofOther] of doubts) {
    for (const [subject, id, table] of subjects) {
      const isKept = !withoutDoubt.includes(subject);
      const row = { ...rows[table][0], ...(isKept ? { doubt: before } : {}) };
      const { changes } = ask({ subject, id, during, trouble }, [], { [table]: [row] });
      const after = changes[table]?.updated[0] ?? row;
      const expected = subject === 'payment' ? ofPayment : ofOther;
      if (!isKept) assert.equal(changes[table], undefined);
      else assert.equal('doubt' in after ? after.doubt : undefined, expected, `${subject} ${before} ${trouble}`);
    }
  }
});

test('a payment is accepted when its channel first says that it has it', () => {
  const cases: [before: number | null, trouble: Trouble | null, after: number | null][] = [
    [null, null, now],
    [null, 'io', null],
    [earlier, null, earlier],
    [earlier, 'protocol', earlier],
  ];
  for (const [before, trouble, after] of cases) {
    const payment = { ...rows.payments[0], acceptedAt: before };
    const { changes } = ask({ subject: 'payment', id: 'C1', during: 'send', trouble }, [], { payments: [payment] });
    const [updated] = changes.payments?.updated ?? [];
    assert.equal((updated ?? payment).acceptedAt, after);
  }
  const known = { ...rows.payments[0], acceptedAt: earlier };
  const again = ask({ subject: 'payment', id: 'C1', during: 'query', trouble: null }, [], { payments: [known] });
  assert.equal(again.changes.payments, undefined);
});

test('an order that its channel has taken waits for its payer, and nobody is asked; one in doubt is asked about', () => {
  const order = paymentRow({ entry: 'order', channel: 'WALLET' });
  for (const [trouble, isAsked] of [
    [null, false],
    ['io', true],
    ['protocol', true],
  ] as const) {
    const tasks = [taskRow('send-payment', 'C1'), taskRow('query-payment', 'C1')];
    const { changes } = ask({ subject: 'payment', id: 'C1', during: 'send', trouble }, tasks, { payments: [order] });
    const removed: readonly string[] = changes.tasks?.removed ?? [];
    assert.deepEqual(removed, isAsked ? ['send-payment:C1'] : ['send-payment:C1', 'query-payment:C1']);
    assert.equal(changes.tasks?.updated.length, isAsked ? 1 : 0);
  }
});
