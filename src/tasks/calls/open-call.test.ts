// Guards that every subject goes to its channel in its own words, and that every answer is committed by its own command.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accept } from '../../kernel/outcome.ts';
import { type Outcome, refuse } from '../../core/reasons.ts';
import type { CallSubject } from '../../core/call/call.ts';
import { paymentRow, payoutRow } from '../../../test/support/rows.ts';
import { legRow, receiverRow, shareReturnRow, shareRow } from '../../../test/support/split-rows.ts';
import type { Connector } from '../../engine/connector.ts';
import type { CallEngine, Definite } from './call.ts';
import { openCall } from './open-call.ts';

const receipt = { at: 1, payerId: 'P', payerAccount: 'p**', source: 'wallet' } as const;
const paid = { kind: 'succeeded', bankReference: 'B1', receipt } as const;
const done = { kind: 'succeeded', bankReference: 'B1' } as const;
const stopped = { kind: 'stopped' } as const;
const refused = { kind: 'refused', failure: 'channel_rejected' } as const;

const payment = paymentRow({ id: 'C1', entry: 'code', payerCode: '28', channel: 'WALLET' });
const rows: Record<string, Record<string, object>> = {
  payouts: { D1: payoutRow({ id: 'D1', channel: 'BANK' }) },
  payments: {
    C1: payment,
    C2: { ...payment, id: 'C2', lastRefundId: 'R1' },
    C3: { ...payment, id: 'C3', lastRefundId: 'R3' },
    C4: { ...payment, id: 'C4', status: 'failed' },
  },
  refunds: {
    R1: { id: 'R1', paymentId: 'C1', channel: 'WALLET', status: 'pending' },
    R3: { id: 'R3', paymentId: 'C3', channel: 'WALLET', status: 'failed' },
    R9: { id: 'R9', paymentId: 'C9', channel: 'WALLET', status: 'pending' },
  },
  authorisations: {
    A1: { id: 'A1', channel: 'WALLET', status: 'pending' },
    A2: { id: 'A2', channel: 'WALLET', status: 'authorised' },
  },
  releases: { L1: { id: 'L1', authorisationId: 'A2', channel: 'WALLET', status: 'pending' } },
  shares: { SH1: shareRow(), SH2: shareRow({ id: 'SH2', receiverId: 'gone' }) },
  shareReturns: { SR1: shareReturnRow(), SR9: shareReturnRow({ id: 'SR9', shareId: 'SH9' }) },
  receivers: { [receiverRow().id]: receiverRow(), gone: receiverRow({ status: 'deleted' }) },
};

const none: Connector = { code: 'none' };

function setUp() {
  const commands: [string, object][] = [];
  const engine = {
    find: async (_cell: number, table: string, id: string) => rows[table]?.[id],
    execute: async (_cell: number, name: string, command: object) => {
      commands.push([name, command]);
      return accept({});
    },
  } as unknown as CallEngine;
  const asked: string[] = [];
  const note =
    (name: string) =>
    async (...subjects: { id: string }[]) => {
      asked.push(`${name} ${subjects.map(({ id }) => id).join(' of ')}`);
      return { kind: 'in_progress' } as const;
    };
  const names = ['Payout', 'Payment', 'Refund', 'Authorisation', 'Release'];
  const connector: Connector = {
    code: 'test',
    ...Object.fromEntries(
      names.flatMap((name) => [`send${name}`, `query${name}`]).map((name) => [name, note(name)] as const),
    ),
  };
  return { engine, commands, connector, asked };
}

test('every subject is handed over, and asked for, in its own words', async () => {
  const expected: [subject: CallSubject, id: string, channel: string, ...calls: string[]][] = [
    ['payout', 'D1', 'BANK', 'sendPayout D1', 'queryPayout D1'],
    ['payment', 'C1', 'WALLET', 'sendPayment C1', 'queryPayment C1'],
    ['refund', 'R1', 'WALLET', 'sendRefund R1 of C1', 'queryRefund R1 of C1'],
    ['authorisation', 'A1', 'WALLET', 'sendAuthorisation A1', 'queryAuthorisation A1'],
    ['release', 'L1', 'WALLET', 'sendRelease L1', 'queryRelease L1'],
  ];
  for (const [subject, id, channel, ...calls] of expected) {
    const { engine, connector, asked } = setUp();
    const call = await openCall[subject](engine, 0, id);
    assert.ok(call);
    assert.equal(call.channel, channel);
    await call.send(connector);
    await call.query(connector);
    assert.deepEqual(asked, calls);
    assert.equal(call.send({ code: 'none' }), undefined, `${subject} without the capability`);
    assert.equal(call.query({ code: 'none' }), undefined, `${subject} without the capability`);
  }
});

