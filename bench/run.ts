// One run of the bench: starts what it needs, measures one thing after the other, and leaves nothing behind.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type GatewayProcess, startGatewayProcess } from './gateway-process.ts';
import { type LoadProcess, startLoadProcess } from './load-process.ts';
import type { LoadApp, LoadOrder, Measured, Received } from './load/messages.ts';
import { createKeyPair, createMerchants } from './merchants.ts';
import type { BenchOptions, Phase } from './options.ts';
import { storePayments } from './stored-payments.ts';
import { findPgbench, startTpcb, type Tpcb } from './tpcb.ts';

/** One figure with what it cost the gateway. */
export interface Figure {
  readonly perSecond: number;
  readonly measured: Measured;
  readonly received: Received;
  /** Share of one core that the gateway's process used. */
  readonly gatewayCpu: number;
  readonly commandsPerBatch: number;
  readonly msPerBatch: number;
  /** From the end of the load until every notification was recorded as delivered. */
  readonly recordedAfterMs: number;
}

export interface Results {
  /** Transactions a second: before and after everything else. */
  readonly tpcb: readonly number[];
  readonly creations?: Figure;
  readonly lifecycles?: Figure;
  /** The same number of connections on one merchant, on many, and on the one again. */
  readonly hot: readonly Figure[];
  readonly many?: Figure;
  readonly paced?: Figure;
  /** With `millions` payments stored. */
  readonly stored?: Figure;
  readonly peakMemoryMb: number;
  /** What the gateway logged: warnings and worse. */
  readonly logged: readonly string[];
}

/**
 * `say` is told what begins. Everything that was started is stopped, and every file removed, when it resolves or rejects;
 * it rejects when `signal` aborts.
 */
