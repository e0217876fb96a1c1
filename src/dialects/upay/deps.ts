// What the Upay plugin is given by whoever starts it.
import type { Connectors } from '../../engine/connector.ts';
import type { Directory, TerminalDirectory } from '../../engine/directory.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Lookout } from '../../engine/look.ts';
import type { Serials } from '../../engine/serials.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { IdSource } from '../../kernel/id.ts';
import type { RateLimiter } from '../../kernel/rate-limit.ts';
import type { TokenSigner } from '../../kernel/token.ts';

export interface UpayDeps {
  readonly engine: Engine;
  readonly directory: Directory & TerminalDirectory;
  readonly connectors: Connectors;
  readonly lookout: Lookout;
  readonly serials: Serials;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly rateLimiter: RateLimiter;
  readonly tokens: TokenSigner;
  /** Where payers' browsers reach the hosted pages, without a slash at the end. */
  readonly baseUrl: () => string;
  readonly mode: 'sandbox' | 'live';
  readonly log: { error(fields: object, message: string): void };
  /** Called with every answer to a known path, for the metrics. */
  readonly onAnswer?: ((operation: string, code: string, durationMs: number) => void) | undefined;
}
