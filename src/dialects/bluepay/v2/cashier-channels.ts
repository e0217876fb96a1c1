// 3b.5 Available channels: POST /open-api/payment/checkout/channel; and which of them an order offers its payer.
import { Type } from 'typebox';
import type { Channel } from '../../../core/channel/channel.ts';
import { isPayable } from '../../../core/checkout/checkout.ts';
import { type Outcome, refuse } from '../../../core/reasons.ts';
import { accept } from '../../../kernel/outcome.ts';
import { isStaticQr, wechatReach } from '../channels.ts';
import { currencyOfCountry } from '../countries.ts';
import type { BluepayDeps } from '../deps.ts';
import { type Caller, defineOperation } from '../operation.ts';
import type { ChannelTypeWord } from './collection-channel.ts';

export const cashierTypes = ['QR', 'ONLINE_BANKING', 'EWALLET', 'BANK_TRANSFER', 'CARD', 'PAYLATER'] as const;

export const listCashierChannels = defineOperation({
  path: '/open-api/payment/checkout/channel',
  versions: ['v2'],
  fields: Type.Object({}),
  async handle(call, deps) {
    const list = cashierChannels(call, deps).map(({ code, type, country, currency }) => ({
      channelType: type.toUpperCase(),
      channelCode: code,
      countryCode: country,
      currency,
    }));
    return accept({ list });
  },
});

export type CashierChannel = Channel & { readonly type: NonNullable<Channel['type']> };

type Whose = Pick<Caller, 'app' | 'country'>;
type ChannelDeps = { readonly directory: Pick<BluepayDeps['directory'], 'listChannels'> };

/** Those that are on in the country and that a payer can be offered on a page. */
export function cashierChannels({ app, country }: Whose, { directory }: ChannelDeps): CashierChannel[] {
  const currency = currencyOfCountry(country);
  return directory.listChannels().filter((channel): channel is CashierChannel => {
    const { code, type, dialects } = channel;
    if (channel.country !== country || !isPayable(channel, currency)) return false;
    if (!(dialects?.includes(app.dialect) ?? true)) return false;
    // A code that stands on a counter is of no order; and WeChat's own pages want to know their payer before (3.8).
    if (isStaticQr(code) || wechatReach(code) === 'inside') return false;
    return type !== undefined && typesOf(cashierTypes).has(type.toUpperCase());
  });
}

export interface Restriction {
  readonly channelTypeList?: readonly ChannelTypeWord[] | undefined;
  readonly channelCodeList?: readonly string[] | undefined;
  /** Whether the request says what a lender wants to know (3b.3). */
  readonly canPayLater: boolean;
}

/** The channels that an order offers, in the order of the list. Refuses a code that is not among them, and none at all. */
export function offeredChannels(
  whose: Whose,
  { channelTypeList = [], channelCodeList = [], canPayLater }: Restriction,
  deps: ChannelDeps,
): Outcome<readonly string[]> {
  const types = typesOf(channelTypeList.length === 0 ? cashierTypes : channelTypeList);
  const open = cashierChannels(whose, deps)
    .filter(({ type }) => types.has(type.toUpperCase()))
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

function typesOf(words: readonly string[]): ReadonlySet<string> {
  return new Set(words);
}
