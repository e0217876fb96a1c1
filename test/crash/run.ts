// Rounds of load, killing, recovery and checks on one gateway with one database.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Book, createBook } from './book.ts';
import { checkMoney } from './check-money.ts';
import { checkNotifications } from './check-notifications.ts';
import { checkAnswers, checkRows, repeatUnanswered } from './check-orders.ts';
import { createGatewayProcess, type GatewayProcess } from './gateway-process.ts';
import { kill, type Plan, planKill } from './kill.ts';
import { createLoad, type Load } from './load.ts';
import { createMerchant, type Merchant } from './merchant.ts';
import { becomeQuiet } from './quiet.ts';
import { createRandom, type Random } from '../support/random.ts';
import { createReceiver, type Receiver } from './receiver.ts';
import { readRows } from './rows.ts';

export interface Round {
  readonly number: number;
  readonly seed: number;
  readonly plan: Plan;
  readonly payments: number;
  readonly codes: number;
  readonly payouts: number;
  /** Creations without an answer, and how many of them existed all the same. */
  readonly unanswered: number;
  readonly existed: number;
  /** Tries of notifications that reached the receiver. */
  readonly tries: number;
  /** From the kill to the first payment that was accepted again. */
  readonly recoveryMs: number;
  readonly durationMs: number;
  /** What must not be, as sentences with ids; empty if all is well. */
  readonly found: readonly string[];
}

export interface RunOptions {
  readonly rounds: number;
  /** The first round's; each next one has the next number. */
  readonly seed: number;
  readonly onRound?: (round: Round) => void;
  /** Keeps the data folder for looking at when something was found. */
  readonly keepData?: boolean;
}

interface Scene {
  readonly gateway: GatewayProcess;
  readonly merchant: Merchant;
  readonly receiver: Receiver;
  readonly book: Book;
  readonly problems: string[];
}

const signals = ['SIGINT', 'SIGTERM'] as const;
const interruptedCode = 130;
const recoveryPatienceMs = 90_000;
/** PayCools' code for success. */
const accepted = 1000;
const fundingMinor = 2_000_000_000;
const leaseSeconds = 40;
/** A payment of a failing amount fails by itself so soon after its creation, or not at all. */
const failsWithinMs = 400;

/** Rejects when the gateway does not come back; everything else that is wrong is told in the rounds. */
export async function runRounds({ rounds, seed, onRound, keepData }: RunOptions): Promise<Round[]> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'polypay-crash-'));
  const gateway = createGatewayProcess(dataFolder);
  const done: Round[] = [];
  let receiver: Receiver | undefined;
  let clean = false;
  let interrupted = false;
  const tidy = async () => {
    await gateway.stop();
    await receiver?.close();
    if (clean || keepData !== true) await rm(dataFolder, { recursive: true, force: true, maxRetries: 5 });
    else process.stderr.write(`The data of the failed run is kept in ${dataFolder}.\n`);
  };
  const interrupt = () => {
    interrupted = true;
    void tidy().finally(() => process.exit(interruptedCode));
  };
  for (const signal of signals) process.once(signal, interrupt);
  try {
    await gateway.start();
    const problems: string[] = [];
    const merchant = await createMerchant(gateway.url(), dataFolder, (problem) => problems.push(problem));
    receiver = await createReceiver(createRandom(seed ^ 0x5eed), merchant.verifyCallback);
    await merchant.ask('PATCH', `/admin/apps/${merchant.appId}`, { callbackUrls: { payout: receiver.url } });
    const scene: Scene = { gateway, merchant, receiver, book: createBook(), problems };
    for (let number = 0; number < rounds; number++) {
      const round = await playRound(scene, number, seed + number);
      // What a round finds while its gateway is taken away says nothing.
      if (interrupted) return done;
      done.push(round);
      onRound?.(round);
    }
    clean = done.every(({ found }) => found.length === 0);
    return done;
  } finally {
    for (const signal of signals) process.off(signal, interrupt);
    await tidy();
  }
}

