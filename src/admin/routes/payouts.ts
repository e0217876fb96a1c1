// Payouts whose bank has not said what became of them: someone should ask it.
import Type from 'typebox';
import { minuteMs, secondMs } from '../../kernel/clock.ts';
import { accept } from '../../kernel/outcome.ts';
import { type AdminDeps, type Route, route } from '../route.ts';
import { Amount, closed, Time } from '../schemas.ts';
import { writeTime } from '../wire.ts';

const Unsettled = Type.Object({
  payoutId: Type.String(),
  merchantId: Type.String(),
  appId: Type.String(),
  reference: Type.String(),
  channel: Type.String(),
  currency: Type.String(),
  amount: Amount,
  fee: Amount,
  createdAt: Time,
  ageSeconds: Type.Integer(),
});

const usualAgeSeconds = (10 * minuteMs) / secondMs;
const mostListed = 1000;

export function payoutRoutes({ engine, clock }: AdminDeps): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/payouts/unsettled',
      summary: `Lists payouts without a definite answer, oldest first; without olderThanSeconds those older than ${usualAgeSeconds} seconds.`,
      query: Type.Object(
        { olderThanSeconds: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000_000 })) },
        closed,
      ),
      answer: Type.Object({ payouts: Type.Array(Unsettled) }),
      async act({ query: { olderThanSeconds = usualAgeSeconds } }) {
        const now = clock.now();
        // A payout made in this very moment is older than 0 seconds as well.
        const before = now - olderThanSeconds * secondMs + (olderThanSeconds === 0 ? 1 : 0);
        const cells = Array.from({ length: engine.cells }, (_, cell) => engine.store(cell));
        const payouts = (
          await Promise.all(cells.map((store) => store.listUnsettledPayouts(before, mostListed)))
        ).flat();
        payouts.sort((a, b) => a.createdAt - b.createdAt);
        const written = payouts.slice(0, mostListed).map((payout) => {
          const { id, merchantId, appId, reference, channel, currency, amountMinor, feeMinor, createdAt } = payout;
          const whose = { payoutId: id, merchantId, appId, reference, channel, currency };
          const ageSeconds = Math.floor((now - createdAt) / secondMs);
          return { ...whose, amount: amountMinor, fee: feeMinor, createdAt: writeTime(createdAt), ageSeconds };
        });
        return accept({ payouts: written });
      },
    }),
  ];
}
