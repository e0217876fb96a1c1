// The channel that a request names, where its API has that channel and it is of a kind that the request can be for.
import type { Channel, ChannelType } from '../core/channel/channel.ts';
import type { App } from '../core/merchant/merchant.ts';
import { type Outcome, refuse } from '../core/reasons.ts';
import { type OpenChannel, openChannel } from '../engine/open-channel.ts';
import type { DialectDeps } from './deps.ts';

/** Refuses a channel that does not exist, is not of one of the types, or that the app's API does not have. */
export function openChannelOf(
  deps: Pick<DialectDeps, 'directory' | 'connectors'>,
  app: Pick<App, 'dialect'>,
  asked: { readonly channelCode: string; readonly amountMinor: bigint | null; readonly types: readonly ChannelType[] },
): Outcome<OpenChannel> {
  const open = openChannel(deps, asked.channelCode, asked.amountMinor);
  if (!open.ok) return open;
  const { channel } = open.value;
  const isOfType = channel.type !== undefined && asked.types.includes(channel.type);
  return isOfType && isOffered(channel, app) ? open : refuse('channel_unavailable');
}

/** Whether an app's requests may name it at all. */
export function isOffered({ dialects }: Channel, { dialect }: Pick<App, 'dialect'>): boolean {
  return dialects?.includes(dialect) ?? true;
}
