// A fake bank with its own books: what payers paid in, what it was asked to pay out and what became of it, with a wallet beside it. It pays
// whatever is handed over, as often as it is handed over, so that the gateway must not hand anything over twice.
import type { CallResult } from '../../src/core/call/call.ts';
import type { CommandOf } from '../../src/core/commands.ts';
import { failures } from '../../src/core/failure.ts';
import type { Payout } from '../../src/core/payout/payout.ts';
import type { Connector } from '../../src/engine/connector.ts';
import type { Random } from '../support/random.ts';
import { createWallet, type Wallet } from './wallet.ts';

export interface Credit {
  readonly merchantId: string;
  readonly channel: string;
  readonly command: CommandOf<'confirm-credit'>;
  /** What the gateway said: nothing definite yet, that it booked the money, or that it knows no such payment. */
  answer: 'none' | 'booked' | 'unknown_payment';
}

export interface BankPayout {
  readonly id: string;
  readonly merchantId: string;
  readonly amountMinor: bigint;
  /** Undefined while the bank has not made up its mind. */
  result: CallResult | undefined;
}

export interface Bank {
  readonly credits: Credit[];
  readonly payouts: Map<string, BankPayout>;
  readonly wallet: Wallet;
  readonly connector: Connector;
  /** Pays or refuses what it took and has not decided. */
  decide(payout: BankPayout): void;
}

const unknown = { kind: 'unknown' } as const;

export function createBank(random: Random): Bank {
  const payouts = new Map<string, BankPayout>();
  const credits: Credit[] = [];
  const wallet = createWallet(random, credits);

  function decide(payout: BankPayout): void {
    const failure = random.pickIfAny(failures) ?? 'service_error';
    payout.result = random.chance(0.7)
      ? { kind: 'succeeded', bankReference: `paid-${payout.id}` }
      : { kind: 'refused', failure };
  }

  function take({ id, merchantId, amountMinor }: Payout): BankPayout {
    if (payouts.has(id)) throw new Error(`The payout ${id} was handed over twice.`);
    const taken: BankPayout = { id, merchantId, amountMinor, result: undefined };
    payouts.set(id, taken);
    return taken;
  }

  return {
    credits,
    payouts,
    wallet,
    decide,
    connector: {
      code: 'test',
      ...wallet.connector,
      async sendPayout(payout) {
        if (random.chance(0.1)) return unknown; // It never arrived.
        const taken = take(payout);
        if (random.chance(0.75)) decide(taken);
        return taken.result && random.chance(0.75) ? taken.result : unknown;
      },
      async queryPayout({ id }) {
        if (random.chance(0.15)) return unknown;
        const taken = payouts.get(id);
        return taken ? (taken.result ?? unknown) : { kind: 'not_found' };
      },
    },
  };
}
