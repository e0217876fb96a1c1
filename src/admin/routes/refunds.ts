// Refunds and reversals whose channel has not said what became of them: someone should ask it.
import Type from 'typebox';
import { minuteMs, secondMs } from '../../kernel/clock.ts';
import { accept } from '../../kernel/outcome.ts';
import { type AdminDeps, type Route, route } from '../route.ts';
import { Amount, closed, Time } from '../schemas.ts';
import { writeTime } from '../wire.ts';

const Unsettled = Type.Object({
  refundId: Type.String(),
  kind: Type.Enum(['refund', 'reversal']),
  initiator: Type.Enum(['merchant', 'gateway']),
  paymentId: Type.String(),
  merchantId: Type.String(),
  appId: Type.String(),
  reference: Type.String(),
  channel: Type.String(),
  currency: Type.String(),
  amount: Amount,
  doubt: Type.Union([Type.String(), Type.Null()], {
    description: 'What went wrong with the last call; null while the channel only takes its time.',
  }),
  createdAt: Time,
  ageSeconds: Type.Integer(),
});

const usualAgeSeconds = (10 * minuteMs) / secondMs;
const mostListed = 1000;

export function refundRoutes({ engine, clock }: AdminDeps): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/refunds/unsettled',
      summary: `Lists refunds and reversals without a definite answer, oldest first; without olderThanSeconds those older than ${usualAgeSeconds} seconds.`,
      query: Type.Object(
        { olderThanSeconds: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000_000 })) },
        closed,
      ),
      answer: Type.Object({ refunds: Type.Array(Unsettled) }),
      async act({ query: { olderThanSeconds = usualAgeSeconds } }) {
        const now = clock.now();
        // A refund made in this very moment is older than 0 seconds as well.
        const before = now - olderThanSeconds * secondMs + (olderThanSeconds === 0 ? 1 : 0);
        const cells = Array.from({ length: engine.cells }, (_, cell) => engine.store(cell));
        const refunds = (
          await Promise.all(cells.map((store) => store.listUnsettledRefunds(before, mostListed)))
        ).flat();
        refunds.sort((a, b) => a.createdAt - b.createdAt);
        const written = refunds.slice(0, mostListed).map((refund) => {
          const { id, kind, initiator, paymentId, merchantId, appId, reference, channel, currency } = refund;
          const whose = { refundId: id, kind, initiator, paymentId, merchantId, appId, reference, channel, currency };
          const ageSeconds = Math.floor((now - refund.createdAt) / secondMs);
          const since = { createdAt: writeTime(refund.createdAt), ageSeconds };
          return { ...whose, amount: refund.amountMinor, doubt: refund.doubt, ...since };
        });
        return accept({ refunds: written });
      },
    }),
  ];
}
