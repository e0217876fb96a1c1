// Channels: what the catalogue offers, and what operators switch and narrow of it.
import Type from 'typebox';
import type { OperatedChannel } from '../../engine/directory.ts';
import { accept } from '../../kernel/outcome.ts';
import { refusalOf } from '../refusals.ts';
import { type AdminDeps, type Route, route } from '../route.ts';
import { Amount, closed, Id } from '../schemas.ts';

const Flag = Type.Optional(Type.Union([Type.Boolean(), Type.Null()]));
/** What may be given back of a payment (bluepay.md 9, row 19; paycools.md 9, row 31). */
const flags = { fullRefund: Flag, partialRefund: Flag, multipleRefund: Flag, void: Flag };

const settings = {
  enabled: Type.Optional(Type.Union([Type.Boolean(), Type.Null()])),
  minAmount: Type.Optional(Type.Union([Amount, Type.Null()])),
  maxAmount: Type.Optional(Type.Union([Amount, Type.Null()])),
  ...flags,
};
const Channel = Type.Object({
  channelCode: Type.String(),
  name: Type.String(),
  kind: Type.String(),
  currency: Type.String(),
  country: Type.String(),
  connector: Type.String(),
  ...settings,
});

export function channelRoutes({ directory }: AdminDeps): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/channels',
      summary: 'Lists the channels as they stand.',
      answer: Type.Object({ channels: Type.Array(Channel) }),
      act: async () => accept({ channels: directory.listChannels().map(writeChannel) }),
    }),
    route({
      method: 'PATCH',
      path: '/channels/{channelCode}',
      summary: 'Changes what the body names of a channel, for all merchants; null is as the catalogue has it.',
      params: Type.Object({ channelCode: Id }, closed),
      body: Type.Object(settings, closed),
      answer: Channel,
      refusals: { 400: 'A field is malformed.', 404: 'There is no such channel.' },
      async act({ params: { channelCode }, body: { enabled, minAmount, maxAmount, ...given }, who }) {
        const change = { enabled, minAmount: toBigint(minAmount), maxAmount: toBigint(maxAmount), flags: given };
        const changed = await directory.updateChannel(channelCode, change, who);
        return changed.ok ? accept(writeChannel(changed.value)) : refusalOf(changed, channelCode);
      },
    }),
  ];
}

function writeChannel({ channel, flags }: OperatedChannel): object {
  const { code, name, kind, currency, country, connector, enabled, minAmount, maxAmount } = channel;
  return { channelCode: code, name, kind, currency, country, connector, enabled, minAmount, maxAmount, ...flags };
}

function toBigint(amount: number | null | undefined): bigint | null | undefined {
  return typeof amount === 'number' ? BigInt(amount) : amount;
}
