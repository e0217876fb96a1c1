// Percentiles of latencies.
import type { Percentiles } from './messages.ts';

/** Sorts in place. All zero when there is nothing. */
export function percentilesOf(latenciesMs: number[]): Percentiles {
  const sorted = latenciesMs.sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}
