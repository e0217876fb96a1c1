// What a channel asks before it collects under a number: would this payer's money be taken? Connectors ask; `src/notify/inquire.ts` answers.
import type { Outcome } from '../core/reasons.ts';
import type { Instrument } from '../core/instrument/instrument.ts';

export interface CreditInquiry {
  readonly instrumentId: string;
  readonly amountMinor: bigint;
  /** The payer's, where the channel knows it; else empty. */
  readonly mobile: string;
}

/**
 * The instrument, when the money may be collected; nothing is kept and nothing is promised, and no row is held while the merchant thinks.
 * Refuses what `refuseCredit` refuses, and with `payment_declined` what the merchant does not permit.
 */
export type Inquire = (inquiry: CreditInquiry) => Promise<Outcome<Instrument>>;
