// The channel that a request names, and who operates it: what every dialect looks up before it asks the core.
import type { Channel } from '../core/channel/channel.ts';
import { type Outcome, refuse } from '../core/reasons.ts';
import { accept } from '../kernel/outcome.ts';
import type { Connector, Connectors } from './connector.ts';
import type { Directory } from './directory.ts';

export interface OpenChannel {
  readonly channel: Channel;
  readonly connector: Connector;
}

/** Refuses a channel that does not exist, and an order that its connector does not admit; whether it is on, the core says. */
export function openChannel(
  { directory, connectors }: { readonly directory: Pick<Directory, 'channel'>; readonly connectors: Connectors },
  code: string,
  amountMinor: bigint | null,
): Outcome<OpenChannel> {
  const channel = directory.channel(code);
  if (!channel) return refuse('channel_unavailable');
  const connector = connectors.of(channel);
  return connector.admit?.(channel, amountMinor) ?? accept({ channel, connector });
}
