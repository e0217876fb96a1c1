// What the gateway hands to the bank, as the bank's book keeps it.
import type { Instant } from '../../../kernel/clock.ts';
import type { Failure } from '../../../core/failure.ts';

/** `payment` stands for a payment of which the bank took no order: paid on a page, or stopped before it came. */
export type OrderKind =
  | 'payout'
  | 'charge'
  | 'order'
  | 'capture'
  | 'refund'
  | 'reversal'
  | 'authorisation'
  | 'release'
  | 'payment';

/** What the gateway asks for, once it is taken. */
export interface Order {
  /** The bank's key: asked for again, it is the same order, and happens once. */
  readonly id: string;
  readonly kind: OrderKind;
  /** The bank's own name for it, and for the credit it becomes. */
  readonly reference: string;
  readonly cell: number;
  readonly merchantId: string;
  readonly channel: string;
  readonly currency: string;
  readonly amountMinor: bigint;
  /** The key of the payment that a refund or reversal gives back, of the authorisation that a capture or release draws on. */
  readonly targetId: string | null;
  readonly payerCode: string | null;
}

export interface AcceptedOrder extends Order {
  /** Where a payout goes, for whoever reads the book; else empty. */
  readonly destination: string;
  readonly acceptedAt: Instant;
  /** When it finishes by itself; null: never. */
  readonly dueAt: Instant | null;
}

export interface BankOrder extends Order {
  /** `stopped`: never paid, and never will be. Of a reversal: it stopped its payment. */
  readonly status: 'accepted' | 'done' | 'refused' | 'stopped';
  readonly failure: Failure | null;
  /** What really moved or is kept aside, in minor units; 0 until it is done. */
  readonly movedMinor: bigint;
  /** By which credit the money had come that a reversal gave back. */
  readonly creditReference: string | null;
  readonly finishedAt: Instant | null;
  /** Finished by somebody's act rather than by itself. */
  readonly acted: boolean;
}

/** A capture may have the id of its authorisation (upay.md 3.12b): the bank keeps the two apart. */
export function orderKey(kind: OrderKind, id: string): string {
  return kind === 'authorisation' ? `${id}/authorisation` : id;
}

/** The gateway's id of what a key names. */
export function idOfKey(key: string): string {
  return key.replace('/authorisation', '');
}

/** Whether it brings money in when it is done. */
export function isPayIn({ kind }: Pick<Order, 'kind'>): boolean {
  return kind === 'charge' || kind === 'order' || kind === 'capture';
}
