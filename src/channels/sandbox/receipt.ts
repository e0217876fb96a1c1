// What the bank says about who paid: names that follow from what the payer showed, so that the same payer is the same again.
import { sha256Hex } from '../../kernel/digest.ts';
import { type Instant, secondMs } from '../../kernel/clock.ts';
import type { Receipt } from '../../core/payment/payment.ts';

export interface Paid {
  /** The code that was shown, or what stands for the payer. */
  readonly payer: string;
  readonly channel: string;
  readonly at: Instant;
}

/** To the second, as channels tell it. A payer code that ends in 8 is paid from a debit card, one in 9 from a credit card. */
export function receiptOf({ payer, channel, at }: Paid): Receipt {
  const digits = BigInt(`0x${sha256Hex(payer).slice(0, 14)}`)
    .toString()
    .padStart(12, '0')
    .slice(-12);
  return {
    at: at - (at % secondMs),
    payerId: channel.includes('WECHAT') ? `oPAYER${digits}` : `2088${digits}`,
    payerAccount: `1${digits.slice(0, 2)}****${digits.slice(-4)}`,
    source: sources.get(payer.slice(-1)) ?? 'wallet',
  };
}

const sources: ReadonlyMap<string, Receipt['source']> = new Map([
  ['8', 'debit_card'],
  ['9', 'credit_card'],
]);
