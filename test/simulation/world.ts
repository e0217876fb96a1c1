// A small world: four merchants, up to three processes of the gateway over one store, and a bank. All that happens in it
// follows from one seed.
import type { CommandName, CommandOf, ValueOf } from '../../src/core/commands.ts';
import type { Merchant } from '../../src/core/merchant/merchant.ts';
import type { Notification } from '../../src/core/notification/notification.ts';
import type { Outcome } from '../../src/core/reasons.ts';
import type { Task } from '../../src/core/task.ts';
import type { IdPrefix } from '../../src/kernel/id.ts';
import { appOf, createTestEngine, standingClock, type TestEngine } from '../support/engine.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { type Bank, createBank } from './bank.ts';
import { createRandom, type Random } from '../support/random.ts';
import { createWitness, type Rows, type Witness } from './rows.ts';
import { createShakyStore, type Shaking } from './shaky-store.ts';

/** Work that a process has to itself until `until`; claimed work may have been begun before by another. */
export type Held =
  | { readonly task: Task; readonly until: number; readonly claimedAgain: boolean }
  | { readonly notification: Notification };

export interface Process {
  readonly test: TestEngine;
  /** What it has in memory, and loses when it dies. */
  held: Held[];
}

export interface Said {
  readonly name: CommandName;
  readonly command: object;
}

export interface World {
  readonly seed: number;
  readonly random: Random;
  readonly clock: ReturnType<typeof standingClock>;
  readonly witness: Witness;
  readonly shaking: Shaking;
  readonly bank: Bank;
  readonly processes: Process[];
  /** All rows as they were when this round began. */
  rows: Rows;
  /** Deposits that were asked for, by id: their amounts. */
  readonly fundings: Map<string, { readonly merchantId: string; readonly amountMinor: bigint }>;
  /** What was answered with "accepted", oldest first. */
  readonly accepted: Said[];
  /** What was asked and not answered: whoever asked will ask again. */
  unanswered: Said[];
  newId(prefix: IdPrefix): string;
  /** A process that starts anew in the place of one that died. */
  restart(process: Process): void;
  /** Asks a process; throws when the gateway calls it a bug. */
  ask<Name extends CommandName>(
    process: Process,
    name: Name,
    command: CommandOf<Name>,
  ): Promise<Outcome<ValueOf<Name>>>;
  /** The same for someone who asks again until there is an answer. */
  insist<Name extends CommandName>(
    process: Process,
    name: Name,
    command: CommandOf<Name>,
  ): Promise<Outcome<ValueOf<Name>>>;
}

export const leaseMs = 30_000;

/** Settlement after 0 to 3 days; fees of every kind, one of which can take a small payment wholly; one with a limit per day. */
export const merchants: readonly Pick<Merchant, 'id' | 'settlementDays' | 'fees' | 'limits'>[] = [
  {
    id: 'M000000000000000000000001',
    settlementDays: 0,
    fees: { payment: { fixedMinor: 0n, basisPoints: 150 }, payout: { fixedMinor: 1000n, basisPoints: 0 } },
    limits: {},
  },
  {
    id: 'M000000000000000000000002',
    settlementDays: 1,
    fees: {},
    limits: { payment: { dailyAmount: 1_000_000n, dailyCount: 15 } },
  },
  {
    id: 'M000000000000000000000003',
    settlementDays: 2,
    fees: { payment: { fixedMinor: 700n, basisPoints: 250 }, payout: { fixedMinor: 500n, basisPoints: 50 } },
    limits: {},
  },
  {
    id: 'M000000000000000000000004',
    settlementDays: 3,
    fees: { payment: { fixedMinor: 100n, basisPoints: 0 }, payout: { fixedMinor: 1n, basisPoints: 0 } },
    limits: {},
  },
];

export async function createWorld(seed: number): Promise<World> {
  const random = createRandom(seed);
  const clock = standingClock(Date.parse('2026-03-02T04:00:00Z'));
  const witness = createWitness(createMemoryStore());
  const shaking: Shaking = { lost: false, collides: false };
  const newId = createNewId(clock);
  const startProcess = (): Process => {
    const store = createShakyStore(witness.store, random, shaking);
    return { test: createTestEngine([store], { merchants, clock, newId }), held: [] };
  };
  const processes = Array.from({ length: random.between(2, 3) }, startProcess);
  const accepted: Said[] = [];

  const world: World = {
    seed,
    random,
    clock,
    witness,
    shaking,
    bank: createBank(random),
    processes,
    rows: await witness.readRows(),
    fundings: new Map(),
    accepted,
    unanswered: [],
    newId,
    restart(process) {
      refuseBugs(process);
      const place = processes.indexOf(process);
      // It may have died already in this round.
      if (place >= 0) processes[place] = startProcess();
    },
    async ask(process, name, command) {
      const outcome = await process.test.engine.execute(0, name, command);
      refuseBugs(process);
      if (outcome.ok) accepted.push({ name, command: command as object });
      return outcome;
    },
    async insist(process, name, command) {
      const outcome = await world.ask(process, name, command);
      if (isUnanswered(outcome)) world.unanswered.push({ name, command: command as object });
      return outcome;
    },
  };
  return world;
}

export function isUnanswered(outcome: Outcome<unknown>): boolean {
  return !outcome.ok && outcome.reason === 'unavailable';
}

export function aMerchant({ random }: World): (typeof merchants)[number] {
  return random.pick(merchants);
}

/** Mostly a plausible one; some are below every channel's limit, many are so small that fees matter. */
export function anAmount({ random }: World): bigint {
  if (random.chance(0.03)) return BigInt(random.between(1, 99));
  return BigInt(random.chance(0.3) ? random.between(100, 2000) : random.between(2000, 200_000));
}

/** What names a merchant in its commands. */
export function ownerOf({ id }: { readonly id: string }) {
  return { merchantId: id, appId: appOf(id), referenceScope: appOf(id) };
}

function refuseBugs({ test }: Process): void {
  const [bug] = test.bugs;
  if (bug) throw new Error(`The gateway calls ${bug.command} a bug: ${String(bug.error)}`, { cause: bug.error });
}

/** Ids as the gateway makes them, with nothing random in them. */
function createNewId(clock: World['clock']): World['newId'] {
  let counter = 0;
  return (prefix) => {
    const time = String(clock.now() - Date.parse('2020-01-01T00:00:00Z')).padStart(12, '0');
    return `${prefix}00${time}${String(counter++).padStart(10, '0')}`;
  };
}
