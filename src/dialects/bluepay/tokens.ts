// Tokens, with which merchants debit their users: what both versions say of a mandate (bluepay.md 3.13 to 3.15, 4.6, 5.4).
import type { Event } from '../../core/event.ts';
import type { Mandate } from '../../core/mandate/mandate.ts';
import type { Engine } from '../../engine/engine.ts';
import { formatLocalTime, type Instant } from '../../kernel/clock.ts';
import { currencyOf } from '../../kernel/money.ts';
import { currencyOfCountry } from './countries.ts';
import type { Caller } from './operation.ts';

type Zone = Pick<Caller, 'version' | 'settings'>;

/** The user's token of that name, whatever became of it; undefined for what he was asked for and did not give, and for what is another's. */
export async function findToken(
  { app, merchant, country }: Pick<Caller, 'app' | 'merchant' | 'country'>,
  { payToken, userId }: { readonly payToken: string; readonly userId: string },
  engine: Pick<Engine, 'find'>,
): Promise<Mandate | undefined> {
  const mandate = await engine.find(merchant.cell, 'mandates', payToken);
  const isMeant = mandate?.appId === app.id && mandate.userId === userId && isToken(mandate);
  return isMeant && mandate.currency === currencyOfCountry(country) ? mandate : undefined;
}

function isToken({ status, decidedAt }: Mandate): boolean {
  return decidedAt !== null && status !== 'declined';
}

/** One of the list that a query answers. */
export function tokenInfo(mandate: Mandate, zone: Zone) {
  const write = (at: Instant) => answerTime(at, mandate, zone);
  return {
    channelCode: mandate.channel,
    payToken: mandate.id,
    tokenStatus: statusOf(mandate),
    expiresTime: write(mandate.expiresAt),
    ...inactiveFields(mandate, write),
  };
}

/** What a cancel answers. */
export function cancelledToken(mandate: Mandate, zone: Zone) {
  return {
    userId: mandate.userId,
    payToken: mandate.id,
    channelCode: mandate.channel,
    tokenStatus: statusOf(mandate),
    ...inactiveFields(mandate, (at) => answerTime(at, mandate, zone)),
  };
}

type MandateEvent = Extract<Event, { readonly mandate: Mandate }>;

const eventNames = {
  'mandate.created': 'token.create.success',
  'mandate.declined': 'token.create.failed',
  'mandate.cancelled': 'token.cancel.success',
} as const satisfies Record<MandateEvent['kind'], string>;

/** What a notification tells; `write` has the version's form of times. What was not given has no token. */
export function tokenMembers({ kind, mandate }: MandateEvent, write: (at: Instant) => string | null) {
  const told = {
    eventName: eventNames[kind],
    userId: mandate.userId,
    requestId: mandate.reference,
    channelCode: mandate.channel,
  };
  if (!isToken(mandate)) return told;
  return {
    ...told,
    // Documented with a small t; merchants who read the query's spelling find it too (4.6).
    paytoken: mandate.id,
    payToken: mandate.id,
    tokenStatus: statusOf(mandate),
    expiresTime: write(mandate.expiresAt),
    ...inactiveFields(mandate, write),
  };
}

/** The vendor's spelling. */
function statusOf({ status }: Mandate): 'ACTIVED' | 'INACTIVED' {
  return status === 'active' ? 'ACTIVED' : 'INACTIVED';
}

const cancelledBy = { merchant: 'MCH_CANCEL', platform: 'PLATFORM_CANCEL', payer: 'USER_CANCEL' } as const;

function inactiveFields({ endedAt, cancelledBy: who }: Mandate, write: (at: Instant) => string | null) {
  if (endedAt === null) return {};
  return { inactiveTime: write(endedAt), inactiveType: who === null ? 'EXPIRED' : cancelledBy[who] };
}

/** Of the channel's country in v1, the platform's own in v2 (2.8). */
function answerTime(at: Instant, { currency }: Mandate, { version, settings }: Zone): string {
  return formatLocalTime(at, version === 'v1' ? currencyOf(currency).zoneMinutes : settings.notificationZoneMinutes);
}
