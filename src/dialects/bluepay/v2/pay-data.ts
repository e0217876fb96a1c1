// How a payer reaches what he pays: the content of a QR code, the number of an account, or the page he is sent to (bluepay.md 3b.8).
import type { Merchant } from '../../../core/merchant/merchant.ts';
import type { Payment } from '../../../core/payment/payment.ts';
import { type Outcome, refuse } from '../../../core/reasons.ts';
import type { OpenChannel } from '../../../engine/open-channel.ts';
import { cellOfId } from '../../../kernel/id.ts';
import { accept } from '../../../kernel/outcome.ts';
import type { BluepayDeps } from '../deps.ts';

/** What a new payment has to keep: a code or a number; null where its payer is sent to the page. Refuses where the channel makes none. */
export function presentPayment(
  { channel, connector }: OpenChannel,
  { id, merchant, amountMinor }: { readonly id: string; readonly merchant: Merchant; readonly amountMinor: bigint },
): Outcome<string | null> {
  switch (channel.type) {
    case 'qr':
      return made(connector.presentCode?.(channel, { id, merchant, amountMinor, dynamic: true }));
    case 'bank_transfer':
      return made(connector.presentAccount?.(channel, { paymentId: id, merchant, amountMinor }));
    default:
      return accept(null);
  }
}

function made(presentation: string | undefined): Outcome<string> {
  return presentation === undefined ? refuse('creation_failed') : accept(presentation);
}

/** The same in every answer. At a cashier, where its payer can change his mind, he is sent nowhere but there. */
export async function payDataOf(
  { id, entry, instrumentId, checkoutId, details }: Payment,
  { engine, tokens, baseUrl }: Pick<BluepayDeps, 'engine' | 'tokens' | 'baseUrl'>,
): Promise<string | null> {
  // A debit asks nothing of its payer.
  if (entry !== 'page') return null;
  const { payData } = details;
  if (typeof payData === 'string') return payData;
  if (instrumentId !== null) {
    const instrument = await engine.find(cellOfId(id) ?? 0, 'instruments', instrumentId);
    return instrument?.presentation ?? null;
  }
  return checkoutId === null ? `${baseUrl()}/pay/${tokens.tokenFor(id)}` : null;
}
