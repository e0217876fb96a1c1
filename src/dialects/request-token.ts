// Asks a user for a token (paycools.md 10.1, bluepay.md 3.13): he decides on the page that the answer leads to, and whether he agreed comes
// by notification.
import type { App, Merchant } from '../core/merchant/merchant.ts';
import { type Outcome, refuse } from '../core/reasons.ts';
import type { Instant } from '../kernel/clock.ts';
import { accept } from '../kernel/outcome.ts';
import type { DialectDeps } from './deps.ts';
import { openChannelOf } from './open-channel-of.ts';

interface TokenRequest {
  readonly userId: string;
  readonly requestId: string;
  readonly channelCode: string;
  readonly terminalType: 'WEB' | 'WAP' | 'APP';
  readonly osType?: 'IOS' | 'ANDROID';
  readonly notifyUrl: string;
  readonly redirectUrl: string;
}

/** What is answered, in the vendors' words. */
interface TokenAsked extends Pick<TokenRequest, 'userId' | 'requestId' | 'channelCode'> {
  readonly authUrl: string;
}

/** Refuses, in this order: a device that does not say what it is, a channel that takes no debits in that country, a repeated number. */
export async function requestToken(
  caller: { readonly app: App; readonly merchant: Merchant; readonly country: string; readonly now: Instant },
  { userId, requestId, channelCode, terminalType, osType, notifyUrl, redirectUrl }: TokenRequest,
  deps: Pick<DialectDeps, 'engine' | 'directory' | 'connectors' | 'ids' | 'tokens' | 'baseUrl'>,
): Promise<Outcome<TokenAsked>> {
  const { app, merchant, country, now } = caller;
  const { engine, ids, tokens, baseUrl } = deps;
  if (terminalType !== 'WEB' && osType === undefined)
    return refuse('request_malformed', `osType is required when terminalType is ${terminalType}`);
  const open = openChannelOf(deps, app, { channelCode, amountMinor: null, types: ['direct_debit'] });
  if (!open.ok) return open;
  if (open.value.channel.country !== country) return refuse('channel_unavailable');

  const created = await engine.execute(merchant.cell, 'create-mandate', {
    id: ids.next('TK', merchant.cell, now),
    merchantId: merchant.id,
    appId: app.id,
    referenceScope: app.id,
    reference: requestId,
    userId,
    channel: open.value.channel.code,
    notifyUrl,
    returnUrl: redirectUrl,
    details: { terminalType, osType: osType ?? null },
  });
  if (!created.ok) return created;
  return accept({
    userId,
    requestId,
    channelCode,
    authUrl: `${baseUrl()}/authorize/${tokens.tokenFor(created.value.id)}`,
  });
}
