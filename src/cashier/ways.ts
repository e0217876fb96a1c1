// The ways in which a checkout can be paid right now, and the payer's pick of one.
import { type Checkout, isPayable } from '../core/checkout/checkout.ts';
import type { ChooseChannel } from '../core/checkout/choose-channel.ts';
import type { Channel } from '../core/channel/channel.ts';
import { type AmountLimits, outsideLimits } from '../core/limits/amount-limits.ts';
import type { Merchant } from '../core/merchant/merchant.ts';
import { type Outcome, refuse } from '../core/reasons.ts';
import { openChannel } from '../engine/open-channel.ts';
import { cellOfId } from '../kernel/id.ts';
import { accept } from '../kernel/outcome.ts';
import { channelNameOf } from './channel-names.ts';
import type { Way } from './checkout-page.ts';
import type { CashierDeps } from './deps.ts';
import type { Language } from './messages.ts';
import type { PaymentAccount } from './payment-page.ts';

/** Of the channels that the checkout offers those that are on, take its amount, and can show what the payer needs. */
export function waysOf(deps: CashierDeps, checkout: Checkout, limits: AmountLimits, language: Language): Way[] {
  const { channels, currency, amountMinor } = checkout;
  return channels.flatMap((code) => {
    const channel = deps.directory.channel(code);
    if (!isPayable(channel, currency) || outsideLimits(amountMinor, channel, limits, 'payment')) return [];
    if (!presenterOf(deps, channel, amountMinor).ok) return [];
    const { type = channel.kind === 'qr' ? 'qr' : 'ewallet' } = channel;
    return [{ code, name: channelNameOf(code, channel, language), type }];
  });
}

/** Makes a try of the channel, unless the one that waits is of it. Refuses what the core refuses. */
export async function chooseWay(deps: CashierDeps, checkout: Checkout, code: string): Promise<Outcome<unknown>> {
  const { engine, directory, ids, clock, onCreated } = deps;
  const merchant = await directory.findMerchant(checkout.merchantId);
  const cell = cellOfId(checkout.id);
  if (!merchant || cell === undefined) throw new Error(`${checkout.id} belongs to no merchant.`);
  const channel = directory.channel(code);
  // A channel without a way to show its code is refused before it is asked for one; what else may be wrong, the core says.
  const presenter = channel ? presenterOf(deps, channel, checkout.amountMinor) : refuse('channel_unavailable');
  if (!presenter.ok) return presenter;
  const now = clock.now();
  const names = { paymentId: ids.next('C', cell, now), instrumentId: ids.next('QR', cell, now) };
  const pick: ChooseChannel = {
    checkoutId: checkout.id,
    channel: code,
    paymentId: names.paymentId,
    code: presenter.value(names.instrumentId, merchant),
  };
  const chosen = await engine.execute(cell, 'choose-channel', pick);
  // A try that was there before was announced then.
  if (chosen.ok && chosen.value.payment.id === names.paymentId) onCreated?.(chosen.value.payment);
  return chosen;
}

/** The number to which a payer transfers, or that he says at a counter; undefined where he pays in another way. */
export function accountOf(
  { directory, connectors }: CashierDeps,
  payment: { readonly id: string; readonly channel: string; readonly amountMinor: bigint },
  merchant: Merchant,
): PaymentAccount | undefined {
  const channel = directory.channel(payment.channel);
  if (!channel || !isPaidByNumber(channel)) return undefined;
  const { id: paymentId, amountMinor } = payment;
  const number = connectors.of(channel).presentAccount?.(channel, { paymentId, merchant, amountMinor });
  return number === undefined ? undefined : { number, at: channel.type === 'otc' ? 'counter' : 'bank' };
}

function isPaidByNumber({ type }: Channel): boolean {
  return type === 'bank_transfer' || type === 'otc';
}

type Presenter = (instrumentId: string, merchant: Merchant) => ChooseChannel['code'];

/** What makes the code of a try, or nothing where the channel needs none. Refuses a channel that cannot show what it has to. */
function presenterOf(deps: CashierDeps, { code }: Channel, amountMinor: bigint): Outcome<Presenter> {
  const open = openChannel(deps, code, amountMinor);
  if (!open.ok) return open;
  const { channel, connector } = open.value;
  if (isPaidByNumber(channel) && !connector.presentAccount) return refuse('channel_unavailable');
  if (channel.kind !== 'qr') return accept(() => null);
  const { presentCode } = connector;
  if (!presentCode) return refuse('channel_unavailable');
  return accept((instrumentId, merchant) => ({
    instrumentId,
    presentation: presentCode(channel, { id: instrumentId, merchant, amountMinor, dynamic: true }),
  }));
}
