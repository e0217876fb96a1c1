// Applies an operator's change to a merchant.
import type { Merchant } from '../../core/merchant/merchant.ts';
import type { AdminReason, MerchantChange } from '../../engine/directory.ts';
import { accept, type Outcome, refuse } from '../../kernel/outcome.ts';
import { patch } from './patch.ts';

/** Refuses limits whose smallest amount is above the largest. */
export function changeMerchant(before: Merchant, change: MerchantChange): Outcome<Merchant, AdminReason> {
  const { name = before.name, city = before.city, status = before.status } = change;
  const { settlementDays = before.settlementDays } = change;
  const fees = patch(before.fees, change.fees);
  const limits = patch(before.limits, change.limits);
  const reversed = reversedLimit(limits);
  if (reversed) return reversed;
  return accept({ ...before, name, city, status, settlementDays, fees, limits });
}

export function reversedLimit(limits: Merchant['limits']) {
  for (const [kind, { min, max }] of Object.entries(limits)) {
    if (min !== undefined && max !== undefined && min > max) {
      return refuse<AdminReason>('amounts_reversed', `limits.${kind}: min must not be above max.`);
    }
  }
  return undefined;
}
