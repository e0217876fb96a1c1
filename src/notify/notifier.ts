// Delivers notifications: sends a row's bytes to its URL and comes back to the engine with the attempt. What is in
// memory is only a copy of rows; whatever is dropped, or lost with the process, is claimed again when its lease ends.
import type { Clock, Instant } from '../kernel/clock.ts';
import type { App, DialectName } from '../core/merchant/merchant.ts';
import type { Notification } from '../core/notification/notification.ts';
import type { Dialect } from '../engine/dialect.ts';
import type { Directory } from '../engine/directory.ts';
import type { Engine } from '../engine/engine.ts';
import type { Worker } from '../engine/worker.ts';
import { answerText, failureText } from './answer-text.ts';
import { createLanes, type Health } from './lanes.ts';
import type { Mode, Resolve } from './outbound-address.ts';
import { createSender, maxConnections } from './send.ts';

export type Notifier = Worker<Notification>;

export interface NotifierDeps {
  readonly engine: Pick<Engine, 'execute' | 'store' | 'cells'>;
  readonly directory: Pick<Directory, 'findApp'>;
  readonly dialects: readonly Dialect[];
  readonly clock: Clock;
  /** How long a notification belongs to this process once it is started or claimed; longer than `timeoutMs`. */
  readonly leaseMs: number;
  readonly mode: Mode;
  readonly log: { warn(fields: object, message: string): void };
  readonly metrics: { attempt(attempt: { readonly outcome: AttemptOutcome; readonly latencyMs: number }): void };
  /** From the start of a try until the last byte of its answer (paycools.md 7, row 1): 10 s by default. */
  readonly timeoutMs?: number;
  /** Notifications in memory. */
  readonly maxHeld?: number;
  /** Looks host names up in live mode; the system's name servers by default. */
  readonly resolve?: Resolve;
}

/** `rejected`: an answer came, but not the one the dialect expects. `failed`: none came. */
export type AttemptOutcome = 'delivered' | 'rejected' | 'failed';

interface Held {
  readonly cell: number;
  readonly notification: Notification;
  leaseEndsAt: Instant;
}

interface Tried {
  readonly status: number | null;
  readonly answer: string;
  readonly acknowledged: boolean;
}

const mostClaimed = 500;
/** Rows that are claimed and find no room come again after their lease, so a sweep must not claim them all. */
const mostRounds = 20;
const idleMs = 60_000;

