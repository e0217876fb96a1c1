// Asks a channel to keep a payer's money aside: the same for a pre-authorization and for a deposit.
import type { Authorisation } from '../../../core/authorisation/authorisation.ts';
import { type Outcome, refuse } from '../../../core/reasons.ts';
import type { UpayDeps } from '../deps.ts';
import type { TerminalCaller } from '../operation.ts';
import { openPayway } from '../place-order.ts';
import { nextOrderNumber } from '../order-number.ts';

/** However long an app lets `pay` wait, clients give up a freeze after this (upay.md 3.12). */
const longestHoldMs = 60_000;

type AuthoriseDeps = Pick<UpayDeps, 'engine' | 'directory' | 'connectors' | 'serials'>;

/** Refuses what the core refuses, and a provider that keeps nothing aside. */
export async function authorise(
  deps: AuthoriseDeps,
  { merchant, app }: TerminalCaller,
  payway: string,
  asked: Pick<
    Authorisation,
    'referenceScope' | 'reference' | 'operationReference' | 'amountMinor' | 'payerCode' | 'details'
  >,
): Promise<Outcome<Authorisation>> {
  const open = openPayway(deps, payway, asked.amountMinor);
  if (!open.ok) return open;
  const { channel, connector } = open.value;
  if (!connector.sendAuthorisation) return refuse('channel_unavailable');
  return deps.engine.execute(merchant.cell, 'create-authorisation', {
    ...asked,
    id: await nextOrderNumber(deps, merchant.cell),
    merchantId: merchant.id,
    appId: app.id,
    channel: channel.code,
  });
}

/** How long the answer to a freeze waits for the payer. */
export function holdMsOf({ settings }: TerminalCaller): number {
  return Math.min(settings.payHoldMs, longestHoldMs);
}
