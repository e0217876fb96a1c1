// A fresh look at a channel, for whoever asks about something that is not decided: a question only, nothing is handed over.
import { type Clock, type Instant, secondMs } from '../kernel/clock.ts';
import type { CallSubject } from '../core/call/call.ts';
import type { Lookout } from '../engine/look.ts';
import { askWithin } from './ask-within.ts';
import { type CallDeps, type CallEngine, connectorOf } from './calls/call.ts';
import { openCall } from './calls/open-call.ts';
import { createLane, type Lane } from './lane.ts';

export interface LookoutDeps extends CallDeps {
  readonly engine: CallEngine;
  readonly clock: Clock;
  readonly log: { warn(fields: object, message: string): void };
  /** For one question; 3 s by default: whoever looks is waited for. */
  readonly timeoutMs?: number;
  /** Questions at once to one connector; whoever comes then is answered from what is known. */
  readonly maxLooks?: number;
}

interface Look {
  readonly at: Instant;
  readonly done: Promise<void>;
}

/** Looks in memory: those of the last second, and never more than this. */
const maxRemembered = 10_000;

export function createLookout(deps: LookoutDeps): Lookout {
  const { engine, clock, log, timeoutMs = 3000, maxLooks = 64 } = deps;
  // In the order in which they began.
  const looks = new Map<string, Look>();
  const lanes = new Map<string, Lane>();

  async function ask(cell: number, subject: CallSubject, id: string): Promise<void> {
    const call = await openCall[subject](engine, cell, id);
    const found = call && connectorOf(deps, call);
    if (!found) return;
    const lane = laneOf(found.lane);
    if (!(await lane.enter())) return;
    try {
      const answer = await askWithin(
        timeoutMs,
        () => call.query(found.connector),
        (fields, message) => log.warn({ subject, id, ...fields }, message),
      );
      if (answer === 'absent' || answer.kind === 'not_found') return;
      // What is still open has its task, which asks again when its time has come.
      if (answer.kind === 'in_progress' || answer.kind === 'unknown') return;
      const outcome = await call.settle(answer);
      // Final already: a task, or the channel itself, told it meanwhile.
      if (!outcome.ok && outcome.reason !== 'already_final') {
        log.warn({ subject, id, answer: answer.kind, reason: outcome.reason }, 'An answer was not taken.');
      }
    } finally {
      lane.leave();
    }
  }

  function laneOf(name: string): Lane {
    const lane = lanes.get(name) ?? createLane(maxLooks, 0);
    lanes.set(name, lane);
    return lane;
  }

  /** Forgets the looks that began a second ago or more. */
  function forget(now: Instant): void {
    for (const [name, { at }] of looks) {
      if (at > now - secondMs && at <= now) return;
      looks.delete(name);
    }
  }

  return {
    look(cell, subject, id) {
      const now = clock.now();
      forget(now);
      const name = `${subject} ${id}`;
      const known = looks.get(name);
      // Whoever comes while a look is under way waits for its end; whoever comes soon after it finds what it committed.
      if (known) return known.done;
      if (looks.size >= maxRemembered) return Promise.resolve();
      const done = ask(cell, subject, id).catch((error: unknown) => {
        log.warn({ subject, id, error }, 'A look at a channel failed.');
      });
      looks.set(name, { at: now, done });
      return done;
    },
  };
}
