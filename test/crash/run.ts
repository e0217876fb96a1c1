// Rounds of load, killing, recovery and checks on one gateway with one database.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRandom } from '../support/random.ts';
import { createTrade } from './bluepay/trade.ts';
import { repeatUnanswered } from './check-orders.ts';
import { checkRound } from './check-round.ts';
import { type Counts, countRound } from './count.ts';
import { crash } from './crash.ts';
import { createGatewayProcess } from './gateway-process.ts';
import { type Plan, planKill } from './kill.ts';
import { createLoad } from './load.ts';
import { createBilling } from './paycools/billing.ts';
import { becomeQuiet } from './quiet.ts';
import type { Receiver } from './receiver.ts';
import { fund, readAll, type Scene, setScene } from './scene.ts';
import { createShift } from './upay/shift.ts';

export interface Round {
  readonly number: number;
  readonly seed: number;
  readonly plan: Plan;
  /** What was asked for. */
  readonly counts: Counts;
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

const signals = ['SIGINT', 'SIGTERM'] as const;
const interruptedCode = 130;
/** A payment of a failing amount fails by itself so soon after its creation, or not at all. */
const failsWithinMs = 400;

/** Rejects when the gateway does not come back; everything else that is wrong is told in the rounds. */
export async function runRounds({ rounds, seed, onRound, keepData }: RunOptions): Promise<Round[]> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'polypay-crash-'));
  const gateway = createGatewayProcess(dataFolder);
  const done: Round[] = [];
  const receivers: Receiver[] = [];
  let clean = false;
  let interrupted = false;
  const tidy = async () => {
    await gateway.stop();
    for (const receiver of receivers) await receiver.close();
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
    const scene = await setScene(gateway, dataFolder, createRandom(seed ^ 0x5eed), receivers);
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
  const { gateway, merchant, receiver, book, till, tillReceiver, tillBook, shop, shopReceiver, shopBook } = scene;
  const { biller, billerReceiver, billerBook, problems } = scene;
  const receivers = [receiver, tillReceiver, shopReceiver, billerReceiver];
  const startedAt = performance.now();
  const random = createRandom(seed);
  const plan = planKill(random);
  const countTries = () => receivers.reduce((sum, each) => sum + each.tries(), 0);
  const triesBefore = countTries();
  const found: string[] = [];
  const load = createLoad({
    merchant,
    book,
    random,
    callbackUrl: receiver.url,
    tag: `R${number}`,
    onProblem: (problem) => problems.push(problem),
  });
  const shift = createShift({
    till,
    book: tillBook,
    random: createRandom(seed ^ 0x7111),
    tag: `R${number}`,
    onProblem: (problem) => problems.push(problem),
  });
  const trade = createTrade({
    shop,
    book: shopBook,
    random: createRandom(seed ^ 0x3107),
    tag: `R${number}`,
    onProblem: (problem) => problems.push(problem),
  });
  const billing = createBilling({
    biller,
    book: billerBook,
    random: createRandom(seed ^ 0xb111),
    tag: `R${number}`,
    onProblem: (problem) => problems.push(problem),
  });
  await fund(scene);
  for (const each of receivers) each.setMoody(true);
  const recoveryMs = await crash(scene, [load, shift, trade, billing], plan, random, number);
  for (const each of receivers) each.setMoody(false);

  found.push(...(await becomeQuiet(gateway, merchant)));
  const before = await readAll(scene);
  const unanswered = book.ofRound(number).filter(({ answered }) => !answered);
  const unansweredShop = shopBook.ofRound(number).filter((order) => order.unanswered);
  const unansweredBiller = billerBook.ofRound(number).filter((wanted) => wanted.unanswered);
  const unansweredTills = tillBook.ofRound(number).filter(({ answered }) => !answered);
  const stored = new Set(before.tills.payments.map(({ reference }) => reference));
  const existed =
    (await repeatUnanswered(unanswered, before.rows, load, found)) +
    unansweredTills.filter(({ clientSn }) => stored.has(clientSn)).length +
    unansweredShop.filter((order) => order.existed).length +
    unansweredBiller.filter((wanted) => wanted.existed).length;
  if (plan.target === 'stop' && existed > 0)
    found.push(`${existed} creations were committed and not answered at a stop`);
  await sleep(failsWithinMs);
  found.push(...(await becomeQuiet(gateway, merchant)));

  found.push(...(await checkRound(scene, number)));
  found.push(...problems.splice(0));
  for (const [message, { first }] of gateway.errors) if (message.startsWith('A rule broke')) found.push(first);

  return {
    number,
    seed,
    plan,
    counts: countRound(scene, number),
    unanswered: unanswered.length + unansweredTills.length + unansweredShop.length + unansweredBiller.length,
    existed,
    tries: countTries() - triesBefore,
    recoveryMs,
    durationMs: performance.now() - startedAt,
    found,
  };
}