export function createNotifier(deps: NotifierDeps): Notifier {
  const { engine, directory, clock, leaseMs, log, timeoutMs = 10_000, maxHeld = 20_000 } = deps;
  if (timeoutMs >= leaseMs)
    throw new Error('A try must end before the lease of its notification: timeoutMs < leaseMs.');
  const sender = createSender({ mode: deps.mode, timeoutMs, resolve: deps.resolve });
  const lanes = createLanes<Held>({ run: deliver, maxWidth: maxConnections, maxRunning: 2048 });
  const dialects = new Map<DialectName, Dialect>();
  for (const dialect of deps.dialects) for (const name of dialect.names) dialects.set(name, dialect);
  const held = new Map<string, Held>();
  const emptied: (() => void)[] = [];
  let stopped = false;

  /** Whether the notification is new here: one in hand already keeps its place, under the new lease. */
  function take(cell: number, notification: Notification, leaseEndsAt: Instant): boolean {
    const known = held.get(notification.id);
    if (known) known.leaseEndsAt = leaseEndsAt;
    if (known || stopped) return false;
    // An endpoint's line may take as much memory as is left for everyone else: however many endpoints hang, there is
    // room for those that do not.
    const endpoint = originOf(notification.url);
    if (lanes.waiting(endpoint) >= maxHeld - held.size) return false;
    const entry = { cell, notification, leaseEndsAt };
    held.set(notification.id, entry);
    lanes.add(endpoint, entry);
    return true;
  }

  function release({ notification }: Held): void {
    held.delete(notification.id);
    if (held.size === 0) for (const resolve of emptied.splice(0)) resolve();
  }

  async function deliver(entry: Held): Promise<Health> {
    const { notification } = entry;
    if (clock.now() + timeoutMs > entry.leaseEndsAt) {
      // Another process may claim it before this try could end.
      release(entry);
      return 'untried';
    }
    try {
      const app = await directory.findApp(notification.appId);
      const dialect = app && dialects.get(app.dialect);
      if (!dialect) throw new Error(`There is no app ${notification.appId} whose dialect is installed.`);
      const at = clock.now();
      const startedAtMs = performance.now();
      const tried = await tryOnce(notification, dialect, app);
      const latencyMs = Math.round(performance.now() - startedAtMs);
      // The next try need not wait until this one is committed.
      void record(entry, tried, { at, latencyMs, retryDelaysMs: dialect.retryDelaysMs });
      return tried.acknowledged ? 'well' : 'ill';
    } catch (error) {
      log.warn({ notificationId: notification.id, error }, 'A notification was left to be claimed again.');
      release(entry);
      return 'untried';
    }
  }

  async function tryOnce(notification: Notification, dialect: Dialect, app: App): Promise<Tried> {
    const withinMs = Math.min(timeoutMs, dialect.tryTimeoutMs ?? timeoutMs);
    try {
      const headers = await dialect.headersOf(notification, app);
      const body = (await dialect.bodyOf?.(notification, app)) ?? notification.body;
      const answer = await sender.send(notification.url, headers, body, withinMs);
      if (answer.status === null) return { status: null, answer: answer.problem, acknowledged: false };
      const acknowledged = dialect.isAcknowledged(answer.status, answer.body.toString('utf8'), app);
      return { status: answer.status, answer: answerText(answer.body), acknowledged };
    } catch (error) {
      return { status: null, answer: failureText(error, withinMs), acknowledged: false };
    }
  }

  async function record(
    entry: Held,
    tried: Tried,
    how: { readonly at: Instant; readonly latencyMs: number; readonly retryDelaysMs: readonly number[] },
  ): Promise<void> {
    const { cell, notification } = entry;
    const outcome = tried.acknowledged ? 'delivered' : tried.status === null ? 'failed' : 'rejected';
    deps.metrics.attempt({ outcome, latencyMs: how.latencyMs });
    const recorded = await engine.execute(cell, 'record-attempt', {
      notificationId: notification.id,
      ...tried,
      ...how,
    });
    // Unrecorded, it stays due: the merchant gets it again when its lease ends.
    if (!recorded.ok) {
      log.warn({ notificationId: notification.id, reason: recorded.reason }, 'An attempt was not recorded.');
    }
    release(entry);
  }

  async function sweepCell(cell: number): Promise<number> {
    let taken = 0;
    for (let round = 0; round < mostRounds; round++) {
      const limit = Math.min(mostClaimed, maxHeld - held.size);
      if (stopped || limit <= 0) return taken;
      const now = clock.now();
      const claimed = await engine.store(cell).claimNotifications(now, now + leaseMs, limit);
      for (const notification of claimed) if (take(cell, notification, now + leaseMs)) taken++;
      if (claimed.length < limit) return taken;
    }
    return taken;
  }

  const drained = (): Promise<void> =>
    held.size === 0 ? Promise.resolve() : new Promise((resolve) => emptied.push(resolve));

  return {
    start(cell, notifications) {
      for (const notification of notifications) take(cell, notification, notification.dueAt);
    },
    async sweep() {
      for (const origin of lanes.forgetIdle(idleMs)) sender.forget(origin);
      let taken = 0;
      for (let cell = 0; cell < engine.cells; cell++) taken += await sweepCell(cell);
      return taken;
    },
    drained,
    async stop() {
      stopped = true;
      for (const entry of lanes.stop()) release(entry);
      await drained();
      await sender.close();
    },
  };
}

/** The endpoint a URL belongs to; URLs that are none share a line. */
function originOf(url: string): string {
  return URL.parse(url)?.origin ?? '';
}
