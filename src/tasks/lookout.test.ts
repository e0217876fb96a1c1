// Guards that a look asks, hands nothing over, is made once a second, and never keeps whoever looks waiting.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accept } from '../kernel/outcome.ts';
import { standingClock } from '../../test/support/engine.ts';
import { paymentRow } from '../../test/support/rows.ts';
import type { Channel } from '../core/channel/channel.ts';
import type { Payment } from '../core/payment/payment.ts';
import { type Reason, refuse } from '../core/reasons.ts';
import type { Connector, NotFound, PaymentAnswer } from '../engine/connector.ts';
import { createLookout, type LookoutDeps } from './lookout.ts';

type Query = NonNullable<Connector['queryPayment']>;

const succeeded = { kind: 'succeeded', bankReference: 'B1' } as const;

function setUp(queryPayment: Query | undefined, over: Partial<LookoutDeps> & { reason?: Reason } = {}) {
  const asked: string[] = [];
  const commands: string[] = [];
  const warnings: object[] = [];
  const clock = standingClock(0);
  const payments = new Map<string, Payment>();
  const add = (id: string, change: Partial<Payment> = {}) =>
    payments.set(id, paymentRow({ id, entry: 'code', payerCode: '28', ...change }));
  add('C1');
  const engine = {
    find: async (_cell: number, _table: string, id: string) => payments.get(id),
    execute: async (_cell: number, name: string, command: { paymentId?: string }) => {
      commands.push(`${name} ${command.paymentId}`);
      return over.reason ? refuse(over.reason) : accept({});
    },
  } as unknown as LookoutDeps['engine'];
  const connector: Connector = {
    code: 'test',
    sendPayment: () => assert.fail('A look handed something over.'),
    ...(queryPayment && {
      queryPayment(payment: Payment) {
        asked.push(payment.id);
        return queryPayment(payment);
      },
    }),
  };
  const { look } = createLookout({
    engine,
    clock,
    directory: { channel: (code) => (code === 'GONE' ? undefined : ({ connector: code } as Channel)) },
    connectors: { of: () => connector },
    log: { warn: (fields) => void warnings.push(fields) },
    ...over,
  });
  return { look: (id: string) => look(0, 'payment', id), clock, asked, commands, warnings, add };
}

test('a definite answer is committed, and nothing else is', async () => {
  const rows: [reply: PaymentAnswer | NotFound, commands: string[]][] = [
    [succeeded, ['confirm-credit C1']],
    [{ kind: 'refused', failure: 'payer_code_used' }, ['fail-payment C1']],
    [{ kind: 'in_progress' }, []],
    [{ kind: 'unknown', trouble: 'protocol' }, []],
    [{ kind: 'not_found' }, []],
  ];
  for (const [reply, expected] of rows) {
    const { look, asked, commands, warnings } = setUp(async () => reply);
    await look('C1');
    assert.deepEqual([asked, commands, warnings], [['C1'], expected, []], reply.kind);
  }
});

test('where there is nothing to learn a look ends at once', async () => {
  const incapable = setUp(undefined);
  await incapable.look('C1');
  assert.deepEqual([incapable.commands, incapable.warnings], [[], []]);
  const { look, asked, warnings, add } = setUp(async () => succeeded);
  add('C2', { status: 'failed' });
  add('C3', { channel: 'GONE' });
  await look('C2');
  await look('C3');
  assert.deepEqual([asked, warnings], [[], []]);
});

test('an id is looked at once a second: who comes meanwhile waits for that look, who comes after it finds what it left', async () => {
  const { promise: answer, resolve } = Promise.withResolvers<PaymentAnswer>();
  const { look, clock, asked, commands, add } = setUp(() => answer);
  add('C2');
  const looks = [look('C1'), look('C1')];
  resolve(succeeded);
  await Promise.all(looks);
  await look('C1');
  clock.advance(999);
  await look('C1');
  await look('C2');
  assert.deepEqual(asked, ['C1', 'C2']);
  assert.deepEqual(commands, ['confirm-credit C1', 'confirm-credit C2']);
  clock.advance(1);
  await look('C1');
  assert.deepEqual(asked, ['C1', 'C2', 'C1']);
});

test('a look never rejects and is not kept waiting', async () => {
  const rows: [what: string, query: Query, reason?: Reason][] = [
    ['a rejection', () => Promise.reject(new Error('The bank broke.'))],
    [
      'an exception',
      () => {
        throw new Error('The connector broke.');
      },
    ],
    ['silence', () => new Promise(() => {})],
    ['a database that does not answer', async () => succeeded, 'unavailable'],
  ];
  for (const [what, query, reason] of rows) {
    const { look, warnings } = setUp(query, { timeoutMs: 20, ...(reason && { reason }) });
    await look('C1');
    assert.equal(warnings.length, 1, what);
  }
  const { look, warnings } = setUp(async () => succeeded);
  await look('C9');
  assert.equal(warnings.length, 1, 'a payment that is not there');
});

test('an answer that a task committed first is no fault', async () => {
  const { look, commands, warnings } = setUp(async () => succeeded, { reason: 'already_final' });
  await look('C1');
  assert.deepEqual([commands, warnings], [['confirm-credit C1'], []]);
});

test('questions at once to one connector are bounded, and who comes beyond that is not kept waiting', async () => {
  const { promise: answer, resolve } = Promise.withResolvers<PaymentAnswer>();
  const { look, clock, asked, add } = setUp(() => answer, { maxLooks: 2 });
  for (const id of ['C2', 'C3']) add(id);
  const open = [look('C1'), look('C2')];
  await look('C3');
  assert.deepEqual(asked, ['C1', 'C2']);
  resolve({ kind: 'in_progress' });
  await Promise.all(open);
  clock.advance(1000);
  await look('C3');
  assert.deepEqual(asked, ['C1', 'C2', 'C3']);
});

test('no more than 10,000 looks of one second are kept in memory', async () => {
  const { look, clock, warnings } = setUp(undefined);
  await Promise.all(Array.from({ length: 10_005 }, (_, index) => look(`D${index}`)));
  assert.equal(warnings.length, 10_000);
  clock.advance(1000);
  await look('D10004');
  assert.equal(warnings.length, 10_001);
});