export async function runBench(
  options: BenchOptions,
  say: (line: string) => void,
  signal?: AbortSignal,
): Promise<Results> {
  const home = await mkdtemp(join(tmpdir(), 'polypay-bench-'));
  const started = new AsyncDisposableStack();
  const aborted = Promise.withResolvers<never>();
  signal?.addEventListener('abort', () => aborted.reject(interrupted()));
  const work = measureAll(options, say, home, started);
  try {
    return await Promise.race([work, aborted.promise]);
  } finally {
    await started.disposeAsync();
    // What was interrupted fails now, for what it worked with is gone.
    await work.catch(() => {});
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

function interrupted(): Error {
  return new Error('Interrupted.');
}

async function measureAll(
  options: BenchOptions,
  say: (line: string) => void,
  home: string,
  started: AsyncDisposableStack,
): Promise<Results> {
  const wants = (phase: Phase) => options.only.includes(phase);
  async function keep<Thing extends { stop(): Promise<void> }>(starting: Promise<Thing>): Promise<Thing> {
    const thing = await starting;
    if (started.disposed) {
      // It came up after everything else was stopped.
      await thing.stop();
      throw interrupted();
    }
    started.defer(() => thing.stop());
    return thing;
  }

  const tpcb = wants('tpcb') ? await prepareTpcb(options, say, home, keep) : undefined;
  const tpcbFigures: number[] = [];
  const measureTpcb = async () => {
    if (!tpcb) return;
    say('pgbench TPC-B');
    tpcbFigures.push(await tpcb.measure(options.seconds));
  };
  await measureTpcb();

  const profile = options.profile === undefined ? [] : await profileOptions(options.profile);
  const gateway = await keep(startGatewayProcess(join(home, 'data'), profile));
  const load = await keep(startLoadProcess());
  const figures = await measureGateway(options, say, gateway, load, wants);
  const { peakMemoryMb } = await gateway.observe();
  await measureTpcb();
  return { ...figures, tpcb: tpcbFigures, peakMemoryMb, logged: gateway.logged };
}

async function prepareTpcb(
  { scale }: BenchOptions,
  say: (line: string) => void,
  home: string,
  keep: (starting: Promise<Tpcb>) => Promise<Tpcb>,
): Promise<Tpcb | undefined> {
  const pgbench = findPgbench();
  if (pgbench === undefined) {
    say('pgbench is not installed: TPC-B and the ratios to it are left out.');
    return undefined;
  }
  say(`fills the database of pgbench, scale ${scale}`);
  return keep(startTpcb(pgbench, join(home, 'tpcb'), scale));
}

async function profileOptions(folder: string): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  return ['--cpu-prof', '--cpu-prof-dir', resolve(folder)];
}

async function measureGateway(
  options: BenchOptions,
  say: (line: string) => void,
  gateway: GatewayProcess,
  load: LoadProcess,
  wants: (phase: Phase) => boolean,
): Promise<Omit<Results, 'tpcb' | 'peakMemoryMb' | 'logged'>> {
  const keys = createKeyPair();
  const one = await createMerchants(gateway, keys.publicKey, 1);
  const order = <Kind extends LoadOrder['kind']>(kind: Kind, apps: readonly LoadApp[], seconds = options.seconds) => ({
    kind,
    gatewayPort: gateway.port,
    privateKey: keys.privateKey,
    apps,
    connections: options.connections,
    seconds,
  });
  const measure = async (what: string, asked: LoadOrder) => {
    say(what);
    const figure = await measureOne(gateway, load, asked);
    say(`  ${Math.round(figure.perSecond)} a second`);
    return figure;
  };

  const creations = wants('creations') ? await measure('payment creations', order('creations', one)) : undefined;
  const paced =
    creations && wants('paced')
      ? await measure('payment creations at half of that pace', {
          ...order('paced', one),
          perSecond: creations.perSecond / 2,
        })
      : undefined;
  const lifecycles = wants('lifecycles') ? await measure('whole lifecycles', order('lifecycles', one)) : undefined;

  const hot: Figure[] = [];
  let many: Figure | undefined;
  if (wants('merchants')) {
    say(`makes ${options.merchants} merchants`);
    const apps = await createMerchants(gateway, keys.publicKey, options.merchants);
    const half = options.seconds / 2;
    hot.push(await measure('lifecycles of one merchant', order('lifecycles', one, half)));
    many = await measure(`lifecycles of ${options.merchants} merchants`, order('lifecycles', apps));
    hot.push(await measure('lifecycles of one merchant again', order('lifecycles', one, half)));
  }

  let stored: Figure | undefined;
  if (options.millions > 0) {
    say(`stores ${options.millions} million payments`);
    await storePayments(gateway.sql, Math.round(options.millions * 1e6));
    stored = await measure('whole lifecycles with those stored', order('lifecycles', one));
  }
  return {
    hot,
    ...(creations && { creations }),
    ...(paced && { paced }),
    ...(lifecycles && { lifecycles }),
    ...(many && { many }),
    ...(stored && { stored }),
  };
}

async function measureOne(gateway: GatewayProcess, load: LoadProcess, order: LoadOrder): Promise<Figure> {
  await gateway.sql`checkpoint`;
  const deliveredBefore = await countDelivered(gateway);
  let before = gateway.observe();
  const { measured, received } = await load.measure(order, () => {
    before = gateway.observe();
  });
  const [from, to] = await Promise.all([before, gateway.observe()]);
  const recordedAfterMs = await untilRecorded(gateway, deliveredBefore + received.distinct);
  const batches = to.batches - from.batches;
  return {
    perSecond: measured.count / measured.seconds,
    measured,
    received,
    gatewayCpu: (to.cpuSeconds - from.cpuSeconds) / measured.seconds,
    commandsPerBatch: (to.commands - from.commands) / batches,
    msPerBatch: ((to.commitSeconds - from.commitSeconds) / batches) * 1000,
    recordedAfterMs,
  };
}

const recordPatienceMs = 30_000;

/** A lifecycle that is not recorded as delivered was not one: the run fails if any is missing in the end. */
async function untilRecorded(gateway: GatewayProcess, delivered: number): Promise<number> {
  const startedAtMs = performance.now();
  for (;;) {
    const waitedMs = performance.now() - startedAtMs;
    const recorded = await countDelivered(gateway);
    if (recorded === delivered) return waitedMs;
    if (waitedMs > recordPatienceMs)
      throw new Error(`${delivered} notifications were received, but ${recorded} are recorded as delivered.`);
    await sleep(20);
  }
}

async function countDelivered({ sql }: GatewayProcess): Promise<number> {
  const [row] = await sql<{ count: bigint }[]>`
    select count(*) as count from cell_00.notifications where status = 'delivered'`;
  return Number(row?.count);
}
