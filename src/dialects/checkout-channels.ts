// Which channels a checkout offers its payer (bluepay.md 3b.3, 3b.5; paycools.md 9.1, 9.2).
import type { Channel } from '../core/channel/channel.ts';
import { isPayable } from '../core/checkout/checkout.ts';
import type { App } from '../core/merchant/merchant.ts';
import { type Outcome, refuse } from '../core/reasons.ts';
import type { DirectoryAdmin } from '../engine/directory.ts';
import { accept } from '../kernel/outcome.ts';
import { isOffered } from './open-channel-of.ts';

export interface CheckoutScope {
  readonly app: Pick<App, 'dialect'>;
  readonly country: string;
  readonly currency: string;
  /** The types of channel that payers pick between in this API, in its words. */
  readonly types: readonly string[];
  /** Whether a channel that shows a code or has a page is still none for a checkout. */
  readonly isLeftOut: (channelCode: string) => boolean;
}

export type CheckoutChannel = Channel & { readonly type: NonNullable<Channel['type']> };

interface Deps {
  readonly directory: Pick<DirectoryAdmin, 'listChannels'>;
}

/** Those that a payer can be offered on a page; those that are off say so themselves. */
export function checkoutChannels(
  { app, country, currency, types, isLeftOut }: CheckoutScope,
  { directory }: Deps,
): CheckoutChannel[] {
  return directory.listChannels().filter((channel): channel is CheckoutChannel => {
    const { code, type } = channel;
    if (channel.country !== country || !isPayable({ ...channel, enabled: true }, currency)) return false;
    return isOffered(channel, app) && !isLeftOut(code) && type !== undefined && types.includes(type.toUpperCase());
  });
}

export interface Restriction {
  /** Absent or empty: all of them. */
  readonly channelTypeList?: readonly string[] | undefined;
  readonly channelCodeList?: readonly string[] | undefined;
  /** Whether the request says what a lender wants to know: for what, and where it goes. */
  readonly canPayLater: boolean;
}

/** The channels that an order offers, in the order of the list. Refuses a code that is not among them, and none at all. */
export function offeredChannels(
  scope: CheckoutScope,
  { channelTypeList = [], channelCodeList = [], canPayLater }: Restriction,
  deps: Deps,
): Outcome<readonly string[]> {
  const types = channelTypeList.length === 0 ? scope.types : channelTypeList;
  const open = checkoutChannels(scope, deps)
    .filter(({ enabled, type }) => enabled && types.includes(type.toUpperCase()))
    .map(({ code, type }) => ({ code, needsMore: type === 'paylater' && !canPayLater }));
  const unknown = channelCodeList.find((code) => !open.some((channel) => channel.code === code));
  if (unknown !== undefined) return refuse('channel_unavailable', `${unknown} is not open`);
  const named = channelCodeList.length === 0 ? open : open.filter(({ code }) => channelCodeList.includes(code));
  const isAskedFor = channelTypeList.includes('PAYLATER') || channelCodeList.length > 0;
  if (isAskedFor && named.some(({ needsMore }) => needsMore)) {
    return refuse('request_malformed', 'goodsDetails and billingAddress are required with PAYLATER');
  }
  const codes = named.filter(({ needsMore }) => !needsMore).map(({ code }) => code);
  return codes.length === 0 ? refuse('channel_unavailable') : accept(codes);
}
