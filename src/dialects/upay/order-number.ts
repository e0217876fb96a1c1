// Order numbers: sixteen digits that begin with 789 (upay.md 2.2).
import type { Serials } from '../../engine/serials.ts';
import { orderNumber } from '../../kernel/id.ts';

/** Rejects when the database does not answer. */
export async function nextOrderNumber({ serials }: { readonly serials: Serials }, cell: number): Promise<string> {
  return orderNumber(cell, await serials.next(cell));
}
