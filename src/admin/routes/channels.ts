// Channels: what the catalogue offers, and what operators switch and narrow of it.
import Type from 'typebox';
import type { Channel } from '../../core/channel/channel.ts';
import { accept } from '../../kernel/outcome.ts';
import { refusalOf } from '../refusals.ts';
import { type AdminDeps, type Route, route } from '../route.ts';
import { Amount, closed, Id } from '../schemas.ts';

/** What may be given back of a payment (bluepay.md 7, row 19; paycools.md 7, row 31). */
const flags = {
  fullRefund: Type.Boolean(),
  partialRefund: Type.Boolean(),
  multipleRefund: Type.Boolean({ description: 'More than one refund of a payment.' }),
  void: Type.Boolean({ description: 'Taking a payment back on its own day, before it is settled.' }),
};

/** Of one merchant on a local day. */
const Count = Type.Integer({ minimum: 0, maximum: 2_147_483_647 });

const Answer = Type.Object({
  channelCode: Type.String(),
  name: Type.String(),
  kind: Type.String(),
  type: Type.Optional(Type.String({ description: 'What a payer picks it as.' })),
  dialects: Type.Optional(Type.Array(Type.String(), { description: 'Whose requests may name it; absent: all.' })),
  currency: Type.String(),
  country: Type.String(),
  connector: Type.String(),
  expirySeconds: Type.Optional(Type.Integer({ description: 'Until a payment is closed; absent: never.' })),
  enabled: Type.Boolean(),
  minAmount: Amount,
  maxAmount: Amount,
  dailyAmount: Type.Optional(Amount),
  dailyCount: Type.Optional(Count),
  ...flags,
});

const Flag = Type.Optional(Type.Union([Type.Boolean(), Type.Null()]));
const Limit = Type.Optional(Type.Union([Amount, Type.Null()]));
const Change = Type.Object(
  {
    enabled: Flag,
    minAmount: Limit,
    maxAmount: Limit,
    dailyAmount: Limit,
    dailyCount: Type.Optional(Type.Union([Count, Type.Null()])),
    fullRefund: Flag,
    partialRefund: Flag,
    multipleRefund: Flag,
    void: Flag,
  },
  closed,
);

export function channelRoutes({ directory }: AdminDeps): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/channels',
      summary: 'Lists the channels as they stand.',
      answer: Type.Object({ channels: Type.Array(Answer) }),
      act: async () => accept({ channels: directory.listChannels().map(writeChannel) }),
    }),
    route({
      method: 'PATCH',
      path: '/channels/{channelCode}',
      summary: 'Changes what the body names of a channel, for all merchants; null is as the catalogue has it.',
      params: Type.Object({ channelCode: Id }, closed),
      body: Change,
      answer: Answer,
      refusals: { 400: 'A field is malformed.', 404: 'There is no such channel.' },
      async act({
        params: { channelCode },
        body: { enabled, minAmount, maxAmount, dailyAmount, dailyCount, ...given },
        who,
      }) {
        const change = {
          enabled,
          minAmount: toBigint(minAmount),
          maxAmount: toBigint(maxAmount),
          dailyAmount: toBigint(dailyAmount),
          dailyCount,
          flags: given,
        };
        const changed = await directory.updateChannel(channelCode, change, who);
        return changed.ok ? accept(writeChannel(changed.value)) : refusalOf(changed, channelCode);
      },
    }),
  ];
}

function writeChannel({ code, supports, ...channel }: Channel): object {
  return { channelCode: code, ...channel, ...supports };
}

function toBigint(amount: number | null | undefined): bigint | null | undefined {
  return typeof amount === 'number' ? BigInt(amount) : amount;
}
