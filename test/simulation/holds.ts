// What the fake wallet keeps aside for merchants: it keeps it, or refuses; lets as much be captured as it keeps; and gives free what it is
// asked to. It takes whatever is handed over, so that the gateway must not hand anything over twice.
import type { Authorisation, Release } from '../../src/core/authorisation/authorisation.ts';
import type { CallResult } from '../../src/core/call/call.ts';
import { failures } from '../../src/core/failure.ts';
import type { Connector } from '../../src/engine/connector.ts';
import type { Random } from '../support/random.ts';

export interface Hold {
  readonly id: string;
  readonly amountMinor: bigint;
  /** What was captured and given free of it. */
  goneMinor: bigint;
  /** Undefined while the wallet has not made up its mind. */
  result: CallResult | undefined;
}

export interface Freed {
  readonly id: string;
  readonly hold: Hold;
  readonly amountMinor: bigint;
  result: CallResult | undefined;
}

export interface Holds {
  readonly kept: Map<string, Hold>;
  readonly freed: Map<string, Freed>;
  readonly connector: Pick<Connector, 'sendAuthorisation' | 'queryAuthorisation' | 'sendRelease' | 'queryRelease'>;
  /** Keeps it aside, or refuses. */
  decideHold(hold: Hold): void;
  /** Gives it free, or refuses. */
  decideFreed(asked: Freed): void;
  /** Takes money out of what is kept; throws when there is not as much. */
  take(authorisationId: string, amountMinor: bigint): void;
}

/** `happens`: what goes wrong now and then, unless all is calm. */
export function createHolds(random: Random, happens: (probability: number) => boolean): Holds {
  const kept = new Map<string, Hold>();
  const freed = new Map<string, Freed>();
  const unknown = () => ({ kind: 'unknown', trouble: random.chance(0.5) ? 'io' : 'protocol' }) as const;
  const open = () => (random.chance(0.7) ? ({ kind: 'in_progress' } as const) : unknown());
  const refused = () => ({ kind: 'refused', failure: random.pick(failures) }) as const;

  function reduce(hold: Hold, amountMinor: bigint): void {
    if (hold.result?.kind !== 'succeeded') throw new Error(`Nothing is kept aside for ${hold.id}.`);
    if (hold.goneMinor + amountMinor > hold.amountMinor) throw new Error(`More of ${hold.id} was taken than is kept.`);
    hold.goneMinor += amountMinor;
  }

  function decideHold(hold: Hold): void {
    hold.result ??= happens(0.3) ? refused() : { kind: 'succeeded', bankReference: `kept-${hold.id}` };
  }

  function decideFreed(asked: Freed): void {
    if (asked.result) return;
    asked.result = happens(0.3) ? refused() : { kind: 'succeeded', bankReference: `freed-${asked.id}` };
    if (asked.result.kind === 'succeeded') reduce(asked.hold, asked.amountMinor);
  }

  function takeHold({ id, amountMinor }: Authorisation): Hold {
    if (kept.has(id)) throw new Error(`The authorisation ${id} was handed over twice.`);
    const hold: Hold = { id, amountMinor, goneMinor: 0n, result: undefined };
    kept.set(id, hold);
    return hold;
  }

  function takeFreed({ id, authorisationId, amountMinor }: Release): Freed {
    const hold = kept.get(authorisationId);
    if (freed.has(id)) throw new Error(`The release ${id} was handed over twice.`);
    if (!hold) throw new Error(`Nothing is kept aside for ${authorisationId}, of which ${id} is.`);
    const asked: Freed = { id, hold, amountMinor, result: undefined };
    freed.set(id, asked);
    return asked;
  }

  return {
    kept,
    freed,
    decideHold,
    decideFreed,
    take(authorisationId, amountMinor) {
      const hold = kept.get(authorisationId);
      if (!hold) throw new Error(`Nothing is kept aside for ${authorisationId}.`);
      reduce(hold, amountMinor);
    },
    connector: {
      async sendAuthorisation(authorisation) {
        if (happens(0.1)) return unknown(); // It never arrived.
        const hold = takeHold(authorisation);
        if (random.chance(0.7)) decideHold(hold);
        return happens(0.2) ? unknown() : (hold.result ?? open());
      },
      async queryAuthorisation({ id }) {
        if (happens(0.15)) return unknown();
        const hold = kept.get(id);
        return hold ? (hold.result ?? open()) : { kind: 'not_found' };
      },
      async sendRelease(release) {
        if (happens(0.1)) return unknown(); // It never arrived.
        const asked = takeFreed(release);
        if (random.chance(0.7)) decideFreed(asked);
        return happens(0.2) ? unknown() : (asked.result ?? open());
      },
      async queryRelease({ id }) {
        if (happens(0.15)) return unknown();
        const asked = freed.get(id);
        return asked ? (asked.result ?? open()) : { kind: 'not_found' };
      },
    },
  };
}
