// The channels as they stand: the catalogue, which is data of this version, with what operators changed of it.
import type { Channel } from '../../core/channel/channel.ts';
import type { ChannelChange } from '../../engine/directory.ts';
import type { ChannelOverride } from './channel-overrides-table.ts';
import { patch } from './patch.ts';

/** Overrides of channels that the catalogue no longer has are ignored. */
export function operateChannels(
  catalogue: readonly Channel[],
  overrides: readonly ChannelOverride[],
): ReadonlyMap<string, Channel> {
  const byCode = new Map(overrides.map((override) => [override.code, override]));
  return new Map(catalogue.map((channel) => [channel.code, operateChannel(channel, byCode.get(channel.code))]));
}

export function operateChannel(channel: Channel, override: ChannelOverride | undefined): Channel {
  if (!override) return channel;
  return {
    ...channel,
    enabled: override.enabled ?? channel.enabled,
    minAmount: override.minAmount ?? channel.minAmount,
    maxAmount: override.maxAmount ?? channel.maxAmount,
    ...(override.dailyAmount === null ? {} : { dailyAmount: override.dailyAmount }),
    ...(override.dailyCount === null ? {} : { dailyCount: override.dailyCount }),
    supports: { ...channel.supports, ...override.flags },
  };
}

export function changeOverride(override: ChannelOverride, change: ChannelChange): ChannelOverride {
  const { enabled = override.enabled, minAmount = override.minAmount, maxAmount = override.maxAmount } = change;
  const { dailyAmount = override.dailyAmount, dailyCount = override.dailyCount } = change;
  const flags = patch(override.flags, change.flags);
  return { code: override.code, enabled, minAmount, maxAmount, dailyAmount, dailyCount, flags };
}
