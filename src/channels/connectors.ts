// The connectors that are installed, found by the channel they serve.
import type { Connector, Connectors } from '../engine/connector.ts';

/** Throws when two connectors have the same code. */
export function createConnectors(list: readonly Connector[]): Connectors {
  const byCode = new Map(list.map((connector) => [connector.code, connector]));
  if (byCode.size < list.length) throw new Error('Two connectors have the same code.');
  return {
    of(channel) {
      const connector = byCode.get(channel.connector);
      if (!connector) throw new Error(`The channel ${channel.code} needs the connector ${channel.connector}.`);
      return connector;
    },
  };
}
