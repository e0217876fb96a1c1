// Tokens, with which merchants debit their users, as the dialects that have them word a mandate alike (paycools.md 3.9; bluepay.md 3.13 to
// 3.15, 5.4).
import type { Event } from '../core/event.ts';
import type { Mandate } from '../core/mandate/mandate.ts';
import type { App, Merchant } from '../core/merchant/merchant.ts';
import type { Engine } from '../engine/engine.ts';
import type { Instant } from '../kernel/clock.ts';

export const tokenEventNames = {
  'mandate.created': 'token.create.success',
  'mandate.declined': 'token.create.failed',
  'mandate.cancelled': 'token.cancel.success',
} as const satisfies Record<Extract<Event, { readonly mandate: Mandate }>['kind'], string>;

/** The user's token of that name, whatever became of it; undefined for what he was asked for and did not give, and for what is another's. */
export async function findToken(
  { app, merchant }: { readonly app: App; readonly merchant: Merchant },
  { payToken, userId }: { readonly payToken: string; readonly userId: string },
  engine: Pick<Engine, 'find'>,
): Promise<Mandate | undefined> {
  const mandate = await engine.find(merchant.cell, 'mandates', payToken);
  return mandate?.appId === app.id && mandate.userId === userId && isToken(mandate) ? mandate : undefined;
}

/** Whether its payer ever agreed to it. */
export function isToken({ status, decidedAt }: Mandate): boolean {
  return decidedAt !== null && status !== 'declined';
}

/** The vendors' spelling. */
export function tokenStatusOf({ status }: Mandate): 'ACTIVED' | 'INACTIVED' {
  return status === 'active' ? 'ACTIVED' : 'INACTIVED';
}

const cancelledBy = { merchant: 'MCH_CANCEL', platform: 'PLATFORM_CANCEL', payer: 'USER_CANCEL' } as const;

/** When it ended and why; nothing while it has not. */
export function inactiveFields<Written>(
  { endedAt, cancelledBy: who }: Mandate,
  write: (at: Instant) => Written,
): { readonly inactiveTime?: Written; readonly inactiveType?: string } {
  if (endedAt === null) return {};
  return { inactiveTime: write(endedAt), inactiveType: who === null ? 'EXPIRED' : cancelledBy[who] };
}
