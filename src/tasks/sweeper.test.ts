// Guards that whatever is due is found, that one broken sweep stops no other, and that sweeps do not overlap.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClock } from '../kernel/clock.ts';
import { accept } from '../kernel/outcome.ts';
import { refuse } from '../core/reasons.ts';
import type { Engine } from '../engine/engine.ts';
import type { DueWork } from '../engine/store.ts';
import { createSweeper, type SweeperDeps } from './sweeper.ts';

const idle = { sweep: async () => 0, drained: async () => {} };

function setUp(
  due: {
    checkouts?: string[];
    mandates?: string[];
    identityChecks?: string[];
    payments: string[];
    instruments: string[];
    settlements: string[];
  },
  over: Partial<SweeperDeps> = {},
) {
  const commands: string[] = [];
  const warnings: object[] = [];
  const engine = {
    cells: 1,
    execute: async (_cell: number, name: string, command: Record<string, string>) => {
      const id =
        command['checkoutId'] ??
        command['mandateId'] ??
        command['paymentId'] ??
        command['instrumentId'] ??
        command['identityCheckId'] ??
        command['settlementId'] ??
        '';
      commands.push(`${name} ${id}`);
      if (id.startsWith('stuck')) return refuse('internal');
      for (const list of Object.values(due)) if (list.includes(id)) list.splice(list.indexOf(id), 1);
      return accept({});
    },
    store: () => ({
      listDue: async (_now: number, limit: number): Promise<DueWork> => ({
        checkouts: (due.checkouts ?? []).slice(0, limit),
        mandates: (due.mandates ?? []).slice(0, limit),
        identityChecks: (due.identityChecks ?? []).slice(0, limit),
        payments: due.payments.slice(0, limit),
        instruments: due.instruments.slice(0, limit),
        settlements: due.settlements
          .slice(0, limit)
          .map((settlementId) => ({ settlementId, merchantId: 'M', currency: 'PHP' })),
      }),
    }),
  } as unknown as Engine;
  const log = { warn: (fields: object) => void warnings.push(fields) };
  const sweeper = createSweeper({ engine, clock: createClock(), log, tasks: idle, notifier: idle, ...over });
  return { sweeper, commands, warnings };
}

test('due checkouts, payments, instruments, mandates, checks and days are ended, each by its command, what closes others first', async () => {
  const due = {
    checkouts: ['H1'],
    mandates: ['T1'],
    identityChecks: ['E1'],
    payments: ['C1', 'C2'],
    instruments: ['Q1'],
    settlements: ['S1'],
  };
  const { sweeper, commands } = setUp(due);
  assert.equal(await sweeper.tick(), 7);
  assert.deepEqual(commands, [
    'expire-checkout H1',
    'expire-instrument Q1',
    'expire-payment C1',
    'expire-payment C2',
    'expire-mandate T1',
    'expire-identity-check E1',
    'settle-day S1',
  ]);
  assert.equal(await sweeper.tick(), 0);
  await sweeper.stop();
});

test('one tick works a backlog off, and does not go round in circles over rows it cannot close', async () => {
  const payments = Array.from({ length: 1234 }, (_, index) => `C${index}`);
  const { sweeper } = setUp({ payments, instruments: [], settlements: [] });
  assert.equal(await sweeper.tick(), 1234);
  const stuck = setUp({
    payments: Array.from({ length: 600 }, (_, index) => `stuck${index}`),
    instruments: [],
    settlements: [],
  });
  await stuck.sweeper.runAllDue();
  assert.equal(stuck.commands.length, 500);
});

test('a sweep that fails is reported and stops no other', async () => {
  const tasks = { ...idle, sweep: () => Promise.reject(new Error('away')) };
  const { sweeper, warnings } = setUp(
    { payments: ['C1'], instruments: [], settlements: [] },
    { tasks, extraSweeps: [async () => 2] },
  );
  assert.equal(await sweeper.tick(), 3);
  assert.equal(warnings.length, 1);
});

test('sweeps never overlap, and running all that is due goes on until a sweep finds nothing', async () => {
  let inside = 0;
  let left = 3;
  let drains = 0;
  const tasks = {
    async sweep() {
      assert.equal(++inside, 1);
      await new Promise((resolve) => setImmediate(resolve));
      inside--;
      return left > 0 ? left-- : 0;
    },
    async drained() {
      drains++;
    },
  };
  const { sweeper } = setUp({ payments: [], instruments: [], settlements: [] }, { tasks });
  sweeper.start();
  await Promise.all([sweeper.tick(), sweeper.runAllDue(), sweeper.tick()]);
  assert.equal(left, 0);
  assert.ok(drains >= 1);
  await sweeper.stop();
  assert.equal(await sweeper.tick(), 0);
});

test('the timer sweeps every second and ends with the sweeper', async (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  let sweeps = 0;
  const tasks = { ...idle, sweep: async () => (sweeps++, 0) };
  const { sweeper } = setUp({ payments: [], instruments: [], settlements: [] }, { tasks });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  sweeper.start();
  await settle();
  assert.equal(sweeps, 1);
  t.mock.timers.tick(1000);
  await settle();
  assert.equal(sweeps, 2);
  await sweeper.stop();
  t.mock.timers.tick(5000);
  await settle();
  assert.equal(sweeps, 2);
});
