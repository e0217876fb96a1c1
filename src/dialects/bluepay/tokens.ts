// Tokens, with which merchants debit their users: what both versions say of a mandate (bluepay.md 3.13 to 3.15, 4.6, 5.4).
import type { Event } from '../../core/event.ts';
import type { Mandate } from '../../core/mandate/mandate.ts';
import { formatLocalTime, type Instant } from '../../kernel/clock.ts';
import { currencyOf } from '../../kernel/money.ts';
import { inactiveFields, isToken, tokenEventNames, tokenStatusOf } from '../tokens.ts';
import type { Caller } from './operation.ts';

type Zone = Pick<Caller, 'version' | 'settings'>;

/** One of the list that a query answers. */
export function tokenInfo(mandate: Mandate, zone: Zone) {
  const write = (at: Instant) => answerTime(at, mandate, zone);
  return {
    channelCode: mandate.channel,
    payToken: mandate.id,
    tokenStatus: tokenStatusOf(mandate),
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
    tokenStatus: tokenStatusOf(mandate),
    ...inactiveFields(mandate, (at) => answerTime(at, mandate, zone)),
  };
}

type MandateEvent = Extract<Event, { readonly mandate: Mandate }>;

/** What a notification tells; `write` has the version's form of times. What was not given has no token. */
export function tokenMembers({ kind, mandate }: MandateEvent, write: (at: Instant) => string | null) {
  const told = {
    eventName: tokenEventNames[kind],
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
    tokenStatus: tokenStatusOf(mandate),
    expiresTime: write(mandate.expiresAt),
    ...inactiveFields(mandate, write),
  };
}

/** Of the channel's country in v1, the platform's own in v2 (2.8). */
function answerTime(at: Instant, { currency }: Mandate, { version, settings }: Zone): string {
  return formatLocalTime(at, version === 'v1' ? currencyOf(currency).zoneMinutes : settings.notificationZoneMinutes);
}
