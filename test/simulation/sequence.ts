// One subject and what may happen to it, lived through in any order, one after the other or all at once.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { CommandName, CommandOf } from '../../src/core/commands.ts';
import { createTestEngine, type TestEngine } from '../support/engine.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import type { Credit } from './bank.ts';
import { checkHistory } from './history.ts';
import { checkRows } from './invariants.ts';
import { again, changesNothing } from './replays.ts';
import { createWitness, hashOf, type Rows } from './rows.ts';
import { merchants } from './world.ts';

type Command = {
  readonly [Name in CommandName]: { readonly name: Name; readonly command: CommandOf<Name> };
}[CommandName];
export type Step =
  | Command
  | { readonly name: 'wait'; readonly seconds: number }
  /** What the channel says of what it was asked and has not answered: the first refund or reversal, debit or capture, or release. */
  | { readonly name: 'answer'; readonly says: 'done' | 'found' | 'refused' };
export type Merchant = (typeof merchants)[number];
export type PaidIn = Omit<Credit, 'answer'>;

export interface Subject {
  /** Makes it; everything else follows. */
  readonly create: Command;
  /** What may happen to it, in any order, any number of times. */
  readonly steps: readonly Step[];
  readonly credits?: readonly PaidIn[];
}

/** Enough for one payout, and with a second deposit for two. */
export const depositMinor = 30_000n;

/** Every case: a merchant, some of the steps in some order, one by one or all at once at two processes. */
export async function holds(subjectOf: (t: TestEngine, merchant: Merchant, fixed: boolean) => Subject): Promise<void> {
  const order = fc.array(fc.nat(), { maxLength: 14 });
  const property = fc.asyncProperty(
    fc.constantFrom(...merchants),
    order,
    fc.boolean(),
    fc.boolean(),
    async (merchant, picks, atOnce, fixed) => live(merchant, picks, atOnce, (t) => subjectOf(t, merchant, fixed)),
  );
  const seed = process.env['SIMULATION_SEED'];
  await fc.assert(property, { numRuns: 400, ...(seed === undefined ? {} : { seed: Number(seed) }) });
}

async function live(
  merchant: Merchant,
  picks: readonly number[],
  atOnce: boolean,
  subjectOf: (t: TestEngine) => Subject,
): Promise<void> {
  const witness = createWitness(createMemoryStore());
  const t = createTestEngine([witness.store], { merchants });
  const other = createTestEngine([witness.store], { merchants, clock: t.clock });
  const { create, steps, ...given } = subjectOf(t);
  const credits = [...(given.credits ?? [])];
  const outside = {
    merchants,
    credits,
    fundings: new Map(['F0', 'F1'].map((id) => [id, { merchantId: merchant.id, amountMinor: depositMinor }])),
  };
  let rows = await witness.readRows();
  const check = async () => {
    const next = await witness.readRows();
    checkRows(next, outside);
    checkHistory(rows, next);
    rows = next;
    assert.deepEqual([...t.bugs, ...other.bugs], []);
  };
  const deposit = { id: 'F0', merchantId: merchant.id, currency: 'PHP', amountMinor: depositMinor };
  await t.engine.execute(0, 'fund', deposit);
  await t.engine.execute(0, create.name, create.command);
  await check();

  const chosen = picks.map((pick) => steps[pick % steps.length] as Step);
  const run = async (engine: TestEngine['engine'], step: Step) => {
    if (step.name === 'wait') return t.clock.advance(step.seconds * 1000);
    const said = step.name === 'answer' ? answerTo(await witness.readRows(), step.says, credits) : step;
    if (!said) return;
    const repeat = () => engine.execute(0, said.name, again(t.newId, said.name, said.command) as never);
    const outcome = await repeat();
    if (atOnce || !outcome.ok || !changesNothing(said, await witness.readRows())) return;
    const before = hashOf(await witness.readRows());
    await repeat();
    assert.equal(hashOf(await witness.readRows()), before, `${said.name} changed something when it was repeated`);
  };
  if (atOnce) await Promise.all(chosen.map((step, index) => run(index % 2 === 0 ? t.engine : other.engine, step)));
  for (const step of atOnce ? [] : chosen) {
    await run(t.engine, step);
    await check();
  }
  await check();
}

type Says = Extract<Step, { readonly name: 'answer' }>['says'];

/** What came in by it is one more of the credits. */
function answerTo(rows: Rows, says: Says, credits: PaidIn[]): Command | undefined {
  return settling(rows, says, credits[0]) ?? taking(rows, says, credits) ?? releasing(rows, says);
}

const refused = { kind: 'refused', failure: 'channel_rejected' } as const;

/** A debit or a capture is paid, or paid with another amount, or refused. */
function taking({ payments }: Rows, says: Says, credits: PaidIn[]): Command | undefined {
  const pending = payments.find(
    ({ entry, status }) => status === 'pending' && (entry === 'debit' || entry === 'capture'),
  );
  if (!pending) return undefined;
  const { id: paymentId, merchantId, channel, amountMinor: askedMinor } = pending;
  if (says === 'refused') return { name: 'fail-payment', command: { paymentId, failure: refused.failure } };
  const amountMinor = says === 'found' ? askedMinor - 1n : askedMinor;
  const command = { paymentId, bankReference: `T${paymentId}${amountMinor}`, amountMinor };
  credits.push({ merchantId, channel, command });
  return { name: 'confirm-credit', command };
}

/** One that its channel was asked for is through, or refused. */
function releasing({ releases, tasks }: Rows, says: Says): Command | undefined {
  const owed = new Set(tasks.map(({ subjectId }) => subjectId));
  const pending = releases.find(({ id, status }) => status === 'pending' && owed.has(id));
  if (!pending) return undefined;
  const { id: releaseId, authorisationId } = pending;
  const result = says === 'refused' ? refused : ({ kind: 'succeeded', bankReference: `F${releaseId}` } as const);
  return { name: 'settle-release', command: { releaseId, authorisationId, result } };
}

/**
 * The channel's answer to what is pending: what was not paid is stopped, unless it was and nobody had heard of it; what was paid goes
 * back; or it refuses.
 */
function settling({ payments, refunds }: Rows, says: Says, credit: PaidIn | undefined): Command | undefined {
  const pending = refunds.find(({ status }) => status === 'pending');
  if (!pending) return undefined;
  const { id: refundId, paymentId } = pending;
  const status = payments.find(({ id }) => id === paymentId)?.status;
  const returned = { kind: 'succeeded', bankReference: `back-${refundId}` } as const;
  const found = { ...returned, creditReference: credit?.command.bankReference };
  const done = status === 'completed' ? returned : ({ kind: 'stopped' } as const);
  const result = says === 'refused' ? refused : says === 'found' && status === 'pending' ? found : done;
  return { name: 'settle-refund', command: { refundId, paymentId, result } };
}
