// Which channel a collection is paid by: the merchant names its code, and of which type he takes it to be (bluepay.md 3b.8, 5.2).
import type { Channel, ChannelType } from '../../../core/channel/channel.ts';
import { type Outcome, refuse } from '../../../core/reasons.ts';
import type { Directory } from '../../../engine/directory.ts';
import { accept } from '../../../kernel/outcome.ts';
import type { Caller } from '../operation.ts';

/** As requests and answers write it. */
export type ChannelTypeWord = Uppercase<ChannelType>;

/** Refuses a code that requests of this app cannot name in this country, or that is off, then a type that is not the channel's. */
export function findCollectionChannel(
  { app, country }: Pick<Caller, 'app' | 'country'>,
  { channelCode, channelType }: { readonly channelCode: string; readonly channelType: ChannelTypeWord },
  { directory }: { readonly directory: Pick<Directory, 'channel'> },
): Outcome<Channel> {
  const channel = directory.channel(channelCode);
  const isOffered = channel?.country === country && (channel.dialects?.includes(app.dialect) ?? true);
  if (!isOffered || !channel.enabled || channel.type === undefined) return refuse('channel_unavailable');
  const type = channel.type.toUpperCase();
  return type === channelType ? accept(channel) : refuse('pay_method_unknown', `${channelCode} is of the type ${type}`);
}
