// What every dialect's plugin is given by whoever starts it.
import type { Connectors } from '../engine/connector.ts';
import type { Directory } from '../engine/directory.ts';
import type { Engine } from '../engine/engine.ts';
import type { Clock } from '../kernel/clock.ts';
import type { IdSource } from '../kernel/id.ts';
import type { RateLimiter } from '../kernel/rate-limit.ts';
import type { TokenSigner } from '../kernel/token.ts';

export interface DialectDeps {
  readonly engine: Engine;
  readonly directory: Directory;
  readonly connectors: Connectors;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly rateLimiter: RateLimiter;
  readonly tokens: TokenSigner;
  /** Where payers' browsers reach the hosted pages, without a slash at the end. */
  readonly baseUrl: () => string;
  readonly mode: 'sandbox' | 'live';
  readonly log: { error(fields: object, message: string): void };
  /** Called with every answer to a known path, for the metrics. */
  readonly onAnswer?: ((operation: string, code: number | string, durationMs: number) => void) | undefined;
}
