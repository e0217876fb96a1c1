// Money whose way nobody can tell yet: payouts and refunds whose channel has not said what became of them, and shares that their
// receiver's cell has not decided. Someone should ask.
import Type, { type TProperties } from 'typebox';
import type { Payout } from '../../core/payout/payout.ts';
import type { Refund } from '../../core/refund/refund.ts';
import type { Share } from '../../core/split/split.ts';
import type { CellStore } from '../../engine/store.ts';
import { type Instant, minuteMs, secondMs } from '../../kernel/clock.ts';
import { accept } from '../../kernel/outcome.ts';
import { type AdminDeps, type Route, route } from '../route.ts';
import { Amount, closed, Time } from '../schemas.ts';
import { writeTime } from '../wire.ts';

export function unsettledRoutes(deps: AdminDeps): readonly Route[] {
  return [
    unsettledRoute(deps, payouts, (store, before, limit) => store.listUnsettledPayouts(before, limit)),
    unsettledRoute(deps, refunds, (store, before, limit) => store.listUnsettledRefunds(before, limit)),
    unsettledRoute(deps, shares, (store, before, limit) => store.listUnsettledShares(before, limit)),
  ];
}

type Unsettled = Payout | Refund | Share;

/** What of one noun is listed. */
interface Listed<Row extends Unsettled> {
  /** Where the list is, and its name in the answer. */
  readonly noun: string;
  /** What the summary calls its rows. */
  readonly what: string;
  readonly members: TProperties;
  readonly write: (row: Row) => object;
}

const owner = { merchantId: Type.String(), appId: Type.String(), reference: Type.String() };
const money = { currency: Type.String(), amount: Amount };

const payouts: Listed<Payout> = {
  noun: 'payouts',
  what: 'payouts without a definite answer',
  members: { payoutId: Type.String(), ...owner, channel: Type.String(), ...money, fee: Amount },
  write: (payout) => ({ payoutId: payout.id, ...ownerOf(payout), channel: payout.channel, fee: payout.feeMinor }),
};

const refunds: Listed<Refund> = {
  noun: 'refunds',
  what: 'refunds and reversals without a definite answer',
  members: {
    refundId: Type.String(),
    kind: Type.Enum(['refund', 'reversal']),
    initiator: Type.Enum(['merchant', 'gateway']),
    paymentId: Type.String(),
    ...owner,
    channel: Type.String(),
    ...money,
    doubt: Type.Union([Type.String(), Type.Null()], {
      description: 'What went wrong with the last call; null while the channel only takes its time.',
    }),
  },
  write({ id, kind, initiator, paymentId, channel, doubt, ...refund }) {
    return { refundId: id, kind, initiator, paymentId, ...ownerOf(refund), channel, doubt };
  },
};

const shares: Listed<Share> = {
  noun: 'shares',
  what: "shares of splits that their receiver's cell has not decided",
  members: {
    shareId: Type.String(),
    splitId: Type.String(),
    paymentId: Type.String(),
    ...owner,
    account: Type.String({ description: 'The receiving merchant.' }),
    ...money,
  },
  write({ id, splitId, paymentId, account, ...share }) {
    return { shareId: id, splitId, paymentId, ...ownerOf(share), account };
  },
};

const usualAgeSeconds = (10 * minuteMs) / secondMs;
const mostListed = 1000;

function unsettledRoute<Row extends Unsettled>(
  { engine, clock }: AdminDeps,
  { noun, what, members, write }: Listed<Row>,
  list: (store: CellStore, before: Instant, limit: number) => Promise<Row[]>,
): Route {
  return route({
    method: 'GET',
    path: `/${noun}/unsettled`,
    summary: `Lists ${what}, oldest first; without olderThanSeconds those older than ${usualAgeSeconds} seconds.`,
    query: Type.Object(
      { olderThanSeconds: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000_000 })) },
      closed,
    ),
    answer: Type.Object({
      [noun]: Type.Array(Type.Object({ ...members, createdAt: Time, ageSeconds: Type.Integer() })),
    }),
    async act({ query: { olderThanSeconds = usualAgeSeconds } }) {
      const now = clock.now();
      // What was made in this very moment is older than 0 seconds as well.
      const before = now - olderThanSeconds * secondMs + (olderThanSeconds === 0 ? 1 : 0);
      const cells = Array.from({ length: engine.cells }, (_, cell) => engine.store(cell));
      const rows = (await Promise.all(cells.map((store) => list(store, before, mostListed)))).flat();
      rows.sort((a, b) => a.createdAt - b.createdAt);
      const written = rows.slice(0, mostListed).map((row) => {
        const { currency, amountMinor, createdAt } = row;
        const ageSeconds = Math.floor((now - createdAt) / secondMs);
        return { ...write(row), currency, amount: amountMinor, createdAt: writeTime(createdAt), ageSeconds };
      });
      return accept({ [noun]: written });
    },
  });
}

function ownerOf({ merchantId, appId, reference }: Pick<Unsettled, 'merchantId' | 'appId' | 'reference'>) {
  return { merchantId, appId, reference };
}
