// What the PayCools plugin is given by whoever starts it.
import type { Payment } from '../../core/payment/payment.ts';
import type { Connectors } from '../../engine/connector.ts';
import type { Directory, DirectoryAdmin } from '../../engine/directory.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Serials } from '../../engine/serials.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { IdSource } from '../../kernel/id.ts';
import type { RateLimiter } from '../../kernel/rate-limit.ts';
import type { TokenSigner } from '../../kernel/token.ts';

export interface PaycoolsDeps {
  readonly engine: Engine;
  readonly directory: Directory & Pick<DirectoryAdmin, 'listChannels'>;
  readonly connectors: Connectors;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly serials: Serials;
  readonly rateLimiter: RateLimiter;
  readonly tokens: TokenSigner;
  /** Where payers' browsers reach the hosted pages, without a slash at the end. */
  readonly baseUrl: () => string;
  readonly mode: 'sandbox' | 'live';
  readonly log: { error(fields: object, message: string): void };
  /** Called once a payment that waits for its payer is committed. */
  readonly onCreated?: ((payment: Pick<Payment, 'id' | 'amountMinor'>) => void) | undefined;
  /** Called with every answer to a known path, for the metrics. */
  readonly onAnswer?: ((operation: string, code: number, durationMs: number) => void) | undefined;
}
