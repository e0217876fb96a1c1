// What the hosted pages are given by whoever starts them.
import type { Payment } from '../core/payment/payment.ts';
import type { Connectors } from '../engine/connector.ts';
import type { Dialect } from '../engine/dialect.ts';
import type { Directory } from '../engine/directory.ts';
import type { Engine } from '../engine/engine.ts';
import type { Payer } from '../engine/payer.ts';
import type { Clock } from '../kernel/clock.ts';
import type { IdSource } from '../kernel/id.ts';
import type { TokenSigner } from '../kernel/token.ts';

export interface CashierDeps {
  readonly engine: Engine;
  readonly directory: Directory;
  readonly connectors: Connectors;
  readonly dialects: readonly Dialect[];
  readonly tokens: TokenSigner;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** Where payers' browsers reach the hosted pages, without a slash at the end. */
  readonly baseUrl: () => string;
  /** Sandbox mode only: the page then has buttons that pay and decline. */
  readonly payer?: Payer | undefined;
  /** Called once a payment that waits for its payer is committed. */
  readonly onCreated?: ((payment: Pick<Payment, 'id' | 'amountMinor'>) => void) | undefined;
}
