// What the BluePay plugin is given by whoever starts it.
import type { Payment } from '../../core/payment/payment.ts';
import type { DirectoryAdmin } from '../../engine/directory.ts';
import type { FileDirectory } from '../../engine/files.ts';
import type { Lookout } from '../../engine/look.ts';
import type { StatementDesk } from '../../engine/statements.ts';
import type { DialectDeps } from '../deps.ts';

export interface BluepayDeps extends DialectDeps {
  readonly directory: DialectDeps['directory'] & Pick<DirectoryAdmin, 'listChannels'> & FileDirectory;
  readonly lookout: Lookout;
  readonly statements: StatementDesk;
  /** Called once a payment that waits for its payer is committed. */
  readonly onCreated?: ((payment: Pick<Payment, 'id' | 'amountMinor'>) => void) | undefined;
}
