// The sandbox as a connector: what the gateway asks of it, answered by the sandbox's own bank.
import type { Clock } from '../../kernel/clock.ts';
import { qrPhPayload } from '../../kernel/emvco.ts';
import { refuse } from '../../core/reasons.ts';
import type { Connector } from '../../engine/connector.ts';
import type { Bank } from './bank/bank.ts';
import type { PayoutDesk } from './payout-desk.ts';
import { scenarioOf } from './scenarios.ts';
import { type Log, resultOf } from './tell-gateway.ts';

export interface ConnectorDeps {
  readonly bank: Bank;
  readonly desk: PayoutDesk;
  readonly clock: Clock;
  readonly log: Log;
}

export type SandboxConnector = Required<Connector>;

export function createSandboxConnector({ bank, desk, clock, log }: ConnectorDeps): SandboxConnector {
  return {
    code: 'sandbox',

    admit(channel, amountMinor) {
      if (amountMinor === null || scenarioOf(amountMinor).kind !== 'channel_unavailable') return undefined;
      return refuse('channel_unavailable', `${channel.code} takes no amounts that end in 9022 (a sandbox scenario).`);
    },

    presentCode(_channel, { id, merchant, amountMinor, dynamic }) {
      return qrPhPayload({
        dynamic,
        merchantId: withoutPrefix(merchant.id),
        merchantName: merchant.name,
        merchantCity: merchant.city,
        ...(amountMinor === null ? {} : { amountMinor }),
        categoryCode: '6016',
        reference: withoutPrefix(id),
      });
    },

    /** Always "in progress": the bank comes back by itself. Unknown as well when its books could not be reached. */
    async sendPayout(payout) {
      try {
        await desk.take(payout);
      } catch (error) {
        log.warn({ error, payoutId: payout.id }, 'The sandbox bank did not answer when a payout was sent.');
      }
      return { kind: 'unknown' };
    },

    async queryPayout({ id }) {
      try {
        const payout = await bank.payouts.ask(id, clock.now());
        if (!payout) return { kind: 'not_found' };
        return payout.status === 'accepted' ? { kind: 'unknown' } : resultOf(payout);
      } catch (error) {
        log.warn({ error, payoutId: id }, 'The sandbox bank did not answer when it was asked about a payout.');
        return { kind: 'unknown' };
      }
    },
  };
}

/** A reference in a QR code keeps 25 characters: digits that tell every id apart, without the letters before them. */
function withoutPrefix(id: string): string {
  return id.replace(/^[A-Z]+/, '');
}
