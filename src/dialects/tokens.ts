// Tokens, with which merchants debit their users, as the dialects that have them word a mandate alike (paycools.md 3.9; bluepay.md 3.13 to
// 3.15, 5.4).
import type { Event } from '../core/event.ts';
import type { Mandate } from '../core/mandate/mandate.ts';
import type { App, Merchant } from '../core/merchant/merchant.ts';
import { type Outcome, refuse } from '../core/reasons.ts';
import type { Engine } from '../engine/engine.ts';
import type { Instant } from '../kernel/clock.ts';

export const tokenEventNames = {
  'mandate.created': 'token.create.success',
  'mandate.declined': 'token.create.failed',
  'mandate.cancelled': 'token.cancel.success',
} as const satisfies Record<Extract<Event, { readonly mandate: Mandate }>['kind'], string>;

interface TokenCaller {
  readonly app: App;
  readonly merchant: Merchant;
}

/** Whose token, in which currency: a token belongs to its user, and to the country of its channel. */
interface TokenOwner {
  readonly userId: string;
  readonly currency: string;
}

/** The list has no pages, and no user has so many: the oldest are left out. */
const mostTokens = 1000;

/** What a user agreed to, newest first, or the one of that name; not what he declined or has not decided: that has no token. */
export async function listTokens(
  caller: TokenCaller,
  { userId, currency, payToken }: TokenOwner & { readonly payToken: string | undefined },
  engine: Pick<Engine, 'find' | 'store'>,
): Promise<Mandate[]> {
  if (payToken !== undefined) {
    const named = await findToken(caller, { userId, currency, payToken }, engine);
    return named ? [named] : [];
  }
  const mandates = await engine.store(caller.merchant.cell).listMandatesOfUser(caller.app.id, userId, mostTokens);
  return mandates.filter((mandate) => mandate.currency === currency);
}

/** Ends a token. Refuses one that is not the user's, or has ended (`mandate_not_found`). No debit follows, and a notification does. */
export async function cancelToken(
  caller: TokenCaller,
  named: TokenOwner & { readonly payToken: string },
  engine: Pick<Engine, 'find' | 'execute'>,
): Promise<Outcome<Mandate>> {
  const mandate = await findToken(caller, named, engine);
  if (!mandate) return refuse('mandate_not_found');
  return engine.execute(caller.merchant.cell, 'cancel-mandate', { mandateId: mandate.id, by: 'merchant' });
}

/** Whatever became of it; undefined for what he was asked for and did not give, and for what is another's. */
async function findToken(
  { app, merchant }: TokenCaller,
  { userId, currency, payToken }: TokenOwner & { readonly payToken: string },
  engine: Pick<Engine, 'find'>,
): Promise<Mandate | undefined> {
  const mandate = await engine.find(merchant.cell, 'mandates', payToken);
  if (mandate?.appId !== app.id || mandate.userId !== userId || mandate.currency !== currency) return undefined;
  return isToken(mandate) ? mandate : undefined;
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
