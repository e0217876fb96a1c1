// What the gateway asks of whoever operates a channel. A capability that a connector lacks is absent.
import type { Channel } from '../core/channel/channel.ts';
import type { Failure } from '../core/failure.ts';
import type { Payout } from '../core/payout/payout.ts';
import type { Reason } from '../core/reasons.ts';
import type { Merchant } from '../core/merchant/merchant.ts';
import type { Refused } from '../kernel/outcome.ts';

/**
 * A timeout, a 5xx, an unreadable body, "in progress" are all `unknown`: never a failure, never sent again under
 * another reference.
 */
export type Answer =
  | { readonly kind: 'succeeded'; readonly bankReference: string }
  | { readonly kind: 'refused'; readonly failure: Failure }
  | { readonly kind: 'unknown' };

export interface CodeToPresent {
  /** The instrument's id, which comes back with every credit. */
  readonly id: string;
  readonly merchant: Merchant;
  readonly amountMinor: bigint | null;
  /** Whether the code is for one amount or one payment only. */
  readonly dynamic: boolean;
}

export interface Connector {
  readonly code: string;
  /** Whether an order can be taken now; undefined: it can. Local knowledge, no call. */
  admit?(channel: Channel, amountMinor: bigint | null): Refused<Reason> | undefined;
  /** The text a payer's app scans. Made locally: the code works once the instrument is committed. */
  presentCode?(channel: Channel, code: CodeToPresent): string;
  /** Sends a payout, named by its id. Idempotent at the other side as far as it can be. */
  sendPayout?(payout: Payout): Promise<Answer>;
  /** What became of a payout; `not_found` only when the other side is sure it never took it. */
  queryPayout?(payout: Payout): Promise<Answer | { readonly kind: 'not_found' }>;
}

export interface Connectors {
  /** Throws when no connector of that code is installed: the catalogue names only those that are. */
  of(channel: Channel): Connector;
}
