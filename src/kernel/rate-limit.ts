// A token bucket per key: so many requests a second, and bursts up to a ceiling. Held in memory, per process.
import type { Instant } from './clock.ts';

export interface RateLimit {
  readonly perSecond: number;
  readonly burst: number;
}

export interface RateLimiter {
  /** Takes one token of that key's bucket; false when it is empty. */
  take(key: string, limit: RateLimit, now: Instant): boolean;
}

/**
 * Keys may come from requests, so only the buckets that were used last are kept. One that was not used for so long is full again by then:
 * to be forgotten gives its key nothing.
 */
const mostBuckets = 100_000;

export function createRateLimiter(most = mostBuckets): RateLimiter {
  // In the order of their last use.
  const buckets = new Map<string, { tokens: number; at: Instant }>();
  return {
    take(key, { perSecond, burst }, now) {
      const known = buckets.get(key);
      if (known) buckets.delete(key);
      else if (buckets.size >= most) buckets.delete(buckets.keys().next().value ?? '');
      const bucket = known ?? { tokens: burst, at: now };
      const elapsedMs = Math.max(0, now - bucket.at);
      bucket.tokens = Math.min(burst, bucket.tokens + (elapsedMs * perSecond) / 1000);
      bucket.at = now;
      buckets.set(key, bucket);
      if (bucket.tokens < 1) return false;
      bucket.tokens -= 1;
      return true;
    },
  };
}
