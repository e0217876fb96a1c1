// Whether an app may ask now, from there: its address allowlist and its rate limit, which all dialects share.
import type { App } from '../core/merchant/merchant.ts';
import { type Reason, refuse } from '../core/reasons.ts';
import type { Refused } from '../kernel/outcome.ts';
import type { Clock } from '../kernel/clock.ts';
import type { RateLimit, RateLimiter } from '../kernel/rate-limit.ts';
import { type Allowlist, allows, readAllowlist } from './allowlist.ts';

export interface AdmissionDeps {
  readonly rateLimiter: RateLimiter;
  readonly clock: Pick<Clock, 'now'>;
  readonly mode: 'sandbox' | 'live';
}

/** Where the operator has set none. */
const liveRateLimit = { perSecond: 50, burst: 100 };

/**
 * Undefined where it may. An empty allowlist lets everyone in in sandbox mode, no one in live mode. Without an address it is a
 * payer's browser that asks in the app's name, which comes from anywhere.
 */
export type AdmitCaller = (app: App, remoteAddress: string | undefined) => Refused<Reason> | undefined;

export function createAdmitCaller({ rateLimiter, clock, mode }: AdmissionDeps): AdmitCaller {
  return (app, remoteAddress) => {
    const isOpen = app.ipAllowlist.length === 0 && mode === 'sandbox';
    if (remoteAddress !== undefined && !isOpen && !allows(allowlistOf(app), remoteAddress))
      return refuse('address_forbidden');
    const limit = rateLimitOf(app, mode);
    return limit && !rateLimiter.take(app.id, limit, clock.now()) ? refuse('rate_exceeded') : undefined;
  };
}

/** How often an app may ask; undefined: as often as it likes. */
export function rateLimitOf({ rateLimit }: Pick<App, 'rateLimit'>, mode: AdmissionDeps['mode']): RateLimit | undefined {
  return rateLimit ?? (mode === 'live' ? liveRateLimit : undefined);
}

// The directory hands out a new object when an app changes, so what was parsed once holds as long as the object does.
const parsed = new WeakMap<App, Allowlist>();

function allowlistOf(app: App): Allowlist {
  const known = parsed.get(app);
  if (known) return known;
  const allowlist = readAllowlist(app.ipAllowlist);
  parsed.set(app, allowlist);
  return allowlist;
}
