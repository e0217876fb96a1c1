// A token as 10.2 and 10.3 answer it and 10.4 tells it (paycools.md 3.9, 4.2).
import type { Event } from '../../core/event.ts';
import type { Mandate } from '../../core/mandate/mandate.ts';
import { inactiveFields, isToken, tokenEventNames, tokenStatusOf } from '../tokens.ts';
import { manilaTime } from './manila-time.ts';
import type { CallbackBody } from './signature.ts';

export function tokenData(mandate: Mandate) {
  return {
    channelCode: mandate.channel,
    payToken: mandate.id,
    tokenStatus: tokenStatusOf(mandate),
    expiresTime: manilaTime(mandate.expiresAt),
    ...inactiveFields(mandate, manilaTime),
  };
}

/** What was not given has no token. */
export function tokenMembers({ kind, mandate }: Extract<Event, { readonly mandate: Mandate }>): CallbackBody {
  const told = {
    eventName: tokenEventNames[kind],
    userId: mandate.userId,
    requestId: mandate.reference,
    channelCode: mandate.channel,
    countryCode: 'PH',
  };
  if (!isToken(mandate)) return told;
  const { payToken, channelCode: _, ...rest } = tokenData(mandate);
  // With a small t in this body (4.2).
  return { ...told, paytoken: payToken, ...rest };
}