test('every definite answer is committed by the command of its subject', async () => {
  const expected: [subject: CallSubject, id: string, answer: Definite, name: string, command: object][] = [
    ['payout', 'D1', done, 'settle-payout', { payoutId: 'D1', result: done }],
    ['payout', 'D1', refused, 'settle-payout', { payoutId: 'D1', result: refused }],
    [
      'payment',
      'C1',
      paid,
      'confirm-credit',
      { paymentId: 'C1', bankReference: 'B1', amountMinor: payment.amountMinor, receipt },
    ],
    ['payment', 'C1', refused, 'fail-payment', { paymentId: 'C1', failure: 'channel_rejected' }],
    ['refund', 'R1', done, 'settle-refund', { refundId: 'R1', paymentId: 'C1', result: done }],
    ['refund', 'R1', refused, 'settle-refund', { refundId: 'R1', paymentId: 'C1', result: refused }],
    ['refund', 'R1', stopped, 'settle-refund', { refundId: 'R1', paymentId: 'C1', result: stopped }],
    ['authorisation', 'A1', paid, 'settle-authorisation', { authorisationId: 'A1', result: paid }],
    ['authorisation', 'A1', refused, 'settle-authorisation', { authorisationId: 'A1', result: refused }],
    ['release', 'L1', done, 'settle-release', { releaseId: 'L1', authorisationId: 'A2', result: done }],
    ['release', 'L1', refused, 'settle-release', { releaseId: 'L1', authorisationId: 'A2', result: refused }],
  ];
  for (const [subject, id, answer, name, command] of expected) {
    const { engine, commands } = setUp();
    await (await openCall[subject](engine, 0, id))?.settle(answer);
    assert.deepEqual(commands, [[name, command]]);
  }
});

test('a share and its return are carried out by the cell of their receiver, and asked for there', async () => {
  const { account: merchantId } = shareRow();
  const asked = { merchantId, currency: 'PHP' };
  const expected: [subject: CallSubject, id: string, name: string, command: object, settled: [string, object]][] = [
    [
      'share',
      'SH1',
      'receive-share',
      { ...asked, amountMinor: 20_000n, related: true },
      ['settle-share', { shareId: 'SH1', paymentId: 'C1', problem: 'no_relation' }],
    ],
    [
      'share',
      'SH2',
      'receive-share',
      { ...asked, amountMinor: 20_000n, related: false },
      ['settle-share', { shareId: 'SH2', paymentId: 'C1', problem: 'no_relation' }],
    ],
    [
      'share-return',
      'SR1',
      'give-share-back',
      { ...asked, amountMinor: 10_000n },
      ['settle-share-return', { returnId: 'SR1', shareId: 'SH1', paymentId: 'C1', problem: 'no_relation' }],
    ],
  ];
  for (const [subject, id, name, command, settled] of expected) {
    const calls: [number, string, object][] = [];
    const legs: Record<string, object> = {};
    let answer: Outcome<unknown> = refuse('unavailable');
    const engine = {
      find: async (cell: number, table: string, key: string) =>
        table === 'legs' ? cell === 1 && legs[key] : cell === 0 && rows[table]?.[key],
      execute: async (cell: number, executed: string, given: object) => {
        calls.push([cell, executed, given]);
        return answer;
      },
    } as unknown as CallEngine;
    const call = await openCall[subject](engine, 0, id);
    assert.ok(call);
    assert.equal(call.channel, null);
    assert.deepEqual(await call.query(none), { kind: 'not_found' });
    assert.deepEqual(await call.send(none), { kind: 'unknown', trouble: 'io' });
    answer = accept(legRow({ id, problem: 'no_relation' }));
    const decided = { kind: 'decided', problem: 'no_relation' } as const;
    assert.deepEqual(await call.send(none), decided);
    legs[id] = legRow({ id });
    assert.deepEqual(await call.query(none), { kind: 'decided', problem: null });
    await call.settle(decided);
    const handedOver: [number, string, object] = [1, name, { id, ...command }];
    assert.deepEqual(calls, [handedOver, handedOver, [0, ...settled]]);
  }
});

test('what is final has no call, and what is not there is a fault', async () => {
  const { engine } = setUp();
  assert.equal(await openCall.payment(engine, 0, 'C4'), undefined);
  assert.equal(await openCall.authorisation(engine, 0, 'A2'), undefined);
  await assert.rejects(openCall.payment(engine, 0, 'C9'), /There is no payment C9/);
  await assert.rejects(openCall.refund(engine, 0, 'R9'), /There is no payment C9 of the refund R9/);
  await assert.rejects(openCall['share-return'](engine, 0, 'SR9'), /There is no share SH9 of the return SR9/);
});

test('a payment that is being taken back is withheld, and one whose reversal was refused is not', async () => {
  const { engine } = setUp();
  const withheld = async (id: string) => (await openCall.payment(engine, 0, id))?.withheld;
  assert.deepEqual([await withheld('C1'), await withheld('C2'), await withheld('C3')], [false, true, false]);
});