async function playRound(scene: Scene, number: number, seed: number): Promise<Round> {
  const { gateway, merchant, receiver, book, problems } = scene;
  const startedAt = performance.now();
  const random = createRandom(seed);
  const plan = planKill(random);
  const triesBefore = receiver.tries();
  const found: string[] = [];
  const load = createLoad({
    merchant,
    book,
    random,
    callbackUrl: receiver.url,
    tag: `R${number}`,
    onProblem: (problem) => problems.push(problem),
  });
  await fund(scene);
  receiver.setMoody(true);
  const recoveryMs = await crash(scene, load, plan, random, number);
  receiver.setMoody(false);

  found.push(...(await becomeQuiet(gateway, merchant)));
  const unanswered = book.ofRound(number).filter(({ answered }) => !answered);
  const existed = await repeatUnanswered(unanswered, await readAll(scene), load, found);
  if (plan.target === 'stop' && existed > 0)
    found.push(`${existed} creations were committed and not answered at a stop`);
  await sleep(failsWithinMs);
  found.push(...(await becomeQuiet(gateway, merchant)));

  const rows = await readAll(scene);
  checkRows(book, rows, found);
  await checkAnswers(book.ofRound(number), merchant, rows, found);
  await checkMoney(book, rows, merchant, found);
  checkNotifications(receiver, rows, found);
  found.push(...problems.splice(0));
  for (const [message, { first }] of gateway.errors) if (message.startsWith('A rule broke')) found.push(first);

  const count = (...kinds: string[]) => book.ofRound(number).filter(({ kind }) => kinds.includes(kind)).length;
  return {
    number,
    seed,
    plan,
    payments: count('web'),
    codes: count('dynamic', 'static'),
    payouts: count('payout'),
    unanswered: unanswered.length,
    existed,
    tries: receiver.tries() - triesBefore,
    recoveryMs,
    durationMs: performance.now() - startedAt,
    found,
  };
}

async function fund({ merchant, book }: Scene): Promise<void> {
  const reply = await merchant.ask('POST', '/sandbox/fund', {
    merchantId: merchant.id,
    currency: 'PHP',
    amount: fundingMinor,
  });
  if (reply?.status !== 200) throw new Error(`The merchant could not be funded: ${JSON.stringify(reply)}`);
  book.fundedMinor += BigInt(fundingMinor);
}

/** Kills under load; answers how long it took until a payment was accepted again. */
async function crash(scene: Scene, load: Load, plan: Plan, random: Random, round: number): Promise<number> {
  const { gateway, merchant, problems } = scene;
  const work: Promise<unknown>[] = [load.run(round), load.decidePending()];
  if (plan.clockAfterMs !== undefined) {
    const wait = sleep(plan.clockAfterMs);
    work.push(wait.then(() => merchant.ask('POST', '/sandbox/clock', { advanceSeconds: leaseSeconds })));
  }
  await sleep(plan.afterMs);
  const killedAt = performance.now();
  problems.push(...(await kill(plan.target, gateway, random)));
  if (plan.target === 'postgres' || plan.target === 'backend') {
    // The gateway lives on and is asked on: it must say that it does not know, and recover by itself.
    await sleep(random.between(200, 1_200));
    load.stop();
    if (!gateway.isAlive()) problems.push('The gateway died when PostgreSQL was killed.');
  }
  load.stop();
  if (!gateway.isAlive()) await startAgain(gateway, plan);
  for (let code = await load.probe(round); code !== accepted; code = await load.probe(round)) {
    if (performance.now() - killedAt > recoveryPatienceMs)
      throw new Error(`No payment is accepted any more; the last one was answered with ${code ?? 'nothing'}.`);
    await sleep(50);
  }
  const recoveryMs = performance.now() - killedAt;
  await Promise.all(work);
  return recoveryMs;
}

async function startAgain(gateway: GatewayProcess, { againAfterMs }: Plan): Promise<void> {
  if (againAfterMs !== undefined) {
    const starting = gateway.start().catch(() => {});
    await sleep(againAfterMs);
    await gateway.kill();
    await starting;
  }
  await gateway.start();
}

async function readAll({ gateway, merchant }: Scene) {
  const sql = await gateway.openSql();
  try {
    return await readRows(sql, merchant.id);
  } finally {
    await sql.end();
  }
}
