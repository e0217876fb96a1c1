// What the PayCools plugin is given by whoever starts it.
import type { Payment } from '../../core/payment/payment.ts';
import type { DirectoryAdmin } from '../../engine/directory.ts';
import type { Serials } from '../../engine/serials.ts';
import type { DialectDeps } from '../deps.ts';

export interface PaycoolsDeps extends DialectDeps {
  readonly directory: DialectDeps['directory'] & Pick<DirectoryAdmin, 'listChannels'>;
  readonly serials: Serials;
  /** Called once a payment that waits for its payer is committed. */
  readonly onCreated?: ((payment: Pick<Payment, 'id' | 'amountMinor'>) => void) | undefined;
}
